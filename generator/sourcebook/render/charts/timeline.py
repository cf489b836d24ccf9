"""What happens when, a lane for each subject: done, planned, called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sourcebook.render import wording
from sourcebook.render.charts.gantt import Tick, axis, in_parts, months

TOP, ROW = 22, 34
_WIDTH = 97.0
_LONGEST = 48  # letters of a lane's name that fit on a narrow screen


@dataclass(frozen=True)
class Event:
    """Something on a day; ``state`` is done, planned or cancelled."""

    day: dt.date
    state: str


@dataclass(frozen=True)
class Mark:
    """An event as drawn."""

    x: float
    state: str


@dataclass(frozen=True)
class Lane:
    """A subject as drawn, with what happens in it."""

    y: int
    name: str
    note: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Part:
    """Lanes that stay together on paper, above an axis of their own."""

    label: str
    height: int
    floor: int
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Timeline:
    """Everything that the template draws: one part below the other, of one time."""

    label: str
    parts: tuple[Part, ...]
    desc: str
    ticks: tuple[Tick, ...]
    today: float | None
    today_align: str


def timeline(
    lanes: Sequence[tuple[str, Sequence[Event]]], today: dt.date, of: str
) -> Timeline | None:
    """The events of each lane by date; nothing where there is none."""
    days = [event.day.toordinal() for _, events in lanes for event in events]
    if not days:
        return None
    low, high = min(days), max(days)

    def across(day: int) -> float:
        return round(1 + (day - low) / (high - low) * _WIDTH if high > low else 50.0, 2)

    label = f"{wording.plural(len(days), of)} by date, in {wording.plural(len(lanes), 'lane')}"
    at = across(today.toordinal()) if low <= today.toordinal() <= high else None
    return Timeline(
        label,
        tuple(
            _part(told, lanes[rows.start : rows.stop], across)
            for rows, told in in_parts(len(lanes), label)
        ),
        _counted([event for _, events in lanes for event in events]).capitalize() + ".",
        axis(months(low, high), across) if high > low else (),
        at,
        "s" if at is None or at < 5 else "e" if at > 93 else "m",
    )


def _part(
    label: str, lanes: Sequence[tuple[str, Sequence[Event]]], across: Callable[[int], float]
) -> Part:
    drawn = tuple(
        Lane(
            TOP + 20 + row * ROW,
            wording.cut(name, _LONGEST),
            _counted(events),
            tuple(
                Mark(across(e.day.toordinal()), e.state)
                for e in sorted(events, key=lambda e: (e.day, e.state))
            ),
        )
        for row, (name, events) in enumerate(lanes)
    )
    floor = TOP + len(lanes) * ROW + 4
    return Part(label, floor + 18, floor, drawn)


def _counted(events: Sequence[Event]) -> str:
    states = [event.state for event in events]
    return ", ".join(
        f"{count} {state}"
        for state in ("done", "planned", "cancelled")
        if (count := states.count(state))
    )
