"""Wide tables on wide screens and on phones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.conftest import EXAMPLE, Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]


def test_the_raci_is_whole_and_its_head_stays_in_sight(tab: Opener, example: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}roles.html")
    box = one.page.locator(".pb-raci")
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1
    box.locator("tbody tr").nth(9).evaluate("row => row.scrollIntoView()")
    below, head = one.page.locator(".md-header").bounding_box(), box.locator("thead th").nth(1)
    place = head.bounding_box()
    assert below is not None
    assert place is not None
    assert abs(place["y"] - below["height"]) <= 2
    names = box.locator("thead th > span:first-child").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 ||"
        " one.getBoundingClientRect().top < one.parentNode.getBoundingClientRect().top).length"
    )
    assert names == 0
    one.calm()


@pytest.mark.parametrize("width", [1000, 1280])
def test_the_raci_stays_on_the_page(tab: Opener, example: str, width: int) -> None:
    one = tab(viewport={"width": width, "height": 900})
    one.page.goto(f"{example}roles.html")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    right = one.page.locator(".pb-raci").evaluate("box => box.getBoundingClientRect().right")
    table = one.page.locator(".pb-raci table").evaluate("t => t.getBoundingClientRect().right")
    scrolls = one.page.locator(".pb-raci").evaluate("box => getComputedStyle(box).overflowX")
    assert table <= right + 1 or scrolls == "auto"


@pytest.mark.parametrize(
    ("path", "row", "label"),
    [
        ("", "#engagement-harbourline-mobile", "Ends"),
        (f"{EXAMPLE}/roles.html", "#role-vendor-sre", "Deputy"),
        (f"{EXAMPLE}/risks.html", "#heat-map ~ .pb-grid tbody tr:first-child", "Owner"),
    ],
)
def test_rows_are_cards_on_a_phone(
    tab: Opener, portfolio: str, path: str, row: str, label: str
) -> None:
    one = tab(viewport={"width": 390, "height": 844})
    one.page.goto(portfolio + path)
    card = one.page.locator(row)
    for cell in card.locator("td").all():
        place = cell.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 390
    cell = card.locator(f"td[data-label={label}]")
    expect(cell).to_be_visible()
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == f'"{label}"'
    one.calm()


def _shown(one: Tab, table: str) -> list[str]:
    rows = one.page.locator(f"table[data-table={table}] tbody tr:visible > :first-child")
    return [text.splitlines()[0] for text in rows.all_inner_texts()]


def test_the_raci_is_narrowed_to_a_side_and_a_role_and_the_link_shows_the_same(
    tab: Opener, example: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}roles.html")
    tools = one.page.get_by_role("group", name="Filter activities")
    everything = _shown(one, "raci")
    expect(tools.get_by_role("status")).to_have_text(f"{len(everything)} activities")
    tools.get_by_label("Vendor", exact=True).check()
    tools.get_by_label("Role").select_option("Reliability engineer")
    some = _shown(one, "raci")
    assert 0 < len(some) < len(everything)
    expect(tools.get_by_role("status")).to_have_text(f"{len(some)} of {len(everything)} activities")
    heads = one.page.locator("table[data-table=raci] thead th:visible .pb-tag")
    assert set(heads.all_inner_texts()) == {"V"}
    again = tab(viewport={"width": 1440, "height": 900})
    again.page.goto(one.page.url)
    assert _shown(again, "raci") == some
    again.page.get_by_role("button", name="Show all").click()
    assert _shown(again, "raci") == everything
    assert again.page.url == f"{example}roles.html"
    tools.get_by_label("Client", exact=True).check()  # the role is none of theirs
    expect(tools.get_by_label("Role")).to_have_value("")
    one.calm()
    again.calm()


def test_a_keyboard_narrows_and_orders(tab: Opener, example: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}risks.html")
    one.page.get_by_role("radio", name="All").first.focus()
    one.page.keyboard.press("ArrowRight")  # the first category
    few = _shown(one, "risks")
    head = one.page.get_by_role("columnheader", name="Risk", exact=True)
    for _ in range(4):  # the states, the words, the way back, the scrolling box
        one.page.keyboard.press("Tab")
    one.page.keyboard.press("Tab")
    expect(head.get_by_role("button")).to_be_focused()
    one.page.keyboard.press("Enter")
    assert _shown(one, "risks") == sorted(few)
    expect(head).to_have_attribute("aria-sort", "ascending")
    one.page.keyboard.press("Space")
    assert _shown(one, "risks") == sorted(few, reverse=True)
    assert "risks-order=-Risk" in one.page.url
    one.calm()


def test_dates_are_in_the_order_of_the_calendar(tab: Opener, example: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}security.html?protocols-order=Next+check&protocols-side=Client")
    keys = one.page.locator("table[data-table=protocols] tbody tr:visible td:last-child")
    days = keys.evaluate_all("cells => cells.map(cell => cell.dataset.key)")
    assert len(days) > 2
    assert days == sorted(days)


def test_a_link_to_a_row_shows_it_whatever_is_chosen(tab: Opener, example: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}roles.html")
    last = one.page.locator("table[data-table=raci] tbody tr[id]").last
    anchor = last.get_attribute("id")
    one.page.get_by_label("With the words").fill("nothing has these words")
    expect(one.page.get_by_role("group", name="Filter activities")).to_contain_text("None of")
    one.page.goto(f"{one.page.url}#{anchor}")
    expect(last).to_be_visible()
    expect(last).to_be_in_viewport()
    one.calm()


def test_without_a_script_all_rows_are_there_and_no_dead_controls(
    tab: Opener, example: str
) -> None:
    one = tab(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}risks.html?risks-category=Financial")
    assert one.page.locator("table[data-table=risks] tbody tr").count() == len(_shown(one, "risks"))
    expect(one.page.locator("article :is(input, select, button)")).to_have_count(0)


def test_two_engagements_that_are_chosen_stand_beside_each_other(
    tab: Opener, portfolio: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{portfolio}compare.html")
    heads = one.page.locator("article thead th:visible")
    expect(heads).to_have_text(["What", "Falkenrath ERP", "Harbourline mobile"])
    one.page.locator("#compare-one").select_option(label="Northbridge health data platform")
    chosen = ["What", "Harbourline mobile", "Northbridge health data platform"]
    expect(heads).to_have_text(chosen)
    notice = one.page.locator("article tbody tr", has_text="Notice by the client")
    assert notice.locator("td:visible").all_inner_texts()[1:] == ["180 days", "120 days"]
    one.page.reload()
    expect(heads).to_have_text(chosen)
    one.calm()


def test_without_scripts_all_engagements_stand_beside_each_other(
    tab: Opener, portfolio: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    one.page.goto(f"{portfolio}compare.html")
    assert one.page.locator("article thead th:visible").count() == 4


def test_a_table_of_very_many_columns_is_whole_on_paper(tab: Opener, portfolio: str) -> None:
    one = tab(viewport={"width": 700, "height": 900})
    one.page.goto(f"{portfolio}register.html")
    one.page.emulate_media(media="print")
    table = one.page.locator("table.pb-table--broad")
    expect(table.locator("td[data-label='Exit plan']").first).to_be_visible()
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth + 1")
    one.calm()
