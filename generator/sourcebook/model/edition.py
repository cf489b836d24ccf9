"""The shared edition of a playbook: what the other company may hold, and nothing else.

It is made once, of the data as they were read, before any analysis, rule or page sees them: what
is internal is taken out, and so is every reference to it. Whatever cannot be understood (a file
that was refused, a field that nobody knows, a value of the wrong shape, a misspelt visibility) is
taken for internal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sourcebook.findings import KeyPath
from sourcebook.model.fields import Audience
from sourcebook.model.index import items_of
from sourcebook.model.loading import made_playbook
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Loaded, Playbook
from sourcebook.model.record import Record, Section, Shape, fields_of
from sourcebook.model.sections.improvement import told_by_both
from sourcebook.model.values import Ref
from sourcebook.model.withheld import Withheld
from sourcebook.source.handpages import HandPage
from sourcebook.source.layers import Blend, Layered, Trace
from sourcebook.source.loading import SectionSource
from sourcebook.source.scalars import as_text

SHARED = Audience.SHARED.value
Known = frozenset[tuple[str, str]]
"""Items by kind and id."""
Keeps = Callable[[Ref, str], bool]
"""Whether a reference leads to something that may be shown."""
_UNTIL_BOTH: Mapping[tuple[str, str], Callable[[list[Any]], list[bool]]] = {
    ("improvement", "health_checks"): told_by_both
}
"""Internal lists whose items are shared once both sides have given theirs."""


@dataclass(frozen=True)
class SharedEdition:
    """A playbook for both companies, and where the internal parts of the whole one stand."""

    loaded: Loaded
    internal: frozenset[At]  # places in the source of the whole playbook; a section: no keys


def shared_edition(whole: Loaded) -> SharedEdition | None:
    """The shared edition of an engagement; ``None`` where all of it is internal.

    ``whole`` is the internal edition. What it has from an overlay is not in the shared one: that
    is made of the source beneath (``EngagementSource.beneath``).
    """
    beneath = whole.playbook.source.beneath
    loaded = whole if beneath is None else made_playbook(beneath)
    book = loaded.playbook
    cuts, first = _sifted(book, _all)
    if first["engagement"] is None:
        return None
    internal = _places(cuts)
    kept = _known(book, lambda at: not within(At(at.section, book.in_source(at)), internal))
    taken = (_known(book) | _known(whole.playbook)) - kept
    if taken:
        cuts, first = _sifted(book, _leading(kept, taken))
    sections = {key: section for key, section in first.items() if section is not None}
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
    withheld = Withheld(hidden, frozenset(p for cut in cuts.values() for p in cut.marks))
    made = made_playbook(source)
    shown = replace(made, playbook=replace(made.playbook, withheld=withheld))
    return SharedEdition(shown, internal)


def internal_places(book: Playbook) -> frozenset[At]:
    """Where the internal parts of a playbook stand in its source; a whole section: no keys.

    References from shared parts to internal ones are not among them.
    """
    return _places(_sifted(book, _all)[0])


def _sifted(
    book: Playbook, keeps: Keeps
) -> tuple[dict[str, _Cut], dict[str, SectionSource | None]]:
    cuts = {key: _Cut(key) for key in SECTIONS}
    return cuts, {key: _section(book, key, cuts[key], keeps) for key in SECTIONS}


def _places(cuts: Mapping[str, _Cut]) -> frozenset[At]:
    return frozenset(place for cut in cuts.values() for place in cut.internal)


def within(at: At, places: frozenset[At]) -> bool:
    """Whether a place is one of these, or in one of them."""
    return any(At(at.section, at.keys[:depth]) in places for depth in range(len(at.keys) + 1))


def is_shared(page: HandPage) -> bool:
    """Whether a hand-written page is for both companies."""
    return page.meta.get("visibility") in (None, SHARED)


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
            (kind, id) in taken for kind in among
        )

    return keeps


def _known(book: Playbook, at_all: Callable[[At], bool] = lambda _at: True) -> Known:
    return frozenset(
        (item.kind, item.id)
        for section in book.sections()
        for at, item in items_of(At(section.key), section)
        if item.id and at_all(at)
    )


def _section(book: Playbook, key: str, cut: _Cut, keeps: Keeps) -> SectionSource | None:
    """The part of a section that both companies may read; ``None`` where there is none."""
    source, kind = book.source.sections.get(key), SECTIONS[key]
    if source is None or key in book.source.refused:
        cut.all()
        return None
    meta = source.data.get("meta")
    said = meta.get("visibility") if isinstance(meta, dict) else None
    only = None
    if said is not None and said != SHARED:
        only = frozenset[str]()
    elif said is None and kind.audience is Audience.INTERNAL:
        only = _shared_fields(kind)
    left = _Sieve(cut, keeps).section(kind, Layered(source.data, source.trace), only)
    if left is None or (only is not None and not left.data):
        cut.all()
        return None
    return replace(source, data=left.data, trace=left.trace, documents=())


def _shared_fields(kind: type[Section]) -> frozenset[str]:
    return frozenset(
        name for name, spec in fields_of(kind).items() if spec.meta.audience is Audience.SHARED
    )


class _Cut:
    """What is taken out of a section: where it stood, and where it is lacking in what is left."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.internal: set[At] = set()
        self.marks: set[At] = set()

    def take(self, was: KeyPath, mark: KeyPath) -> None:
        self.internal.add(At(self.section, was))
        self.marks.add(At(self.section, mark))

    def all(self) -> None:
        self.internal.add(At(self.section))


