"""JSON Schemas of the sections, for editors: made from the same classes that read the files."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import (
    FieldSpec,
    Item,
    Record,
    Section,
    Shape,
    fields_of,
    records_of,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def stem(key: str) -> str:
    """The name of a section's file without its ending: ``service-levels``."""
    return key.replace("_", "-")


def schemas() -> dict[str, Schema]:
    """A schema for each section, by the stem of its file, and one for ``layer.yaml``."""
    return {**{stem(key): schema_of(kind) for key, kind in SECTIONS.items()}, "layer": _LAYER}


def schema_of(section: type[Section]) -> Schema:
    """The JSON Schema (2020-12) of a section's file.

    Nothing is required in it: what is missing is the linter's to say, by phase and profile.
    """
    inner = [record for record in records_of(section) if record is not section]
    return {
        "$schema": DIALECT,
        **_mapping(section),
        "title": section.title,
        "description": section.purpose(),
        "$defs": {record.__name__: _mapping(record) for record in inner},
    }


def _mapping(record: type[Record]) -> Schema:
    """A record's schema, with x- keys, and ``remove`` where layers merge by id."""
    properties = {name: _property(record, spec) for name, spec in fields_of(record).items()}
    if issubclass(record, Item):
        properties["remove"] = _REMOVE
    return {
        "type": "object",
        "description": inspect.cleandoc(record.__doc__ or ""),
        "properties": properties,
        "additionalProperties": False,
        "patternProperties": {"^x-": {}},
    }


def _property(record: type[Record], spec: FieldSpec) -> Schema:
    """A field as people write it in YAML: nothing as null, a reason for an empty list."""
    meta, default = spec.meta, record.declared[spec.attribute].default
    about = {
        "description": meta.description,
        "default": default if default not in _NO_DEFAULT else None,
        "x-need": meta.need.value,
        "x-unit": meta.unit,
        "x-required-when": meta.when,
        "x-audience": meta.audience.value if meta.audience else "",
        "examples": [_plain(meta.example)] if meta.example is not None else None,
    }
    schema = {key: value for key, value in about.items() if value not in (None, "")}
    forms = [_form(spec.shape)]
    if spec.shape.inner is not None and spec.shape.form == "list":
        forms += [_NONE, _form(spec.shape.inner)][: 2 if spec.shape.inner.form == "scalar" else 1]
    return {**schema, "anyOf": [*forms, _NOTHING]}


def _form(shape: Shape) -> Schema:
    """What may stand for a value of that shape."""
    if shape.record is not None:
        return {"$ref": f"#/$defs/{shape.record.__name__}"}
    if shape.inner is None:
        choice = {"type": "string", "enum": list(shape.choices)}
        return dict(shape.schema) if shape.schema is not None else choice
    inner = _form(shape.inner)
    if shape.form == "list":
        return {"type": "array", "items": inner}
    return {"type": "object", "additionalProperties": inner, "patternProperties": {"^x-": {}}}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


_NO_DEFAULT: tuple[Any, ...] = (None, (), {})

_NULL: Schema = {"type": "null"}

_NOTHING: Schema = {"not": {"type": ["string", "number", "boolean", "object", "array"]}}
"""Null in words that an editor does not offer as something to fill in."""

_NONE: Schema = {
    "type": "object",
    "properties": {"none": {"type": "string", "description": "Why the list is rightly empty."}},
    "required": ["none"],
    "additionalProperties": False,
}

_REMOVE: Schema = {
    "type": "boolean",
    "description": "`true` drops the item of this id that a layer gives.",
}

_WORDS: Schema = {"type": ["string", "number"]}

_LAYER: Schema = {
    "$schema": DIALECT,
    "title": "Layer",
    "description": "What several engagements have in common, and who keeps it.",
    "type": "object",
    "properties": {
        "title": {**_WORDS, "description": "Name of the layer."},
        "purpose": {**_WORDS, "description": "What it is for, and for which engagements."},
        "owner": {**_WORDS, "description": "Who keeps it."},
        "extends": {
            "description": "Layers that it builds on, the later ones on top.",
            "anyOf": [{"type": "array", "items": _WORDS}, _WORDS, _NULL],
        },
        "lessons": {
            "description": "What engagements have taught that goes into the next ones.",
            "anyOf": [{"type": "array"}, _NONE, _NULL],
        },
    },
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
}
