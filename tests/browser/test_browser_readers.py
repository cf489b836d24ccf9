"""Five readers start at the overview, on a desk and on a phone: two clicks, and there it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]


class Reader:
    """Somebody at the overview, who clicks at most twice on what is in sight."""

    def __init__(self, one: Tab, home: str) -> None:
        self.page: Page = one.page
        self.main = one.page.locator("article.md-content__inner")
        self._home, self._clicks = home, 0
        self.page.goto(home)

    def click(self, link: Locator) -> None:
        self._clicks += 1
        assert self._clicks <= 2
        link.click()

    def link(self, name: str | re.Pattern[str], within: str = "") -> Locator:
        place = self.main.locator(within) if within else self.main
        return place.get_by_role("link", name=name).first

    def sees(self, *selectors: str) -> None:
        for selector in selectors:
            expect(self.page.locator(selector).first).to_be_visible()

    def at(self, path: str) -> bool:
        return self.page.url.startswith(f"{self._home.removesuffix('index.html')}{path}")


@pytest.fixture(params=[1440, 390], ids=["desk", "phone"])
def reader(request: pytest.FixtureRequest, tab: Opener, example: str) -> Iterator[Reader]:
    one = tab(viewport={"width": request.param, "height": 900})
    yield Reader(one, f"{example}index.html")
    one.calm()


def test_an_engineer_on_the_first_day(reader: Reader) -> None:
    reader.click(reader.link(re.compile("^I'm new")))
    reader.sees("#day-1", "#channels", "#done", "#your-role")
    reader.click(reader.link("Reliability engineer"))
    assert reader.at("roles/vendor-sre.html")
    reader.sees("#responsibilities", "#activities", "#attends")
    expect(reader.main).to_contain_text("Carries out failover, backup restore and secret rotation")


def test_an_engineer_who_looks_for_a_tool(reader: Reader) -> None:
    reader.click(reader.link(re.compile("^I'm new")))
    reader.click(reader.link("Where things live"))
    assert reader.at("where-things-live.html")
    row = reader.main.get_by_role("row", name="Harbourline source control")
    expect(row.get_by_role("link", name="git.harbourline.example/mobile")).to_be_visible()


def test_a_delivery_manager_in_the_week(reader: Reader) -> None:
    reader.sees("#next", "#working-day")
    expect(reader.main).to_contain_text("Access review")  # which is overdue
    expect(reader.main).to_contain_text("Weekly delivery sync")  # a meeting that comes next
    expect(reader.main).to_contain_text(
        "8\u00a0h 30\u00a0min"
    )  # of today's hours are common to all
    reader.click(reader.link("General availability", "h3"))  # the next gate
    assert reader.at("milestones.html#milestone-")
    expect(reader.page.locator(":target")).to_be_in_viewport()
    expect(reader.page.locator(":target")).to_contain_text("Acceptance criteria")


@pytest.mark.parametrize(
    ("name", "path", "told"),
    [("Change", "change.html", "Who decides how much"), ("Findings", "findings.html", "score")],
)
def test_a_delivery_manager_who_looks_after_changes_and_findings(
    reader: Reader, name: str, path: str, told: str
) -> None:
    reader.click(reader.link(name, "#where-next"))
    assert reader.at(path)
    expect(reader.main).to_contain_text(told)


def test_a_security_auditor(reader: Reader) -> None:
    reader.click(reader.link(re.compile("^I'm checking")))
    assert reader.at("security.html")
    reader.sees("#board", ".pb-col--good")
    reader.click(reader.link("No standing access to production", ".pb-board"))
    expect(reader.page.locator(":target")).to_be_in_viewport()
    expect(reader.page.locator(":target")).to_contain_text("Last checked")


def test_a_security_auditor_who_wants_the_clauses(reader: Reader) -> None:
    reader.click(reader.link("Clauses", "#where-next"))
    assert reader.at("compliance.html")
    row = reader.main.get_by_role("row").filter(has_text="30(2)(a)").first
    expect(row).to_contain_text("Evidenced")


def test_an_executive(reader: Reader) -> None:
    reader.sees("#goals-now", "#top-risks")
    reader.click(reader.link("Exit", "#where-next"))
    assert reader.at("exit.html")
    ready = reader.main.get_by_role("listitem").filter(has_text="The time is long enough")
    expect(ready).to_contain_text("Ready")


def test_an_executive_who_asks_how_the_vendor_does(reader: Reader) -> None:
    reader.click(reader.link("Service levels", "#where-next"))
    assert reader.at("service-levels.html")
    marks = reader.main.get_by_role("row", name="Delivery against forecast").first
    expect(marks).to_contain_text(re.compile(r"\d of 5"))


def test_whoever_is_on_call_at_night(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("banner").get_by_role("link", name="Escalate"))
    ladder = reader.page.locator("#escalation-path-incident-sev-1")
    expect(ladder).to_contain_text("15\u00a0min")
    expect(ladder.get_by_role("link").first).to_be_visible()
