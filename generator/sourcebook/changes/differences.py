"""What two records say differently, field by field; items with an id are asked one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import Any

from sourcebook.changes.content import Renames, paired, unsaid, words
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Item, Record, Shape, fields_of
from sourcebook.model.values import Ref

REASON = "reason"
"""The kind of what stands in place of a list: why it is rightly empty."""


class Op(Enum):
    """What happened to a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """A value that one of two states lacks, or that they give differently."""

    op: Op
    field: str  # from the section on, without indexes: "risks.register.contingency.owner"
    spec: FieldSpec
    shape: Shape  # of the value itself: of an entry, not of its list
    before: Any
    after: Any
    at: At  # in the later state; of what was removed, in the earlier one
    within: tuple[tuple[FieldSpec, Record | None], ...] = ()
    """The fields from the item on that lead to it, each with the entry of a list, if it is one."""
    key: str = ""  # of a table's entry
    unit: str = ""  # in which the record around it measures

    @property
    def path(self) -> str:
        """The way from the item, or the section, to the field: ``contingency.owner``."""
        return ".".join([*(spec.name for spec, _ in self.within), self.spec.name])


@dataclass(frozen=True)
class _Spot:
    before: At
    after: At
    field: str
    within: tuple[tuple[FieldSpec, Record | None], ...] = ()
    unit: str = ""

    def down(self, spec: FieldSpec) -> _Spot:
        return _Spot(
            self.before / spec.name, self.after / spec.name, f"{self.field}.{spec.name}",
            self.within, self.unit,
        )  # fmt: skip

    def into(self, spec: FieldSpec, a: At, b: At, entry: Record | None, unit: str) -> _Spot:
        return _Spot(a, b, self.field, (*self.within, (spec, entry)), unit)


