"""A goal over time: what its checkpoints ask for, and what was measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sourcebook.render import wording
from sourcebook.render.charts.gantt import Tick, axis, months

LEFT, WIDTH, TOP, TALL = 12.0, 86.0, 22, 104
_PAST, _FLOOR = 84.0, TOP + TALL
_ROOM = 18  # letters of a value with its unit that fit on a narrow screen


@dataclass(frozen=True)
class Reading:
    """A value on a day, wanted or measured."""

    day: dt.date
    value: float


@dataclass(frozen=True)
class Dot:
    """A reading as drawn."""

    x: float
    y: float


@dataclass(frozen=True)
class Stroke:
    """From one dot to the next."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Level:
    """A line across with its value at the left."""

    y: float
    text: str


@dataclass(frozen=True)
class Note:
    """A text at a dot; ``align`` is s, m or e."""

    x: float
    y: float
    text: str
    align: str


@dataclass(frozen=True)
class Trajectory:
    """Everything that the template draws."""

    label: str
    desc: str
    levels: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    wanted: tuple[Dot, ...]
    wanted_way: tuple[Stroke, ...]
    measured: tuple[Dot, ...]
    measured_way: tuple[Stroke, ...]
    last: Note | None
    today: float | None
    today_align: str
    floor: int = _FLOOR
    height: int = _FLOOR + 20
    left: float = LEFT


def trajectory(
    wanted: Sequence[Reading],
    measured: Sequence[Reading],
    today: dt.date,
    name: str,
    unit: str,
) -> Trajectory | None:
    """The two lines of a goal by date; nothing where there are fewer than two readings in all."""
    wanted, measured = sorted(wanted, key=_day), sorted(measured, key=_day)
    both = [*wanted, *measured]
    if len(both) < 2:
        return None
    low, high = min(r.value for r in both), max(r.value for r in both)
    first, last = min(map(_day, both)).toordinal(), max(map(_day, both)).toordinal()

    def across(day: int) -> float:
        share = (day - first) / (last - first) if last > first else 0.5
        return round(LEFT + 1 + share * (WIDTH - 2), 2)

    def down(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(_FLOOR - 8 - share * (TALL - 20), 1)

    def dots(readings: Sequence[Reading]) -> tuple[Dot, ...]:
        return tuple(Dot(across(r.day.toordinal()), down(r.value)) for r in readings)

    now = across(today.toordinal()) if first <= today.toordinal() <= last else None
    hollow, solid = dots(wanted), dots(measured)
    return Trajectory(
        f"{name}: wanted and measured by date",
        _told(wanted, measured, unit),
        tuple(Level(down(v), brief(v)) for v in ((high, low) if high > low else (high,))),
        axis(months(first, last), across),
        hollow,
        _way(hollow),
        solid,
        _way(solid),
        _last(solid[-1], measured[-1], unit) if measured else None,
        now,
        "e" if now is not None and now > 94 else "m",
    )


def brief(value: float) -> str:
    """A number for an axis: ``12.5 k`` and ``3 M`` for long ones."""
    for limit, sign in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            step = 1e3 if sign == "k" else limit
            return f"{wording.number(round(value / step, 1))}\u00a0{sign}"
    return wording.number(round(value, 3))


def _day(reading: Reading) -> dt.date:
    return reading.day


def _way(dots: Sequence[Dot]) -> tuple[Stroke, ...]:
    return tuple(Stroke(a.x, a.y, b.x, b.y) for a, b in pairwise(dots))


def _last(dot: Dot, reading: Reading, unit: str) -> Note:
    align = "e" if dot.x > _PAST else "s" if dot.x < LEFT + 14 else "m"
    text = wording.quantity(reading.value, unit)
    text = text if len(text) <= _ROOM else brief(reading.value)
    return Note(dot.x, max(dot.y - 9, 11), text, align)


def _told(wanted: Sequence[Reading], measured: Sequence[Reading], unit: str) -> str:
    def last(readings: Sequence[Reading]) -> str:
        end = readings[-1]
        return f"{wording.quantity(end.value, unit)} on {wording.date(end.day)}"

    parts = [f"Wanted at last: {last(wanted)}"] if wanted else []
    parts += [f"Measured at last: {last(measured)}"] if measured else ["Nothing is measured yet"]
    return ". ".join(parts) + "."
