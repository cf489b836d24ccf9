"""The shared edition of a playbook: what the other company may hold, and nothing else.

It is made once, of the data as they were read, before any analysis, rule or page sees them: what
is internal is taken out, and so is every reference to it. Whatever cannot be understood (a file
that was refused, a field that nobody knows, a value of the wrong shape, a misspelt visibility) is
taken for internal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.fields import Audience
from sourcebook.model.loading import made_playbook
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Loaded, Playbook
from sourcebook.model.record import Meta, Section, fields_of
from sourcebook.model.sieve import Cut, Keeps, Lent, Sieve, closed
from sourcebook.model.values import Ref
from sourcebook.model.withheld import Withheld
from sourcebook.source.handpages import HandPage
from sourcebook.source.layers import Blend, Layered, Origin, Trace
from sourcebook.source.loading import SectionSource

Known = frozenset[tuple[str, str]]
"""Items by kind and id."""


def shared_edition(whole: Loaded) -> Loaded | None:
    """The shared edition of an engagement; ``None`` where all of it is internal.

    ``whole`` is the internal edition. What it has from an overlay is not in the shared one: that
    is made of the source beneath (``EngagementSource.beneath``).
    """
    shared = shared_content(whole.playbook)
    if shared is None:
        return None
    book, sections = shared.book, shared.sections
    source = replace(
        book.source,
        sections=sections,
        refused={},
        pages=tuple(page for page in book.source.pages if is_shared(page)),
        layer_sources=(),
        findings=(),
        beneath=None,
    )
    hidden = frozenset(SECTIONS) - set(sections) - (_absent(book) - _internal_sections())
    made = made_playbook(source)
    withheld = Withheld(hidden, shared.marks)
    return replace(made, playbook=replace(made.playbook, withheld=withheld))


@dataclass(frozen=True)
class SharedContent:
    """What both companies may read of an engagement, as data."""

    book: Playbook  # what it was taken from: without what overlays say
    sections: Mapping[str, SectionSource]
    marks: frozenset[At] = frozenset()  # where something is lacking in it
    taken: Known = frozenset()  # the items that are not in it


@lru_cache(maxsize=4)  # rules ask what was agreed to, and builds for the edition that is made of it
def shared_content(whole: Playbook) -> SharedContent | None:
    """What both companies may read of an engagement; ``None`` where all of it is internal.

    Of the shared edition it is all.
    """
    if whole.is_shared:
        return SharedContent(whole, whole.source.sections)
    beneath = whole.source.beneath
    book = whole if beneath is None else made_playbook(beneath).playbook
    parts = _parts(book)
    if parts["engagement"].left is None:
        return None
    internal = _places(parts)
    kept = frozenset(
        (its.kind, its.id)
        for its in book.index.every
        if not within(At(its.at.section, book.in_source(its.at)), internal)
    )
    taken = (_known(book) | _known(whole)) - kept
    lent = _lent(book, internal)
    keeps, gone = _leading(kept, taken), {id for _, id in taken}
    for key, part in parts.items():
        if lent or not gone.isdisjoint(part.leads):
            parts[key] = _part(book, key, keeps, lent)
    return SharedContent(
        book,
        {key: part.left for key, part in parts.items() if part.left is not None},
        frozenset(place for part in parts.values() for place in part.cut.marks),
        taken,
    )


def internal_places(book: Playbook) -> frozenset[At]:
    """Where the internal parts of a playbook stand in its source; a whole section: no keys.

    References from shared parts to internal ones are not among them.
    """
    return _places(_parts(book))


def borrowed_places(book: Playbook, internal: frozenset[At]) -> frozenset[At]:
    """Where the source of a playbook has, by an alias or a merge key, what stands in these places.

    They are not among them: a shared item that takes over a text of an internal one.
    """
    lent = _lent(book, internal)
    found = [_part(book, key, _all, lent) for key in SECTIONS] if lent else []
    return frozenset(place for part in found for place in part.cut.borrowed)


def _lent(book: Playbook, internal: frozenset[At]) -> Lent:
    """The places in files that have by an alias what only the client may read."""
    sections = book.source.sections
    kept_back: dict[int, set[KeyPath]] = {}
    for at in internal:
        if at.section in sections and at.keys:
            for origin in _origins(sections[at.section].trace, at.keys):
                kept_back.setdefault(id(origin.document), set()).add(origin.path)
    return frozenset(
        (id(document), path)
        for section in sections.values()
        for document in section.documents
        if id(document) in kept_back
        for path, written in document.borrowed.items()
        if _in(written, kept_back[id(document)]) and not _in(path, kept_back[id(document)])
    )


def _origins(trace: Trace, path: KeyPath) -> Iterator[Origin]:
    """Where all that stands at a path is written; nothing for a path that leads to nothing."""
    for depth, step in enumerate(path):
        if isinstance(trace, Origin):
            yield Origin(trace.document, (*trace.path, *path[depth:]), trace.layer)
            return
        if step not in trace.parts:
            return
        trace = trace.parts[step]
    if isinstance(trace, Origin):
        yield trace
    else:
        for part in trace.parts.values():
            yield from _origins(part, ())


def _in(path: KeyPath, places: Collection[KeyPath]) -> bool:
    return any(path[:depth] in places for depth in range(len(path) + 1))


class _Part(NamedTuple):
    """What of a section is for both companies, and what was taken out of it."""

    left: SectionSource | None
    cut: Cut
    leads: frozenset[str] = frozenset()  # the ids that its references name


def _parts(book: Playbook) -> dict[str, _Part]:
    """The parts of all sections, wherever their references lead."""
    sections, refused = book.source.sections, book.source.refused
    return {key: _alone(key, sections.get(key), key in refused) for key in SECTIONS}


@lru_cache(maxsize=128)  # two states of an engagement have most of their sections in common
def _alone(key: str, source: SectionSource | None, is_refused: bool) -> _Part:
    """The part of one section, whatever the others say. Nobody may change it."""
    cut, leads = Cut(key), set[str]()

    def keeps(_ref: Ref, id: str) -> bool:
        leads.add(id)
        return True

    left = _section(key, source, is_refused, Sieve(cut, keeps, frozenset()))
    return _Part(left, cut, frozenset(leads))


def _part(book: Playbook, key: str, keeps: Keeps, lent: Lent) -> _Part:
    """The part of one section, without references that lead nowhere and what is lent to others."""
    cut, source = Cut(key), book.source.sections.get(key)
    left = _section(key, source, key in book.source.refused, Sieve(cut, keeps, lent))
    return _Part(left, cut)


def _places(parts: Mapping[str, _Part]) -> frozenset[At]:
    return frozenset(place for part in parts.values() for place in part.cut.internal)


def within(at: At, places: frozenset[At]) -> bool:
    """Whether a place is one of these, or in one of them."""
    paths = _by_section(places).get(at.section)
    return paths is not None and _in(at.keys, paths)


@lru_cache(maxsize=4)  # all items of a playbook are asked about, one after the other
def _by_section(places: frozenset[At]) -> Mapping[str, Collection[KeyPath]]:
    found: dict[str, set[KeyPath]] = {}
    for at in places:
        found.setdefault(at.section, set()).add(at.keys)
    return found


def is_shared(page: HandPage) -> bool:
    """Whether a hand-written page is for both companies."""
    return not closed(page.meta)


def _absent(book: Playbook) -> frozenset[str]:
    """The sections that nobody wrote."""
    return frozenset(SECTIONS) - set(book.source.sections) - set(book.source.refused)


def _internal_sections() -> frozenset[str]:
    return frozenset(key for key, kind in SECTIONS.items() if kind.audience is Audience.INTERNAL)


def _all(_ref: Ref, _id: str) -> bool:
    return True


def _leading(kept: Known, taken: Known) -> Keeps:
    kinds = frozenset(kind for kind, _ in kept | taken)

    def keeps(ref: Ref, id: str) -> bool:
        among = ref.kinds or kinds
        return any((kind, id) in kept for kind in among) or not any(
            (kind, id) in taken for kind in kinds
        )

    return keeps


def _known(book: Playbook) -> Known:
    return frozenset((its.kind, its.id) for its in book.index.every)


def _section(
    key: str, source: SectionSource | None, is_refused: bool, sieve: Sieve
) -> SectionSource | None:
    """The part of a section that both companies may read; ``None`` where there is none."""
    kind, cut = SECTIONS[key], sieve.cut
    if source is None or is_refused:
        cut.all()
        return None
    meta = source.data.get("meta", {})
    emptied = meta is None and isinstance(source.trace, Blend)  # of what a layer said there
    only = None
    if emptied or (meta is not None and not _opens(meta)):
        only = frozenset[str]()
    elif kind.audience is Audience.INTERNAL and not (meta and meta.get("visibility")):
        only = _shared_fields(kind)
    left = sieve.section(kind, Layered(source.data, source.trace), only)
    if left is None or (only is not None and not left.data):
        cut.all()
        return None
    return replace(source, data=left.data, trace=left.trace, documents=())


def _opens(meta: Any) -> bool:
    return isinstance(meta, dict) and not closed(meta, fields_of(Meta))


def _shared_fields(kind: type[Section]) -> frozenset[str]:
    return frozenset(
        name for name, spec in fields_of(kind).items() if spec.meta.audience is Audience.SHARED
    )


def scalars(data: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every scalar within data, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from scalars(value, (*at, index))
    elif data is not None:
        yield at, data