@dataclass(frozen=True)
class Comparer:
    """Compares records of two states of a playbook."""

    before: Playbook
    after: Playbook
    renames: Renames

    def item(self, a: Item, b: Item, at_a: At, at_b: At) -> Iterator[Difference]:
        """What two states of an item say differently; its id is not looked at."""
        names = [str(key) for key in (at_b.section, *at_b.keys) if not isinstance(key, int)]
        yield from self._record(a, b, _Spot(at_a, at_b, ".".join(names), (), _unit(b)))

    def section(self, key: str) -> Iterator[Difference]:
        """What two states of a section say differently outside of its items."""
        spot = _Spot(At(key), At(key), key)
        yield from self._record(self.before.section(key), self.after.section(key), spot)

    @cached_property
    def _odd(self) -> frozenset[str]:
        """The sections whose ``x-`` keys, or reasons for empty lists, are not the same."""
        old, new = self.before.notes, self.after.notes
        pairs: tuple[tuple[Mapping[At, Any], Mapping[At, Any]], ...] = (
            (old.extensions, new.extensions),
            (old.nones, new.nones),
        )
        return frozenset(
            at.section
            for ours, theirs in pairs
            for at in {*ours, *theirs}
            if ours.get(at) != theirs.get(at)
        )

    def _record(self, a: Record, b: Record, spot: _Spot) -> Iterator[Difference]:
        if (a is b or a == b) and spot.after.section not in self._odd:
            return
        for spec in fields_of(type(b)).values():
            if spec.name != "id":
                here = spot.down(spec)
                old, new = getattr(a, spec.attribute), getattr(b, spec.attribute)
                yield from self._value(spec, spec.shape, old, new, here)
        yield from self._own(spot)

    def _value(
        self, spec: FieldSpec, shape: Shape, old: Any, new: Any, spot: _Spot
    ) -> Iterator[Difference]:
        if shape.form == "list" and shape.inner is not None:
            yield from self._list(spec, shape.inner, old or (), new or (), spot)
        elif shape.form == "table":
            yield from self._table(spec, shape, old or {}, new or {}, spot)
        elif isinstance(old, Record) and isinstance(new, Record):
            unit = _unit(new) or spot.unit
            yield from self._record(old, new, spot.into(spec, spot.before, spot.after, None, unit))
        elif not self._same(shape, old, new):
            yield self._made(spec, shape, old, new, spot)

    def _made(
        self, spec: FieldSpec, shape: Shape, old: Any, new: Any, spot: _Spot, key: str = ""
    ) -> Difference:
        op = Op.CHANGED
        if unsaid(old) or unsaid(new):
            op = Op.ADDED if unsaid(old) else Op.REMOVED
        at = spot.before if op is Op.REMOVED else spot.after
        return Difference(op, spot.field, spec, shape, old, new, at, spot.within, key, spot.unit)

    def _list(
        self, spec: FieldSpec, inner: Shape, old: Any, new: Any, spot: _Spot
    ) -> Iterator[Difference]:
        ours, theirs = self._entries(self.before, old), self._entries(self.after, new)
        olds, news = list(ours.values()), list(theirs.values())
        if inner.ref is not None:
            olds = [self._renamed(inner.ref, each) for each in olds]
        if inner.form == "list":  # pairs, such as of places: in no order
            olds, news = [tuple(sorted(each)) for each in olds], [tuple(sorted(e)) for e in news]
        places_a, places_b = list(ours), list(theirs)
        for a, b in paired(olds, news):
            here = _Spot(
                spot.before / places_a[a] if a is not None else spot.before,
                spot.after / places_b[b] if b is not None else spot.after,
                spot.field, spot.within, spot.unit,
            )  # fmt: skip
            one = olds[a] if a is not None else None
            other = news[b] if b is not None else None
            if isinstance(one, Record) and isinstance(other, Record):
                into = here.into(spec, here.before, here.after, other, _unit(other) or spot.unit)
                yield from self._record(one, other, into)
            elif not self._same(inner, one, other):
                yield self._made(spec, inner, one, other, here)
        if not old and not new:
            yield from self._reason(spec, spot)

    def _entries(self, book: Playbook, values: Any) -> dict[int, Any]:
        """The entries of a list by index, but for items that are known by their ids."""
        return {
            index: value
            for index, value in enumerate(values)
            if not (isinstance(value, Item) and _is_known(book, value))
        }

    def _table(
        self, spec: FieldSpec, shape: Shape, old: Any, new: Any, spot: _Spot
    ) -> Iterator[Difference]:
        inner = shape.inner or shape
        if shape.ref is not None:
            old = {self._renamed(shape.ref, key): value for key, value in old.items()}
        for key in dict.fromkeys((*old, *new)):
            if not self._same(inner, old.get(key), new.get(key)):
                here = _Spot(
                    At(spot.before.section, (*spot.before.keys, key)),
                    At(spot.after.section, (*spot.after.keys, key)),
                    spot.field, spot.within, spot.unit,
                )  # fmt: skip
                yield self._made(spec, inner, old.get(key), new.get(key), here, key)

    def _reason(self, spec: FieldSpec, spot: _Spot) -> Iterator[Difference]:
        """A list that is empty on both sides, where one says why, or both say it differently."""
        old, new = self.before.none_reason(spot.before), self.after.none_reason(spot.after)
        if old != new:
            yield self._made(spec, Shape("scalar", kind=REASON), old, new, spot)

    def _own(self, spot: _Spot) -> Iterator[Difference]:
        """The ``x-`` keys of a mapping."""
        old, new = self.before.extensions(spot.before), self.after.extensions(spot.after)
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                spec = FieldSpec(key, key, Shape("scalar", kind="own"), _OWN.meta)
                here = _Spot(
                    spot.before / key, spot.after / key, f"{spot.field}.{key}", spot.within
                )
                yield self._made(spec, spec.shape, old.get(key), new.get(key), here)

    def _same(self, shape: Shape, old: Any, new: Any) -> bool:
        if shape.ref is not None and isinstance(old, str):
            old = self._renamed(shape.ref, old)
        if isinstance(old, str) and isinstance(new, str) and shape.kind != "text":
            return words(old) == words(new)
        return bool(old == new) or (unsaid(old) and unsaid(new))

    def _renamed(self, ref: Ref, id: Any) -> Any:
        if not self.renames:
            return id
        kinds = ref.kinds or {kind for kind, _ in self.renames}
        return next((self.renames[kind, id] for kind in kinds if (kind, id) in self.renames), id)


_OWN = fields_of(Item)["id"]


def _is_known(book: Playbook, item: Item) -> bool:
    target = book.index.find(item.kind, item.id)
    return target is not None and target.item is item


def _unit(record: Record) -> str:
    """The unit in which a record's numbers are: its own, or that of its measure, limit, target."""
    for name in ("measure", "acceptable_level", "target"):
        if unit := getattr(getattr(record, name, None), "unit", None):
            return str(unit)
    return str(getattr(record, "unit", None) or "")
