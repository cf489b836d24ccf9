"""Everything that has an id, by its kind; and every reference to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.record import FieldSpec, Item, Record, Section, Shape, fields_of
from sourcebook.model.values import Ref

NAMES = (
    "title",
    "name",
    "group",
    "tool",
    "function",
    "task",
    "action",
    "lesson",
    "what",
    "stage",
)
"""The fields that name an item, the first that is given."""


class Target(NamedTuple):
    """An item that can be pointed at."""

    kind: str
    id: str
    at: At
    item: Item

    @property
    def title(self) -> str:
        """What a person calls it: its title or name, else its id."""
        for name in NAMES:
            if text := getattr(self.item, name, None):
                return str(text)
        return self.id


class Given(NamedTuple):
    """A value that was given: where, what, and by which field it is known."""

    at: At
    value: Any
    spec: FieldSpec
    shape: Shape
    ref: Ref | None = None
    is_key: bool = False  # the value is a key of a table (a role in a RACI row)


@dataclass(frozen=True)
class Index:
    """Items by kind and id. The first of two with the same id counts."""

    by_kind: dict[str, dict[str, Target]]
    twins: tuple[tuple[Target, Target], ...]  # (the first, the one that repeats its id)

    @property
    def every(self) -> Iterator[Target]:
        """All items that have an id, those that repeat one at the end."""
        for items in self.by_kind.values():
            yield from items.values()
        yield from (second for _, second in self.twins)

    def around(self, at: At) -> Target | None:
        """The innermost item that has an id around a place, or at it."""
        section, keys = at
        for depth in range(len(keys), 0, -1):
            found = self._by_place.get((section, keys[:depth]))
            if found is not None:
                return found
        return None

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, KeyPath], Target]:
        return {(target.at.section, target.at.keys): target for target in self.every}

    def find(self, kind: str, id: str | None) -> Target | None:
        """The item of that kind with that id."""
        items = self.by_kind.get(kind)
        return items.get(id) if items and id is not None else None

    def resolve(self, ref: Ref, id: str) -> Target | None:
        """What a reference points at, in the order of the kinds that it may be of."""
        for kind in ref.kinds or self.by_kind:
            items = self.by_kind.get(kind)
            if items and (target := items.get(id)):
                return target
        return None

    def ids(self, ref: Ref) -> tuple[str, ...]:
        """Every id that a reference could have named."""
        found = (
            id for kind in ref.kinds or tuple(self.by_kind) for id in self.by_kind.get(kind, {})
        )
        return tuple(dict.fromkeys(found))


def made_index(sections: Iterable[tuple[str, Section]]) -> Index:
    """The index of all items within the sections."""
    by_kind: dict[str, dict[str, Target]] = {}
    folded: dict[tuple[str, str], Target] = {}
    twins: list[tuple[Target, Target]] = []
    for key, section in sections:
        for at, item in items_of(At(key), section):
            kind, id = item.kind, item.id
            if not id:
                continue
            target = _new(Target, (kind, id, at, item))
            first = folded.setdefault((kind, id.casefold()), target)
            if first is not target:
                twins.append((first, target))
            if (of_kind := by_kind.get(kind)) is None:
                of_kind = by_kind[kind] = {}
            of_kind.setdefault(id, target)
    return Index(by_kind, tuple(twins))


def items_of(at: At, record: Record) -> list[tuple[At, Item]]:
    """Every item within a record, with its place, outermost first."""
    found: list[tuple[At, Item]] = []
    _gather(at.section, at.keys, record, found)
    return found


def _gather(section: str, keys: KeyPath, record: Record, found: list[tuple[At, Item]]) -> None:
    for attribute, name, listed in _holders(type(record)):
        value = getattr(record, attribute)
        if listed:
            for number, inner in enumerate(value):
                _take(section, (*keys, name, number), inner, found)
        elif value is not None:
            _take(section, (*keys, name), value, found)


def _take(section: str, keys: KeyPath, record: Record, found: list[tuple[At, Item]]) -> None:
    if isinstance(record, Item):
        found.append((_new(At, (section, keys)), record))
    if _holders(type(record)):
        _gather(section, keys, record, found)


@cache
def _holders(kind: type[Record]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a record that lead to items: attributes, names, and whether it is a list."""
    return tuple(
        (spec.attribute, spec.name, spec.shape.form == "list")
        for spec in fields_of(kind).values()
        if (inner := _innermost(spec.shape).record) and (issubclass(inner, Item) or _holders(inner))
    )


