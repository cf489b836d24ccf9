"""Who can be reached in each hour of the week: both sides, one, those on call, or nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from sourcebook.analysis.overlap import WEEK, shift
from sourcebook.analysis.parties import camp_of_role
from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location
from sourcebook.model.sections.service_levels import SupportHours

DAY = 24 * 60
_MINUTE, _DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)

Minutes = tuple[int, int]
"""From one minute of the day to another, 0–1440."""


class Reach(Enum):
    """Who can be reached, the most first."""

    BOTH = "both sides at work"
    CLIENT = "client at work"
    VENDOR = "vendor at work"
    SUPPORT = "support hours"
    ON_CALL = "on call"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Stretch:
    """Minutes of a day in which the same can be reached."""

    begin: int
    end: int
    reach: Reach


@dataclass(frozen=True)
class WeekCover:
    """The seven days from Monday, each without gaps, by one clock."""

    tz: str
    days: tuple[tuple[Stretch, ...], ...]

    def minutes(self, reach: Reach) -> int:
        """Minutes of the week in which exactly that can be reached."""
        return sum(s.end - s.begin for day in self.days for s in day if s.reach is reach)


def week_cover(book: Playbook, as_of: dt.date) -> WeekCover | None:
    """The week of a day, holidays left out; ``None`` where neither hours nor support are known.

    The clock is that of support, else of the client's first location.
    """
    support = book.service_levels.support_hours
    staffed = {camp: tuple(_places(book, camp)) for camp in ("client", "vendor")}
    tz = (support.tz if support else None) or next(
        (place.tz for places in staffed.values() for place in places if place.tz), None
    )
    if tz is None or (support is None and not any(staffed.values())):
        return None
    monday = as_of - as_of.weekday() * _DAY
    days = [monday + n * _DAY for n in range(7)]
    return WeekCover(tz, tuple(_day(staffed, support, tz, day) for day in days))


def _places(book: Playbook, camp: str) -> Iterator[Location]:
    """The locations at which roles of a camp work."""
    staffed = {r.location for r in book.roles.roles if camp_of_role(book, r.id) == camp}
    for place in book.roles.locations:
        if place.id in staffed and place.tz:
            yield place


def _day(
    staffed: Mapping[str, Iterable[Location]],
    support: SupportHours | None,
    tz: str,
    day: dt.date,
) -> tuple[Stretch, ...]:
    zone = ZoneInfo(tz)
    client, vendor = (_at_work(staffed[camp], zone, day) for camp in ("client", "vendor"))
    helped = _support(support, day)
    cuts = sorted({0, DAY, *(m for span in (*client, *vendor, *helped) for m in span)})
    found: list[Stretch] = []
    for begin, end in pairwise(cuts):
        reach = _reach(
            _inside(begin, client),
            _inside(begin, vendor),
            _inside(begin, helped),
            bool(support and support.on_call),
        )
        if found and found[-1].reach is reach:
            found[-1] = Stretch(found[-1].begin, end, reach)
        else:
            found.append(Stretch(begin, end, reach))
    return tuple(found)


def _reach(client: bool, vendor: bool, support: bool, on_call: bool) -> Reach:
    if client and vendor:
        return Reach.BOTH
    if client or vendor:
        return Reach.CLIENT if client else Reach.VENDOR
    if support:
        return Reach.SUPPORT
    return Reach.ON_CALL if on_call else Reach.NOBODY


def _inside(minute: int, spans: Iterable[Minutes]) -> bool:
    return any(begin <= minute < end for begin, end in spans)


def _at_work(places: Iterable[Location], zone: ZoneInfo, day: dt.date) -> tuple[Minutes, ...]:
    """When somebody works at one of the places, in minutes of that day in the zone."""
    begin = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    found = []
    for place in places:
        for ahead in (-1, 0, 1):
            if span := shift(place, day + ahead * _DAY):
                low, high = ((moment - begin) // _MINUTE for moment in span)
                found.append((low, high))
    return tuple(_within(found))


def _support(support: SupportHours | None, day: dt.date) -> tuple[Minutes, ...]:
    """The hours of support on a day; those that end at or before their begin last till morning."""
    if support is None or support.start is None or support.end is None:
        return ()
    begin, end = (t.hour * 60 + t.minute for t in (support.start, support.end))
    end += DAY if end <= begin else 0
    yesterday, today = WEEK[day.weekday() - 1], WEEK[day.weekday()]
    spans = [(begin, end)] if today in support.days else []
    spans += [(begin - DAY, end - DAY)] if yesterday in support.days else []
    return tuple(_within(spans))


def _within(spans: Iterable[Minutes]) -> Iterator[Minutes]:
    for low, high in spans:
        if max(low, 0) < min(high, DAY):
            yield max(low, 0), min(high, DAY)
