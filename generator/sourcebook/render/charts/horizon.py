"""The weeks ahead: a lane for each kind of thing, a mark for each day on which there is one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sourcebook.render import wording
from sourcebook.render.charts.gantt import Tick, axis, months

TOP, ROW = 22, 34
_WIDTH = 98.0
_MANY = ((10, 7), (3, 5))  # from so many on a day, so large a mark
_SMALL = 3


@dataclass(frozen=True)
class Mark:
    """A day on which there is something, as drawn."""

    x: float
    size: int
    text: str


@dataclass(frozen=True)
class Lane:
    """A kind as drawn, with its days."""

    y: int
    name: str
    note: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Horizon:
    """Everything that the template draws."""

    label: str
    desc: str
    height: int
    floor: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def horizon(
    lanes: Sequence[tuple[str, Iterable[dt.date]]], first: dt.date, days: int
) -> Horizon | None:
    """The days of each lane, of so many from the first; nothing where there is none."""
    low, last = first.toordinal(), first.toordinal() + max(days, 1)
    counted = [
        (name, Counter(day for day in found if low <= day.toordinal() <= last))
        for name, found in lanes
    ]
    if not any(counts for _, counts in counted):
        return None

    def across(day: int) -> float:
        return round(1 + (day - low) / (last - low) * _WIDTH, 2)

    drawn = tuple(
        Lane(
            TOP + 20 + row * ROW,
            name,
            str(counts.total()) if counts else "none",
            tuple(
                Mark(across(day.toordinal()), _size(count), f"{wording.date(day)}: {count}")
                for day, count in sorted(counts.items())
            ),
        )
        for row, (name, counts) in enumerate(counted)
    )
    floor = TOP + len(counted) * ROW + 4
    said = ", ".join(f"{name}: {counts.total()}" for name, counts in counted)
    return Horizon(
        f"The next {wording.days(days)}, in {wording.plural(len(counted), 'lane')}",
        f"{said}.",
        floor + 18,
        floor,
        drawn,
        axis(months(low, last), across),
    )


def _size(count: int) -> int:
    return next((size for least, size in _MANY if count >= least), _SMALL)
