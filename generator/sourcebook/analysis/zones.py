"""In how many time zones people work, and which two places share the least of a working day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sourcebook.analysis.overlap import overlap_minutes, works_on
from sourcebook.analysis.parties import camp_of_role
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location

_WEEKS = 53  # a year: every change of clocks, and the weeks when only one side has changed


@dataclass(frozen=True)
class Shortest:
    """Two places, by their ids, and the minutes that they share on the worst day of a year."""

    a: str
    b: str
    minutes: int


def zones(book: Playbook) -> tuple[str, ...]:
    """The time zones of the locations, each once, in their order."""
    return tuple(dict.fromkeys(place.tz for place in book.roles.locations if place.tz))


def shortest_overlap(book: Playbook) -> Shortest | None:
    """The two places of different camps that share the least of a common working day.

    It looks at the first year of the term. Pairs that are to work without shared hours
    (``async_pairs``) are left out, and so are places without hours or roles. ``None`` where no
    pair is left.
    """
    begin = book.engagement.start_date
    found = [
        Shortest(a.id, b.id, min(minutes))
        for a, b in _pairs(book)
        if a.id and b.id and begin and (minutes := list(_minutes(a, b, begin)))
    ]
    return min(found, key=lambda pair: pair.minutes, default=None)


def _pairs(book: Playbook) -> Iterator[tuple[Location, Location]]:
    camps: dict[str | None, set[str]] = {}
    for role in book.roles.roles:
        if (camp := camp_of_role(book, role.id)) and camp != "advisor":
            camps.setdefault(role.location, set()).add(camp)
    overlap = book.communication.overlap
    apart = {frozenset(pair) for pair in overlap.async_pairs} if overlap else set()
    places = [
        place
        for place in book.roles.locations
        if place.id in camps and place.tz and place.work_start and place.work_end
    ]
    for a, b in combinations(places, 2):
        meet = any(one != other for one in camps[a.id] for other in camps[b.id])
        if meet and frozenset((a.id, b.id)) not in apart:
            yield a, b


def _minutes(a: Location, b: Location, begin: dt.date) -> Iterator[int]:
    """The minutes shared in each week, on its first day on which both places work."""
    common = [ahead for ahead in range(7) if _both_work(a, b, begin, ahead)]
    for week in range(_WEEKS if common else 0):
        ahead = common[0] + 7 * week
        if (dt.date.max - begin).days < ahead:
            return
        yield overlap_minutes(a, b, begin + dt.timedelta(days=ahead))


def _both_work(a: Location, b: Location, begin: dt.date, ahead: int) -> bool:
    if (dt.date.max - begin).days < ahead:
        return False
    day = begin + dt.timedelta(days=ahead)
    return works_on(a, day) and works_on(b, day)
