"""What refers to what: ids that are named, whether they lead anywhere, and what nothing names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Record, Shape, fields_of
from sourcebook.model.values import Ref


def unused(book: Playbook, ref: Ref) -> tuple[str, ...]:
    """The ids that a reference could name and that no reference of the playbook names."""
    used = {
        (target.kind, target.id)
        for value in book.references
        if value.ref is not None and isinstance(value.value, str)
        if (target := book.index.resolve(value.ref, value.value)) is not None
    }
    wanted = ref.kinds or tuple(book.index.by_kind)
    found = ((kind, id) for kind in wanted for id in book.index.by_kind.get(kind, ()))
    return tuple(dict.fromkeys(id for kind, id in found if (kind, id) not in used))


def all_known(book: Playbook) -> bool:
    """Whether every reference names an item that there is: told without any of their places."""
    named: _Named = defaultdict(set)
    for section in book.sections():
        _look(section, named)
    by_kind = book.index.by_kind
    return all(
        ids.issubset(
            chain("*" if everyone else (), *(by_kind.get(kind, ()) for kind in kinds or by_kind))
        )
        for (kinds, everyone), ids in named.items()
    )


_Named = dict[tuple[tuple[str, ...], bool], set[Any]]
"""What references name, by the kinds that it may be of, and whether "*" may stand for all."""

_Look = Callable[[Any, _Named], None]
"""Gathers what references name within a value."""


def _look(record: Record, named: _Named) -> None:
    values = vars(record)
    for attribute, look in _plan(type(record)):
        if value := values.get(attribute):
            look(value, named)


@cache
def _plan(kind: type[Record]) -> tuple[tuple[str, _Look], ...]:
    """The fields of a record that refer to items, or hold some that do, and what looks at them."""
    looks = ((spec.attribute, _look_of(spec.shape)) for spec in fields_of(kind).values())
    return tuple((attribute, look) for attribute, look in looks if look is not None)


def _look_of(shape: Shape) -> _Look | None:
    """What looks at values of a shape; ``None`` where nothing in them must be an item's id."""
    ref, inner = shape.ref, shape.inner
    within = _look_of(inner) if inner else None
    key = (ref.kinds, ref.everyone) if ref and not ref.or_text else None
    if shape.record is not None:
        return _look if _plan(shape.record) else None
    if inner is None:
        return _adding(key) if key else None
    if shape.form == "list" and inner.ref and not inner.ref.or_text and inner.form == "scalar":
        return _adding_all((inner.ref.kinds, inner.ref.everyone))
    return _going_on(key, within) if key or within else None


def _adding(key: tuple[tuple[str, ...], bool]) -> _Look:
    def look(value: Any, named: _Named) -> None:
        named[key].add(value)

    return look


def _adding_all(key: tuple[tuple[str, ...], bool]) -> _Look:
    def look(value: Any, named: _Named) -> None:
        named[key].update(value)

    return look


def _going_on(key: tuple[tuple[str, ...], bool] | None, within: _Look | None) -> _Look:
    """Looks at each value of a list or table, and at the keys of a table that name items."""

    def look(value: Any, named: _Named) -> None:
        if key:
            named[key].update(value)
        if within:
            for each in value.values() if isinstance(value, dict) else value:
                within(each, named)

    return look
