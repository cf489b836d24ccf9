"""Numbers with their units: records that are one quantity, and units that stand elsewhere."""

from __future__ import annotations

import re
from functools import cache

from sourcebook.model.record import Record, fields_of
from sourcebook.render import wording
from sourcebook.render.shown import Shown, words

_FIELDS = ({"operator", "value", "unit"}, {"value", "unit", "clock"}, {"value", "unit"})
_SCALE = re.compile(r", 1 to (\d)\b")


@cache
def scale(description: str) -> str:
    """The scale of a mark, as its field's description has it: "of 5"; empty without one."""
    match = _SCALE.search(description)
    return f"of {match[1]}" if match else ""


def unit_within(record: Record) -> str:
    """The unit in which a record's other numbers are: that of its measure, limit or target."""
    for name in ("measure", "acceptable_level", "target"):
        if unit := getattr(getattr(record, name, None), "unit", None):
            return str(unit)
    return str(getattr(record, "unit", None) or "")


def is_quantity(kind: type[Record]) -> bool:
    """Whether records of a kind are one quantity each, and fit on a line."""
    return set(fields_of(kind)) in _FIELDS


def quantity(record: Record) -> Shown | None:
    """A record that is one quantity: ``≥ 99.95 %``, ``2 working hours``; else ``None``."""
    if not is_quantity(type(record)):
        return None
    sign, value, unit = (getattr(record, n, None) for n in ("operator", "value", "unit"))
    clock = getattr(record, "clock", None)
    if clock and unit and value is not None:
        return words(by_clock(value, unit, clock))
    parts = [wording.operator(sign)] if sign else []
    if value is not None:
        unit = unit[:-1] if value == 1 and unit in ("minutes", "hours", "days") else unit
        parts.append(wording.quantity(value, unit or "") if unit else wording.number(value))
    if clock:
        parts.append(f"({clock} time)")
    return words("\u00a0".join(parts[:2]) + (f" {parts[2]}" if len(parts) > 2 else ""))


def by_clock(value: float, unit: str, clock: str) -> str:
    """A time that runs day and night or in working hours: ``15 min, day and night``."""
    if clock == "business":
        unit = unit.removesuffix("s") if value == 1 else unit
        return f"{wording.number(value)}\u00a0working {unit}"
    told = wording.quantity(value, unit)
    return told if unit == "days" else f"{told}, day and night"
