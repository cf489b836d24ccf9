"""Times narrowed to a place: by mouse, by keyboard, remembered, and all of them without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]


def _heads(page: Page) -> list[str]:
    """The columns of the first month that can be seen."""
    heads = page.locator("#month-2026-12 + .pb-scroll thead th")
    return [head.inner_text() for head in heads.all() if head.is_visible()]


def test_a_place_is_chosen_by_keyboard_and_remembered_on_all_pages(
    tab: Opener, example: str
) -> None:
    one = tab(viewport={"width": 1280, "height": 900})
    page = one.page
    page.goto(f"{example}calendar.html")
    every = ["Day", "What", "London, Dublin, Porto, Lisbon", "Tallinn", "To know"]
    assert _heads(page) == every
    holiday = page.locator("#month-2026-12 + .pb-scroll tr", has_text="Restoration of Independence")
    expect(holiday.first).to_be_visible()
    page.locator("[data-places] input").first.focus()
    page.keyboard.press("ArrowUp")  # from the first to the last
    expect(page.get_by_role("radio", name="Tallinn")).to_be_checked()
    assert _heads(page) == ["Day", "What", "Tallinn", "To know"]
    expect(holiday.first).to_be_hidden()
    page.reload()
    expect(page.get_by_role("radio", name="Tallinn")).to_be_checked()
    assert _heads(page) == ["Day", "What", "Tallinn", "To know"]
    page.goto(f"{example}communication.html")
    sync = page.locator(".pb-slot", has_text="Weekly delivery sync")
    expect(sync.locator("span:visible").first).to_have_text("(16:00)")
    page.get_by_text("London", exact=True).last.scroll_into_view_if_needed()
    page.get_by_role("radio", name="London").check(force=True)
    expect(sync.locator("span:visible").first).to_have_text("14:00")
    page.goto(f"{example}calendar.html")
    page.get_by_role("radio", name="All places").check(force=True)
    page.reload()
    assert _heads(page) == every
    one.calm()


def test_without_scripts_all_times_are_there_and_nothing_is_to_be_chosen(
    tab: Opener, example: str
) -> None:
    one = tab(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    one.page.goto(f"{example}calendar.html")
    assert _heads(one.page)[2:4] == ["London, Dublin, Porto, Lisbon", "Tallinn"]
    expect(one.page.locator("[data-places]")).to_be_hidden()
    one.page.goto(f"{example}communication.html")
    expect(one.page.locator("[data-places]")).to_be_hidden()
    expect(one.page.locator(".pb-slot span:visible").first).to_have_text("09:10")


@pytest.mark.parametrize("path", ["calendar.html", "communication.html", "governance.html"])
def test_nothing_of_the_times_is_cut_off_on_a_phone(tab: Opener, example: str, path: str) -> None:
    one = tab(viewport={"width": 360, "height": 800})
    one.page.goto(f"{example}{path}")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360
    parts = ".pb-agenda tbody :is(th, td), .pb-ladder-t tbody td, .pb-slot, .pb-ladder li"
    cut = one.page.locator(parts).evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).length"
    )
    assert cut == 0
    one.calm()
