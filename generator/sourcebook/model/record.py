"""The shapes that sections are made of: records, items with an id, sections with an envelope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict

from sourcebook.model.fields import (
    Audience,
    FieldMeta,
    Group,
    many,
    need,
    optional,
    recommended,
    required,
)
from sourcebook.model.values import Count, Date, Id, Kind, Ref, RoleRef, Text

Check = Callable[[Any], Any]
"""Reads a scalar as YAML gives it: returns the value, or raises PydanticCustomError."""


def yaml_name(name: str) -> str:
    """The key in YAML of a field: Python's keywords carry a trailing underscore in the model."""
    return name.rstrip("_")


class Record(BaseModel):
    """A mapping with known keys, each of which may be absent.

    ``model.reading`` makes records field by field, so that one wrong value costs that value
    alone; JSON Schemas, for editors, come from the same annotations.
    """

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        alias_generator=yaml_name,
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,  # a record is built with the section around it, once
    )

    def given(self, name: str) -> bool:
        """Whether the field (by its YAML name) was written, with something in it."""
        spec = fields_of(type(self)).get(name)
        if spec is None or spec.attribute not in self.model_fields_set:
            return False
        value = getattr(self, spec.attribute)
        return value is not None and value != () and value != {} and value != ""


class Item(Record):
    """Something that can be pointed at: it has an id, unique in its kind, and an anchor."""

    kind: ClassVar[str]  # "role", "data class": as messages and references name it

    id: Id | None = need(required, "Permanent name of the item, unique in its kind.")
    visibility: Literal["shared", "internal"] | None = need(
        optional, "`internal` keeps the item out of the shared edition."
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
    """Of a scalar that is no choice: what it reads its value with. Raises PydanticCustomError."""


@dataclass(frozen=True)
class FieldSpec:
    """A field of a record as everything but pydantic sees it."""

    name: str  # in YAML
    attribute: str  # in Python
    shape: Shape
    meta: FieldMeta


@cache
def fields_of(record: type[Record]) -> dict[str, FieldSpec]:
    """The fields of a record by their YAML names, in the order of the catalogue."""
    order = [name for name in record.model_fields if name != "visibility"]
    if "visibility" in record.model_fields:
        order.append("visibility")
    specs = {}
    for attribute in order:
        info = record.model_fields[attribute]
        meta = next(m for m in info.metadata if isinstance(m, FieldMeta))
        name = yaml_name(attribute)
        specs[name] = FieldSpec(name, attribute, _shape(info.annotation, info.metadata), meta)
    return specs


def _shape(annotation: Any, extras: Sequence[Any] = ()) -> Shape:
    """The shape of an annotation; pydantic keeps the extras of an outermost ``Annotated`` apart."""
    if hasattr(annotation, "__metadata__"):
        return _scalar(annotation.__metadata__)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (UnionType, Union):
        return _shape(next(a for a in arguments if a is not type(None)), extras)
    if origin is tuple:
        return Shape("list", inner=_shape(arguments[0]))
    if origin is dict:
        return Shape("table", inner=_shape(arguments[1]), ref=_shape(arguments[0]).ref)
    if origin is Literal:
        return Shape("scalar", kind="choice", choices=arguments)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return Shape("record", record=annotation)
    return _scalar(extras)


def _scalar(extras: Sequence[Any]) -> Shape:
    kind = next(extra.name for extra in extras if isinstance(extra, Kind))
    ref = next((extra for extra in reversed(extras) if isinstance(extra, Ref)), None)
    check: Any = next(extra.func for extra in extras if isinstance(extra, BeforeValidator))
    return Shape("scalar", kind=kind, ref=ref, check=check)


_R = TypeVar("_R", bound=Record)


def made(kind: type[_R], values: dict[str, Any]) -> _R:
    """A record of values that were read: ``model_construct``, without what it checks each time."""
    record = kind.__new__(kind)
    put = object.__setattr__
    put(record, "__dict__", {**_defaults(kind), **values})
    put(record, "__pydantic_fields_set__", set(values))
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", None)
    return record


@cache
def empty(kind: type[_R]) -> _R:
    """The record of a kind in which nothing was given: one for all, since none ever changes."""
    return made(kind, {})


@cache
def _defaults(kind: type[Record]) -> dict[str, Any]:
    return {name: info.default for name, info in kind.model_fields.items()}


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
