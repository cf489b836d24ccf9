"""Where shared parts of a playbook name internal ones, which the other company may not know of."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sourcebook.findings import Place
from sourcebook.model.edition import internal_places, is_shared, within
from sourcebook.model.index import Target, given
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.source.handpages import HandPage
from sourcebook.source.text import position

_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+|[A-Z]+[0-9]+")
"""What is written like an id: ``R-07``, ``finance-board``, ``G1``; single words may be words."""
_WORDED = ("text", "name", "pointer")
_LINK = re.compile(r"\]\(\s*<?([^)\s>#?]+)")


@dataclass(frozen=True)
class Crossing:
    """A shared place that names something internal."""

    at: At  # the field; of a page, no section
    name: str  # the id of the internal item, or the path of the internal page
    kind: str  # "risk", "page"
    text: bool  # it is named in words, which stay; a reference is left out of the shared edition
    page: Place | None = None  # where on a hand-written page


def crossings(book: Playbook) -> Iterator[Crossing]:
    """Every shared place that names an internal item or page, in the playbook's order."""
    closed = {page.path for page in book.source.pages if not is_shared(page)}
    hidden = _hidden(book)
    if hidden:
        places, items = hidden
        yield from _references(book, places)
        yield from _texts(book, places, items)
    for page in book.source.pages:
        if is_shared(page):
            yield from _on_page(page, closed, hidden[1] if hidden else {})


def _hidden(book: Playbook) -> tuple[frozenset[At], dict[str, Target]] | None:
    """Where internal parts are, and the internal items by id; None where nothing says so."""
    sources = filter(None, (book.source, book.source.beneath))
    documents = (d for each in sources for s in each.sections.values() for d in s.documents)
    if book.source.beneath is None and not any("visibility" in d.text for d in documents):
        return None
    places = internal_places(book)
    known = [target for kind in book.index.by_kind.values() for target in kind.values()]
    shown = {t.id for t in known if not within(_in_source(book, t.at), places)}
    items = {t.id: t for t in known if t.id not in shown}
    return places, items


def _in_source(book: Playbook, at: At) -> At:
    return At(at.section, book.in_source(at))


def _references(book: Playbook, places: frozenset[At]) -> Iterator[Crossing]:
    for entry in book.references:
        if entry.ref is None or not isinstance(entry.value, str):
            continue
        target = book.index.resolve(entry.ref, entry.value)
        internal = target is not None and within(_in_source(book, target.at), places)
        if target and internal and not within(_in_source(book, entry.at), places):
            yield Crossing(entry.at, target.id, target.kind, text=False)


def _texts(book: Playbook, places: frozenset[At], items: dict[str, Target]) -> Iterator[Crossing]:
    for section in book.sections():
        for entry in given(At(section.key), section):
            if entry.ref is not None or entry.shape.kind not in _WORDED:
                continue
            if not isinstance(entry.value, str) or within(_in_source(book, entry.at), places):
                continue
            for match in _WORD.finditer(entry.value):
                if target := items.get(match[0]):
                    yield Crossing(entry.at, target.id, target.kind, text=True)


def _on_page(page: HandPage, closed: set[str], items: dict[str, Target]) -> Iterator[Crossing]:
    folder = posixpath.dirname(page.path)
    for match in _LINK.finditer(page.text):
        if (path := posixpath.normpath(posixpath.join(folder, match[1]))) in closed:
            yield Crossing(At(""), path, "page", text=True, page=_place(page, *match.span(1)))
    for match in _WORD.finditer(page.text):
        if target := items.get(match[0]):
            place = _place(page, *match.span())
            yield Crossing(At(""), target.id, target.kind, text=True, page=place)


def _place(page: HandPage, start: int, end: int) -> Place:
    above = page.first_line - 1
    line, column = position(page.text, start)
    last, after = position(page.text, end)
    return Place(page.place.file, line + above, column, last + above, after)
