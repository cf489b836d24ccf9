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
    """The ids and the addresses of a page, the theme's around it included."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        self.links |= {given[name] or "" for name in ("href", "src") if given.get(name)}


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
def test_every_site_holds_its_data_and_a_description(sites: Path) -> None:
    for edition in EDITIONS:
        site = sites / edition.value / EXAMPLE
        for name in ("playbook.json", "playbook.schema.json", "llms.txt", "sitemap.xml"):
            assert (site / name).stat().st_size > 500, name


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
