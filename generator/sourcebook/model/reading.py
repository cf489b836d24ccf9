"""One section: what YAML gave becomes a typed section, whatever is wrong with it.

What does not belong is told and left out; all else stays (STR003, STR004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sourcebook.findings import Finding, KeyPath, Severity
from sourcebook.lean import dataclass
from sourcebook.model.fields import Need
from sourcebook.model.record import Check, Record, Section, Shape, empty, fields_of, made
from sourcebook.model.values import Refused, plain_text
from sourcebook.nearest import nearest
from sourcebook.source.keypaths import write_path
from sourcebook.source.loading import SectionSource


@dataclass
class SectionReading:
    """A typed section, and what reading it found out."""

    section: Section
    findings: list[Finding] = field(default_factory=list)
    extensions: dict[KeyPath, Any] = field(default_factory=dict)  # the x- keys
    nones: dict[KeyPath, str] = field(default_factory=dict)  # lists that are rightly empty: why
    shifts: dict[KeyPath, tuple[int, ...]] = field(default_factory=dict)
    """For each list that lost items, by its place in the model: where each item left was."""
    refused: set[KeyPath] = field(default_factory=set)
    """Places, by the source's indexes, where a finding of reading already speaks."""
    meant: set[KeyPath] = field(default_factory=set)
    """Places of fields that are not there, since their keys are misspelt."""


@lru_cache(maxsize=64)
def read_section(kind: type[Section], source: SectionSource, engagement: str) -> SectionReading:
    """The section of that kind that ``source`` gives; the same one each time."""
    reading = SectionReading(empty(kind))
    section = _Reader(source, engagement, reading).record(kind, source.data, _TOP)
    if isinstance(section, Section):
        reading.section = section
    return reading


class _Where(NamedTuple):
    """A place on both sides: they differ below a list that lost items.

    It is its last step, spelled out where somebody asks: of most places nobody does.
    """

    above: _Where | None = None
    step: str | int = ""  # in the source
    left: str | int = ""  # in the model

    @property
    def source(self) -> KeyPath:
        """The key path in the source."""
        return () if self.above is None else (*self.above.source, self.step)

    @property
    def model(self) -> KeyPath:
        """The key path in the model."""
        return () if self.above is None else (*self.above.model, self.left)


_TOP = _Where()
_below = tuple.__new__
"""Makes one in a third of the time that ``_Where()`` takes."""
_GONE: Any = object()
"""In place of a value that was refused."""


class _Known(dict[Any, Any]):
    """What a check makes of texts: the same names, days and words stand in many places."""

    def __init__(self, check: Check) -> None:
        self._check = check

    def __missing__(self, given: Any) -> Any:
        """The value of what is not known yet. Raises Refused."""
        value = self._check(given)
        if type(given) is str and len(given) <= _SHORT and len(self) < _MOST:
            self[given] = value
        return value


_SHORT, _MOST = 60, 4096


@cache
def _remembering(check: Check) -> Check:
    """A check that remembers: one for all fields that are read alike."""
    return _Known(check).__getitem__


class _Plan(NamedTuple):
    """How the value of a field is read, or of an item of a list, or of a table."""

    attribute: str
    shape: Shape
    read: Check | None  # if it is a scalar: raises Refused, or TypeError for a structure
    inner: _Plan | None


@cache
def _plans(kind: type[Record]) -> dict[str, _Plan]:
    """The fields of a record by their keys."""
    return {name: _plan(spec.attribute, spec.shape) for name, spec in fields_of(kind).items()}


def _plan(attribute: str, shape: Shape) -> _Plan:
    read = shape.check
    if shape.form == "scalar" and read is not plain_text:
        read = _remembering(read or _chosen(shape.choices))
    return _Plan(attribute, shape, read, _plan("", shape.inner) if shape.inner else None)


@cache
def _chosen(choices: tuple[str, ...]) -> Check:
    """What reads a choice."""

    def check(data: Any) -> Any:
        if data in choices:
            return data
        raise Refused("This is none of the words known here.", f"one of: {', '.join(choices)}")

    return check


