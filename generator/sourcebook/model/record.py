"""The shapes that sections are made of: records, items with an id, sections with an envelope."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    dataclass_transform,
)

from sourcebook.lean import dataclass
from sourcebook.model.fields import (
    Audience,
    Declared,
    FieldMeta,
    Group,
    many,
    need,
    optional,
    recommended,
    required,
)
from sourcebook.model.values import Count, Date, Digest, Id, Json, Kind, Reads, Ref, RoleRef, Text

Check = Callable[[Any], Any]
"""Reads a scalar as YAML gives it: returns the value, or raises ``values.Refused``."""


def yaml_name(name: str) -> str:
    """The key in YAML of a field: Python's keywords carry a trailing underscore in the model."""
    return name.rstrip("_")


if TYPE_CHECKING:

    class RecordType(type):
        """Without it mypy takes the hash of a record for that of its class."""

else:
    RecordType = type  # with another one ``isinstance`` takes three times as long


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(need, many))
class Record(metaclass=RecordType):
    """A mapping with known keys, each of which may be absent; it never changes.

    A class lists its fields as ``name: type = need(…)``. ``model.reading`` makes records field by
    field, so that one wrong value costs that value alone; nothing is checked here. What was not
    written has the field's default. JSON Schemas, for editors, come from the same declarations.
    """

    declared: ClassVar[dict[str, Declared]] = {}

    def __init_subclass__(cls) -> None:
        """Lists the fields of a class, those of its base first."""
        own = {name: its for name, its in vars(cls).items() if isinstance(its, Declared)}
        cls.declared = {**cls.declared, **own}
        for attribute, its in own.items():
            setattr(cls, attribute, its.default)  # speaks where an instance holds nothing

    def __init__(self, **values: Any) -> None:
        """Raises TypeError for fields that there are not."""
        if unknown := values.keys() - type(self).declared:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        vars(self).update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a record never changes: make one with another {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).items()))

    def __repr__(self) -> str:
        written = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({written})"

    @property
    def written(self) -> Collection[str]:
        """The attributes that were given."""
        return vars(self).keys()

    def given(self, name: str) -> bool:
        """Whether the field (by its YAML name) was written, with something in it."""
        spec = fields_of(type(self)).get(name)
        if spec is None or spec.attribute not in vars(self):
            return False
        return _says(vars(self)[spec.attribute])

    def changed(self, **values: Any) -> Self:
        """The record with other values."""
        return type(self)(**{**vars(self), **values})


class Item(Record):
    """Something that can be pointed at: it has an id, unique in its kind, and an anchor."""

    kind: ClassVar[str]  # "role", "data class": as messages and references name it

    id: Id | None = need(required, "Permanent name of the item, unique in its kind.")
    visibility: Literal["shared", "internal"] | None = need(
        optional, "`internal` keeps the item out of the shared edition."
    )


