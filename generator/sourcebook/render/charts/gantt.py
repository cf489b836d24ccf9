"""Bars over time: milestones by date, or tasks by days from a start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from sourcebook.render import wording

ROW, TOP, TALL = 34, 22, 10
_WHOLE, _ROWS = 16, 12  # so many fit on a sheet that lies; of the parts of more, two on one
_MARKS = 7  # of a plan's axis: its bars have half the width of a small tablet, 330 px
_LATE = 90  # per cent of the width: from there on the frame is nearer to a mark than its text
_LEAD = 30  # days that are drawn before the first due day, at least
_SHORT, _MONTH = 7, 31  # days: what has fewer, or no month's first, is drawn within so many
_GAP = 2.0  # per cent of the width between two texts
_ON_PHONE, _ON_TABLET = 2.8, 2.2  # per cent of the least width, 262 and 330 px, that a letter has
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
    is_late: bool = False  # its text ends at the frame

    @property
    def at(self) -> float:
        """Where its text begins, at the mark or near it, so that it stays within the frame on a
        phone; or ends if it is late."""
        return 100 if self.is_late else min(self.x, round(100 - len(self.text) * _ON_PHONE, 2))


@dataclass(frozen=True)
class Wait:
    """From the end of a bar down or up to the row of one that waits for it, then across to it."""

    x: float
    y1: int
    y2: int
    to: float  # equals ``x`` where the bar begins right there
    head: str  # which way the arrow points: "right", "left", "down" or "up"; "" if it goes on
    strong: bool  # both bars lie on the chain that sets the end


@dataclass(frozen=True)
class Part:
    """Rows that stay together on paper, above an axis of their own."""

    label: str
    height: int
    floor: int
    bars: tuple[Bar, ...]
    waits: tuple[Wait, ...]


@dataclass(frozen=True)
class Gantt:
    """Everything that the template draws: one part below the other, of one time."""

    label: str
    parts: tuple[Part, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    today_text: str
    today_align: str
    desc: str

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars of all parts."""
        return tuple(bar for part in self.parts for bar in part.bars)


