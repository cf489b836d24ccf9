"""What of a section is for both companies: each value is looked at, and what is internal taken out.

Whatever cannot be understood (a field that nobody knows, a value of the wrong shape, a misspelt
visibility) is taken for internal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.fields import Audience
from sourcebook.model.paths import At
from sourcebook.model.record import Record, Section, Shape, fields_of
from sourcebook.model.sections.improvement import told_by_both
from sourcebook.model.values import Ref
from sourcebook.nearest import nearest
from sourcebook.source.layers import Blend, Layered, Origin, Trace
from sourcebook.source.scalars import as_text

SHARED = Audience.SHARED.value
Lent = frozenset[tuple[int, KeyPath]]
"""Places in documents, each by its identity and a path."""
Keeps = Callable[[Ref, str], bool]
"""Whether a reference leads to something that may be shown."""
_VISIBILITY = "visibility"
_UNTIL_BOTH: Mapping[tuple[str, str], Callable[[list[Any]], list[bool]]] = {
    ("improvement", "health_checks"): told_by_both
}
"""Internal lists whose items are shared once both sides have given theirs."""


class Cut:
    """What is taken out of a section: where it stood, and where it is lacking in what is left."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.internal: set[At] = set()
        self.marks: set[At] = set()
        self.borrowed: set[At] = set()

    def take(self, was: KeyPath, mark: KeyPath) -> None:
        self.internal.add(At(self.section, was))
        self.marks.add(At(self.section, mark))

    def all(self) -> None:
        self.internal.add(At(self.section))


class Spot(NamedTuple):
    """A place in the source, and in what is left of it, where lists are shorter."""

    was: KeyPath = ()
    now: KeyPath = ()

    def down(self, step: str | int, now: str | int | None = None) -> Spot:
        return Spot((*self.was, step), (*self.now, step if now is None else now))


