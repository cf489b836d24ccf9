"""A written site in a real browser, under its content policy: nothing is refused, all works."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Tab
from browser.fake_site import fake_site
from sourcebook.errors import UsageError
from sourcebook.site.serve import Outcome, Preview

pytestmark = [pytest.mark.browser]

Opener = Callable[..., Tab]
PATHS = [page.path for page in fake_site().pages]


def test_no_page_complains_or_asks_another_host(tab: Opener, url: str) -> None:
    one = tab()
    for path in PATHS:
        one.page.goto(url + path)
        expect(one.page.locator("html")).to_have_class(re.compile(r"\bjs\b"))
    one.calm()


@pytest.mark.parametrize(
    ("words", "title", "target"),
    [
        ("gov-02", "GOV-02", "governance.html#gov-02"),
        ("provider down", "Payment provider", "risks.html#ris-02"),
        ("architect", "Vendor architect", "roles/vendor-architect.html"),
    ],
)
def test_search_leads_to_the_item(
    tab: Opener, url: str, words: str, title: str, target: str
) -> None:
    one = tab()
    one.page.goto(url + "roles/vendor-architect.html")
    one.page.get_by_role("textbox", name="Search").press_sequentially(words)
    links = one.page.locator(".md-search-result__link")
    expect(links.filter(has_text=title).first).to_be_visible()
    wanted = one.page.locator(f'.md-search-result__link[href$="{target}"]')
    if not wanted.first.is_visible():
        one.page.locator(".md-search-result__more summary").first.click()
    wanted.first.click()
    expect(one.page).to_have_url(url + target)
    one.calm()


def test_markup_in_titles_is_text_in_search_results(tab: Opener, url: str) -> None:
    one = tab()
    one.page.goto(url + "index.html")
    one.page.get_by_role("textbox", name="Search").press_sequentially("contingency")
    result = one.page.locator(".md-search-result__article h1").first
    expect(result).to_have_text("Risks & contingency")


def test_the_scheme_follows_the_system_and_then_the_choice(tab: Opener, url: str) -> None:
    one = tab(color_scheme="dark")
    one.page.goto(url + "index.html")
    body = one.page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    one.page.locator("label[title='Switch to light']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    one.page.goto(url + "roles/vendor-architect.html")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    one.calm()


def test_a_folder_opens_without_a_server_and_searches(tab: Opener, folder: Path) -> None:
    one = tab()
    one.page.goto((folder / "harbourline/roles/vendor-architect.html").as_uri())
    one.page.get_by_role("textbox", name="Search").press_sequentially("ris-02")
    link = one.page.locator('.md-search-result__link[href*="risks.html"]').first
    expect(link).to_be_visible()
    one.page.keyboard.press("Escape")
    one.page.locator(".pb-escalate").click()
    expect(one.page).to_have_url(re.compile(r"/harbourline/governance\.html#escalation$"))
    one.calm()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_scrolls_sideways_and_help_is_in_reach(tab: Opener, url: str, width: int) -> None:
    one = tab(viewport={"width": width, "height": 800})
    for path in PATHS:
        one.page.goto(url + path)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width, path
        expect(one.page.locator(".pb-escalate")).to_be_in_viewport(ratio=1)


def test_the_drawer_opens_on_a_phone_and_leads_on(tab: Opener, url: str) -> None:
    one = tab(viewport={"width": 360, "height": 800})
    one.page.goto(url + "risks.html")
    one.page.locator("label.md-header__button[for=__drawer]").click()
    expect(one.page.locator(".pb-nav__top")).to_contain_text("Harbourline · Mare Alta · Delivery")
    one.page.locator("label.md-nav__title", has_text="Protect").click()  # back to the groups
    one.page.locator("label.md-nav__link", has_text="Plan").click()
    one.page.get_by_role("link", name="Vendor architect").click()
    expect(one.page).to_have_url(url + "roles/vendor-architect.html")
    one.calm()


def test_without_scripts_the_content_and_the_navigation_are_there(tab: Opener, url: str) -> None:
    one = tab(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    one.page.goto(url + "risks.html")
    expect(one.page.get_by_role("heading", name="Payment provider is down")).to_be_visible()
    one.page.get_by_role("link", name="Vendor architect").click()
    expect(one.page).to_have_url(url + "roles/vendor-architect.html")
    expect(one.page.locator(".pb-footer time")).to_have_text("22 Nov 2026")


def test_the_keyboard_passes_the_navigation(tab: Opener, url: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(url + "risks.html")
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    expect(one.page).to_have_url(url + "risks.html#page-title")


def test_a_keyboard_alone_goes_from_page_to_page_and_finds_an_item(tab: Opener, url: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(url + "risks.html")
    entry = one.page.locator(".md-nav--primary").get_by_role("link", name="Vendor architect")
    for _ in range(40):
        one.page.keyboard.press("Tab")
        if entry.evaluate("entry => entry === document.activeElement"):
            break
    expect(entry).to_be_focused()
    assert entry.evaluate("entry => getComputedStyle(entry).outlineStyle") == "solid"
    one.page.keyboard.press("Enter")
    expect(one.page).to_have_url(url + "roles/vendor-architect.html")
    one.page.wait_for_load_state("load")  # the theme listens
    one.page.keyboard.press("/")  # the theme's key for search
    expect(one.page.get_by_role("textbox", name="Search")).to_be_focused()
    one.page.keyboard.insert_text("gov-0")
    one.page.keyboard.type("2")  # one key, one answer: the list is not made anew under the focus
    found = one.page.locator('.md-search-result__link[href*="governance.html"]').first
    expect(found).to_be_visible()
    one.page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    one.page.keyboard.press("Enter")
    expect(one.page).to_have_url(re.compile(r"/governance\.html"))
    one.calm()


def test_a_missing_page_leads_home_from_any_depth(tab: Opener, url: str) -> None:
    one = tab()
    answer = one.page.goto(url + "roles/old/none.html")
    assert answer is not None
    assert answer.status == 404
    help_link = one.page.get_by_role("link", name="Something is broken")
    expect(help_link).to_have_attribute("href", url + "governance.html#escalation")
    one.page.get_by_role("link", name="overview").click()
    expect(one.page).to_have_url(url + "index.html")


def test_a_stale_site_says_so(tab: Opener, url: str) -> None:
    one = tab()
    one.page.clock.set_fixed_time("2026-11-29T12:00:00Z")
    one.page.goto(url + "index.html")
    expect(one.page.locator(".pb-stale")).to_have_count(0)
    one.page.clock.set_fixed_time("2026-11-30T12:00:00Z")
    one.page.goto(url + "index.html")
    expect(one.page.locator(".pb-stale")).to_contain_text("22 Nov 2026, 8 days ago")
    one.calm()


def test_an_items_link_is_copied(tab: Opener, url: str) -> None:
    one = tab(permissions=["clipboard-read", "clipboard-write"])
    one.page.goto(url + "risks.html")
    one.page.get_by_role("link", name="Link to Data leaves the EU").click()
    expect(one.page.locator(".pb-anchor[data-copied]")).to_have_count(1)
    assert one.page.evaluate("navigator.clipboard.readText()") == url + "risks.html#ris-03"
    one.calm()


def test_the_preview_reloads_the_page_and_shows_why_it_could_not(
    tab: Opener, tmp_path: Path
) -> None:
    site, book = tmp_path / "site", tmp_path / "book"
    site.mkdir()
    book.mkdir()

    def rebuild(changed: frozenset[Path]) -> Outcome:
        (text,) = {path.read_text() for path in changed}
        if text == "broken":
            raise UsageError("risks.yaml: line 3 is <not> right.")
        (site / "index.html").write_text(
            f"<!doctype html><link rel=icon href=data:,><body><h1>{text}</h1></body>"
        )
        return Outcome(True)

    (book / "risks.yaml").write_text("first")
    rebuild(frozenset({book / "risks.yaml"}))
    with Preview(site, watch=[book], rebuild=rebuild, say=print, port=0) as preview:
        one = tab()
        one.page.goto(preview.url)
        title, fault = one.page.locator("h1"), one.page.get_by_role("alert")
        for text in ("second", "broken", "third"):
            one.page.wait_for_timeout(50)  # the stream of events is open
            (book / "risks.yaml").write_text(text)
            preview.step(timeout=2)
            if text == "broken":
                expect(fault).to_have_text("risks.yaml: line 3 is <not> right.")
                expect(title).to_have_text("second")
            else:
                expect(title).to_have_text(text)
                expect(fault).to_have_count(0)
        one.calm()
