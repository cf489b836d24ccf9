"""The hours of a week: who can be reached when, a day a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.render.charts.overlap import Tick, hour_ticks

LEFT, WIDTH, TOP, ROW = 11.0, 88.0, 18, 26
_DAY = 24 * 60
_CHAR = 21  # minutes of the day that a letter of a bar's text needs on a wide screen
_TALL = {"both": 20, "client": 16, "vendor": 16, "support": 11, "on-call": 5, "nobody": 1}


@dataclass(frozen=True)
class Hours:
    """Minutes of a day in which the same can be reached; ``kind`` is one of ``KINDS``."""

    begin: int
    end: int
    kind: str


KINDS = tuple(_TALL)
_WORDS = {
    "both": "both",
    "client": "client",
    "vendor": "vendor",
    "support": "support",
    "on-call": "on call",
    "nobody": "",
}


@dataclass(frozen=True)
class Part:
    """Hours as drawn: the more can be reached, the taller the bar."""

    x: float
    width: float
    y: float
    height: int
    kind: str
    middle: float
    text: str


@dataclass(frozen=True)
class Line:
    """A day as drawn."""

    y: int
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class WeekHours:
    """Everything that the template draws."""

    label: str
    desc: str
    height: int
    floor: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]


def week_hours(days: Sequence[tuple[str, Sequence[Hours]]], label: str, desc: str) -> WeekHours:
    """The hours of the days, in their order, by one clock."""
    ticks = hour_ticks(_x)
    lines = tuple(
        Line(TOP + 4 + row * ROW, name, tuple(_part(TOP + 4 + row * ROW, h) for h in hours))
        for row, (name, hours) in enumerate(days)
    )
    floor = TOP + len(days) * ROW + 4
    return WeekHours(label, desc, floor + 2, floor, ticks, lines)


def _x(minute: int) -> float:
    return round(LEFT + WIDTH * minute / _DAY, 2)


def _part(top: int, hours: Hours) -> Part:
    width, tall = hours.end - hours.begin, _TALL[hours.kind]
    word = _WORDS[hours.kind]
    fits = width >= (len(word) + 2) * _CHAR and tall >= 11
    return Part(
        _x(hours.begin),
        round(WIDTH * width / _DAY, 2),
        top + (20 - tall) / 2,
        tall,
        hours.kind,
        round((_x(hours.begin) + _x(hours.end)) / 2, 2),
        word if fits else "",
    )
