"""The portfolio's search, which finds what the engagements' own sites say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import EXAMPLE, Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]


def _ask(page: Page, words: str) -> None:
    field = page.get_by_role("textbox", name="Search")
    field.click()
    field.press_sequentially(words)


@pytest.mark.parametrize(
    ("words", "title", "target"),
    [
        ("standing access", "Harbourline mobile · Security", "security.html#protocol-SEC-03"),
        ("RB-03", "Harbourline mobile · ", "more/on-call-at-night.html"),
        ("relability engin", "Harbourline mobile · Reliability", "roles/vendor-sre.html"),
    ],
)
def test_a_result_names_the_engagement_and_the_page_and_leads_to_the_item(
    tab: Opener, portfolio: str, words: str, title: str, target: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{portfolio}guide/rules.html")
    _ask(one.page, words)
    found = one.page.locator(f".md-search-result__link[href='{portfolio}{EXAMPLE}/{target}']")
    expect(found.first).to_be_attached()
    expect(one.page.locator(".md-search-result__item h1", has_text=title).first).to_be_visible()
    one.calm()


def test_the_keyboard_leads_from_the_field_to_a_result_and_there(
    tab: Opener, portfolio: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(portfolio)
    one.page.keyboard.press("/")
    one.page.keyboard.type("no standing access")
    first = one.page.locator(".md-search-result__link[href*='#protocol-SEC-03']").first
    expect(first).to_be_attached()
    for _ in range(12):
        one.page.keyboard.press("ArrowDown")
        if first.evaluate("link => link === document.activeElement"):
            break
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/security.html#protocol-SEC-03")
    one.calm()


def test_it_works_from_a_folder_without_a_server(tab: Opener, example_sites: Path) -> None:
    one = tab(viewport={"width": 390, "height": 844})
    one.page.goto((example_sites / "index.html").as_uri())
    one.page.locator("label.md-header__button[for=__search]").click()
    one.page.get_by_role("textbox", name="Search").press_sequentially("standing access")
    found = one.page.locator(f".md-search-result__link[href*='{EXAMPLE}/security.html#']")
    expect(found.first).to_be_attached()


def test_an_engagement_that_is_not_looked_into_is_named_with_its_own_search(
    tab: Opener, portfolio: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{portfolio}{EXAMPLE}/index.html?q=standing+access")
    found = one.page.locator(".md-search-result__link[href*='#protocol-SEC-03']")
    expect(found.first).to_be_visible()
    one.calm()
