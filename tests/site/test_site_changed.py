"""What a site tells of its past: in every edition, in words, with nothing internal."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from changes.past import Past
from lint.workspace import make_project
from sourcebook.changes.commits import NO_GIT, NO_REPOSITORY, SHALLOW, Commits
from sourcebook.changes.history import FOLDER
from sourcebook.render.pages import Page, Site
from sourcebook.site.builder import Builder
from sourcebook.site.write import write_site
from sourcebook.source.project import Project

DAY = dt.date(2026, 11, 22)
ATOM = "{http://www.w3.org/2005/Atom}"
INTERNAL = "    status: open\n    visibility: internal\n"


@pytest.fixture
def past(tmp_path: Path) -> Past:
    made = Past(make_project(tmp_path / "project"))
    made.commit("2026-01-02", "First draft")
    made.commit(
        "2026-09-01", "Fewer days to give data back", exit={"within_days: 30": "within_days: 20"}
    )
    made.commit("2026-11-05", "Delay is likelier", risks={"likelihood: 2": "likelihood: 3"})
    return made


def sites(root: Path, day: dt.date = DAY) -> tuple[Site, Site]:
    """The internal site and the shared one."""
    builder = Builder(Project.find(root), day)
    internal = builder.checked("base")
    shared = builder.shared(internal)
    assert shared is not None
    return builder.site(internal), builder.site(shared)


def page(site: Site, path: str) -> Page:
    return next(page for page in site.pages if page.path == path)


def feed(site: Site) -> ElementTree.Element:
    (made,) = [file.content for file in site.generated if file.path == "changed.atom"]
    return ElementTree.fromstring(made)  # noqa: S314 -- our own


def test_each_commit_is_told_the_latest_first(past: Past) -> None:
    for site in sites(past.root):
        html = page(site, "changed.html").html
        assert html.index("6 → 9") < html.index("within 30 → 20 days")
        assert html.index("within 30 → 20 days") < html.index("The playbook begins.")
        assert 'href="risks.html#risk-R-1">Risk R-1</a>' in html
        assert "In the last 30 days: 1 change." in html


def test_texts_of_commits_are_for_the_internal_edition_alone(past: Past) -> None:
    internal, shared = sites(past.root)
    assert "Delay is likelier" in page(internal, "changed.html").html
    assert "Delay is likelier" not in page(shared, "changed.html").html
    assert "Delay is likelier" not in ElementTree.tostring(feed(shared), encoding="unicode")


def test_the_overview_tells_the_last_thirty_days(past: Past) -> None:
    internal, _ = sites(past.root)
    html = page(internal, "index.html").html
    assert "What changed in 30 days" in html
    assert "6 → 9" in html
    assert "20 days" not in html
    later, _ = sites(past.root, dt.date(2026, 12, 24))
    assert "What changed in 30 days" not in page(later, "index.html").html


def test_a_day_in_the_past_knows_nothing_of_what_came_after(past: Past) -> None:
    internal, _ = sites(past.root, dt.date(2026, 10, 1))
    assert "6 → 9" not in page(internal, "changed.html").html


def test_the_feed_is_as_readers_want_it(past: Past) -> None:
    first, second = (feed(sites(past.root)[0]) for _ in range(2))
    assert ElementTree.tostring(first) == ElementTree.tostring(second)
    assert first.findtext(f"{ATOM}updated") == "2026-11-05T12:00:00Z"
    entries = first.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Delay is likelier", "Fewer days to give data back", "First draft",
    ]  # fmt: skip
    ids = [node.text for node in first.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 4
    anchors = [link.get("href", "").partition("#")[2] for link in first.iter(f"{ATOM}link")][2:]
    html = page(sites(past.root)[0], "changed.html").html
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_what_is_internal_by_now_is_told_nowhere_in_the_shared_edition(past: Past) -> None:
    past.commit("2026-11-10", "Keep the delay to ourselves", risks={"    status: open\n": INTERNAL})
    internal, shared = sites(past.root)
    assert "R-1" in page(internal, "changed.html").html
    for text in (
        page(shared, "changed.html").html,
        str(feed(shared)),
        page(shared, "index.html").html,
    ):
        assert "R-1" not in text
        assert "Delay" not in text


def test_what_was_never_shared_is_told_to_the_client_alone(past: Past) -> None:
    past.commit("2026-11-10", "Rating", partner={"supplier_tier": "x-note: Marble\nsupplier_tier"})
    internal, shared = sites(past.root)
    assert "Marble" in page(internal, "changed.html").html
    assert "Marble" not in page(shared, "changed.html").html


def test_a_password_that_stood_there_is_not_repeated(past: Past) -> None:
    word = "password: hunter2-and-more-99"
    past.commit("2026-11-10", "Oops", exit={"The shop stays open.": f"The shop stays open, {word}"})
    past.commit("2026-11-11", "Gone", exit={f"The shop stays open, {word}": "The shop stays open."})
    internal, _ = sites(past.root)
    assert "hunter2" not in page(internal, "changed.html").html


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    for site in sites(make_project(tmp_path)):
        html = page(site, "changed.html").html
        assert NO_REPOSITORY in html
        assert "Last changed" not in page(site, "risks.html").html
        assert "What changed in 30 days" not in page(site, "index.html").html
        assert not feed(site).findall(f"{ATOM}entry")


def test_without_git_it_says_so(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(past.root / "nothing"))
    internal, _ = sites(past.root)
    assert NO_GIT in page(internal, "changed.html").html


def test_a_shallow_clone_tells_what_it_has_and_says_so(past: Past, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    past.git("clone", "--quiet", "--depth=2", past.root.as_uri(), str(shallow))
    html = page(sites(shallow)[0], "changed.html").html
    assert SHALLOW in html
    assert "6 → 9" in html
    assert "The playbook begins." not in html


def test_what_a_commit_changed_is_remembered(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    once = page(sites(past.root)[0], "changed.html").html
    assert len(list((past.root / FOLDER / "base").glob("*.json"))) == 3
    monkeypatch.setattr("sourcebook.changes.history.compared", None)
    assert page(sites(past.root)[0], "changed.html").html == once
    monkeypatch.undo()
    shutil.rmtree(past.root / FOLDER)
    assert page(sites(past.root)[0], "changed.html").html == once


def test_a_commit_is_a_reason_to_build_again(past: Past) -> None:
    before = Commits(Project.find(past.root)).mark("base")
    past.git("commit", "--allow-empty", "--quiet", "-m", "nothing", day="2026-11-12")
    assert Commits(Project.find(past.root)).mark("base") == before
    past.commit("2026-11-13", "more", risks={"impact: 3": "impact: 4"})
    assert Commits(Project.find(past.root)).mark("base") != before


def test_every_page_leads_feed_readers_to_the_feed(past: Past, tmp_path: Path) -> None:
    builder = Builder(Project.find(past.root), DAY)
    site = builder.site(builder.checked("base"))
    write_site(site, tmp_path / "base", frame=builder.frame(site))
    pages = [path for path in (tmp_path / "base").rglob("*.html") if path.name != "404.html"]
    assert {len(path.relative_to(tmp_path).parts) for path in pages} == {2, 3}  # roles lie deeper
    for path in pages:
        (link,) = re.findall(r'<link rel="alternate feed" [^>]*>', path.read_text("utf-8"))
        assert 'type="application/atom+xml"' in link
        (href,) = re.findall(r'href="([^"]*)"', link)
        assert (path.parent / href).resolve() == tmp_path / "base" / "changed.atom"


def write_page(past: Past, name: str, text: str) -> None:
    file = past.base / "pages" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")


def stamped(site: Site, path: str) -> list[tuple[str, str]]:
    """Where the date of a page's last change leads, and the date."""
    found = r'<dt>Last changed</dt><dd><a href="([^"]+)">(.*?)</a></dd>'
    return re.findall(found, page(site, path).html.replace("\xa0", " "))


