"""One section: what YAML gave becomes a typed section, whatever is wrong with it.

What does not belong is told and left out; all else stays (STR003, STR004).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sourcebook.findings import Finding, KeyPath, Severity
from sourcebook.model.record import Record, Section, Shape, fields_of
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
    """For each list that lost items: the index in the source of each one left."""
    refused: set[KeyPath] = field(default_factory=set)
    """Places, by the source's indexes, where a finding of reading already speaks."""


class _Items(list[Any]):
    """A list on its way to the model that knows which item of the source each of its own was."""

    def __init__(self) -> None:
        super().__init__()
        self.indexes: list[int] = []


def read_section(kind: type[Section], source: SectionSource, engagement: str) -> SectionReading:
    """The section of that kind that ``source`` gives."""
    reading = SectionReading(kind())
    reader = _Reader(source, engagement, reading)
    prepared = reader.record(kind, source.data, ())
    while True:
        try:
            section = kind.model_validate(_frozen(prepared))
            break
        except ValidationError as error:
            for fault in reversed(error.errors(include_url=False)):
                reader.refuse(prepared, fault)
            _compact(prepared)
    reading.section = section
    reading.shifts = dict(_shifts(prepared, ()))
    return reading


@dataclass
class _Reader:
    source: SectionSource
    engagement: str
    reading: SectionReading

    def record(self, kind: type[Record], data: Any, path: KeyPath) -> Any:
        if not isinstance(data, dict):
            return data
        specs, kept = fields_of(kind), {}
        for key, value in data.items():
            if key.startswith("x-"):
                self.reading.extensions[(*path, key)] = value
            elif key not in specs:
                self._unknown(kind, key, path)
            elif value is not None:
                kept[key] = self.value(specs[key].shape, value, (*path, key))
        return kept

    def value(self, shape: Shape, data: Any, path: KeyPath) -> Any:
        if shape.form == "record" and shape.record is not None:
            return self.record(shape.record, data, path)
        if shape.form == "table" and shape.inner is not None and isinstance(data, dict):
            inner = shape.inner
            return {
                key: self.value(inner, value, (*path, key))
                for key, value in data.items()
                if value is not None and not self._extension(key, value, path)
            }
        if shape.form == "list" and shape.inner is not None:
            return self._items(shape.inner, data, path)
        return data

    def _extension(self, key: str, value: Any, path: KeyPath) -> bool:
        if not key.startswith("x-"):
            return False
        self.reading.extensions[(*path, key)] = value
        return True

    def _items(self, inner: Shape, data: Any, path: KeyPath) -> Any:
        if isinstance(data, dict) and set(data) == {"none"} and isinstance(data["none"], str):
            self.reading.nones[path] = data["none"]
            return _Items()
        if inner.form == "scalar" and not isinstance(data, list | dict):
            data = [data]
        if not isinstance(data, list):
            return data
        items = _Items()
        for index, value in enumerate(data):
            if value is not None:
                items.append(self.value(inner, value, (*path, index)))
                items.indexes.append(index)
        return items

    def _unknown(self, kind: type[Record], key: str, path: KeyPath) -> None:
        near = nearest(key, fields_of(kind))
        hint = f" Did you mean '{near}'?" if near else ""
        shown = write_path(self.source.data, path)
        where = f"{shown}: " if shown else ""
        self._tell(
            "STR003",
            "unknown-field",
            Severity.WARNING,
            (*path, key),
            f"{where}unknown field '{key}'.{hint} Use an x- prefix for local extensions.",
            fix=f"Rename '{key}' to '{near}'."
            if near
            else f"Remove '{key}', or name it 'x-{key}'.",
            key=True,
        )

    def refuse(self, prepared: Any, fault: Any) -> None:
        """Tell of one value that pydantic refused, and take it out of what is prepared."""
        steps = tuple(step for step in fault["loc"] if step != "[key]")
        holder, parents = prepared, list[Any]()
        path: list[str | int] = []
        for step in steps:
            parents.append(holder)
            if isinstance(holder, _Items) and isinstance(step, int):
                path.append(holder.indexes[step])
            else:
                path.append(step)
            holder = holder[step] if isinstance(holder, dict | list) else None
        parents[-1][steps[-1]] = _GONE
        place = tuple(path)
        message, fix = _explained(fault)
        self._tell(
            "STR004",
            "bad-type-or-unit",
            Severity.ERROR,
            place,
            f"{write_path(self.source.data, place)}: {message}",
            fix=fix,
        )

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


_GONE = object()


def _compact(prepared: Any) -> None:
    if isinstance(prepared, dict):
        for key in [key for key, value in prepared.items() if value is _GONE]:
            del prepared[key]
        for value in prepared.values():
            _compact(value)
    elif isinstance(prepared, _Items):
        kept = [i for i, value in enumerate(prepared) if value is not _GONE]
        prepared[:], prepared.indexes[:] = (
            [prepared[i] for i in kept],
            [prepared.indexes[i] for i in kept],
        )
        for value in prepared:
            _compact(value)


def _frozen(prepared: Any) -> Any:
    if isinstance(prepared, dict):
        return {key: _frozen(value) for key, value in prepared.items()}
    if isinstance(prepared, _Items):
        return tuple(_frozen(value) for value in prepared)
    return prepared


def _shifts(prepared: Any, path: KeyPath) -> list[tuple[KeyPath, tuple[int, ...]]]:
    found: list[tuple[KeyPath, tuple[int, ...]]] = []
    if isinstance(prepared, dict):
        for key, value in prepared.items():
            found += _shifts(value, (*path, key))
    elif isinstance(prepared, _Items):
        if prepared.indexes != list(range(len(prepared))):
            found.append((path, tuple(prepared.indexes)))
        for index, value in enumerate(prepared):
            found += _shifts(value, (*path, index))
    return found


_EXPECTED = {
    "model_type": ("a mapping", "lines of 'field: value' below it, indented"),
    "model_attributes_type": ("a mapping", "lines of 'field: value' below it, indented"),
    "dict_type": ("a mapping", "lines of 'id: value' below it, indented"),
    "tuple_type": ("a list", "lines that begin with '- ' below it"),
}


def _explained(fault: Any) -> tuple[str, str]:
    """The message of a refused value, and one line of what to do."""
    context = fault.get("ctx", {})
    if fault["type"] == "sourcebook":
        return fault["msg"], f"Write {context['example']}."
    given = _shown(fault["input"])
    if fault["type"] == "literal_error":
        choices = [
            part.strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")
        ]
        near = nearest(str(fault["input"]), choices)
        hint = f" Did you mean '{near}'?" if near else ""
        listed = ", ".join(choices)
        return (
            f"{given} is not one of the words known here.{hint} Write one of: {listed}.",
            f"Write '{near}'." if near else f"Write one of: {listed}.",
        )
    expected, example = _EXPECTED[fault["type"]]
    return (
        f"{given} stands where {expected} is wanted. Write it as {example}.",
        f"Write {expected}.",
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(getattr(value, "raw", value))
    return f"'{text if len(text) <= 60 else text[:57] + '…'}'"