def _innermost(shape: Shape) -> Shape:
    while shape.inner is not None:
        shape = shape.inner
    return shape


_new = tuple.__new__
"""Makes a place or target in a third of the time that its class takes."""


def given(at: At, record: Record) -> list[Given]:
    """Every scalar that was given within a record, keys of tables included."""
    found: list[Given] = []
    _walk(at, record, _all, found)
    return found


def texts(at: At, record: Record) -> list[Given]:
    """Every text, name and pointer that was given within a record: what people wrote in words."""
    found: list[Given] = []
    _walk(at, record, _worded, found)
    return [entry for entry in found if entry.shape.kind in _WORDS]


def references(at: At, record: Record) -> list[Given]:
    """Every value within a record that points at an item, keys of tables included."""
    found: list[Given] = []
    _walk(at, record, _pointers, found)
    return [entry for entry in found if entry.ref is not None]


Choice = Callable[[type[Record]], Iterable[FieldSpec]]
"""The fields of a record that are looked into."""


@cache
def _all(kind: type[Record]) -> tuple[FieldSpec, ...]:
    return tuple(fields_of(kind).values())


_WORDS = ("text", "name", "pointer")


@cache
def _worded(kind: type[Record]) -> tuple[FieldSpec, ...]:
    """The fields of a record that hold words, or lead to some that do."""
    return tuple(spec for spec in fields_of(kind).values() if _says(spec.shape))


def _says(shape: Shape) -> bool:
    inner = _innermost(shape)
    return bool(_worded(inner.record)) if inner.record is not None else inner.kind in _WORDS


@cache
def _pointers(kind: type[Record]) -> tuple[FieldSpec, ...]:
    """The fields of a record that point at items, or lead to some that do."""
    return tuple(spec for spec in fields_of(kind).values() if _points(spec.shape))


def _points(shape: Shape) -> bool:
    if shape.record is not None:
        return bool(_pointers(shape.record))
    return shape.ref is not None or (shape.inner is not None and _points(shape.inner))


def _walk(at: At, record: Record, choice: Choice, found: list[Given]) -> None:
    section, keys = at
    values = vars(record)
    for spec in choice(type(record)):
        value = values.get(spec.attribute)
        if value is None:
            continue
        place = _new(At, (section, (*keys, spec.name)))
        shape = spec.shape
        if shape.form == "scalar":
            found.append(_new(Given, (place, value, spec, shape, shape.ref, False)))
        elif value:
            _within(place, value, spec, shape, choice, found)


def _within(
    at: At, value: Any, spec: FieldSpec, shape: Shape, choice: Choice, found: list[Given]
) -> None:
    inner_shape = shape.inner
    if shape.record is not None and isinstance(value, Record):
        _walk(at, value, choice, found)
    elif isinstance(value, tuple) and inner_shape is not None:
        section, keys = at
        places = (_new(At, (section, (*keys, number))) for number in range(len(value)))
        if inner_shape.form == "scalar":
            ref = inner_shape.ref
            found += [
                _new(Given, (place, inner, spec, inner_shape, ref, False))
                for place, inner in zip(places, value, strict=True)
            ]
        else:
            for place, inner in zip(places, value, strict=True):
                _within(place, inner, spec, inner_shape, choice, found)
    elif isinstance(value, dict) and inner_shape is not None:
        for key, inner in value.items():
            place = At(at.section, (*at.keys, key))  # a key may have a full stop in it
            found.append(Given(place, key, spec, shape, shape.ref, is_key=True))
            _within(place, inner, spec, inner_shape, choice, found)
    elif value is not None:
        found.append(Given(at, value, spec, shape, shape.ref))