def by_date(tasks: Sequence[Task], today: dt.date, label: str) -> Gantt | None:
    """Tasks whose days are ordinals of dates; nothing where there are none."""
    if not tasks:
        return None
    low, high = _window(tasks), max(t.end for t in tasks)
    short = high - low < _SHORT or not months(low, high)
    around = max(_MONTH - (high - low), 0) if short else 0
    low, high = max(low - around // 2, 1), min(high + around // 2, dt.date.max.toordinal())
    return _drawn(tasks, low, high, months(low, high, _MARKS), (today.toordinal(), "today"), label)


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
    step = next((s for s in steps if (high - low) / s < _MARKS), (high - low) // _MARKS + 1)
    first = -(-low // step) * step
    ticks = [(day, offset(day)) for day in range(first, high + 1, step)]
    return _drawn(tasks, low, high, ticks, (0, "T0") if low < 0 else None, label)


def offset(day: int) -> str:
    """How a day before or after the start is written."""
    return f"T{day:+d}" if day else "T0"


def months(low: int, high: int, most: int = 12) -> list[tuple[int, str]]:
    """The first days of months, or of years, about so many of them at most."""
    months = (high - low) / 30.4
    step = next((s for s in (1, 2, 3, 6) if months / s <= most), 12 * ceil(months / most / 12))
    begin, end = dt.date.fromordinal(low), dt.date.fromordinal(high)
    marks = []
    for number in range(begin.year * 12, end.year * 12 + end.month):
        day = dt.date(number // 12, number % 12 + 1, 1)
        if number % step == 0 and day >= begin:
            name = wording.month(day)
            year = f"{name} {day:%y}" if step <= 12 else str(day.year)
            marks.append((day.toordinal(), year if day.month <= step else name))
    return marks


def in_parts(count: int, label: str) -> list[tuple[range, str]]:
    """The rows of each part of a picture of so many, and its name: about as long, one the other."""
    each = count if count <= _WHOLE else ceil(count / ceil(count / _ROWS))
    rows = [range(first, min(first + each, count)) for first in range(0, count, each)]
    if len(rows) == 1:
        return [(rows[0], label)]
    return [(part, f"{label}; rows {part[0] + 1} to {part[-1] + 1}") for part in rows]


def axis(marks: Sequence[tuple[int, str]], across: Callable[[int], float]) -> tuple[Tick, ...]:
    """The marks as drawn; of many, all are minor but each second or third, and the year's.

    The last one ends at the frame where it would leave it or stand on the one before; where it
    still does, it is left out.
    """
    drawn = [Tick(across(day), text, False) for day, text in marks]
    while drawn and drawn[-1].at != drawn[-1].x:
        last = drawn[-1]
        drawn[-1] = replace(last, is_late=last.x >= _LATE or not _apart(drawn[-2:], _ON_TABLET))
        if _apart(drawn[-2:], _ON_TABLET):
            break
        drawn.pop()
    year = next((n for n, tick in enumerate(drawn) if " " in tick.text), 0)
    steps = range(1, len(drawn) + 1)
    step = next((s for s in steps if _apart(drawn[year % s :: s], _ON_PHONE)), 1)
    return tuple(replace(tick, minor=(n - year) % step != 0) for n, tick in enumerate(drawn))


def _apart(ticks: Sequence[Tick], letter: float) -> bool:
    """Whether no text touches the next where a letter takes so much of the width."""
    return all(
        one.at + len(one.text) * letter + _GAP
        <= other.at - (len(other.text) * letter if other.is_late else 0)
        for one, other in pairwise(ticks)
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

    parts = in_parts(len(tasks), label)
    bars = [
        Bar(
            across(t.start),
            max(round(across(t.end) - across(t.start), 2), 0.6),
            across(t.end),
            TOP + 18 + row % len(parts[0][0]) * ROW,
            t.text,
            t.note,
            t.strong,
            t.gate,
            t.start < low,
        )
        for row, t in enumerate(tasks)
    ]
    at = across(now[0]) if now and low <= now[0] <= high else None
    align = "m" if at is not None and 5 < at < 93 else "e" if at is not None and at >= 93 else "s"
    arrows = list(_arrows(tasks))
    return Gantt(
        label,
        tuple(_part(told, rows, bars, arrows) for rows, told in parts),
        axis(marks, across),
        at,
        now[1] if now else "",
        align,
        _told(tasks, len(arrows)),
    )


@dataclass(frozen=True)
class _Arrow:
    """From a row to one that waits for it."""

    source: int
    target: int
    strong: bool


def _arrows(tasks: Sequence[Task]) -> Iterator[_Arrow]:
    """One for each dependency whose two ends are drawn."""
    drawn = {task.key: number for number, task in enumerate(tasks) if task.key}
    for row, task in enumerate(tasks):
        for key in task.after:
            if key in drawn and drawn[key] != row:
                yield _Arrow(drawn[key], row, task.strong and tasks[drawn[key]].strong)


def _part(label: str, rows: range, bars: Sequence[Bar], arrows: Sequence[_Arrow]) -> Part:
    """Some rows; an arrow to a row of another part goes on there."""
    floor = TOP + len(rows) * ROW + 6
    waits = tuple(wait for arrow in arrows if (wait := _wait(arrow, bars, rows, floor)))
    return Part(label, floor + 20, floor, tuple(bars[row] for row in rows), waits)


def _wait(arrow: _Arrow, bars: Sequence[Bar], rows: range, floor: int) -> Wait | None:
    """What of an arrow is seen among some rows: an elbow, or how it comes in or goes on."""
    first, bar = bars[arrow.source], bars[arrow.target]
    low, high = sorted((arrow.source, arrow.target))
    if high < rows.start or low >= rows.stop:
        return None
    below = arrow.target > arrow.source
    near, far = (TOP, floor) if below else (floor, TOP)
    y1 = near if arrow.source not in rows else first.y + TALL if below else first.y
    if arrow.target not in rows:
        return Wait(first.end, y1, far, first.end, "", arrow.strong)
    if bar.x - _NEAR <= first.end <= bar.end:
        head, to, y2 = "down" if below else "up", first.end, bar.y if below else bar.y + TALL
    else:
        later = bar.x > first.end
        head, to, y2 = "right" if later else "left", bar.x if later else bar.end, bar.y + TALL // 2
    return Wait(first.end, y1, y2, to, head, arrow.strong)


def _told(tasks: Sequence[Task], waits: int) -> str:
    strong, gates = sum(t.strong for t in tasks), sum(t.gate for t in tasks)
    parts = [f"{strong} of {len(tasks)} set the end"] if strong else []
    parts += [wording.plural(gates, "gate")] if gates else []
    parts += (
        [f"{wording.plural(waits, 'arrow')} from what comes first to what waits"] if waits else []
    )
    return "; ".join(parts)
