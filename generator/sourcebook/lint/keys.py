"""Keys that are misspelt, and what they were meant to be: found without libyaml in most files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sourcebook.findings import Edit, Finding, KeyPath, Place, Repair
from sourcebook.lint.shapes import record_at
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of
from sourcebook.nearest import nearest
from sourcebook.source.document import Document

_ANCHOR = re.compile(r"&\S+[ \t]+")


def renamed_key(document: Document, finding: Finding) -> Repair | None:
    """STR003: the nearest key that the mapping does not have yet, and no other may be meant as."""
    found = _found(document, finding)
    record = record_at(SECTIONS[finding.section], found[0][:-1]) if found else None
    if found is None or record is None or finding.place.line != finding.place.end_line:
        return None
    (path, beside), fields = found, fields_of(record)
    near = nearest(str(path[-1]), fields)
    rivals = (key for key in beside if key != path[-1] and key not in fields)
    if near is None or near in beside or any(nearest(key, fields) == near for key in rivals):
        return None
    return Repair(True, (Edit(_without_anchor(document, finding.place), near),))


def _found(document: Document, finding: Finding) -> tuple[KeyPath, dict[str, Any]] | None:
    """The path of the key that a finding speaks of, and the mapping around it.

    A key that stands there by a merge key is none: it is mended where it is written.
    """
    for path, mapping in _mappings(document.data, ()):
        for key in mapping:
            its = (*path, key)
            if finding.path.endswith(key) and document.place(its, key=True) == finding.place:
                written = document.borrowed.get(its, ())
                return None if written[-1:] == (key,) else (its, mapping)
    return None


def _mappings(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    if isinstance(data, dict):
        yield path, data
        for key, value in data.items():
            yield from _mappings(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _mappings(value, (*path, index))


def _without_anchor(document: Document, place: Place) -> Place:
    line = document.line(place.line)
    anchor = _ANCHOR.match(line, place.column - 1)
    return replace(place, column=place.column + len(anchor[0])) if anchor else place
