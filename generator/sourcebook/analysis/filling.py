"""Which fields are filled, and which of those that somebody may ask for are blank."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from sourcebook.analysis.conditions import Within
from sourcebook.analysis.presence import Presence, blank
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Record, fields_of

Steps = tuple["Steps", str | int] | tuple[()]
"""The steps from a section to a record, the last one outermost; its place is seldom asked for."""

Filled = tuple[FieldSpec, Any, Within]
"""A required or conditional field with something in it, or a reason for nothing: its value."""

Blank = tuple[Steps, FieldSpec, Within]
"""A required, conditional or recommended field with nothing in it: the record that lacks it."""


class Filling(NamedTuple):
    """The fields of a section, and of all records within it, in the order of the catalogue."""

    filled: list[Filled]
    blank: list[Blank]


def place(section: str, steps: Steps) -> At:
    """The place that steps lead to."""
    keys: list[str | int] = []
    while steps:
        steps, step = steps
        keys.append(step)
    return At(section, tuple(reversed(keys)))


@lru_cache(maxsize=18)  # a rule asks it of each section, and then the score
def filling(book: Playbook, section: str) -> Filling:
    """What is filled and what is blank in a section; what the edition keeps back is neither."""
    found, record = Filling([], []), book.section(section)
    _Walk(book, section, found).look((), record, (record,))
    return found


class _Walk:
    def __init__(self, book: Playbook, section: str, found: Filling) -> None:
        self._book, self._section, self._shared = book, section, book.is_shared
        self._presence = Presence(book)
        self._silent = self._presence.silent
        self._fill, self._miss = found.filled.append, found.blank.append

    def look(self, steps: Steps, record: Record, within: Within) -> None:
        """Take in the fields of a record, and of those within it."""
        for attribute, spec, need, holds_records in _that_matter(type(record)):
            if self._shared and self._book.withholds(place(self._section, (steps, spec.name))):
                continue
            value = getattr(record, attribute)
            if holds_records and value:
                if need in _ASKED:
                    self._fill((spec, value, within))
                below = (steps, spec.name)
                if isinstance(value, Record):
                    self.look(below, value, (*within, value))
                elif isinstance(value, tuple):
                    for number, inner in enumerate(value):
                        self.look((below, number), inner, (*within, inner))
            elif need is not Need.OPTIONAL:
                if blank(value) and (self._silent or not self._explained(steps, spec)):
                    self._miss((steps, spec, within))
                elif need is not Need.RECOMMENDED:
                    self._fill((spec, value, within))

    def _explained(self, steps: Steps, spec: FieldSpec) -> bool:
        return self._presence.explained(place(self._section, (steps, spec.name)))


_ASKED = (Need.REQUIRED, Need.CONDITIONAL)


@cache
def _that_matter(kind: type[Record]) -> tuple[tuple[str, FieldSpec, Need, bool], ...]:
    """The fields that may be asked for, or that hold records whose fields may be."""
    return tuple(
        (spec.attribute, spec, spec.meta.need, holds_records)
        for name, spec in fields_of(kind).items()
        if (holds_records := (spec.shape.inner or spec.shape).record is not None)
        or spec.meta.need is not Need.OPTIONAL
        if name != "not_applicable"
    )
