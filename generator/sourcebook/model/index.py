"""Everything that has an id, by its kind; and every reference to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sourcebook.model.paths import At
from sourcebook.model.record import FieldSpec, Item, Record, Section, Shape, fields_of
from sourcebook.model.values import Ref


@dataclass(frozen=True)
class Target:
    """An item that can be pointed at."""

    kind: str
    id: str
    at: At
    item: Item

    @property
    def title(self) -> str:
        """What a person calls it: its title or name, else its id."""
        for name in (
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
        ):
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

    def find(self, kind: str, id: str | None) -> Target | None:
        """The item of that kind with that id."""
        return self.by_kind.get(kind, {}).get(id) if id is not None else None

    def resolve(self, ref: Ref, id: str) -> Target | None:
        """What a reference points at, in the order of the kinds that it may be of."""
        for kind in ref.kinds or tuple(self.by_kind):
            if target := self.find(kind, id):
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
            if not item.id:
                continue
            target = Target(item.kind, item.id, at, item)
            first = folded.setdefault((item.kind, item.id.casefold()), target)
            if first is not target:
                twins.append((first, target))
            by_kind.setdefault(item.kind, {}).setdefault(item.id, target)
    return Index(by_kind, tuple(twins))


def items_of(at: At, record: Record) -> Iterator[tuple[At, Item]]:
    """Every item within a record, with its place, outermost first."""
    for spec in _holders(type(record)):
        value = getattr(record, spec.attribute)
        if value:
            yield from _items(At(at.section, (*at.keys, spec.name)), value)


@cache
def _holders(kind: type[Record]) -> tuple[FieldSpec, ...]:
    """The fields of a record that lead to items."""
    return tuple(
        spec
        for spec in fields_of(kind).values()
        if (inner := _innermost(spec.shape).record) and (issubclass(inner, Item) or _holders(inner))
    )


def _innermost(shape: Shape) -> Shape:
    while shape.inner is not None:
        shape = shape.inner
    return shape


def _items(at: At, value: Any) -> Iterator[tuple[At, Item]]:
    if isinstance(value, Record):
        if isinstance(value, Item):
            yield at, value
        yield from items_of(at, value)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            if isinstance(inner, Record | tuple):
                yield from _items(At(at.section, (*at.keys, number)), inner)


def given(at: At, record: Record) -> Iterator[Given]:
    """Every scalar that was given within a record, keys of tables included."""
    return _walk(at, record, _all)


def references(at: At, record: Record) -> Iterator[Given]:
    """Every value within a record that points at an item, keys of tables included."""
    return (entry for entry in _walk(at, record, _pointers) if entry.ref is not None)


Choice = Callable[[type[Record]], Iterable[FieldSpec]]
"""The fields of a record that are looked into."""


def _all(kind: type[Record]) -> Iterable[FieldSpec]:
    return fields_of(kind).values()


@cache
def _pointers(kind: type[Record]) -> tuple[FieldSpec, ...]:
    """The fields of a record that point at items, or lead to some that do."""
    return tuple(spec for spec in fields_of(kind).values() if _points(spec.shape))


def _points(shape: Shape) -> bool:
    if shape.record is not None:
        return bool(_pointers(shape.record))
    return shape.ref is not None or (shape.inner is not None and _points(shape.inner))


def _walk(at: At, record: Record, choice: Choice) -> Iterator[Given]:
    written = record.written
    for spec in choice(type(record)):
        if spec.attribute in written:
            place, value = At(at.section, (*at.keys, spec.name)), getattr(record, spec.attribute)
            if spec.shape.form != "scalar":
                yield from _within(place, value, spec, spec.shape, choice)
            elif value is not None:
                yield Given(place, value, spec, spec.shape, spec.shape.ref)


def _within(
    at: At, value: Any, spec: FieldSpec, shape: Shape, choice: Choice
) -> Iterator[Given]:
    if isinstance(value, Record):
        yield from _walk(at, value, choice)
    elif isinstance(value, tuple) and shape.inner is not None:
        for number, inner in enumerate(value):
            place = At(at.section, (*at.keys, number))
            if shape.inner.form == "scalar":
                yield Given(place, inner, spec, shape.inner, shape.inner.ref)
            else:
                yield from _within(place, inner, spec, shape.inner, choice)
    elif isinstance(value, dict) and shape.inner is not None:
        for key, inner in value.items():
            place = At(at.section, (*at.keys, key))
            yield Given(place, key, spec, shape, shape.ref, is_key=True)
            yield from _within(place, inner, spec, shape.inner, choice)
    elif value is not None:
        yield Given(at, value, spec, shape, shape.ref)
