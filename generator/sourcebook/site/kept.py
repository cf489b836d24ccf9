"""Pages as they were made last, for a program that makes the same sites again and again."""

from __future__ import annotations

from dataclasses import replace

from sourcebook.render.pages import Page, Site
from sourcebook.site import theme
from sourcebook.site.frame import Frame


class Kept:
    """The pages of one site with what is around them: good while both are what they were."""

    def __init__(self) -> None:
        self._around: object = None
        self._pages: dict[str, tuple[Page, str]] = {}

    def begin(self, site: Site, frame: Frame) -> None:
        """Forget all pages if what is around them is another one now, or could be."""
        around = _around(site, frame)
        if around is None or around != self._around:
            self._pages.clear()
        self._around = around

    def html(self, page: Page) -> str | None:
        """What was made of the page, if it is the same still."""
        known, html = self._pages.get(page.path, (None, None))
        return html if known == page else None

    def keep(self, page: Page, html: str) -> None:
        """Remember what was made of the page."""
        self._pages[page.path] = page, html


def _around(site: Site, frame: Frame) -> object:
    """All that decides what is around a page; ``None`` where a template of others could ask more.

    Of other pages the navigation tells the names; nothing else of them is around a page.
    """
    if not theme.is_ours(frame):
        return None
    names = [(page.path, page.title, page.label) for page in site.pages]
    made = [file.path for file in site.generated]
    return (
        frame,
        theme.stamp(frame),
        replace(site, pages=(), attachments=(), generated=()),
        names,
        made,
    )
