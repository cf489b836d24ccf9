"""The hours of a day at which each place works, by one clock, and those common to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, WIDTH, TOP, ROW = 15.5, 84.5, 18, 30
_DAY = 24 * 60
_ROOM = 6 * 60 + 30  # minutes of a bar that the text of its hours fits into

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
    """A stretch as drawn; ``text`` stands in its middle."""

    x: float
    width: float
    middle: float
    text: str


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
    """Everything that the template draws."""

    label: str
    height: int
    floor: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    common: tuple[Bar, ...]
    note: str
    note_x: float
    note_align: str
    top: int = TOP


def overlap_band(places: Sequence[Place], note: str, label: str) -> OverlapBand:
    """The band of the places, in their order, with ``note`` under the common hours."""
    ticks = tuple(
        Tick(_x(hour * 60), f"{hour:02d}", "e" if hour == 24 else "m", bool(hour % 6))
        for hour in range(0, 25, 3)
    )
    lines = tuple(
        Line(TOP + 7 + ROW * row, p.name, p.css, tuple(_bar(span, p.hours) for span in p.spans))
        for row, p in enumerate(places)
    )
    common = tuple(_bar(span, "") for span in shared([place.spans for place in places]))
    floor = TOP + ROW * len(places) + 10
    middle = max(common, key=lambda bar: bar.width).middle if common else LEFT + WIDTH / 2
    align = "e" if middle > 82 else "s" if middle < 30 else "m"
    return OverlapBand(label, floor + 26, floor, ticks, lines, common, note, middle, align)


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
    return round(LEFT + WIDTH * minute / _DAY, 3)


def _bar(span: Span, text: str) -> Bar:
    width = round(WIDTH * (span[1] - span[0]) / _DAY, 3)
    fits = span[1] - span[0] >= _ROOM
    return Bar(_x(span[0]), width, round(_x(span[0]) + width / 2, 3), text if fits else "")
