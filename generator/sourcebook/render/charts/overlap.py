"""The hours of a day at which each place works, by one clock, and those common to all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sourcebook.render import wording

TOP, ROW = 18, 30
LONGEST = 15  # letters of a name that its column holds at its widest
_DAY = 24 * 60
_NAMES = {"": 7, " x-sheet--m": 12, " x-sheet--l": 99}  # characters of a name
_LATE = 63.0  # per cent of the field: half a note goes no further to either side on a phone
_ROOM = 6 * 60 + 30  # minutes of a bar that the text of its hours fits into
_ROOMS = {"": _ROOM, " x-sheet--m": 7 * 60 + 40, " x-sheet--l": 8 * 60 + 45}  # and on a phone

Span = tuple[int, int]
"""Minutes of the day, from its beginning."""


@dataclass(frozen=True)
class Place:
    """A place, and when it works on the day that is shown."""

    name: str
    css: str
    hours: str  # by its own clock
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Bar:
    """A stretch as drawn; ``text`` stands in its middle, on wide screens alone if it is tight."""

    x: float
    width: float
    middle: float
    text: str
    tight: bool = False


@dataclass(frozen=True)
class Line:
    """A place as drawn."""

    y: int
    name: str
    css: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    """A mark of the hours; minor ones are hidden on narrow screens."""

    x: float
    text: str
    align: str
    minor: bool


@dataclass(frozen=True)
class OverlapBand:
    """Everything that the template draws; what lies across is per cent of the field's width."""

    label: str
    height: int
    floor: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    common: tuple[Bar, ...]
    note: str
    note_x: float
    note_align: str
    names: str  # of the style sheet: how much room names need on a phone
    top: int = TOP


def overlap_band(places: Sequence[Place], note: str, label: str) -> OverlapBand:
    """The band of the places, in their order, with ``note`` under the common hours."""
    ticks = hour_ticks(_x)
    names = room_of([place.name for place in places])
    lines = tuple(
        Line(
            TOP + 7 + ROW * row,
            wording.cut(p.name, LONGEST),
            p.css,
            tuple(_bar(s, p.hours, _ROOMS[names]) for s in p.spans),
        )
        for row, p in enumerate(places)
    )
    common = tuple(_bar(span) for span in shared([place.spans for place in places]))
    floor = TOP + ROW * len(places) + 10
    at, align = _beside(max(common, key=lambda bar: bar.width)) if common else (50.0, "m")
    return OverlapBand(label, floor + 26, floor, ticks, lines, common, note, at, align, names)


def _beside(common: Bar) -> tuple[float, str]:
    """Where a note has room on a phone too: in the middle of the hours, or from an end."""
    if common.middle > _LATE:
        return round(common.x + common.width, 3), "e"
    if common.middle < 100 - _LATE:
        return common.x, "s"
    return common.middle, "m"


def hour_ticks(x: Callable[[int], float]) -> tuple[Tick, ...]:
    """The marks of a day, one each three hours; ``x`` places a minute of the day."""
    return tuple(
        Tick(x(hour * 60), f"{hour:02d}", "e" if hour == 24 else "m", bool(hour % 6))
        for hour in range(0, 25, 3)
    )


def room_of(names: Sequence[str]) -> str:
    """The class that leaves names enough room beside the field on a phone."""
    longest = max((len(name) + sum(map(name.count, "MWmw")) / 2 for name in names), default=0)
    return next((css for css, most in _NAMES.items() if longest <= most), " x-sheet--l")


def shared(all_spans: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """The stretches in which all work."""
    if not all_spans:
        return ()
    common = list(all_spans[0])
    for spans in all_spans[1:]:
        common = [
            (max(a[0], b[0]), min(a[1], b[1]))
            for a in common
            for b in spans
            if max(a[0], b[0]) < min(a[1], b[1])
        ]
    return tuple(sorted(common))


def _x(minute: int) -> float:
    return round(100 * minute / _DAY, 3)


def _bar(span: Span, text: str = "", room: int = _ROOM) -> Bar:
    length = span[1] - span[0]
    width = round(100 * length / _DAY, 3)
    middle = round(_x(span[0]) + width / 2, 3)
    return Bar(_x(span[0]), width, middle, text if length >= _ROOM else "", length < room)
