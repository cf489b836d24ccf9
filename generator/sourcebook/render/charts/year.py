"""A year of several places: how far their clocks are ahead, their holidays, what they share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sourcebook.render import wording
from sourcebook.render.charts.overlap import LONGEST, room_of

TOP, ROW = 22, 32
_ROOM = 9.5  # per cent of the field that a short text fits into
_APART = {"": 24.0, " x-sheet--m": 28.0}  # of the field, from one text to the next beside it
_FAR = 34.0


@dataclass(frozen=True)
class Clock:
    """From which day on the clocks of a place are how many minutes ahead of UTC."""

    name: str
    offsets: tuple[tuple[dt.date, int], ...]
    holidays: tuple[dt.date, ...]


@dataclass(frozen=True)
class Stretch:
    """Days with something in common; ``text`` stands in their middle where it fits."""

    first: dt.date
    last: dt.date
    text: str
    css: str


@dataclass(frozen=True)
class Part:
    """A stretch as drawn."""

    x: float
    width: float
    middle: float
    text: str
    css: str


@dataclass(frozen=True)
class Line:
    """A place as drawn."""

    y: int
    name: str
    parts: tuple[Part, ...]
    holidays: tuple[float, ...]


@dataclass(frozen=True)
class Mark:
    """A day that is told below the lines."""

    x: float
    y: int
    text: str
    align: str
    css: str
    top: int
    floor: int


@dataclass(frozen=True)
class Tick:
    """The first day of a month; minor ones have no text on narrow screens."""

    x: float
    text: str
    minor: bool


@dataclass(frozen=True)
class YearStrip:
    """Everything that the template draws; what lies across is per cent of the field's width."""

    label: str
    height: int
    floor: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    shared_y: int
    shared: tuple[Part, ...]
    names: str  # of the style sheet: how much room names need on a phone


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Where a day begins."""
        span = (self.last - self.first).days + 1
        return round(100 * (day - self.first).days / span, 3)

    def part(self, stretch: Stretch) -> Part:
        """A stretch as drawn."""
        x = self.x(stretch.first)
        width = round(self.x(stretch.last + dt.timedelta(days=1)) - x, 3)
        text = stretch.text if width >= max(_ROOM, len(stretch.text)) else ""
        return Part(x, width, round(x + width / 2, 3), text, stretch.css)


def year_strip(
    clocks: Sequence[Clock],
    shared: Sequence[Stretch],
    days: tuple[dt.date, dt.date],
    today: dt.date,
    label: str,
) -> YearStrip:
    """The strip of some months; ``shared`` is its last line."""
    scale = _Scale(*days)
    lines = tuple(
        Line(
            TOP + ROW * row,
            wording.cut(clock.name, LONGEST),
            tuple(scale.part(stretch) for stretch in _offsets(clock, days[1])),
            tuple(scale.x(day) for day in clock.holidays if days[0] <= day <= days[1]),
        )
        for row, clock in enumerate(clocks)
    )
    room = room_of([clock.name for clock in clocks])
    marks = _marks(clocks, scale, today, _APART.get(room, _FAR))
    floor = max((mark.y for mark in marks), default=TOP + ROW * len(clocks)) - 12
    low = TOP + ROW * len(clocks) - 2
    lowest = max(floor + 24, low + 10)
    return YearStrip(
        label,
        lowest + 22,
        low,
        tuple(_ticks(scale)),
        lines,
        marks,
        lowest,
        tuple(scale.part(stretch) for stretch in shared),
        room,
    )


def ahead(minutes: int) -> str:
    """How far a clock is ahead of UTC: ``UTC+1``, ``UTC+5:30``, ``UTC−3``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def _offsets(clock: Clock, last: dt.date) -> list[Stretch]:
    ends = [day - dt.timedelta(days=1) for day, _ in clock.offsets[1:]] + [last]
    least = min(minutes for _, minutes in clock.offsets)
    return [
        Stretch(day, end, ahead(minutes), "x-sum" if minutes > least else "x-std")
        for (day, minutes), end in zip(clock.offsets, ends, strict=True)
    ]


def _ticks(scale: _Scale) -> list[Tick]:
    months = range(
        scale.first.year * 12 + scale.first.month - 1, scale.last.year * 12 + scale.last.month
    )
    made = []
    for number, month in enumerate(months):
        day = max(dt.date(month // 12, month % 12 + 1, 1), scale.first)
        text = wording.month(day) + (f" {day:%y}" if day.month == 1 else "")
        made.append(Tick(scale.x(day), text, bool(number % 3)))
    return made


def _marks(
    clocks: Sequence[Clock], scale: _Scale, today: dt.date, apart: float
) -> tuple[Mark, ...]:
    """Each change of clocks through the lines that it concerns, and today through all."""
    low = TOP + ROW * len(clocks) - 2
    rows: dict[dt.date, list[int]] = {}
    texts: dict[dt.date, str] = {}
    for row, clock in enumerate(clocks):
        for (_, before), (day, now) in pairwise(clock.offsets):
            rows.setdefault(day, []).append(row)
            sign = "+" if now > before else "−"
            texts[day] = (
                f"{day.day} {wording.month(day)} {sign}{wording.minutes(abs(now - before))}"
            )
    told = [(day, texts[day], "b", "x-chg") for day in rows]
    if scale.first <= today <= scale.last:
        told.append((today, "today", "x-nowt", "x-now"))
    ends: list[float] = []  # where the last text of each level stands
    made = []
    for day, text, css, line in sorted(told):
        x = scale.x(day)
        level = next((n for n, end in enumerate(ends) if x - end >= apart), len(ends))
        ends[level:] = [x, *ends[level + 1 :]]
        align = "e" if x > 94 else "m" if x > 5 else "s"
        through = rows.get(day) if line == "x-chg" else None
        top, floor = (min(through), max(through)) if through else (0, len(clocks) - 1)
        made.append(
            Mark(
                x,
                low + 14 + 14 * level,
                text,
                f"{css} {align}",
                line,
                TOP - 4 + ROW * top,
                TOP + 28 + ROW * floor,
            )
        )
    return tuple(made)
