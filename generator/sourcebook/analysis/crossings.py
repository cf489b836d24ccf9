"""Where shared parts of a playbook name internal ones, which the other company may not know of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from sourcebook.findings import Place
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.model.edition import borrowed_places, internal_places, is_shared, within
from sourcebook.model.index import Target, texts
from sourcebook.model.loading import made_playbook
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.source.handpages import HandPage
from sourcebook.source.text import position

_WORD = Form(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+|[A-Z]+[0-9]+")
"""What is written like an id: ``R-07``, ``finance-board``, ``G1``; single words may be words."""
_LINK = Form(r"\]\(\s*<?([^)\s>#?]+)")


@dataclass(frozen=True)
class Crossing:
    """A shared place that names something internal."""

    at: At  # the field; of a page, no section
    name: str  # the id of the internal item, or the path of the internal page
    kind: str  # "risk", "page"; "value": one of an internal place, by an alias, under this name
    text: bool  # it is named in words, which stay; a reference is left out of the shared edition
    page: Place | None = None  # where on a hand-written page


def crossings(book: Playbook) -> Iterator[Crossing]:
    """Every shared place that names an internal item or page, in the playbook's order."""
    hidden = _hidden(book)
    if hidden is not None:
        yield from _references(book, hidden)
        yield from _texts(hidden)
        yield from _aliases(hidden)
    closed = {page.path for page in book.source.pages if not is_shared(page)}
    for page in (book.source.beneath or book.source).pages:
        if is_shared(page):
            yield from _on_page(page, closed, hidden.by_id if hidden else {})


@dataclass(frozen=True)
class _Hidden:
    """What only the client sees: places of the playbook without overlays, and all such items."""

    base: Playbook  # without what comes from overlays, which is all internal
    places: frozenset[At]
    items: frozenset[tuple[str, str]]
    by_id: dict[str, Target]  # those whose id no shared item has

    def shares(self, at: At) -> bool:
        """Whether both companies read what stands at a place."""
        return not within(At(at.section, self.base.in_source(at)), self.places)

    def named_in(self, section: str) -> list[str]:
        """The ids that the files of a section may hold: all where an escape may hide one."""
        source = self.base.source.sections.get(section)
        said = "\n".join(document.text for document in source.documents) if source else ""
        return [id for id in self.by_id if id in said or "\\" in said]


def _hidden(book: Playbook) -> _Hidden | None:
    """What is hidden; ``None`` where nothing says so."""
    beneath = book.source.beneath
    if beneath is None and not _may_close(book):
        return None
    base = book if beneath is None else made_playbook(beneath).playbook
    hidden = _Hidden(base, internal_places(base), frozenset(), {})
    shown = {(target.kind, target.id) for target in _items(base) if hidden.shares(target.at)}
    items = {(its.kind, its.id): its for its in _items(book) if (its.kind, its.id) not in shown}
    open_ids = {id for _, id in shown}
    by_id = {its.id: its for its in items.values() if its.id not in open_ids}
    return replace(hidden, items=frozenset(items), by_id=by_id)


def _may_close(book: Playbook) -> bool:
    """Whether a file may say who reads what; an escape may spell the key, or it is misspelt."""
    documents = (d for section in book.source.sections.values() for d in section.documents)
    return any("visibility" in d.text or "\\" in d.text for d in documents) or any(
        place.keys[-1] == "visibility" for place in book.notes.meant
    )


def _items(book: Playbook) -> Iterator[Target]:
    return (target for kind in book.index.by_kind.values() for target in kind.values())


def _references(book: Playbook, hidden: _Hidden) -> Iterator[Crossing]:
    ids = {id for _, id in hidden.items}
    for entry in hidden.base.references:
        if entry.ref is None or entry.value not in ids:
            continue
        target = book.index.resolve(entry.ref, entry.value)
        if target and (target.kind, target.id) in hidden.items and hidden.shares(entry.at):
            yield Crossing(entry.at, target.id, target.kind, text=False)


def _texts(hidden: _Hidden) -> Iterator[Crossing]:
    for section in hidden.base.sections():
        ids = hidden.named_in(section.key)
        for entry in texts(At(section.key), section) if ids else ():
            said = entry.value
            if not isinstance(said, str) or not any(id in said for id in ids):
                continue
            if entry.ref is not None or not hidden.shares(entry.at):
                continue
            for match in _WORD.finditer(said):
                if target := hidden.by_id.get(match[0]):
                    yield Crossing(entry.at, target.id, target.kind, text=True)


def _aliases(hidden: _Hidden) -> Iterator[Crossing]:
    for at in sorted(borrowed_places(hidden.base, hidden.places), key=lambda at: str(at)):
        yield Crossing(at, str(at.keys[-1]), "value", text=False)


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