@dataclass(frozen=True)
class Sieve:
    """Takes out of one section what is internal; the same value comes back where nothing is."""

    cut: Cut
    keeps: Keeps
    lent: Lent

    def section(
        self, kind: type[Section], given: Layered, only: frozenset[str] | None
    ) -> Layered | None:
        if only is None:
            return self._record(kind, given, Spot())
        for name in (*fields_of(kind), *given.data):
            if name not in only:
                self.cut.take((name,), (name,))
        part = _rebuilt(given, {name: given.down(name) for name in given.data if name in only})
        return self._record(kind, part, Spot())

    def _record(self, kind: type[Record], given: Layered, at: Spot) -> Layered | None:
        specs, left = fields_of(kind), dict[str, Layered | None]()
        if not isinstance(given.data, dict) or closed(given.data, specs):
            return None
        for key, value in given.data.items():
            spec = specs.get(key)
            shared = spec is not None and spec.meta.audience is not Audience.INTERNAL
            if spec is not None and shared and self._passes(spec.shape, value):
                continue
            inner, spot = given.down(key), at.down(key)
            if key.startswith("x-"):
                left[key] = self._free(inner, spot)
            elif spec is None or self._borrows(inner, spot):
                left[key] = None
            elif not shared:
                left[key] = self._once_both_told(spec.shape, key, inner, spot)
            else:
                left[key] = self._value(spec.shape, inner, spot)
        return self._mapping(given, left, at)

    def _passes(self, shape: Shape, value: Any) -> bool:
        """Whether all of a value is kept as it stands: so it is with most of them.

        That is told of the data alone, at once; whatever else is looked at again, with its places.
        """
        return not self.lent and self._whole(shape, value)

    def _whole(self, shape: Shape, value: Any) -> bool:
        if value is None:
            return True
        if shape.form == "scalar":
            return not isinstance(value, dict | list) and self._leads(shape, value)
        if shape.record is not None:
            return isinstance(value, dict) and self._whole_record(shape.record, value)
        inner = shape.inner
        if inner is not None and shape.form == "list" and not isinstance(value, dict):
            if isinstance(value, list):
                return all(self._whole(inner, each) for each in value)
            return inner.form == "scalar" and self._whole(inner, value)
        if isinstance(value, dict) and inner is not None and shape.form == "table":
            return all(
                not key.startswith("x-") and self._leads(shape, key) and self._whole(inner, each)
                for key, each in value.items()
            )
        return False

    def _whole_record(self, kind: type[Record], data: Mapping[str, Any]) -> bool:
        plain, shapes = _shared_fields(kind)
        for key, value in data.items():
            if type(value) is str and key in plain:
                continue
            shape = shapes.get(key)
            if shape is None or (key == _VISIBILITY and value != SHARED):
                return False
            if not self._whole(shape, value):
                return False
        return True

    def _value(self, shape: Shape, given: Layered, at: Spot) -> Layered | None:
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
        return given if self._leads(shape, given.data) else None

    def _items(
        self, inner: Shape, given: Layered, at: Spot, shown: list[bool] | None = None
    ) -> Layered | None:
        if isinstance(given.data, dict):
            return given if set(given.data) == {"none"} and not _holds(given.data["none"]) else None
        if not isinstance(given.data, list):
            return self._value(inner, given, at) if inner.form == "scalar" else None
        if shown is None and all(self._passes(inner, each) for each in given.data):
            return given
        left: list[Layered] = []
        whole = True
        for index in range(len(given.data)):
            its = given.down(index)
            kept = None
            spot = at.down(index, len(left))
            if (shown is None or shown[index]) and not self._borrows(its, spot):
                passes = self._passes(inner, its.data)
                kept = its if passes else self._value(inner, its, spot)
            if kept is None:
                self.cut.take((*at.was, index), at.now)
            else:
                left.append(kept)
            whole = whole and kept is its
        return given if whole else _listed(given, left)

    def _table(self, shape: Shape, inner: Shape, given: Layered, at: Spot) -> Layered | None:
        if not isinstance(given.data, dict):
            return None
        left = dict[str, Layered | None]()
        for key in given.data:
            its = given.down(key)
            if key.startswith("x-"):
                left[key] = self._free(its, at.down(key))
            elif self._borrows(its, at.down(key)) or not self._leads(shape, key):
                left[key] = None
            else:
                left[key] = self._value(inner, its, at.down(key))
        if any(kept is None for kept in left.values()):
            self.cut.marks.add(At(self.cut.section, at.now))
        return self._mapping(given, left, at)

    def _mapping(self, given: Layered, left: dict[str, Layered | None], at: Spot) -> Layered:
        """A mapping with what is left of some of its values; the others are as they were."""
        for key, kept in left.items():
            if kept is None:
                self.cut.take((*at.was, key), (*at.now, key))
        if all(kept is not None and kept.data is given.data[key] for key, kept in left.items()):
            return given
        all_ = {key: left[key] if key in left else given.down(key) for key in given.data}
        return _rebuilt(given, {key: kept for key, kept in all_.items() if kept is not None})

    def _once_both_told(self, shape: Shape, key: str, given: Layered, at: Spot) -> Layered | None:
        told = _UNTIL_BOTH.get((self.cut.section, key))
        if told is None or shape.inner is None or not isinstance(given.data, list):
            return None
        left = self._items(shape.inner, given, at, told(given.data))
        return left if left is not None and left.data else None

    def _free(self, given: Layered, at: Spot) -> Layered | None:
        """What stands under an ``x-`` key, without mappings that call themselves internal."""
        if self._borrows(given, at):
            return None
        if isinstance(given.data, dict):
            if closed(given.data):
                return None
            named = {key: self._free(given.down(key), at.down(key)) for key in given.data}
            return self._mapping(given, named, at)
        if isinstance(given.data, list):
            return self._free_items(given, at)
        return given

    def _free_items(self, given: Layered, at: Spot) -> Layered:
        left: list[Layered] = []
        for index in range(len(given.data)):
            kept = self._free(given.down(index), at.down(index, len(left)))
            if kept is None:
                self.cut.take((*at.was, index), at.now)
            else:
                left.append(kept)
        return _listed(given, left)

    def _borrows(self, given: Layered, at: Spot) -> bool:
        """Whether a value is an internal one by an alias or a merge key."""
        trace = given.trace
        if not self.lent or not isinstance(trace, Origin):
            return False
        document, path = id(trace.document), trace.path
        found = any((document, path[:depth]) in self.lent for depth in range(len(path) + 1))
        if found:
            self.cut.borrowed.add(At(self.cut.section, at.was))
        return found

    def _leads(self, shape: Shape, value: Any) -> bool:
        """Whether a value is no reference, or one that may be shown."""
        if shape.ref is None:
            return True
        named = value if isinstance(value, str) else as_text(value)
        return self.keeps(shape.ref, named.strip())


@cache
def _shared_fields(kind: type[Record]) -> tuple[frozenset[str], Mapping[str, Shape]]:
    """The fields of a record that are for both companies: their shapes, and which are plain.

    Those are scalars that point at nothing: a text there is kept, whatever it says.
    """
    shapes = {
        name: spec.shape
        for name, spec in fields_of(kind).items()
        if spec.meta.audience is not Audience.INTERNAL
    }
    plain = (
        name
        for name, shape in shapes.items()
        if shape.form == "scalar" and shape.ref is None and name != _VISIBILITY
    )
    return frozenset(plain), shapes


def closed(data: Mapping[str, Any], known: Collection[str] = ()) -> bool:
    """Whether a mapping says of itself that it is internal, or something that nobody knows.

    So does a key that is ``visibility`` but for a slip; ``known`` are keys that mean other things.
    """
    return any(
        value != SHARED
        for key, value in data.items()
        if key == _VISIBILITY
        or (key not in known and not key.startswith("x-") and nearest(key, (_VISIBILITY,)))
    )


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