class Agreement(Record):
    """That a role agreed to what a section says; `sourcebook agree` writes it."""

    role: RoleRef | None = need(optional, "Role that agreed.")
    date: Date | None = need(optional, "Day on which it agreed.")
    digest: Digest | None = need(
        optional,
        "What it agreed to: the digest of the section's shared content.",
        example="v1-0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    )


class Meta(Record):
    """Who keeps a section, when it was last reviewed, and who agreed to it."""

    owner: RoleRef | None = need(required, "Role that keeps this section true.")
    last_reviewed: Date | None = need(required, "Day of the last review.")
    review_every_days: Count = need(
        optional, "Days from one review to the next.", unit="days", default=90
    )
    status: Literal["draft", "agreed", "retired"] = need(
        optional, "Whether both sides have agreed to it.", default="draft"
    )
    agreed_by: tuple[RoleRef, ...] = many(
        recommended, "Roles that agreed, at least one of each side."
    )
    agreements: tuple[Agreement, ...] = many(
        optional, "Who agreed, when, and to which content: as `sourcebook agree` writes it."
    )
    visibility: Literal["shared", "internal"] | None = need(
        optional, "Who may read the section; each section has its own default."
    )


class NotApplicable(Record):
    """Why a section does not apply, who says so, and until when."""

    reason: Text | None = need(required, "Why the section does not apply.")
    approved_by: RoleRef | None = need(required, "Role that approved the waiver.")
    until: Date | None = need(required, "Last day of the waiver.")


class Section(Record):
    """A section of a playbook; its fields are its catalogue."""

    key: ClassVar[str]  # the field of ``Playbook`` that holds it
    title: ClassVar[str]
    phase: ClassVar[Literal["all", "selection", "transition", "delivery"]]  # asked for from then on
    group: ClassVar[Group]
    audience: ClassVar[Audience] = Audience.SHARED

    meta: Meta | None = need(required, "Owner, review and agreement of this section.")
    not_applicable: NotApplicable | None = need(
        optional, "Given in place of content where the section does not apply."
    )

    @classmethod
    def purpose(cls) -> str:
        """One sentence: what the section is for."""
        return (cls.__doc__ or "").partition("\n\n")[0].replace("\n", " ").strip()


@dataclass(frozen=True)
class Shape:
    """How a field's value is built: a scalar, a list, a mapping by id, or a record."""

    form: Literal["scalar", "list", "table", "record"]
    inner: Shape | None = None  # of a list's items, of a table's values
    record: type[Record] | None = None
    kind: str = ""  # of a scalar: "text", "date", "reference", "choice" …
    choices: tuple[str, ...] = ()
    ref: Ref | None = None  # of a scalar, or of a table's keys
    check: Check | None = field(default=None, compare=False)
    """Of a scalar that is no choice: what it reads its value with. Raises ``values.Refused``."""
    schema: Mapping[str, Any] | None = field(default=None, compare=False)
    """Of a scalar that is no choice: the JSON Schema of what may be written."""


@dataclass(frozen=True)
class FieldSpec:
    """A field of a record, with its type taken apart."""

    name: str  # in YAML
    attribute: str  # in Python
    shape: Shape
    meta: FieldMeta


@cache
def fields_of(record: type[Record]) -> dict[str, FieldSpec]:
    """The fields of a record by their YAML names, in the order of the catalogue."""
    shapes = _shapes(record)
    order = [name for name in record.declared if name != "visibility"]
    if "visibility" in record.declared:
        order.append("visibility")
    return {
        (name := yaml_name(attribute)): FieldSpec(
            name, attribute, shapes[attribute], record.declared[attribute].meta
        )
        for attribute in order
    }


def given_fields(record: Record) -> list[FieldSpec]:
    """The fields that were written, with something in them, in the order of the catalogue."""
    values = vars(record)
    specs = fields_of(type(record)).values()
    return [spec for spec in specs if _says(values.get(spec.attribute))]


def _says(value: Any) -> bool:
    return bool(value) or not (value is None or value == () or value == {} or value == "")


def _shapes(record: type[Record]) -> dict[str, Shape]:
    """The shapes of a record's fields, by their attributes.

    ``typing.get_type_hints`` would take a third of the time in which a file is linted: it reads
    each annotation anew, and there are but a few hundred different ones.
    """
    return {
        attribute: _written(kind.__module__, annotation)
        for kind in reversed(record.__mro__)
        for attribute, annotation in vars(kind).get("__annotations__", {}).items()
        if attribute in record.declared
    }


_LIST = re.compile(r"tuple\[(\w+), \.\.\.\]")


@cache
def _written(module: str, annotation: str) -> Shape:
    """The shape of an annotation as it is written in a module.

    Most are the name of a kind of value or record, or of a list of them: that is quickly told.
    """
    name = annotation.removesuffix(" | None")
    if many := _LIST.fullmatch(name):
        return Shape("list", inner=_written(module, many[1]))
    if name.isidentifier() and name not in vars(builtins):
        return _named(vars(sys.modules[module])[name])
    return _shape(eval(name, vars(sys.modules[module]), _SHAPES))  # noqa: S307 -- our own source


@cache
def _named(kind: Any) -> Shape:
    """The shape of a kind of value or record that has a name: many fields share each."""
    return _shape(kind)


def _shape(kind: Any) -> Shape:
    """The shape of a kind of value or record, if it is none itself."""
    if isinstance(kind, Shape):
        return kind
    if hasattr(kind, "__metadata__"):
        return _scalar(kind.__origin__, kind.__metadata__)
    return Shape("record", record=kind)


class _Shaped:
    """Makes a shape of what stands in brackets, where ``typing`` takes ten times as long."""

    def __init__(self, made: Callable[..., Shape]) -> None:
        self._made = made

    def __getitem__(self, inside: Any) -> Shape:
        return self._made(*inside) if isinstance(inside, tuple) else self._made(inside)


_SHAPES: Mapping[str, object] = {
    "Literal": _Shaped(lambda *words: Shape("scalar", kind="choice", choices=words)),
    "Annotated": _Shaped(lambda kind, *more: _scalar(kind.__origin__, (*kind.__metadata__, *more))),
    "tuple": _Shaped(lambda item, _: Shape("list", inner=_shape(item))),
    "dict": _Shaped(lambda key, value: Shape("table", inner=_shape(value), ref=_shape(key).ref)),
}


_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}


def _scalar(python: type, extras: Sequence[Any]) -> Shape:
    kind = next(extra.name for extra in extras if isinstance(extra, Kind))
    ref = next((extra for extra in reversed(extras) if isinstance(extra, Ref)), None)
    check = next(extra.check for extra in extras if isinstance(extra, Reads))
    given = next((extra.schema for extra in extras if isinstance(extra, Json)), None)
    schema = given or {"type": _JSON_TYPES[python]}
    return Shape("scalar", kind=kind, ref=ref, check=check, schema=schema)


_R = TypeVar("_R", bound=Record)


def made(kind: type[_R], values: dict[str, Any]) -> _R:
    """A record of values that were read, which become its own: nothing is looked at again."""
    record = _new(kind)
    _give(record, values)
    return record


_new, _give = object.__new__, vars(Record)["__dict__"].__set__


@cache
def empty(kind: type[_R]) -> _R:
    """The record of a kind in which nothing was given: one for all, since none ever changes."""
    return made(kind, {})


def records_of(record: type[Record]) -> Iterator[type[Record]]:
    """The record and every record within it, outermost first, each once."""
    seen: set[type[Record]] = set()
    waiting = [record]
    while waiting:
        current = waiting.pop(0)
        if current in seen:
            continue
        seen.add(current)
        yield current
        for spec in fields_of(current).values():
            shape: Shape | None = spec.shape
            while shape is not None:
                if shape.record is not None:
                    waiting.append(shape.record)
                shape = shape.inner
