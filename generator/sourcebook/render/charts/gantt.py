"""Bars over time: milestones by date, or tasks by days from a start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from sourcebook.render import wording

ROW, TOP, TALL = 34, 22, 10
_LEAD = 30  # days that are drawn before the first due day, at least
_LATE = 90  # per cent of the width
_SHORT, _MONTH = 7, 31  # days: what has fewer is drawn within so many, one of which begins a month
_FEW = 5  # marks of an axis that a narrow screen has room for
_NEAR = 1.2  # per cent of the width: what begins so near to an end has no way across


@dataclass(frozen=True)
class Task:
    """A bar: its days as ordinals, or as offsets."""

    text: str
    start: int
    end: int
    note: str
    strong: bool = False
    gate: bool = False
    key: str = ""
    after: tuple[str, ...] = ()  # keys of what it waits for


@dataclass(frozen=True)
class Bar:
    """A bar as drawn."""

    x: float
    width: float
    end: float
    y: int
    text: str
    note: str
    strong: bool
    gate: bool
    cut: bool  # it began before what is shown


@dataclass(frozen=True)
class Tick:
    """A mark of the time axis; minor ones are hidden on narrow screens."""

    x: float
    text: str
    minor: bool

    @property
    def is_late(self) -> bool:
        """Whether its text ends at it, since what begins there would leave the frame."""
        return self.x >= _LATE


@dataclass(frozen=True)
class Wait:
    """From the end of a bar down or up to the row of one that waits for it, then across to it."""

    x: float
    y1: int
    y2: int
    to: float  # equals ``x`` where the bar begins right there
    head: str  # which way the arrow points: "right", "left", "down" or "up"
    strong: bool  # both bars lie on the chain that sets the end


@dataclass(frozen=True)
class Gantt:
    """Everything that the template draws."""

    label: str
    height: int
    floor: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    today_text: str
    today_align: str
    waits: tuple[Wait, ...]
    desc: str


def by_date(tasks: Sequence[Task], today: dt.date, label: str) -> Gantt | None:
    """Tasks whose days are ordinals of dates; nothing where there are none."""
    if not tasks:
        return None
    low, high = _window(tasks), max(t.end for t in tasks)
    around = _MONTH - (high - low) if high - low < _SHORT else 0
    low, high = max(low - around // 2, 1), min(high + around // 2, dt.date.max.toordinal())
    return _drawn(tasks, low, high, months(low, high), (today.toordinal(), "today"), label)


def _window(tasks: Sequence[Task]) -> int:
    """The first day that is drawn: a long way to the first due day does not squeeze the rest."""
    begin, ends = min(t.start for t in tasks), [t.end for t in tasks]
    first, rest = min(ends), max(ends) - min(ends)
    short = not rest or first - begin <= max(rest, _LEAD)
    return begin if short else first - max(rest // 3, _LEAD)


def by_offset(tasks: Sequence[Task], label: str) -> Gantt | None:
    """Tasks whose days count from a start that has no date yet; T0 is marked."""
    if not tasks:
        return None
    low, high = min(0, *(t.start for t in tasks)), max(7, *(t.end for t in tasks))
    steps = (7, 14, 30, 60, 90, 180, 365)
    step = next((s for s in steps if (high - low) / s <= 9), (high - low) // 9)
    first = -(-low // step) * step
    ticks = [(day, f"T{day:+d}" if day else "T0") for day in range(first, high + 1, step)]
    return _drawn(tasks, low, high, ticks, (0, "T0") if low < 0 else None, label)


def months(low: int, high: int) -> list[tuple[int, str]]:
    """The first days of months, or of years, at most a dozen or so of them."""
    months = (high - low) / 30.4
    step = next((s for s in (1, 2, 3, 6) if months / s <= 12), 12 * ceil(months / 144))
    begin, end = dt.date.fromordinal(low), dt.date.fromordinal(high)
    marks = []
    for number in range(begin.year * 12, end.year * 12 + end.month):
        day = dt.date(number // 12, number % 12 + 1, 1)
        if number % step == 0 and day >= begin:
            name = wording.month(day)
            year = f"{name} {day:%y}" if step <= 12 else str(day.year)
            marks.append((day.toordinal(), year if day.month <= step else name))
    return marks


def axis(marks: Sequence[tuple[int, str]], across: Callable[[int], float]) -> tuple[Tick, ...]:
    """The marks as drawn; every second one of many is minor, but never the one with the year."""
    year = next((n for n, (_, text) in enumerate(marks) if " " in text), 0)
    many = len(marks) > _FEW
    return tuple(
        Tick(across(day), text, many and (n - year) % 2 == 1) for n, (day, text) in enumerate(marks)
    )


def _drawn(
    tasks: Sequence[Task],
    low: int,
    high: int,
    marks: list[tuple[int, str]],
    now: tuple[int, str] | None,
    label: str,
) -> Gantt:
    span = max(high - low, 1)

    def across(day: int) -> float:
        return round((max(day, low) - low) / span * 98, 2)

    bars = tuple(
        Bar(
            across(t.start),
            max(round(across(t.end) - across(t.start), 2), 0.6),
            across(t.end),
            TOP + 18 + row * ROW,
            t.text,
            t.note,
            t.strong,
            t.gate,
            t.start < low,
        )
        for row, t in enumerate(tasks)
    )
    floor = TOP + len(tasks) * ROW + 6
    ticks = axis(marks, across)
    at = across(now[0]) if now and low <= now[0] <= high else None
    align = "m" if at is not None and 5 < at < 93 else "e" if at is not None and at >= 93 else "s"
    now_text = now[1] if now else ""
    waits = tuple(_waits(tasks, bars))
    return Gantt(
        label, floor + 20, floor, bars, ticks, at, now_text, align, waits, _told(tasks, len(waits))
    )


def _waits(tasks: Sequence[Task], bars: Sequence[Bar]) -> Iterator[Wait]:
    """An elbow for each dependency whose two ends are drawn."""
    drawn = {task.key: number for number, task in enumerate(tasks) if task.key}
    for task, bar in zip(tasks, bars, strict=True):
        for key in task.after:
            if key not in drawn or bars[drawn[key]] is bar:
                continue
            first = bars[drawn[key]]
            below = bar.y > first.y
            if bar.x - _NEAR <= first.end <= bar.end:
                head, to = ("down" if below else "up"), first.end
                y2 = bar.y if below else bar.y + TALL
            else:
                later = bar.x > first.end
                head, to = ("right", bar.x) if later else ("left", bar.end)
                y2 = bar.y + TALL // 2
            y1 = first.y + TALL if below else first.y
            yield Wait(first.end, y1, y2, to, head, task.strong and tasks[drawn[key]].strong)


def _told(tasks: Sequence[Task], waits: int) -> str:
    strong, gates = sum(t.strong for t in tasks), sum(t.gate for t in tasks)
    parts = [f"{strong} of {len(tasks)} set the end"] if strong else []
    parts += [wording.plural(gates, "gate")] if gates else []
    parts += (
        [f"{wording.plural(waits, 'arrow')} from what comes first to what waits"] if waits else []
    )
    return "; ".join(parts)
