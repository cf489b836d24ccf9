"""One section: what YAML gave becomes a typed section, whatever is wrong with it.

What does not belong is told and left out; all else stays (STR003, STR004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any, NamedTuple

from sourcebook.findings import Finding, KeyPath, Severity
from sourcebook.lean import dataclass
from sourcebook.model.fields import Need
from sourcebook.model.record import Record, Section, Shape, empty, fields_of, made
from sourcebook.model.straight import FAULTS, straight
from sourcebook.model.values import Refused
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
_GONE: Any = object()
"""In place of a value that was refused."""


@dataclass
class _Reader:
    source: SectionSource
    engagement: str
    reading: SectionReading

    def record(self, kind: type[Record], data: Any, at: _Where) -> Any:
        """What a record says: told at once where nothing is wrong in it, else place by place."""
        try:
            return straight(kind)(data)
        except FAULTS:
            return self._record(kind, data, at)

    def _record(self, kind: type[Record], data: Any, at: _Where) -> Any:
        if not isinstance(data, dict):
            return self._misplaced(
                data, at, "a mapping", "lines of 'field: value' below it, indented"
            )
        specs, values = fields_of(kind), {}
        for key, given in data.items():
            spec = specs.get(key)
            if spec is None:
                if key.startswith("x-"):
                    self.reading.extensions[(*at.source, key)] = given
                else:
                    self._unknown(kind, key, data, at)
            elif given is not None:
                value = self._value(spec.shape, given, _Where(at, key, key))
                if value is not _GONE:
                    values[spec.attribute] = value
        return made(kind, values)

    def _value(self, shape: Shape, data: Any, at: _Where) -> Any:
        if shape.record is not None:
            return self.record(shape.record, data, at)
        if shape.inner is None:
            return self._scalar(shape, data, at)
        return (self._items if shape.form == "list" else self._table)(shape.inner, data, at)

    def _scalar(self, shape: Shape, data: Any, at: _Where) -> Any:
        if shape.check is None:
            return data if data in shape.choices else self._no_choice(shape.choices, data, at)
        try:
            return shape.check(data)
        except Refused as error:
            return self._refuse(at, str(error), f"Write {error.remedy}.")

    def _table(self, inner: Shape, data: Any, at: _Where) -> Any:
        if not isinstance(data, dict):
            return self._misplaced(data, at, "a mapping", "lines of 'id: value' below it, indented")
        made = {}
        for key, given in data.items():
            if key.startswith("x-"):
                self.reading.extensions[(*at.source, key)] = given
            elif given is not None:
                value = self._value(inner, given, _Where(at, key, key))
                if value is not _GONE:
                    made[key] = value
        return made

    def _items(self, inner: Shape, data: Any, at: _Where) -> Any:
        if isinstance(data, dict) and set(data) == {"none"} and isinstance(data["none"], str):
            self.reading.nones[at.source] = data["none"]
            return ()
        if inner.form == "scalar" and not isinstance(data, list | dict):
            data = [data]
        if not isinstance(data, list):
            return self._misplaced(data, at, "a list", "lines that begin with '- ' below it")
        items: list[Any] = []
        indexes: list[int] = []
        for index, given in enumerate(data):
            value = _GONE
            if given is not None:
                value = self._value(inner, given, _Where(at, index, len(items)))
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
