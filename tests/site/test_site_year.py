"""Months of an exit, commit by commit, and what a steering board reads of them in each edition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from changes.year import LAST_DAY, SLUG, STEPS, make_year
from render.markup import Reading
from sourcebook.render.pages import Page, Site
from sourcebook.site.builder import Builder
from sourcebook.source.project import Project

pytestmark = pytest.mark.slow

ATOM = "{http://www.w3.org/2005/Atom}"
INTERNAL_ONLY = ("R-03", "Double running cost", "4.3", "3.9", "criterion")
SUBJECTS = tuple(step.subject for step in STEPS)
AGREED = (
    "exit-manager on 17 Nov 2026, vendor-delivery-manager on 18 Nov 2026 and "
    "successor-delivery-manager on 19 Nov 2026"
)
# What a commit says, in its order; commits without a line are those that change nothing there.
BOARD = {
    "2027-04-30": [
        "Milestone M7 Hypercare ends: status planned → accepted; accepted on 30 Apr 2027",
        "Risk R-05 Payroll fails at the cutover: status open → closed",
    ],
    "2027-03-29": [
        "Meeting exit-board Weekly exit board: every week → 2 weeks | Breaking for both sides",
        "Milestone M3 Shadow done: status planned → accepted; accepted on 29 Jan 2027",
        "Milestone M4 Reverse shadow done: status planned → accepted; accepted on 12 Mar 2027",
        "Milestone M5 Knowledge transfer signed off: status planned → accepted; "
        "accepted on 24 Mar 2027",
        "Milestone M6 Cutover: status planned → accepted; accepted on 27 Mar 2027",
    ],
    "2027-03-05": [
        "Scope: term Close: definition reworded: “…in January the year as well” → "
        "“…in January the year, too”",
    ],
    "2027-03-01": [
        "Location krakow Krakow: work start 08:00 → 07:00; work end 16:00 → 15:00 "
        "| Breaking for both sides",
        "Overlap Stuttgart–Krakow: 450 → 390 min | What comes of it",
        "Overlap Detroit–Krakow: 120 → 60 min to 13 Mar 2027, 180 → 120 min from 14 Mar 2027 "
        "to 27 Mar 2027 | What comes of it",
        "Overlap Bengaluru–Krakow: 390 → 450 min to 27 Mar 2027, 450 → 480 min "
        "from 28 Mar 2027 | What comes of it",
    ],
    "2027-02-16": [
        "Milestone M5 Knowledge transfer signed off: 12 → 24 Mar 2027; M6 is now due before it "
        "is accepted | Breaking for the client",
        "Milestone M6 Cutover: 20 → 27 Mar 2027 | Breaking for the client",
        "Change request CR-098 Cutover a week later: added",
    ],
    "2027-02-12": [
        "Exit task EX-08 Reverse shadow: Wisla works, Kaveri watches; three real incidents an "
        "area: duration 28 → 42 days | Breaking for both sides",
        "Milestone M4 Reverse shadow done: 26 Feb → 12 Mar 2027; M5 is now due before it is "
        "accepted | Breaking for the client",
        "Exit takes 180 → 194 days, longer than the transition period of 180 days "
        "| What comes of it",
    ],
    "2027-01-27": [
        "Risk R-03 Double running cost: score 9 → 12; high, and without contingency",
        "Partner: evaluation: criterion technical: score 4.3 → 3.9",
    ],
    "2027-01-20": [
        "Deliverable transfer-plan Knowledge transfer plan: renamed, was kt-plan",
    ],
    "2027-01-15": [
        "Role vendor-payroll-engineer Payroll engineer: holder “kv-1041” → “kv-1187”; deputy "
        "added: vendor-service-lead | Breaking for the vendor",
    ],
    "2027-01-08": [
        "Exit: data return: within 30 → 20 days | Breaking for the vendor",
        f"Exit: changed since both sides agreed ({AGREED}) | What comes of it",
    ],
    "2026-12-18": [
        "Milestone M2 Walkthroughs done: status in progress → accepted; accepted on 18 Dec 2026",
        f"Milestones: changed since both sides agreed ({AGREED}) | What comes of it",
    ],
    "2026-12-10": ["Risk R-07 Wisla's team is small: score 12 → 16"],
    "2026-12-03": [
        "Service level ticket-age Ticket age: target 85 → 90 % | Breaking for the vendor",
        "Change request CR-097 Nine of ten tickets in time: added",
    ],
    "2026-11-23": ["The playbook begins."],
}  # fmt: skip


@dataclass(frozen=True)
class Year:
    """Both sites at the end of the year."""

    internal: Site
    shared: Site


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    past = make_year(tmp_path_factory.mktemp("year") / "project")
    builder = Builder(Project.find(past.root), LAST_DAY)
    whole = builder.checked(SLUG)
    shared = builder.shared(whole)
    assert shared is not None
    return Year(builder.site(whole), builder.site(shared))


def page(site: Site, path: str = "changed.html") -> Page:
    return next(page for page in site.pages if page.path == path)


def told(page: Page) -> dict[str, list[str]]:
    """What the page says of each commit: a line for each change, with its badge."""
    found = {}
    for anchor, html in re.findall(
        r'<section class="pb-change" id="([^"]+)">(.*?)</section>', page.html, re.DOTALL
    ):
        rows = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
        found[anchor[:10]] = [_line(row) for row in rows]
    return found


def _line(row: str) -> str:
    said, _, badge = row.partition("</span><span>")
    words = Reading(said.replace("<small>", ": ").replace("</b> ", "</b>\n") + "</span>").text
    badge = Reading(f"<p>{badge.removesuffix('</span>')}</p>").text
    return f"{words} | {badge}" if badge else words


def test_the_board_reads_what_each_step_changed_the_latest_first(year: Year) -> None:
    lines = told(page(year.internal))
    assert lines == BOARD
    assert [*lines] == sorted(lines, reverse=True)


def test_the_other_company_reads_the_same_but_for_what_is_internal(year: Year) -> None:
    open_to_all = {day: lines for day, lines in BOARD.items() if day != "2027-01-27"}
    assert told(page(year.shared)) == open_to_all


def test_nothing_internal_and_no_commit_s_text_is_in_any_file_of_the_shared_one(year: Year) -> None:
    html = page(year.internal).html
    assert all(subject.replace("'", "&#39;") in html for subject in SUBJECTS)
    shared = [entry.html for entry in year.shared.pages]
    shared += [file.content.decode() for file in year.shared.generated]
    for words in (*SUBJECTS, "R-03", "Double running cost"):
        assert [text for text in shared if words in text] == [], words
    about_changes = page(year.shared).html + _feed_text(year.shared)
    assert [words for words in INTERNAL_ONLY if words in about_changes] == []


def test_how_much_it_was_is_said_first(year: Year) -> None:
    said = Reading(page(year.internal).html).text
    assert "In the last 30 days: 2 changes." in said
    assert (
        "In all these months: 22 changes, breaking: 3 for both sides, 3 for the client, "
        "3 for the vendor." in said
    )
    assert "In all these months: 20 changes" in Reading(page(year.shared).html).text


def test_items_lead_to_where_they_stand_now(year: Year) -> None:
    for site in (year.internal, year.shared):
        html = page(site).html
        for href in (
            "milestones.html#milestone-M5",
            "roles/vendor-payroll-engineer.html",
            "scope.html#deliverable-transfer-plan",
            "change.html#change-request-CR-098",
            "exit.html",
        ):
            assert f'<a href="{href}">' in html, href


def test_the_overview_tells_the_last_of_it(year: Year) -> None:
    for site in (year.internal, year.shared):
        html = page(site, "index.html").html
        assert "What changed in 30 days" in html
        assert 'href="changed.html"' in html
        assert "accepted on 30 Apr 2027" in Reading(html).text
        assert "2 weeks" not in html.partition("What changed in 30 days")[2].partition("</ul>")[0]


def _feed(site: Site) -> ElementTree.Element:
    (made,) = [file.content for file in site.generated if file.path == "changed.atom"]
    return ElementTree.fromstring(made)  # noqa: S314 -- our own


def _feed_text(site: Site) -> str:
    return ElementTree.tostring(_feed(site), encoding="unicode")


@pytest.mark.parametrize("edition", ["internal", "shared"])
def test_the_feed_is_valid_and_says_the_same(year: Year, edition: str) -> None:
    """RFC 4287, section 4: what has to be there, once, and in which form."""
    site: Site = getattr(year, edition)
    feed, lines = _feed(site), told(page(site))
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id") or "")
        when = element.findtext(f"{ATOM}updated") or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", when)
        links = [link.attrib for link in element.findall(f"{ATOM}link")]
        alternate = [link for link in links if link["rel"] == "alternate"]
        assert [link["type"] for link in alternate] == ["text/html"]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    entries = feed.findall(f"{ATOM}entry")
    days = [(entry.findtext(f"{ATOM}updated") or "")[:10] for entry in entries]
    assert days == [*lines]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    for entry, said in zip(entries, lines.values(), strict=True):
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.attrib == {"type": "text"}
        assert len((content.text or "").splitlines()) == len(said)
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)


def test_the_editions_feeds_are_two(year: Year) -> None:
    ids = [{node.text for node in _feed(site).iter(f"{ATOM}id")} for site in vars(year).values()]
    assert ids[0].isdisjoint(ids[1])


def test_titles_in_the_shared_feed_name_the_heaviest_change(year: Year) -> None:
    titles = [node.text or "" for node in _feed(year.shared).iter(f"{ATOM}title")][1:]
    assert titles[1] == "Meeting exit-board: every week → 2 weeks (and 4 more)"
    assert titles[-1] == "The playbook begins."


@pytest.mark.parametrize(
    ("path", "internal", "shared"),
    [
        ("milestones.html", "2027-04-30", "2027-04-30"),
        ("exit.html", "2027-02-12", "2027-02-12"),
        ("service-levels.html", "2026-12-03", "2026-12-03"),
        ("risks.html", "2027-04-30", "2027-04-30"),
        ("goals.html", "2026-11-23", "2026-11-23"),  # since it began
        ("partner.html", "2027-01-27", None),
        ("roles/vendor-payroll-engineer.html", "2027-01-15", "2027-01-15"),
        ("roles/exit-manager.html", "2026-11-23", "2026-11-23"),
    ],
)
def test_each_page_says_when_it_changed_last(
    year: Year, path: str, internal: str, shared: str | None
) -> None:
    for site, day in ((year.internal, internal), (year.shared, shared)):
        if day is None:
            assert path not in {its.path for its in site.pages}
            continue
        way = "../" if "/" in path else ""
        found = re.findall(r'<dt>Last changed</dt><dd><a href="([^"]+)">', page(site, path).html)
        (anchor,) = [a for a in _anchors(site) if a.startswith(day)]
        assert found == [f"{way}changed.html#{anchor}"]


def _anchors(site: Site) -> list[str]:
    return re.findall(r'<section class="pb-change" id="([^"]+)">', page(site).html)
