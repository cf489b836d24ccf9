"""The navigation's entries as the page has them that stands in one: open, and marked there."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mkdocs.structure.nav import Navigation

from sourcebook.site.mkdocs.anypage import Kind, any_page
from sourcebook.site.mkdocs.files import ReadyPage
from sourcebook.site.mkdocs.slots import Form, Marks, Strict, UnforeseenError, foreseen

ENTRY = "__nav_"
"""So the theme names the entries, counted from 1."""


class _Spot(NamedTuple):
    """Where a page stands: in which entry, and where there."""

    entry: str
    item: Any  # MkDocs': a group of pages, or the page itself
    at: int


class Entries:
    """The entries of a navigation; ``macros`` makes the theme's for a page."""

    def __init__(self, nav: Navigation, macros: Callable[[Strict], Any]) -> None:
        self._macros = macros
        self._spots = {
            page.url: _Spot(f"{ENTRY}{number}", item, at)
            for number, item in enumerate(nav.items, 1)
            for at, page in enumerate(item.children or [item])
            if isinstance(page, ReadyPage)
        }
        if len(self._spots) != len(nav.pages):
            raise UnforeseenError("a page that stands twice in the navigation, or deeper in it")
        self._groups: dict[tuple[str, str], list[str]] = {}
        self._here: dict[Kind, Form] = {}

    def open(
        self, its: ReadyPage, kind: Kind, values: Mapping[str, str], folded: Callable[[str], str]
    ) -> dict[str, str]:
        """The entry in which a page stands, by its name; nothing if it stands in none.

        ``values`` are what the page brings, and ``folded`` makes one place of the rows of a table
        of contents.
        """
        spot = self._spots.get(its.url)
        if spot is None:
            return {}
        if kind not in self._here:
            marks = Marks()
            page = any_page(kind, marks, marks.leave("file"))
            with foreseen():
                here = str(self._macros(page).render_page(page))
            self._here[kind] = Form(folded(marks.checked(here)))
        file = posixpath.basename(its.url).removesuffix(".html")
        pieces = self._group(spot, kind).copy()
        pieces[2 * spot.at + 1] = self._here[kind].filled({**values, "file": file})
        return {spot.entry: "".join(pieces)}

    def _group(self, spot: _Spot, kind: Kind) -> list[str]:
        """An open entry in which no page is marked: what is around its pages, and they between."""
        known = (kind.folder, spot.entry)
        if known not in self._groups:
            macros = self._macros(any_page(kind, Marks()))
            spot.item.active = True
            try:
                rest = str(macros.render(spot.item, spot.entry, 1))
            finally:
                spot.item.active = False
            self._groups[known] = []
            for page in spot.item.children or [spot.item]:
                before, written, rest = rest.partition(str(macros.render_page(page)))
                if not written:
                    raise UnforeseenError("more of a page in the navigation than its entry")
                self._groups[known] += [before, written]
            self._groups[known].append(rest)
        return self._groups[known]
