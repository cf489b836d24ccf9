"""All playbooks of a project as one value for other programs, and the schema of that value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sourcebook.exchange import json, portfolio
from sourcebook.model.fields import Audience
from sourcebook.model.playbook import Playbook
from sourcebook.model.schema import DIALECT, Schema

VERSION = "1.0"
"""Of the form: the first number changes when a program that reads it may have to change."""


def playbooks(
    books: Iterable[Playbook], as_of: dt.date, together: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """These editions of playbooks, as each site's ``playbook.json`` has them.

    ``together`` is what ``portfolio`` makes of all of them, which is internal; without it they are
    shared editions, which may be handed on.
    """
    edition = Audience.SHARED if together is None else Audience.INTERNAL
    return {
        "version": VERSION,
        "edition": edition.value,
        "as_of": as_of.isoformat(),
        **({} if together is None else {"portfolio": together}),
        "playbooks": [json.playbook_data(book, as_of) for book in books],
    }


def schema() -> Schema:
    """The JSON Schema (2020-12) of ``playbooks``."""
    playbook, whole = json.playbook_schema(), portfolio.schema()
    return {
        "$schema": DIALECT,
        "$id": f"urn:sourcebook:playbooks:{VERSION}",
        "title": "Playbooks",
        "description": "All playbooks of a project on one day, in one edition.",
        "type": "object",
        "properties": {
            "version": {"const": VERSION, "description": "Of this form."},
            "edition": {
                "enum": [audience.value for audience in Audience],
                "description": "`internal` holds everything, `shared` what both companies read.",
            },
            "as_of": {"type": "string", "format": "date"},
            "portfolio": {"$ref": whole["$id"]},
            "playbooks": {"type": "array", "items": {"$ref": playbook["$id"]}},
        },
        "required": ["version", "edition", "as_of", "playbooks"],
        "additionalProperties": False,
        "if": {"properties": {"edition": {"const": Audience.INTERNAL.value}}},
        "then": {"required": ["portfolio"]},
        "else": {"properties": {"portfolio": False}},
        "$defs": {"Playbook": playbook, "Portfolio": whole},
    }
