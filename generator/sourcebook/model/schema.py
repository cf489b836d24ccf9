"""JSON Schemas of the sections, for editors: made from the same classes that read the files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Item, Record, Section, fields_of, records_of

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
    made = section.model_json_schema(by_alias=True)
    shapes = {record.__name__: record for record in records_of(section)}
    defs = {
        name: _mapping(shape, shapes.get(name)) for name, shape in made.pop("$defs", {}).items()
    }
    whole = {**_mapping(made, section), "title": section.title, "description": section.purpose()}
    return {"$schema": DIALECT, **whole, "$defs": defs}


def _mapping(made: Schema, record: type[Record] | None) -> Schema:
    """A record's schema, with examples, x- keys, and ``remove`` where layers merge by id."""
    schema = {key: value for key, value in made.items() if key != "title"}
    schema["properties"] = {
        name: _property(shape, record, name) for name, shape in made.get("properties", {}).items()
    }
    if record is not None and issubclass(record, Item):
        schema["properties"]["remove"] = _REMOVE
    return {**schema, "patternProperties": {"^x-": {}}}


def _property(made: Schema, record: type[Record] | None, name: str) -> Schema:
    schema = _relaxed({key: value for key, value in made.items() if key != "title"})
    spec = fields_of(record).get(name) if record is not None else None
    if spec is not None and spec.meta.example is not None:
        schema["examples"] = [_plain(spec.meta.example)]
    return schema


def _relaxed(node: Schema) -> Schema:
    """A value's schema as people write YAML: nothing as null, a reason for an empty list."""
    node = dict(node)
    if node.get("default") in (None, [], {}):
        node.pop("default", None)
    if "anyOf" in node:
        forms = [_relaxed_form(form) for form in node.pop("anyOf")]
    else:
        about = ("description", "default")
        rest = {key: node.pop(key) for key in tuple(node) if key not in about and key[:2] != "x-"}
        forms = [_relaxed_form(rest)]
    forms = [form for form in forms if form != _NULL]
    if forms[0].get("type") == "array":
        forms += _instead_of_list(forms[0])
    return {**node, **_nullable(forms)}


def _relaxed_form(node: Schema) -> Schema:
    """Lists of lists, and tables by id, on their own."""
    if node.get("type") == "array":
        return {**node, "items": _relaxed_form(node["items"])}
    if node.get("type") == "object" and isinstance(node.get("additionalProperties"), dict):
        return {**node, "patternProperties": {"^x-": {}}}
    return node


def _instead_of_list(array: Schema) -> list[Schema]:
    """What may stand in place of a list: why it is rightly empty, or its only item."""
    inner = array["items"]
    scalar = "$ref" not in inner and inner.get("type") not in ("array", "object")
    return [_NONE, inner] if scalar else [_NONE]


def _nullable(forms: list[Schema]) -> Schema:
    """The forms, and null beside them."""
    if len(forms) == 1 and "type" in forms[0] and "enum" not in forms[0]:
        types = forms[0]["type"]
        return {**forms[0], "type": [*([types] if isinstance(types, str) else types), "null"]}
    return {"anyOf": [*forms, _NULL]}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


_NULL: Schema = {"type": "null"}

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
