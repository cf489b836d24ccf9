"""Small values as JSON and back: records become lists, in the order of their fields."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def written(value: Any) -> str:
    """A dataclass of texts, numbers, dates, tuples and such dataclasses, on one line."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def made(kind: type[Value], text: str, *, sharing: bool = False) -> Value:
    """What ``written`` made of a value of that kind. Raises ValueError for anything else.

    With ``sharing`` equal texts are one, in all values that are made so: of very many that takes
    half the memory, and a quarter more time.
    """
    try:
        value: Value = _reader_of(kind, sharing)(json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this is no {kind.__name__}") from error
    return value


def _plain(value: Any) -> Any:
    """What JSON has for a day or a dataclass; what is in one it asks for in its turn."""
    return value.isoformat() if value.__class__ is dt.date else _values(value.__class__)(value)


@cache
def _values(kind: type) -> Callable[[Any], list[Any]]:
    """What lists the values of a dataclass. Raises TypeError for any other class."""
    names = [each.name for each in dataclasses.fields(kind)]
    return lambda value: [getattr(value, name) for name in names]


def _reader_of(kind: Any, sharing: bool) -> _Reader:
    return _reader(kind, sharing) or _as_it_is


_Reader = Callable[[Any], Any]


def _as_it_is(given: Any) -> Any:
    return given


@cache
def _reader(kind: Any, sharing: bool) -> _Reader | None:
    """What reads a value of a kind; ``None`` where JSON gives it as it is.

    A value that holds another is read by that one's reader.
    """
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        kinds = [hints[each.name] for each in dataclasses.fields(kind)]
        return _several(kind, kinds, sharing)
    if get_origin(kind) is tuple:
        first, *rest = get_args(kind)
        if rest != [...]:
            return _several(lambda *values: values, [first, *rest], sharing)
        read = _reader(first, sharing)
        return tuple if read is None else lambda given: tuple([read(one) for one in given])
    if get_origin(kind) in (Union, UnionType):
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        read_inner = _reader(inner, sharing)
        return read_inner and (lambda given: None if given is None else read_inner(given))
    if kind is str and sharing:
        return sys.intern
    return dt.date.fromisoformat if kind is dt.date else None


def _several(make: Callable[..., Any], kinds: Sequence[Any], sharing: bool) -> _Reader:
    """What makes something of values of several kinds."""
    read = [_reader(kind, sharing) for kind in kinds]
    readers = [(number, its) for number, its in enumerate(read) if its is not None]
    count = len(kinds)

    def reader(values: Any) -> Any:
        if len(values) != count:
            raise ValueError(f"{len(values)} values stand for {count}")
        for number, its in readers:
            values[number] = its(values[number])  # in the list that JSON gave: it is nobody else's
        return make(*values)

    return reader
