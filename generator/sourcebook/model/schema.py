"""JSON Schemas of the sections, for editors: made from the same classes that read the files."""

from __future__ import annotations

from typing import Any

from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Section

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def stem(key: str) -> str:
    """The name of a section's file without its ending: ``service-levels``."""
    return key.replace("_", "-")


def schemas() -> dict[str, dict[str, Any]]:
    """A schema for each section, by the stem of its file."""
    return {stem(key): schema_of(kind) for key, kind in SECTIONS.items()}


def schema_of(section: type[Section]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a section's file.

    Nothing is required in it: what is missing is the linter's to say, by phase and profile.
    """
    made = section.model_json_schema(by_alias=True)
    schema = {"$schema": DIALECT, **_relaxed(made), "title": section.title}
    schema["description"] = section.purpose()
    return schema


def _relaxed(node: Any) -> Any:
    """The schema as people write YAML: nothing as null, x- keys, a reason for an empty list."""
    if isinstance(node, list):
        return [_relaxed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    node = {key: _relaxed(value) for key, value in node.items()}
    if node.get("type") == "object" and node.get("additionalProperties") is False:
        node["patternProperties"] = {"^x-": {}}
        node.pop("title", None)
    if node.get("type") == "array":
        return _list(node)
    if "default" in node and node["default"] in (None, [], {}):
        del node["default"]
    if isinstance(node.get("anyOf"), list):
        return _nullable(node)
    return node


def _list(node: dict[str, Any]) -> dict[str, Any]:
    """A list; or, where it is rightly empty, ``{none: why}``; or one scalar for a list of one."""
    node.pop("default", None)
    about = {key: node.pop(key) for key in tuple(node) if key in ("title", "description") or key[:2] == "x-"}
    forms = [node, _NONE]
    inner = node.get("items", {})
    if isinstance(inner, dict) and "$ref" not in inner and inner.get("type") not in ("array", "object"):
        forms.append(inner)
    return {**about, "anyOf": forms}


_NONE = {
    "type": "object",
    "properties": {"none": {"type": "string", "description": "Why the list is rightly empty."}},
    "required": ["none"],
    "additionalProperties": False,
}


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    forms = node["anyOf"]
    real = [form for form in forms if form != {"type": "null"}]
    if len(forms) == 2 and len(real) == 1 and "$ref" not in real[0] and isinstance(
        real[0].get("type"), str
    ) and "enum" not in real[0]:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return {**real[0], **rest, "type": [real[0]["type"], "null"]}
    return node
