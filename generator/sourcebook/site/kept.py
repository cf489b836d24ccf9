"""Pages as they were made last, for a program that makes the same sites again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from sourcebook.render.pages import Page, Site
from sourcebook.site import theme
from sourcebook.site.frame import Frame
from sourcebook.site.store import sum_of


class Made(NamedTuple):
    """A page as it is written, and the sum of its bytes."""

    content: bytes
    sum: bytes


def made(page: Page, make: Callable[[Page], str]) -> Made:
    """The page, made."""
    content = make(page).encode(errors="xmlcharrefreplace")
    return Made(content, sum_of(content))


class Kept:
    """The pages of one site with what is around them: good while both are what they were."""

    def __init__(self) -> None:
        self._known: object = None
        self._around: Any = None
        self._pages: dict[str, tuple[Page, Made]] = {}

    def around(self, site: Site, frame: Frame, make: Callable[[], Any]) -> Any:
        """What was made to be around the pages; another one if it would differ now."""
        now = _known(site, frame)
        if now != self._known:
            self._pages.clear()
            self._around, self._known = make(), now
        return self._around

    def page(self, page: Page, make: Callable[[Page], str]) -> Made:
        """What was made of the page, if it is the same still; else it is made."""
        last, its = self._pages.get(page.path, (None, None))
        if its is None or last != page:
            its = made(page, make)
            self._pages[page.path] = page, its
        return its


def _known(site: Site, frame: Frame) -> object:
    """All that decides what is around a page, where no template of others could ask more.

    Of other pages the navigation tells the names; nothing else of them is around a page.
    """
    names = [(page.path, page.title, page.label) for page in site.pages]
    made = [file.path for file in site.generated]
    return (
        frame,
        theme.stamp(frame),
        replace(site, pages=(), attachments=(), generated=()),
        names,
        made,
    )