@dataclass
class _Reader:
    source: SectionSource
    engagement: str
    reading: SectionReading

    def record(self, kind: type[Record], data: Any, at: _Where) -> Any:
        if not isinstance(data, dict):
            return self._misplaced(
                data, at, "a mapping", "lines of 'field: value' below it, indented"
            )
        plans, values = _plans(kind), {}
        for key, given in data.items():
            plan = plans.get(key)
            if plan is None:
                if key.startswith("x-"):
                    self.reading.extensions[(*at.source, key)] = given
                else:
                    self._unknown(kind, key, data, at)
            elif given is not None:
                read = plan.read
                if read is not None:
                    try:  # most values are scalars without a fault: their place need not be known
                        values[plan.attribute] = read(given)
                        continue
                    except (Refused, TypeError):
                        pass  # told below, with the place
                value = self.value(plan, given, _below(_Where, (at, key, key)))
                if value is not _GONE:
                    values[plan.attribute] = value
        return made(kind, values)

    def value(self, plan: _Plan, data: Any, at: _Where) -> Any:
        shape, inner = plan.shape, plan.inner
        if shape.record is not None:
            return self.record(shape.record, data, at)
        if inner is None:
            return self._scalar(shape, data, at)
        return (self._items if shape.form == "list" else self._table)(inner, data, at)

    def _scalar(self, shape: Shape, data: Any, at: _Where) -> Any:
        if shape.check is None:
            return data if data in shape.choices else self._no_choice(shape.choices, data, at)
        try:
            return shape.check(data)
        except Refused as error:
            return self._refuse(at, str(error), f"Write {error.remedy}.")

    def _table(self, inner: _Plan, data: Any, at: _Where) -> Any:
        if not isinstance(data, dict):
            return self._misplaced(data, at, "a mapping", "lines of 'id: value' below it, indented")
        made, read = {}, inner.read
        for key, given in data.items():
            if key.startswith("x-"):
                self.reading.extensions[(*at.source, key)] = given
            elif given is not None:
                if read is not None:
                    try:
                        made[key] = read(given)
                        continue
                    except (Refused, TypeError):
                        pass  # as above
                value = self.value(inner, given, _below(_Where, (at, key, key)))
                if value is not _GONE:
                    made[key] = value
        return made

    def _items(self, inner: _Plan, data: Any, at: _Where) -> Any:
        if isinstance(data, dict) and set(data) == {"none"} and isinstance(data["none"], str):
            self.reading.nones[at.source] = data["none"]
            return ()
        read = inner.read
        if read is not None and not isinstance(data, list | dict):
            data = [data]
        if not isinstance(data, list):
            return self._misplaced(data, at, "a list", "lines that begin with '- ' below it")
        if read is not None and None not in data:
            try:
                return tuple([read(given) for given in data])
            except (Refused, TypeError):
                pass  # one by one, then
        items: list[Any] = []
        indexes: list[int] = []
        for index, given in enumerate(data):
            value = _GONE
            if given is not None:
                value = self.value(inner, given, _below(_Where, (at, index, len(items))))
            if value is not _GONE:
                items.append(value)
                indexes.append(index)
        if len(items) != len(data):
            self.reading.shifts[at.model] = tuple(indexes)
        return tuple(items)

    def _unknown(self, kind: type[Record], key: str, data: dict[str, Any], at: _Where) -> None:
        """Tell of a key that is no field; the one that was meant is not told to be missing."""
        near = nearest(key, fields_of(kind))
        needed = False
        if near and near not in data:
            self.reading.meant.add((*at.source, near))
            needed = fields_of(kind)[near].meta.need is Need.REQUIRED
        hint = f" Did you mean '{near}'{', which is required' if needed else ''}?" if near else ""
        shown = write_path(self.source.data, at.source)
        where = f"{shown}: " if shown else ""
        self._tell(
            "STR003",
            "unknown-field",
            Severity.ERROR if needed else Severity.WARNING,
            (*at.source, key),
            f"{where}unknown field '{key}'.{hint} Use an x- prefix for local extensions.",
            fix=f"Rename '{key}' to '{near}'."
            if near
            else f"Remove '{key}', or name it 'x-{key}'.",
            key=True,
        )

    def _no_choice(self, choices: Sequence[str], data: Any, at: _Where) -> object:
        near = nearest(str(data), choices)
        hint = f" Did you mean '{near}'?" if near else ""
        listed = ", ".join(choices)
        return self._refuse(
            at,
            f"{_shown(data)} is not one of the words known here.{hint} Write one of: {listed}.",
            f"Write '{near}'." if near else f"Write one of: {listed}.",
        )

    def _misplaced(self, data: Any, at: _Where, expected: str, example: str) -> object:
        said = f"{_shown(data)} stands where {expected} is wanted. Write it as {example}."
        return self._refuse(at, said, f"Write {expected}.")

    def _refuse(self, at: _Where, message: str, fix: str) -> object:
        """Tell of one value that is left out."""
        where = write_path(self.source.data, at.source)
        self._tell(
            "STR004", "bad-type-or-unit", Severity.ERROR, at.source, f"{where}: {message}", fix=fix
        )
        return _GONE

    def _tell(
        self,
        code: str,
        slug: str,
        severity: Severity,
        path: KeyPath,
        message: str,
        *,
        fix: str,
        key: bool = False,
    ) -> None:
        self.reading.refused.add(path)
        self.reading.findings.append(
            Finding(
                code,
                slug,
                severity,
                message,
                self.source.place(path, key=key),
                self.engagement,
                self.source.key,
                write_path(self.source.data, path),
                fix=fix,
            )
        )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(getattr(value, "raw", value))
    return f"'{text if len(text) <= 60 else text[:57] + '…'}'"
