"""Which fields are filled, and which of those that somebody may ask for are blank."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sourcebook.analysis.conditions import Within
from sourcebook.analysis.presence import Presence, blank
from sourcebook.lean import dataclass
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


@dataclass
class Filling:
    """The fields of a section, and of all records within it, in the order of the catalogue."""

    counted: int  # required fields that are filled, and not among these:
    filled: list[Filled]
    blank: list[Blank]


def place(section: str, steps: Steps) -> At:
    """The place that steps lead to."""
    keys: list[str | int] = []
    while steps:
        steps, step = steps
        keys.append(step)
    return At(section, tuple(reversed(keys)))


def filling(book: Playbook, section: str, *, values: bool = False) -> Filling:
    """What is filled and what is blank in a section; what the edition keeps back is neither.

    Required fields that are filled are counted only, unless their ``values`` are asked for.
    """
    return _filling(book, section, values)


@lru_cache(maxsize=18)  # a rule asks it of each section, and then the score
def _filling(book: Playbook, section: str, values: bool) -> Filling:
    found, record = Filling(0, [], []), book.section(section)
    _Walk(book, section, found, exactly=values or book.is_shared).look((), record, (record,))
    return found


class _Walk:
    def __init__(self, book: Playbook, section: str, found: Filling, *, exactly: bool) -> None:
        self._book, self._section, self._found = book, section, found
        self._exactly, self._shared = exactly, book.is_shared
        self._presence = Presence(book)
        self._silent = self._presence.silent

    def look(self, steps: Steps, record: Record, within: Within) -> None:
        """Take in the fields of a record, and of those within it."""
        plan = _plan(type(record))
        if self._exactly or not _whole(plan.required, vars(record)):
            for asked in plan.fields:
                self._field(steps, record, within, asked)
            return
        self._found.counted += len(plan.required)
        for asked in plan.others:
            self._field(steps, record, within, asked)
        for attribute, name in plan.required_records:
            self._below((steps, name), getattr(record, attribute), within)

    def _field(self, steps: Steps, record: Record, within: Within, asked: _Asked) -> None:
        attribute, spec, need, holds_records = asked
        if self._shared and self._book.withholds(place(self._section, (steps, spec.name))):
            return
        value = getattr(record, attribute)
        if holds_records and value:
            if need in _COUNTING:
                self._found.filled.append((spec, value, within))
            self._below((steps, spec.name), value, within)
        elif need is not Need.OPTIONAL:
            if blank(value) and (self._silent or not self._explained(steps, spec)):
                self._found.blank.append((steps, spec, within))
            elif need is not Need.RECOMMENDED:
                self._found.filled.append((spec, value, within))

    def _below(self, steps: Steps, value: Any, within: Within) -> None:
        """Take in the records of a field that holds some."""
        if isinstance(value, tuple):
            for number, inner in enumerate(value):
                self.look((steps, number), inner, (*within, inner))
        elif isinstance(value, Record):
            self.look(steps, value, (*within, value))

    def _explained(self, steps: Steps, spec: FieldSpec) -> bool:
        return self._presence.explained(place(self._section, (steps, spec.name)))


_COUNTING = (Need.REQUIRED, Need.CONDITIONAL)

_Asked = tuple[str, FieldSpec, Need, bool]
"""A field: its attribute, what is known of it, how much it is wanted, whether it holds records."""


class _Plan(NamedTuple):
    """The fields of a record that may be asked for, or that hold records whose fields may be."""

    fields: tuple[_Asked, ...]
    required: tuple[str, ...]  # the attributes of those that are
    required_records: tuple[tuple[str, str], ...]  # attributes and names of those with records
    others: tuple[_Asked, ...]


@cache
def _plan(kind: type[Record]) -> _Plan:
    fields = tuple(
        (spec.attribute, spec, spec.meta.need, holds_records)
        for name, spec in fields_of(kind).items()
        if (holds_records := (spec.shape.inner or spec.shape).record is not None)
        or spec.meta.need is not Need.OPTIONAL
        if name != "not_applicable"
    )
    required = [asked for asked in fields if asked[2] is Need.REQUIRED]
    return _Plan(
        fields,
        tuple(attribute for attribute, *_ in required),
        tuple((attribute, spec.name) for attribute, spec, _, holds in required if holds),
        tuple(asked for asked in fields if asked not in required),
    )


def _whole(required: tuple[str, ...], values: Mapping[str, Any]) -> bool:
    """Whether none of the required fields of a record is blank: most records have them all."""
    for attribute in required:
        value = values.get(attribute)
        kind = value.__class__
        if kind is str:
            if not value or value.isspace():
                return False
        elif value is None or ((kind is tuple or kind is dict) and blank(value)):
            return False
    return True
