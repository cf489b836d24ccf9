"""Every page of every example: small enough, and never wider than its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import Tab, kinds

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("every site")]
Opener = Callable[..., Tab]

MOST = 150_000
"""Bytes of HTML."""


def _of_engagements(top: Path) -> list[Path]:
    books = [page.parent for page in top.glob("*/*/index.html") if page.parent.name != "guide"]
    return [page for book in books for page in sorted(book.rglob("*.html"))]


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
    one, pages = tab(viewport={"width": width, "height": 800}), kinds(every_site)
    assert len(pages) > 30
    assert _too_wide(one, pages, width) == {}


@pytest.mark.browser
@pytest.mark.deep
@pytest.mark.parametrize("width", [360, 390, 1440])
def test_no_page_scrolls_sideways(tab: Opener, every_site: Path, width: int) -> None:
    one, pages = tab(viewport={"width": width, "height": 800}), sorted(every_site.rglob("*.html"))
    assert _too_wide(one, pages, width) == {}
