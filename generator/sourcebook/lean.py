"""Data classes as Python's own, but made without a compiler for each of them.

``dataclasses`` writes the methods of each class as source and compiles it whenever the program
starts: half a millisecond a class, together a fifth of the time in which a file is linted. These
are closures, and an ``__init__`` that is compiled once for all classes with so many fields.
``fields``, ``replace`` and ``asdict`` of ``dataclasses`` take them for their own: what those have
to know of a class is found out when they ask.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from threading import RLock
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, order=False):
        """As ``dataclasses.dataclass``, with the options that are used here."""

        def made(cls):
            cls.__dataclass_fields__ = _Later(cls)
            for name, method in _methods(cls, frozen, eq, order).items():
                setattr(cls, name, method)
            return cls

        return made if cls is None else made(cls)


__all__ = ["dataclass"]

Method = Callable[..., Any]

_asking = RLock()  # who asks of a class asks of those beneath it


class _Later:
    """What ``dataclasses`` has to know of a class, from the moment on when it is asked for."""

    def __init__(self, cls: Any) -> None:
        self._cls = cls

    def __get__(self, instance: object, owner: type) -> Any:
        """The fields, as ``dataclasses`` has them; several threads may ask at once."""
        with _asking:
            if vars(self._cls)["__dataclass_fields__"] is self:
                dataclasses.dataclass(init=False, repr=False, eq=False)(self._cls)
        return self._cls.__dataclass_fields__


class _Field(NamedTuple):
    """What the methods have to know of a field, under the names that ``dataclasses`` has."""

    name: str
    default: Any
    default_factory: Any
    compare: bool


_FieldLike = _Field | dataclasses.Field[Any]


def _fields(cls: Any) -> list[_FieldLike]:
    """The fields of a class, those of the data classes beneath it first."""
    found: dict[str, _FieldLike] = {}
    for base in reversed(cls.__mro__):
        known = vars(base).get("__dataclass_fields__", {})
        if isinstance(known, _Later):
            own = vars(base)
            known = {
                name: _field(name, own.get(name, dataclasses.MISSING))
                for name, kind in own.get("__annotations__", {}).items()
                if "ClassVar" not in str(kind)
            }
        found |= known
    return [*found.values()]


def _field(name: str, given: Any) -> _Field:
    """The field of a name, by what stands behind it in the class."""
    if isinstance(given, dataclasses.Field):
        return _Field(name, given.default, given.default_factory, given.compare)
    return _Field(name, given, dataclasses.MISSING, compare=True)


def _methods(cls: Any, frozen: bool, eq: bool, order: bool) -> dict[str, Method | None]:
    fields = _fields(cls)
    methods: dict[str, Method | None] = {"__init__": _init(cls.__name__, fields), "__repr__": _repr}
    compared = [its.name for its in fields if its.compare]
    key: Method = attrgetter(*compared) if compared else lambda _: ()
    if eq:
        methods |= {"__eq__": _equality(key), "__hash__": None}
    if eq and frozen:
        methods["__hash__"] = lambda self: hash(key(self))
    if order:
        methods |= {
            "__lt__": _comparison(key, lambda one, other: one < other),
            "__le__": _comparison(key, lambda one, other: one <= other),
            "__gt__": _comparison(key, lambda one, other: one > other),
            "__ge__": _comparison(key, lambda one, other: one >= other),
        }
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
    return methods


def _init(owner: str, fields: Sequence[_FieldLike]) -> Method:
    missing = dataclasses.MISSING
    if any(its.default_factory is not missing for its in fields):
        return _making_init(owner, fields)
    names = tuple(its.name for its in fields)
    code = _filling(len(names))
    consts = dict(zip(code.co_varnames[1:-1], names, strict=True))
    code = code.replace(
        co_varnames=("self", *names, code.co_varnames[-1]),
        co_consts=tuple(consts.get(its, its) for its in code.co_consts),
        co_qualname=f"{owner}.__init__",
    )
    defaults = tuple(its.default for its in fields if its.default is not missing)
    return FunctionType(code, {}, "__init__", defaults)


@cache
def _filling(count: int) -> CodeType:
    """What takes so many values and keeps each by its name: classes give the names their own."""
    names = [f"field_{number}" for number in range(count)]
    lines = [f"def fill(self, {', '.join(names)}):", " its_values = self.__dict__"]
    lines += [f" its_values['{name}'] = {name}" for name in names]
    made: dict[str, Any] = {}
    exec("\n".join(lines), made)  # noqa: S102 -- our own source, once for each number of fields
    code: CodeType = made["fill"].__code__
    return code


def _making_init(owner: str, fields: Sequence[_FieldLike]) -> Method:
    """As _init, of a class some of whose defaults are made anew for each instance."""
    names, missing = tuple(its.name for its in fields), dataclasses.MISSING
    defaults = {its.name: its.default for its in fields if its.default is not missing}
    makers = [
        (its.name, its.default_factory) for its in fields if its.default_factory is not missing
    ]
    left = [frozenset(names[count:]) for count in range(len(names) + 1)]  # after so many

    def init(self: Any, *args: Any, **named: Any) -> None:
        values = self.__dict__
        if len(args) == len(names) and not named:
            values.update(zip(names, args))  # noqa: B905 -- they are as many
            return
        values.update(defaults)
        values.update(zip(names, args, strict=False), **named)
        for name, make in makers:
            if name not in values:
                values[name] = make()
        extra = len(args) > len(names) or not named.keys() <= left[len(args)]
        if extra or len(values) != len(names):
            raise TypeError(f"{owner} takes {', '.join(names)}, and not {args!r} {named!r}")

    return init


def _equality(key: Method) -> Method:
    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if self.__class__ is other.__class__ else NotImplemented

    return equal


def _comparison(key: Method, holds: Method) -> Method:
    def compared(self: Any, other: object) -> Any:
        return holds(key(self), key(other)) if self.__class__ is other.__class__ else NotImplemented

    return compared


def _repr(self: Any) -> str:
    given = (f"{its.name}={getattr(self, its.name)!r}" for its in dataclasses.fields(self))
    return f"{type(self).__qualname__}({', '.join(given)})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__} never changes: {name} stays")