def test_a_page_written_by_hand_says_when_it_changed_last(past: Past) -> None:
    """In both editions; a change of anything else is none of the page's."""
    write_page(past, "first-week.md", "# The first week\n\nAsk for a badge.\n")
    came = past.commit("2026-11-06", "A page for newcomers")
    past.commit("2026-11-07", "Less likely again", risks={"likelihood: 3": "likelihood: 2"})
    for site in sites(past.root):
        entry = f"../changed.html#2026-11-06-{came[:7]}"
        assert stamped(site, "more/first-week.html") == [(entry, "6 Nov 2026")]
        html = page(site, "changed.html").html
        assert re.search(r'<a href="more/first-week.html">Page first-week.md</a>', html)
    write_page(past, "first-week.md", "# The first week\n\nAsk for a badge and a desk.\n")
    new = past.commit("2026-11-09", "A desk")
    for site in sites(past.root):
        entry = f"../changed.html#2026-11-09-{new[:7]}"
        assert stamped(site, "more/first-week.html") == [(entry, "9 Nov 2026")]
        assert "rewritten" in page(site, "changed.html").html


def test_a_page_that_is_internal_by_now_is_told_nowhere_in_the_shared_edition(past: Past) -> None:
    write_page(past, "margins.md", "# Our margins\n\nAs both know them.\n")
    past.commit("2026-11-06", "Margins")
    write_page(past, "margins.md", "---\nvisibility: internal\n---\n# Our margins\n\nTen.\n")
    past.commit("2026-11-08", "Margins are ours")
    internal, shared = sites(past.root)
    assert stamped(internal, "more/margins.html")[0][1] == "8 Nov 2026"
    assert "margins.md" in page(internal, "changed.html").html
    told = page(shared, "changed.html").html + ElementTree.tostring(feed(shared)).decode()
    assert "argins" not in told
