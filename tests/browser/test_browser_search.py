"""What readers of the example type, and what they should come to first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import PATIENCE_MS, Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]

FIRST = {
    # identifiers, as they stand
    "A.8.24": "security.html#protocol-SEC-10",
    "DORA 30(2)(a)": "compliance.html",
    "RB-03": "more/on-call-at-night.html",
    "SEC-03": "security.html#protocol-SEC-03",
    "sec-1": "security.html#protocol-SEC-1",
    "R-04": "risks.html#risk-R-04",
    "vendor-sre": "roles/vendor-sre.html",
    "incident-sev-1": "#escalation-path-incident-sev-1",
    # a word and a number
    "severity 1": "glossary.html#term-severity-1",
    "sev-1": "governance.html#severity-sev-1",
    "day 1": "start-here.html#day-1",
    # things and where they are
    "runbooks": "where-things-live.html#",
    "runbook set": "scope.html#deliverable-runbook-set",
    "backlog": "where-things-live.html#single-source-backlog",
    "on call": "more/on-call-at-night.html",
    "standing access": "security.html#protocol-SEC-03",
    "Reliability engineer": "roles/vendor-sre.html",
    "glossary": "glossary.html",
    "exit": "exit.html",
    # slips, other forms, signs that say nothing, beginnings
    "relability": "roles/vendor-sre.html",
    "escalate": "governance.html",
    "  (standing)  ACCESS? ": "security.html#protocol-SEC-03",
    "stand acc": "security.html#protocol-SEC-03",
}


@pytest.fixture(scope="module")
def asked(chromium: Browser, example: str) -> Iterator[Page]:
    """A page of the example to search from."""
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{example}index.html")
    yield page
    page.close()


def _find(page: Page, words: str) -> Locator:
    """The links of the first page that is found: its own, and its records that stand open."""
    field = page.get_by_role("textbox", name="Search")
    field.fill("")
    field.press("End")  # the theme listens to keys
    expect(page.locator(".md-search-result__item")).to_have_count(0)
    field.fill(words)
    field.press("End")
    first = page.locator(".md-search-result__item").first
    first.wait_for(state="attached")
    return first.locator("> a")


@pytest.mark.parametrize(("words", "first"), FIRST.items())
def test_the_first_result(asked: Page, words: str, first: str) -> None:
    found = _find(asked, words).evaluate_all("links => links.map(link => link.href)")
    assert [address for address in found if first in address], found


def test_what_is_named_by_no_page_leads_on(asked: Page) -> None:
    field = asked.get_by_role("textbox", name="Search")
    field.fill("qqqqxyz")
    field.press("End")
    ways = asked.locator(".pb-ways")
    expect(ways).to_be_visible()
    assert ways.get_by_role("link").all_inner_texts() == [
        "Where things live",
        "Roles",
        "Glossary",
        "Escalate",
    ]
    field.fill("runbooks")
    field.press("End")
    expect(ways).to_be_hidden()


def test_a_result_says_what_was_found_around_it_and_its_id_apart(asked: Page) -> None:
    _find(asked, "SEC-03")
    shown = asked.locator(".md-search-result__link[href*='SEC-03'] article").first
    assert shown.locator("h2").inner_text() == "No standing access to production"
    assert shown.locator(".md-tag mark").inner_text() == "SEC-03"
    assert "Owner: C Security officer · " in shown.inner_text()
    text, tag = shown.bounding_box(), shown.locator(".md-tag").bounding_box()
    assert text is not None
    assert tag is not None
    assert tag["x"] - text["x"] < 60  # on a line of its own


def test_marks_stand_at_what_was_asked_alone(asked: Page) -> None:
    _find(asked, "severity 1")
    marked = asked.locator(".md-search-result__list mark").all_inner_texts()
    assert {"severity", "1"} <= {text.lower() for text in marked}
    assert not [text for text in marked if len(text) > len("severity 1")]


def test_the_field_of_a_phone_is_whole(tab: Opener, example: str) -> None:
    one = tab(viewport={"width": 390, "height": 844})
    one.page.goto(f"{example}index.html")
    one.page.locator("label.md-header__button[for=__search]").click()
    field = one.page.get_by_role("textbox", name="Search")
    field.press_sequentially("sev-1")
    one.page.locator(".md-search-result__item").first.wait_for()
    boxes = one.page.evaluate(
        """["form", "input", "output"].map(name => {
            const box = document.querySelector(".md-search__" + name).getBoundingClientRect()
            return [box.top, box.bottom]
        })"""
    )
    (top, bottom), (input_top, input_bottom), (below, _) = boxes
    assert 0 <= top <= input_top < input_bottom <= bottom <= below + 1
    one.calm()


def test_a_folder_without_a_server_searches_alike(tab: Opener, example_folder: Path) -> None:
    one = tab()
    one.page.goto((example_folder / "index.html").as_uri())
    one.page.get_by_role("textbox", name="Search").press_sequentially("A.8.24")
    first = one.page.locator(".md-search-result__item a[href*='#']").first
    expect(first).to_have_attribute(
        "href", (example_folder / "security.html").as_uri() + "#protocol-SEC-10"
    )
    one.calm()