@dataclass(frozen=True)
class _Spot:
    """A place in the source, and in what is left of it, where lists are shorter."""

    was: KeyPath = ()
    now: KeyPath = ()

    def down(self, step: str | int, now: str | int | None = None) -> _Spot:
        return _Spot((*self.was, step), (*self.now, step if now is None else now))


@dataclass(frozen=True)
class _Sieve:
    """Takes out of one section what is internal; the same value comes back where nothing is."""

    cut: _Cut
    keeps: Keeps

    def section(
        self, kind: type[Section], given: Layered, only: frozenset[str] | None
    ) -> Layered | None:
        if only is None:
            return self._record(kind, given, _Spot())
        for name in (*fields_of(kind), *given.data):
            if name not in only:
                self.cut.take((name,), (name,))
        part = _rebuilt(given, {name: given.down(name) for name in given.data if name in only})
        return self._record(kind, part, _Spot())

    def _record(self, kind: type[Record], given: Layered, at: _Spot) -> Layered | None:
        if not isinstance(given.data, dict) or _closed(given.data):
            return None
        specs, left = fields_of(kind), dict[str, Layered | None]()
        for key in given.data:
            inner, spec = given.down(key), specs.get(key)
            if key.startswith("x-"):
                left[key] = self._free(inner)
            elif spec is None:
                left[key] = None
            elif spec.meta.audience is Audience.INTERNAL:
                left[key] = self._once_both_told(spec.shape, key, inner, at.down(key))
            else:
                left[key] = self._value(spec.shape, inner, at.down(key))
        return self._mapping(given, left, at)

    def _value(self, shape: Shape, given: Layered, at: _Spot) -> Layered | None:
        if given.data is None:
            return given
        if shape.record is not None:
            return self._record(shape.record, given, at)
        if shape.form == "list" and shape.inner is not None:
            return self._items(shape.inner, given, at)
        if shape.form == "table" and shape.inner is not None:
            return self._table(shape, shape.inner, given, at)
        if isinstance(given.data, dict | list):
            return None
        return given if shape.ref is None or self._kept(shape.ref, given.data) else None

    def _items(
        self, inner: Shape, given: Layered, at: _Spot, shown: list[bool] | None = None
    ) -> Layered | None:
        if isinstance(given.data, dict):
            return given if set(given.data) == {"none"} and not _holds(given.data["none"]) else None
        if not isinstance(given.data, list):
            return self._value(inner, given, at) if inner.form == "scalar" else None
        left: list[Layered] = []
        whole = True
        for index in range(len(given.data)):
            its = given.down(index)
            kept = None
            if shown is None or shown[index]:
                kept = self._value(inner, its, at.down(index, len(left)))
            if kept is None:
                self.cut.take((*at.was, index), at.now)
            else:
                left.append(kept)
            whole = whole and kept is its
        return given if whole else _listed(given, left)

    def _table(self, shape: Shape, inner: Shape, given: Layered, at: _Spot) -> Layered | None:
        if not isinstance(given.data, dict):
            return None
        left = dict[str, Layered | None]()
        for key in given.data:
            its = given.down(key)
            if key.startswith("x-"):
                left[key] = self._free(its)
            elif shape.ref is not None and not self._kept(shape.ref, key):
                left[key] = None
            else:
                left[key] = self._value(inner, its, at.down(key))
        if any(kept is None for kept in left.values()):
            self.cut.marks.add(At(self.cut.section, at.now))
        return self._mapping(given, left, at)

    def _mapping(self, given: Layered, left: dict[str, Layered | None], at: _Spot) -> Layered:
        for key, kept in left.items():
            if kept is None:
                self.cut.take((*at.was, key), (*at.now, key))
        if all(kept is not None and kept.data is given.data[key] for key, kept in left.items()):
            return given
        return _rebuilt(given, {key: kept for key, kept in left.items() if kept is not None})

    def _once_both_told(self, shape: Shape, key: str, given: Layered, at: _Spot) -> Layered | None:
        told = _UNTIL_BOTH.get((self.cut.section, key))
        if told is None or shape.inner is None or not isinstance(given.data, list):
            return None
        left = self._items(shape.inner, given, at, told(given.data))
        return left if left is not None and left.data else None

    def _free(self, given: Layered) -> Layered | None:
        """What stands under an ``x-`` key, without mappings that call themselves internal."""
        if isinstance(given.data, dict):
            if _closed(given.data):
                return None
            inner = {key: self._free(given.down(key)) for key in given.data}
            return _rebuilt(given, {key: kept for key, kept in inner.items() if kept is not None})
        if isinstance(given.data, list):
            found = (self._free(given.down(index)) for index in range(len(given.data)))
            return _listed(given, [kept for kept in found if kept is not None])
        return given

    def _kept(self, ref: Ref, value: Any) -> bool:
        text = as_text(value)
        return text is None or self.keeps(ref, text.strip())


def _closed(data: Mapping[str, Any]) -> bool:
    """Whether a mapping says of itself that it is internal, or something that nobody knows."""
    return data.get("visibility") not in (None, SHARED)


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)


def _rebuilt(given: Layered, parts: Mapping[str, Layered]) -> Layered:
    """A mapping of parts of another."""
    traces: dict[str | int, Trace] = {key: part.trace for key, part in parts.items()}
    return Layered({key: part.data for key, part in parts.items()}, _blend(given.trace, traces))


def _listed(given: Layered, parts: list[Layered]) -> Layered:
    """A list of parts of another."""
    traces: dict[str | int, Trace] = {index: part.trace for index, part in enumerate(parts)}
    return Layered([part.data for part in parts], _blend(given.trace, traces))


def _blend(trace: Trace, parts: dict[str | int, Trace]) -> Blend:
    return Blend(trace.origin if isinstance(trace, Blend) else trace, parts)


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
