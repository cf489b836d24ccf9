"""Records in which nothing is wrong, as most are, read without a thought for where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sourcebook.model.record import Check, Record, Shape, fields_of, made
from sourcebook.model.values import Refused, plain_text

FAULTS = (KeyError, TypeError, Refused)
"""What is raised where something has to be told, or noted: an unknown key, an ``x-`` key,
``none:`` in place of a list, an item that is empty, a value that is refused."""


@cache
def straight(kind: type[Record]) -> Check:
    """What reads a record of that kind from what YAML gives. It raises one of FAULTS."""
    fields = {name: (its.attribute, _read(its.shape)) for name, its in fields_of(kind).items()}

    def read(data: Any) -> Any:
        if data.__class__ is not dict:
            raise TypeError
        values = {}
        for key, given in data.items():
            attribute, its = fields[key]
            if its is plain_text and given.__class__ is str:
                values[attribute] = given
            elif given is not None:
                values[attribute] = its(given)
        return made(kind, values)

    return read


def _read(shape: Shape) -> Check:
    if shape.record is not None:
        return straight(shape.record)
    if shape.inner is not None:
        inner = _read(shape.inner)
        if shape.form == "list":
            return _list(inner, may_be_one=shape.inner.form == "scalar")
        return _table(inner)
    if shape.check is plain_text:
        return plain_text
    return _remembering(shape.check) if shape.check else _chosen(shape.choices)


def _list(its: Check, *, may_be_one: bool) -> Check:
    """What reads a list; a value that stands alone is one of one, unless it is a structure."""

    def read(data: Any) -> Any:
        if data.__class__ is not list:
            if not may_be_one or isinstance(data, dict):
                raise TypeError
            return (its(data),)
        if None in data:
            raise TypeError
        return tuple([its(given) for given in data])

    return read


def _table(its: Check) -> Check:
    def read(data: Any) -> Any:
        if data.__class__ is not dict or any(key.startswith("x-") for key in data):
            raise TypeError
        return {key: its(given) for key, given in data.items() if given is not None}

    return read


class _Known(dict[Any, Any]):
    """What a check makes of texts: the same names, days and words stand in many places."""

    def __init__(self, check: Check) -> None:
        self._check = check

    def __missing__(self, given: Any) -> Any:
        """The value of what is not known yet. Raises Refused."""
        value = self._check(given)
        if type(given) is str and len(given) <= _SHORT and len(self) < _MOST:
            self[given] = value
        return value


_SHORT, _MOST = 60, 4096


@cache
def _remembering(check: Check) -> Check:
    """A check that remembers: one for all fields that are read alike. It raises TypeError too."""
    return _Known(check).__getitem__


@cache
def _chosen(choices: tuple[str, ...]) -> Callable[[Any], str]:
    """What reads a choice."""
    return {choice: choice for choice in choices}.__getitem__
