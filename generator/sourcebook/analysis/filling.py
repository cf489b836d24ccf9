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
from sourcebook.model.record import FieldSpec, Record, Shape, fields_of
from sourcebook.model.values import Refused

Steps = tuple["Steps", str | int] | tuple[()]
"""The steps from a section to a record, the last one outermost; its place is seldom asked for."""

Filled = tuple[FieldSpec, Any, Within]
"""A required or conditional field with something in it, or a reason for nothing: its value."""

Blank = tuple[Steps, FieldSpec, Within]
"""A field that may be asked for, with nothing in it: the record that lacks it."""


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


def filling(
    book: Playbook, section: str, *, values: bool = False, recommended: bool = False
) -> Filling:
    """What is filled and what is blank in a section; what the edition keeps back is neither.

    Required fields that are filled are counted only, unless their ``values`` are asked for. Those
    that are merely ``recommended`` are left out where nobody asks for them.
    """
    return _filling(book, section, values, recommended)


@lru_cache(maxsize=18)  # a rule asks it of each section, and then the score
def _filling(book: Playbook, section: str, values: bool, recommended: bool) -> Filling:
    found, record = Filling(0, [], []), book.section(section)
    walk = _Walk(book, section, found, exactly=values or book.is_shared, recommended=recommended)
    walk.look((), record, (record,))
    return found


class _Walk:
    def __init__(
        self, book: Playbook, section: str, found: Filling, *, exactly: bool, recommended: bool
    ) -> None:
        self._book, self._section, self._found = book, section, found
        self._exactly, self._shared, self._recommended = exactly, book.is_shared, recommended
        self._plans = _plans(recommended)
        self._presence = Presence(book)
        self._silent = self._presence.silent

    def look(self, steps: Steps, record: Record, within: Within) -> None:
        """Take in the fields of a record, and of those within it."""
        plan, values = self._plans[record.__class__], record.__dict__
        whole = not self._exactly and _whole(plan, values)
        for asked in plan.others if whole else plan.fields:
            if asked.need is not Need.OPTIONAL or values.get(asked.attribute):
                self._field(steps, record, within, asked)
        if whole:
            self._found.counted += len(plan.required)
            for attribute, name in plan.required_records:
                self._below((steps, name), values[attribute], within)

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
        if value.__class__ is tuple:
            for number, inner in enumerate(value):
                if self._exactly or not self._is_told(inner):
                    self.look((steps, number), inner, (*within, inner))
        elif isinstance(value, Record):
            self.look(steps, value, (*within, value))

    def _is_told(self, record: Record) -> bool:
        """Count the fields of a record that has no others, if all are filled: most such are."""
        plan = self._plans[record.__class__]
        told = plan.plain and _whole(plan, record.__dict__)
        if told:
            self._found.counted += len(plan.required)
        return told

    def _explained(self, steps: Steps, spec: FieldSpec) -> bool:
        return self._presence.explained(place(self._section, (steps, spec.name)))


_COUNTING = (Need.REQUIRED, Need.CONDITIONAL)


class _Asked(NamedTuple):
    """A field that may be asked for; those that are optional are not, but hold records."""

    attribute: str
    spec: FieldSpec
    need: Need
    holds_records: bool


class _Plan(NamedTuple):
    """The fields of a record that may be asked for, or that hold records whose fields may be."""

    fields: tuple[_Asked, ...]
    required: tuple[str, ...]  # the attributes of those that are
    texts: tuple[str, ...]  # of these, the texts that may be blank although they are there
    lists: tuple[str, ...]  # and the lists of such texts
    required_records: tuple[tuple[str, str], ...]  # attributes and names of those with records
    others: tuple[_Asked, ...]
    plain: bool  # whether all are required, and none holds records


class _Plans(dict[type[Record], _Plan]):
    """The plans of records by their kinds; each is made once it is needed."""

    def __init__(self, *, recommended: bool) -> None:
        self._recommended = recommended

    def __missing__(self, kind: type[Record]) -> _Plan:
        """The plan of another kind."""
        plan = self[kind] = _plan(kind, self._recommended)
        return plan


@cache
def _plans(recommended: bool) -> _Plans:
    return _Plans(recommended=recommended)


def _plan(kind: type[Record], recommended: bool) -> _Plan:
    fields = tuple(
        _Asked(spec.attribute, spec, need, holds_records)
        for name, spec in fields_of(kind).items()
        if name != "not_applicable"
        for need in (_need(spec, recommended),)
        for holds_records in ((spec.shape.inner or spec.shape).record is not None,)
        if holds_records or need is not Need.OPTIONAL
    )
    required = [asked for asked in fields if asked.need is Need.REQUIRED]
    records = tuple((attribute, spec.name) for attribute, spec, _, holds in required if holds)
    others = tuple(asked for asked in fields if asked not in required)
    return _Plan(
        fields,
        tuple(attribute for attribute, *_ in required),
        tuple(attribute for attribute, spec, *_ in required if _may_be_blank(spec.shape)),
        tuple(attribute for attribute, spec, *_ in required if _may_be_blank(spec.shape.inner)),
        records,
        others,
        plain=not records and not others,
    )


def _need(spec: FieldSpec, recommended: bool) -> Need:
    """How much a field is wanted, where what is recommended may be as good as optional."""
    need = spec.meta.need
    return Need.OPTIONAL if need is Need.RECOMMENDED and not recommended else need


def _whole(plan: _Plan, values: Mapping[str, Any]) -> bool:
    """Whether none of the required fields of a record is blank: most records have them all."""
    if not all(map(values.get, plan.required)):  # 0 and false are values as well
        return not any(blank(values.get(attribute)) for attribute in plan.required)
    if any(map(str.isspace, map(values.__getitem__, plan.texts))):
        return False
    return not plan.lists or not any(blank(values[attribute]) for attribute in plan.lists)


def _may_be_blank(shape: Shape | None) -> bool:
    """Whether a scalar of a shape may be blank although it is there."""
    try:
        return shape is not None and shape.check is not None and blank(shape.check("  "))
    except Refused:
        return False
