"""What is due when after an incident: hours and days on one axis that widens at its beginning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10

TOP, ROW, _FIRST = 22, 34, 0.25
_MARKS = (
    (1.0, "1 h"),
    (4.0, "4 h"),
    (24.0, "1 day"),
    (72.0, "3 days"),
    (168.0, "1 week"),
    (720.0, "30 days"),
    (2160.0, "90 days"),
)
_APART, _FAR = 9.0, 18.0  # per cent of the width between two marks, on wide screens and narrow
_TOLD_APART, _MOST = 1.2, 40  # per cent between two beats; beats that are drawn


@dataclass(frozen=True)
class Deadline:
    """Something that is due within so many hours; with ``every``, again and again until then."""

    text: str
    note: str
    hours: float
    start: float = 0.0
    every: float | None = None


@dataclass(frozen=True)
class Bar:
    """A deadline as drawn; ``beats`` are where it is due once more."""

    x: float
    width: float
    end: float
    y: int
    text: str
    note: str
    beats: tuple[float, ...]


@dataclass(frozen=True)
class Tick:
    """A mark of the axis; minor ones are hidden on narrow screens."""

    x: float
    text: str
    align: str
    minor: bool = False


@dataclass(frozen=True)
class IncidentClock:
    """Everything that the template draws."""

    label: str
    desc: str
    height: int
    floor: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def incident_clock(deadlines: Sequence[Deadline], begins: str, label: str) -> IncidentClock | None:
    """The deadlines, a row each; ``begins`` says what sets the clock going."""
    if not deadlines:
        return None
    longest = max(_FIRST, *(d.hours for d in deadlines), *(d.start for d in deadlines)) * 1.25

    def across(hours: float) -> float:
        share = log10(1 + max(hours, 0) / _FIRST) / log10(1 + longest / _FIRST)
        return round(share * 98, 2)

    bars = tuple(_bar(deadline, row, across) for row, deadline in enumerate(deadlines))
    ticks = [Tick(0, "0", "s")]
    for hours, text in _MARKS:
        if hours < longest and across(hours) - ticks[-1].x >= _APART:
            major = max(tick.x for tick in ticks if not tick.minor)
            near = across(hours) - major < _FAR
            ticks.append(Tick(across(hours), text, "e" if across(hours) > 92 else "m", near))
    floor = TOP + len(deadlines) * ROW + 4
    said = "; ".join(f"{d.text}: {d.note}" for d in deadlines)
    return IncidentClock(label, f"{begins}. {said}.", floor + 18, floor, bars, tuple(ticks))


def _bar(deadline: Deadline, row: int, across: Callable[[float], float]) -> Bar:
    begin, end = across(deadline.start), across(deadline.hours)
    width = max(round(end - begin, 2), 0.6)
    y = TOP + 14 + row * ROW
    beats = _beats(deadline, across)
    return Bar(begin, width, end, y, deadline.text, deadline.note, beats)


def _beats(deadline: Deadline, across: Callable[[float], float]) -> tuple[float, ...]:
    """Where something is due once more, as long as two of them can be told apart."""
    if not deadline.every or deadline.every <= 0:
        return ()
    found: list[float] = []
    at = deadline.start + deadline.every
    while at < deadline.hours and len(found) < _MOST:
        x = across(at)
        if found and x - found[-1] < _TOLD_APART:
            break
        found.append(x)
        at += deadline.every
    return tuple(found)
