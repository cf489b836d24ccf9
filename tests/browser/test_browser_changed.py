"""What changed, in a browser: found from the overview, read without script and on a small phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from browser.conftest import Tab
from changes.year import LAST_DAY, SLUG, make_year
from sourcebook.model.fields import Audience
from sourcebook.site.build import build_sites
from sourcebook.site.serve import Outcome, Preview
from sourcebook.source.project import Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., Tab]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the third example's site is served after months of changes."""
    past = make_year(tmp_path_factory.mktemp("year") / "project")
    project, out = Project.find(past.root), past.root / "site"
    outcome = build_sites(project, [SLUG], out, LAST_DAY, lambda _: None, [Audience.INTERNAL])
    assert (outcome.failed, outcome.problems) == ((), ())
    with Preview(
        out / "internal", watch=[], rebuild=lambda _: Outcome(True), say=print, port=0
    ) as preview:
        yield f"{preview.url}{SLUG}/"


def test_the_overview_leads_there_and_each_change_to_what_it_is_about(
    tab: Opener, year: str
) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(year)
    one.page.get_by_role("link", name="What changed", exact=True).first.click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("What changed")
    latest = one.page.locator(".pb-change").first
    expect(latest).to_contain_text("30 Apr 2027")
    expect(latest).to_contain_text("accepted on 30 Apr 2027")
    latest.get_by_role("link", name="Milestone M7").click()
    expect(one.page).to_have_url(f"{year}milestones.html#milestone-M7")
    one.calm()


def test_it_reads_without_script_and_editorial_changes_unfold(tab: Opener, year: str) -> None:
    one = tab(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    one.page.goto(f"{year}changed.html")
    expect(one.page.locator(".pb-change")).to_have_count(14)
    words = one.page.get_by_text("in January the year, too")
    expect(words).not_to_be_visible()
    one.page.get_by_text("1 editorial change").click()
    expect(words).to_be_visible()


def test_a_phone_scrolls_one_way(tab: Opener, year: str) -> None:
    one = tab(viewport={"width": 360, "height": 740}, color_scheme="dark")
    one.page.goto(f"{year}changed.html")
    expect(one.page.get_by_text("Breaking for both sides").first).to_be_visible()
    assert one.page.evaluate("document.documentElement.scrollWidth") == 360
    one.calm()


def test_a_feed_reader_finds_the_feed_and_it_leads_back(tab: Opener, year: str) -> None:
    one = tab()
    one.page.goto(f"{year}roles/exit-manager.html")
    found = one.page.locator('link[rel~="alternate"][type="application/atom+xml"]')
    address = found.evaluate("link => link.href")
    assert address == f"{year}changed.atom"
    feed = ElementTree.fromstring(one.page.request.get(address).body())  # noqa: S314 -- our own
    entry = feed.find("{*}entry")
    assert entry is not None
    link = entry.find("{*}link")
    assert link is not None
    one.page.goto(f"{year}{link.attrib['href']}")
    expect(one.page.locator(".pb-change:target")).to_contain_text("30 Apr 2027")
    one.calm()
