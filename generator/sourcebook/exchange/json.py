"""``playbook.json``: a playbook for programs, and the schema that says what is in it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from sourcebook.model.fields import Audience
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import Record, fields_of
from sourcebook.model.schema import DIALECT, Schema, schema_of, stem

PATH, SCHEMA_PATH = "playbook.json", "playbook.schema.json"

VERSION = "1.0"
"""Of the form: the first number changes when a program that reads it may have to change."""


def playbook_json(book: Playbook, as_of: dt.date) -> bytes:
    """The playbook as the file that ``SCHEMA_PATH`` describes."""
    return _written({"$schema": SCHEMA_PATH, **playbook_data(book, as_of)})


def playbook_data(book: Playbook, as_of: dt.date) -> dict[str, Any]:
    """The playbook for programs: what is given, under the names of its files.

    Dates are ``2026-11-22``, times ``09:30``. A list that is rightly empty is ``{"none": why}``.
    """
    edition = Audience.SHARED if book.is_shared else Audience.INTERNAL
    kept = {key: kind for key, kind in SECTIONS.items() if not book.withholds(At(key))}
    return {
        "version": VERSION,
        "slug": book.slug,
        "name": book.name,
        "edition": edition.value,
        "as_of": as_of.isoformat(),
        "states": {stem(key): book.state(key).value for key in kept},
        "sections": {
            stem(key): _section(book, key)
            for key in kept
            if book.state(key) in (State.PRESENT, State.WAIVED)
        },
    }


def _section(book: Playbook, key: str) -> dict[str, Any]:
    return _Noted(book, key).mapping(At(key), book.section(key))


def _bare_mapping(record: Record) -> dict[str, Any]:
    """A record with nothing beside its fields: no reason for a list that is empty, no ``x-`` key.

    Nobody needs to know where in the playbook it stands.
    """
    given, found = vars(record), dict[str, Any]()
    for name, attribute in _names(type(record)):
        value = given.get(attribute)
        if value.__class__ is str:
            if value:
                found[name] = value
        elif value is not None and not _is_nothing(value):
            found[name] = _bare(value)
    return found


def _is_nothing(value: Any) -> bool:
    return isinstance(value, tuple | dict) and not value


@cache
def _names(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    return tuple((name, spec.attribute) for name, spec in fields_of(kind).items())


def _bare(value: Any) -> Any:
    if value.__class__ is str:
        return value
    if isinstance(value, Record):
        return _bare_mapping(value)
    if isinstance(value, tuple):
        return [_bare(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items()}
    return _plain(value)


class _Noted:
    """A section with what was noted beside its fields; most of it has nothing beside it."""

    def __init__(self, book: Playbook, section: str) -> None:
        self._book = book
        noted = (
            at.keys
            for notes in (book.notes.nones, book.notes.extensions)
            for at in notes
            if at.section == section
        )
        self._around = {keys[:depth] for keys in noted for depth in range(len(keys) + 1)}

    def mapping(self, at: At, record: Record) -> dict[str, Any]:
        """A record, and the ``x-`` keys beside its fields."""
        if self._book.in_source(at) not in self._around:
            return _bare_mapping(record)
        return {**dict(self._given(at, record)), **_extensions(self._book, at)}

    def _given(self, at: At, record: Record) -> Iterator[tuple[str, Any]]:
        for name, spec in fields_of(type(record)).items():
            if (reason := self._book.none_reason(at / name)) is not None:
                yield name, {"none": reason}
            elif record.given(name):
                yield name, self._value(at / name, getattr(record, spec.attribute))

    def _value(self, at: At, value: Any) -> Any:
        if self._book.in_source(at) not in self._around:
            return _bare(value)
        if isinstance(value, Record):
            return self.mapping(at, value)
        if isinstance(value, tuple):
            return [self._value(at / number, inner) for number, inner in enumerate(value)]
        if isinstance(value, dict):
            inside = {
                key: self._value(At(at.section, (*at.keys, key)), inner)
                for key, inner in value.items()
            }
            return {**inside, **_extensions(self._book, at)}
        return _plain(value)


def _extensions(book: Playbook, at: At) -> dict[str, Any]:
    return {key: _plain(value) for key, value in book.extensions(at).items()}


def _plain(value: Any) -> Any:
    """A value as JSON has it; those of ``x-`` keys may be of any shape."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def playbook_schema() -> Schema:
    """The JSON Schema (2020-12) of ``playbook.json``; each section's is that of its file."""
    about = {stem(key): _embedded(key) for key in SECTIONS}
    text, states = {"type": "string"}, [state.value for state in State]
    return {
        "$schema": DIALECT,
        "$id": f"urn:sourcebook:playbook:{VERSION}",
        "title": "Playbook",
        "description": "An outsourcing engagement: one edition of its playbook on one day.",
        "type": "object",
        "properties": {
            "$schema": text,
            "version": {"const": VERSION, "description": "Of this form."},
            "slug": {**text, "description": "Name of the engagement's folder."},
            "name": {**text, "description": "What the engagement is called."},
            "edition": {
                "enum": [audience.value for audience in Audience],
                "description": "`internal` holds everything, `shared` what both companies read.",
            },
            "as_of": {**text, "format": "date", "description": "Day for which it was written."},
            "states": {
                "type": "object",
                "description": "What there is of each section; those kept back are left out.",
                "propertyNames": {"enum": list(about)},
                "additionalProperties": {"enum": states},
            },
            "sections": {
                "type": "object",
                "description": "The sections that are there, each as in its file.",
                "properties": {name: {"$ref": schema["$id"]} for name, schema in about.items()},
                "additionalProperties": False,
            },
        },
        "required": ["version", "slug", "name", "edition", "as_of", "states", "sections"],
        "additionalProperties": False,
        "$defs": about,
    }


@cache
def schema_json() -> bytes:
    """``playbook_schema`` as the file that lies beside ``playbook.json``."""
    return _written(playbook_schema())


def _embedded(key: str) -> Schema:
    """A section's schema as a resource of its own within another one."""
    return {"$id": f"urn:sourcebook:section:{stem(key)}:{VERSION}", **schema_of(SECTIONS[key])}


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
