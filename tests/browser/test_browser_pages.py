"""Every page of every example: small enough, and never wider than its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import Tab

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("every site")]
Opener = Callable[..., Tab]

MOST = 160_000
"""Bytes of HTML: some more than test_site_whole allows the example with the fewest clocks."""


def _of_engagements(top: Path) -> list[Path]:
    books = [page.parent for page in top.glob("*/*/index.html") if page.parent.name != "guide"]
    return [page for book in books for page in sorted(book.rglob("*.html"))]


def _kinds(top: Path) -> list[Path]:
    """Of all pages that are made alike, such as those of roles, the largest."""
    found: dict[tuple[str, str], list[Path]] = {}
    for page in sorted((top / "internal").rglob("*.html")):
        folder = page.parent.name if page.parent.name in ("roles", "guide", "sections") else ""
        name = "" if folder in ("roles", "sections") else page.name
        found.setdefault((folder, name), []).append(page)
    return [max(alike, key=lambda page: page.stat().st_size) for alike in found.values()]


def test_no_page_of_an_engagement_is_heavy(every_site: Path) -> None:
    pages = _of_engagements(every_site)
    assert {page.parent.parent.name for page in pages} >= {"internal", "shared"}
    heavy = {str(p.relative_to(every_site)): p.stat().st_size for p in pages}
    assert {page: size for page, size in heavy.items() if size >= MOST} == {}


def _too_wide(one: Tab, pages: list[Path], width: int) -> dict[str, int]:
    wide = {}
    for path in pages:
        one.page.goto(path.as_uri(), wait_until="domcontentloaded")
        wide[str(path)] = one.page.evaluate("document.documentElement.scrollWidth")
    return {page: pixels for page, pixels in wide.items() if pixels > width}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_no_kind_of_page_scrolls_sideways(tab: Opener, every_site: Path, width: int) -> None:
    one, pages = tab(viewport={"width": width, "height": 800}), _kinds(every_site)
    assert len(pages) > 30
    assert _too_wide(one, pages, width) == {}


@pytest.mark.browser
@pytest.mark.deep
@pytest.mark.parametrize("width", [360, 390, 1440])
def test_no_page_scrolls_sideways(tab: Opener, every_site: Path, width: int) -> None:
    one, pages = tab(viewport={"width": width, "height": 800}), sorted(every_site.rglob("*.html"))
    assert _too_wide(one, pages, width) == {}
