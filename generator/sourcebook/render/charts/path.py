"""The way to the end in one line: what is accepted, what comes next, what comes after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.render import wording

HEIGHT, LINE = 50, 22
_FIRST, _WIDTH = 3.0, 94.0
_ROOM = 9.0  # per cent of the width that a name takes on a phone
_LONGEST = 5  # letters of a name


@dataclass(frozen=True)
class Stop:
    """A milestone: its id, its title, its day; ``state`` is done, next or later."""

    id: str
    title: str
    day: dt.date
    state: str


@dataclass(frozen=True)
class Mark:
    """A stop as drawn; without ``text`` where its name has no room."""

    x: float
    state: str
    text: str
    told: str


@dataclass(frozen=True)
class Path:
    """Everything that the template draws."""

    label: str
    marks: tuple[Mark, ...]
    today: float | None
    today_align: str
    gone: float
    height: int = HEIGHT
    line: int = LINE


def path(stops: Sequence[Stop], today: dt.date) -> Path | None:
    """The stops by date; nothing for fewer than two days, which are no way."""
    days = sorted({stop.day for stop in stops})
    if len(days) < 2:
        return None
    low, span = days[0].toordinal(), (days[-1] - days[0]).days

    def across(day: dt.date) -> float:
        return round(_FIRST + (day.toordinal() - low) / span * _WIDTH, 2)

    order = sorted(stops, key=lambda stop: (stop.day, stop.id))
    short = all(len(stop.id) <= _LONGEST for stop in order)
    names = [stop.id if short and stop.id else str(n) for n, stop in enumerate(order, 1)]
    places = [across(stop.day) for stop in order]
    shown = _with_room(places, [stop.state == "next" for stop in order])
    marks = tuple(
        Mark(
            x,
            stop.state,
            name if n in shown else "",
            f"{stop.id} {stop.title}, {wording.date(stop.day)}".strip(),
        )
        for n, (stop, name, x) in enumerate(zip(order, names, places, strict=True))
    )
    at = across(today) if days[0] <= today <= days[-1] else None
    done = sum(stop.state == "done" for stop in order)
    following = next((f", next {m.told}" for m in marks if m.state == "next"), "")
    return Path(
        f"{done} of {wording.plural(len(order), 'milestone')} accepted{following}",
        marks,
        at,
        "s" if at is None or at < 5 else "e" if at > 95 else "m",
        at if at is not None else _FIRST + _WIDTH if today > days[-1] else _FIRST,
    )


def _with_room(places: Sequence[float], first: Sequence[bool]) -> set[int]:
    """Which names are drawn so that none touches another: the next one's, then from the left."""
    kept: list[int] = []
    for n in sorted(range(len(places)), key=lambda n: not first[n]):
        if all(abs(places[n] - places[other]) >= _ROOM for other in kept):
            kept.append(n)
    return set(kept)
