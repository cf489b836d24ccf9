"""In how many time zones people work, and how much of a working day each two places share."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

from sourcebook.analysis.overlap import ranges
from sourcebook.analysis.parties import camp_of_role, stays
from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location

_YEAR = dt.timedelta(days=366)  # every change of clocks, and the weeks when only one side has it


@dataclass(frozen=True)
class Shortest:
    """Two places, by their ids, and the minutes that they share on the worst day of a year."""

    a: str
    b: str
    minutes: int


@dataclass(frozen=True)
class Pair:
    """Two places at which people work on the engagement."""

    a: Location
    b: Location
    across: bool  # people of different camps work there, so that they have to meet
    apart: bool  # it is agreed that they work without shared hours
    first: dt.date  # while parties of both take part
    last: dt.date

    def within(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
        """The part of a time in which both take part; ``None`` where there is none."""
        first, last = max(first, self.first), min(last, self.last)
        return (first, last) if first <= last else None


def zones(book: Playbook) -> tuple[str, ...]:
    """The time zones of the locations, each once, in their order."""
    return tuple(dict.fromkeys(place.tz for place in book.roles.locations if place.tz))


def pairs(book: Playbook) -> tuple[Pair, ...]:
    """Every two places that have hours and roles, in the order of the locations.

    Advisers have to meet nobody. A sub-supplier stands in its vendor's camp.
    """
    camps: dict[str | None, set[str]] = {}
    for role in book.roles.roles:
        if camp := camp_of_role(book, role.id):
            camps.setdefault(role.location, set()).add(camp)
    there = stays(book)
    overlap = book.communication.overlap
    apart = {frozenset(pair) for pair in overlap.async_pairs} if overlap else set()
    found = [
        place
        for place in book.roles.locations
        if place.id in camps and place.tz and place.work_start and place.work_end
    ]
    return tuple(
        Pair(
            a,
            b,
            any(
                one != other and "advisor" not in (one, other)
                for one in camps[a.id]
                for other in camps[b.id]
            ),
            frozenset((a.id, b.id)) in apart,
            max(there[a.id][0], there[b.id][0]),
            min(there[a.id][1], there[b.id][1]),
        )
        for a, b in combinations(found, 2)
        if a.id and b.id
    )


def shortest_overlap(book: Playbook) -> Shortest | None:
    """The two places of different camps that share the least of a common working day.

    It looks at the first year of the term. Pairs that are to work without shared hours
    (``async_pairs``) are left out, and so are places without hours or roles. ``None`` where no
    pair is left.
    """
    begin = book.engagement.start_date
    if begin is None:
        return None
    end = min(begin, dt.date.max - _YEAR) + _YEAR
    found = [
        Shortest(pair.a.id, pair.b.id, min(r.minutes for r in ranges(pair.a, pair.b, begin, end)))
        for pair in pairs(book)
        if pair.across and not pair.apart and pair.a.id and pair.b.id
    ]
    return min(found, key=lambda pair: pair.minutes, default=None)


@dataclass(frozen=True)
class Lowest:
    """Dates on which no two places share less than these two do."""

    first: dt.date
    last: dt.date
    minutes: int
    pair: Pair


def lowest(found: tuple[Pair, ...], first: dt.date, last: dt.date) -> tuple[Lowest, ...]:
    """The least that any pair shares, from one day to another; nothing where there is no pair."""
    spans = [
        (one, pair)
        for pair in found
        if (within := pair.within(first, last))
        for one in ranges(pair.a, pair.b, *within)
    ]
    day = dt.timedelta(days=1)
    cuts = sorted({cut for one, _ in spans for cut in (one.first, one.last + day)})
    made: list[Lowest] = []
    for begin, following in pairwise(cuts):
        here = [(one.minutes, pair) for one, pair in spans if one.first <= begin <= one.last]
        if not here:
            continue
        minutes, pair = min(here, key=lambda entry: entry[0])
        before = made[-1] if made else None
        if before and before.minutes == minutes and before.last + day == begin:
            made[-1] = Lowest(before.first, following - day, minutes, before.pair)
        else:
            made.append(Lowest(begin, following - day, minutes, pair))
    return tuple(made)
