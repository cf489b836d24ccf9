"""All engagements together, for other programs: JSON with its schema, a register in CSV."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sourcebook.analysis.members import Sitting, Spot
from sourcebook.analysis.portfolio import Dependence, Portfolio
from sourcebook.analysis.register import COLUMNS
from sourcebook.findings import Finding
from sourcebook.model.schema import DIALECT, Schema
from sourcebook.render.dossier import Dossier

VERSION = "1.0"
"""Of the form: the first number changes when a program that reads it may have to change."""

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def portfolio(
    dossiers: Sequence[Dossier], findings: Iterable[Finding], as_of: dt.date
) -> dict[str, Any]:
    """Every engagement with what is known of it, who depends on whom, and PRT findings."""
    whole = Portfolio(tuple(its.member for its in dossiers), as_of)
    return {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "engagements": [_shape(its) for its in dossiers],
        "concentration": {
            "vendors": [_dependence(its) for its in whole.vendors()],
            "countries": [_dependence(its) for its in whole.countries()],
            "subcontractors": [_dependence(its) for its in whole.suppliers()],
        },
        "findings": [
            {
                "code": its.code,
                "severity": its.severity.word,
                "message": its.message,
                "file": its.place.file,
                "line": its.place.line,
            }
            for its in findings
        ],
    }


def schema() -> Schema:
    """The JSON Schema (2020-12) of ``portfolio``."""
    depends = {"type": "array", "items": {"$ref": "#/$defs/Dependence"}}
    defs: dict[str, Schema] = {
        "Dependence": _object(
            {"name": _TEXT, "engagements": _TEXTS, "critical": _TEXTS},
            "A company or country, the engagements that depend on it, and the critical ones.",
        ),
        "Finding": _object(
            {
                "code": _TEXT,
                "severity": {"enum": ["error", "warning", "info"]},
                "message": _TEXT,
                "file": _TEXT,
                "line": {"type": "integer"},
            },
            "Something that only all engagements together show.",
        ),
    }
    engagement = _described(Dossier, defs)
    return {
        "$schema": DIALECT,
        "$id": f"urn:sourcebook:portfolio:{VERSION}",
        "title": "Portfolio",
        "description": "All engagements of a project on one day. Internal.",
        **_object(
            {
                "version": {"const": VERSION, "description": "Of this form."},
                "as_of": {**_TEXT, "format": "date"},
                "engagements": {"type": "array", "items": engagement},
                "concentration": _object(
                    {"vendors": depends, "countries": depends, "subcontractors": depends}
                ),
                "findings": {"type": "array", "items": {"$ref": "#/$defs/Finding"}},
            }
        ),
        "$defs": defs,
    }


def register_csv(dossiers: Iterable[Dossier], *, everything: bool = False) -> str:
    """The register of information (RFC 4180), a line a provider; its first line names the columns.

    Engagements without a financial entity of the EU are left out, unless ``everything`` is wanted.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(column.name for column in COLUMNS)
    for its in dossiers:
        for line in its.register:
            if line.applies or everything:
                writer.writerow(_inert(cell) for cell in line.cells)
    return out.getvalue()


def gaps(dossiers: Iterable[Dossier]) -> list[str]:
    """What is missing in the register, a sentence for each column that has empty cells."""
    lines = [line for its in dossiers for line in its.register if line.applies]
    empty = {
        column: sum(not line.cells[number] for line in lines)
        for number, column in enumerate(COLUMNS)
    }
    return [
        f"{column.name} is missing in {count} of {len(lines)} lines: {column.field}."
        for column, count in empty.items()
        if count
    ]


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _dependence(its: Dependence) -> Mapping[str, Any]:
    return {
        "name": its.name,
        "engagements": [part.member.slug for part in its.parts],
        "critical": [part.member.slug for part in its.critical],
    }


def _shape(value: Any) -> Any:
    if isinstance(value, Spot):
        place = value.place
        return {
            "file": place.file,
            "line": place.line,
            "section": value.section,
            "path": value.path,
        }
    if dataclasses.is_dataclass(value):
        return {each.name: _shape(getattr(value, each.name)) for each in _told(type(value))}
    if isinstance(value, tuple):
        return [_shape(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _told(kind: Any) -> list[dataclasses.Field[Any]]:
    """The fields that leave: not every single time of every meeting."""
    hints = get_type_hints(kind)
    return [each for each in dataclasses.fields(kind) if hints[each.name] != tuple[Sitting, ...]]


def _object(properties: Mapping[str, Any], description: str = "") -> Schema:
    made: dict[str, Any] = {"description": description} if description else {}
    return {
        **made,
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _described(kind: Any, defs: dict[str, Schema]) -> Schema:
    """The schema of a kind of value; those of records go to ``defs``, under their names."""
    if kind is Spot:
        return _object(
            {"file": _TEXT, "line": {"type": "integer"}, "section": _TEXT, "path": _TEXT},
            "Where it stands in the playbooks.",
        )
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if kind.__name__ not in defs:
            defs[kind.__name__] = {}
            hints = get_type_hints(kind)
            fields = {each.name: _described(hints[each.name], defs) for each in _told(kind)}
            defs[kind.__name__] = _object(fields, " ".join((kind.__doc__ or "").split()))
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _described(get_args(kind)[0], defs)}
    if get_origin(kind) in (Union, UnionType):
        inner = next(part for part in get_args(kind) if part is not NoneType)
        return {"anyOf": [_described(inner, defs), {"type": "null"}]}
    return _SIMPLE[kind]


_SIMPLE: Mapping[Any, Schema] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    dt.date: {**_TEXT, "format": "date"},
}


def written(value: Mapping[str, Any]) -> str:
    """As a file holds it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
