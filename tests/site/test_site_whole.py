"""The example's sites as they are on disk: every link leads on, and no page is heavy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from sourcebook.model.fields import Audience
from sourcebook.site.build import EDITIONS, build_sites
from sourcebook.source.project import Project

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE, AS_OF = "harbourline-mobile", dt.date(2026, 11, 22)
PAGE, SITE = 150_000, 4_000_000  # bytes, not compressed


class Reading(HTMLParser):
    """What a page says it is, its ids and its addresses, the theme's around it included."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.metas: dict[str, str] = {}
        self.days: set[str] = set()
        self.title = self.icon = ""
        self._titled = False
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        self._titled = tag == "title" and not self.title
        if tag == "meta":
            self.metas[given.get("name") or given.get("property") or ""] = (
                given.get("content") or ""
            )
        if tag == "link" and given.get("rel") == "icon":
            self.icon = given["href"] or ""
        if "data-pb-as-of" in given:
            self.days.add(given["datetime"] or "")
        self.links |= {given[name] or "" for name in ("href", "src") if given.get(name)}

    def handle_data(self, data: str) -> None:
        if self._titled:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._titled = self._titled and tag != "title"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both editions of every example, and the portfolio."""
    out = tmp_path_factory.mktemp("sites")
    project = Project.find(ROOT)
    outcome = build_sites(project, project.engagements(), out, AS_OF, lambda _: None)
    assert (outcome.failed, outcome.problems) == ((), ())
    return out


def _dead(top: Path) -> Iterator[str]:
    pages = {file: Reading(file) for file in top.rglob("*.html") if file.name != "404.html"}
    assert len(pages) > 30
    for file, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            known = target.is_file() and (
                not parts.fragment
                or target not in pages
                or unquote(parts.fragment) in pages[target].ids
            )
            if not known:
                yield f"{file.relative_to(top)}: {link}"


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_link_and_anchor_leads_on(sites: Path, edition: Audience) -> None:
    assert list(_dead(sites / edition.value)) == []


@pytest.mark.slow
def test_no_page_and_no_site_is_heavy(sites: Path) -> None:
    site = sites / Audience.INTERNAL.value / EXAMPLE
    sizes = {file.relative_to(site).as_posix(): file.stat().st_size for file in _files(site)}
    assert {name: size for name, size in sizes.items() if size >= PAGE and ".html" in name} == {}
    assert sum(sizes.values()) < SITE


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_says_what_it_is_and_of_which_day(sites: Path, edition: Audience) -> None:
    top, names = sites / edition.value, dict[Path, list[str]]()
    for file in sorted(top.rglob("*.html")):
        page = Reading(file)
        if file.name == "404.html":
            assert page.title.startswith("Page not found"), file
            continue
        names.setdefault(_site_of(file, top), []).append(page.title)
        assert page.title.removesuffix("\u200f"), file
        assert len(page.metas["description"]) > 15, file
        assert page.metas["og:description"] == page.metas["description"], file
        assert page.title.startswith(page.metas["og:title"]), file
        assert (file.parent / page.icon).resolve().is_file(), file
        assert page.days == {AS_OF.isoformat()}, file
    assert len(names) > 2
    assert {site.name: _twice(titles) for site, titles in names.items() if _twice(titles)} == {}


def _site_of(file: Path, top: Path) -> Path:
    """The folder of the engagement's site, or of the portfolio's."""
    return next((folder for folder in file.parents if (folder / "404.html").is_file()), top)


def _twice(titles: list[str]) -> set[str]:
    return {title for title in titles if titles.count(title) > 1}


@pytest.mark.slow
def test_every_site_holds_its_data_and_a_description(sites: Path) -> None:
    for edition in EDITIONS:
        site = sites / edition.value / EXAMPLE
        for name in ("playbook.json", "playbook.schema.json", "llms.txt", "sitemap.xml"):
            assert (site / name).stat().st_size > 500, name
        told = {where.strip() for where in (site / "sitemap.xml").read_text().split("<loc>")[1:]}
        listed = {where.partition("<")[0] for where in told}
        pages = {f.relative_to(site).as_posix() for f in site.rglob("*.html")} - {"404.html"}
        assert listed == pages


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
