"""Every single time that the meetings of an engagement are held: when, with whom, despite what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from sourcebook.analysis.attendance import Seat, places, seats
from sourcebook.analysis.calendar import instant, recurrence
from sourcebook.analysis.holidays import Holiday, holiday
from sourcebook.analysis.overlap import hours_of, works_on
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.roles import Location

_DAY = dt.timedelta(days=1)
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(9990, 1, 1)  # beyond them, clocks have no tables
_AHEAD = 31  # how far a meeting is moved at most, in days


@dataclass(frozen=True)
class Occurrence:
    """A meeting, once. One that is skipped has the time at which it would have been held."""

    at: At
    meeting: Meeting
    start: dt.datetime  # in the meeting's own zone
    planned: dt.date  # the day that its rhythm gives
    seats: tuple[Seat, ...]  # the roles that must come, if their party takes part on the day
    holidays: Mapping[str, Holiday]  # on the planned day, by the place where it is one
    skipped: bool = False

    @cached_property
    def end(self) -> dt.datetime:
        """When it is over, in the meeting's own zone."""
        length = dt.timedelta(minutes=self.meeting.duration_min or 0)
        return (self.start.astimezone(dt.UTC) + length).astimezone(self.start.tzinfo)

    @property
    def planned_start(self) -> dt.datetime:
        """When it would be held if no holiday was in the way."""
        meeting = self.meeting
        if not self.moved or meeting.local_time is None or meeting.tz is None:
            return self.start
        return instant(self.planned, meeting.local_time, meeting.tz)

    @property
    def moved(self) -> bool:
        """Whether it is held on another day than its rhythm gives."""
        return self.start.date() != self.planned

    @cached_property
    def places(self) -> tuple[Location, ...]:
        """The places from which people must come."""
        return places(self.seats, self.start.date())

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that must come."""
        day = self.start.date()
        return tuple(s.role.id for s in self.seats if s.role.id and s.taken(day))

    def local(self, place: Location) -> dt.datetime:
        """Its start by the clock of a place; by its own where the place has none."""
        return self.start.astimezone(ZoneInfo(place.tz)) if place.tz else self.start

    def agreed(self, place: Location) -> bool:
        """Whether all who must come from a place have agreed to do so out of their hours."""
        accepted = {one.role for one in self.meeting.accepted_out_of_hours}
        day = self.start.date()
        return all(s.role.id in accepted for s in self.seats if s.place is place and s.taken(day))

    def outside(self, place: Location) -> bool:
        """Whether it is not wholly within the working hours of a place, whatever the weekday."""
        if place.work_start is None or place.work_end is None or place.tz is None:
            return False
        span = self.start.astimezone(dt.UTC), self.end.astimezone(dt.UTC)
        return _outside(place.tz, place.work_start, place.work_end, *span)


def occurrences(book: Playbook, first: dt.date, last: dt.date) -> tuple[Occurrence, ...]:
    """All meetings between two days, both included, within the term, in order of time.

    Days are those of each meeting's own zone; what was planned for one of these days and is held
    later is among them too. Meetings without a time, a zone or a rhythm are left out.
    """
    begin, end = book.engagement.start_date, book.engagement.end_date
    first, last = max(first, begin or first, _FIRST), min(last, end or last, _LAST)
    return _occurrences(book, first, last) if first <= last else ()


@lru_cache(maxsize=4)
def _occurrences(book: Playbook, first: dt.date, last: dt.date) -> tuple[Occurrence, ...]:
    found = [
        occurrence
        for at, meeting in book.each("communication", "meetings")
        for occurrence in _Series(book, at, meeting).between(first, last)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.meeting.id or "")))


class _Series:
    """A meeting, and what becomes of the days of its rhythm."""

    def __init__(self, book: Playbook, at: At, meeting: Meeting) -> None:
        self._at, self._meeting = at, meeting
        self._seats = seats(book, meeting)
        self._recurrence = recurrence(meeting, book.engagement.start_date)
        ends = [day for day in (meeting.until, book.engagement.end_date) if day]
        self._end = min(ends, default=dt.date.max)

    def between(self, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
        meeting = self._meeting
        if self._recurrence is None or meeting.local_time is None or meeting.tz is None:
            return
        ahead = dt.timedelta(days=_AHEAD)
        days = self._recurrence.days(_shifted(first, -ahead), _shifted(last, ahead))
        for number, day in enumerate(days):
            if day > min(last, self._end):
                return
            following = days[number + 1] if number + 1 < len(days) else None
            made = self._on(day, following, instant(day, meeting.local_time, meeting.tz))
            if first <= day or first <= made.start.date() <= last:
                yield made

    def _on(self, day: dt.date, following: dt.date | None, start: dt.datetime) -> Occurrence:
        off = self._off(start)
        certain = any(not one.estimated for one in off.values())
        policy = self._meeting.holiday_policy if certain else None
        moved = None
        if policy == "move":
            before = min(following or dt.date.max, _shifted(self._end, _DAY))
            moved = self._next_working(day, before)
        skipped = policy == "skip" or (policy == "move" and moved is None)
        return Occurrence(
            self._at, self._meeting, moved or start, day, self._seats, off, skipped=skipped
        )

    def _off(self, start: dt.datetime) -> dict[str, Holiday]:
        """The places that have a holiday on the day that it is there."""
        found = {}
        for place in places(self._seats, start.date()):
            day = working_day(place, start)
            if place.id and (off := holiday(place, day)):
                found[place.id] = off
        return found

    def _next_working(self, day: dt.date, before: dt.date) -> dt.datetime | None:
        """The same time on the next day on which all work, if that comes before another day."""
        time, tz = self._meeting.local_time, self._meeting.tz
        for ahead in range(1, _AHEAD + 1):
            other = _shifted(day, ahead * _DAY)
            if other >= before or time is None or tz is None:
                return None
            start = instant(other, time, tz)
            free = all(works_on(p, working_day(p, start)) for p in places(self._seats, other))
            if free and all(one.estimated for one in self._off(start).values()):
                return start
        return None


def working_day(place: Location, moment: dt.datetime) -> dt.date:
    """The working day of a place that a moment belongs to: past midnight, the shift's first."""
    if place.tz is None:
        return moment.date()
    return _working_day(place.tz, place.work_start, place.work_end, moment.astimezone(dt.UTC))


# Meetings are held at the same times in many engagements, and each time is asked for by many rules.
# The moments are in UTC: in a zone, the two hours that clocks repeat count as the same.


@lru_cache(maxsize=8192)
def _working_day(
    tz: str, first: dt.time | None, until: dt.time | None, moment: dt.datetime
) -> dt.date:
    day = moment.astimezone(ZoneInfo(tz)).date()
    if first is not None and until is not None:
        for one in (day, _before(day)):
            span = hours_of(tz, first, until, one)
            if span and span[0] <= moment < span[1]:
                return one
    return day


@lru_cache(maxsize=8192)
def _outside(
    tz: str, first: dt.time, until: dt.time, start: dt.datetime, end: dt.datetime
) -> bool:
    today = start.astimezone(ZoneInfo(tz)).date()
    spans = [hours_of(tz, first, until, day) for day in (today, _before(today))]
    return not any(span and span[0] <= start and end <= span[1] for span in spans)


def _before(day: dt.date) -> dt.date:
    return _shifted(day, -_DAY)


def _shifted(day: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return day + by
    except OverflowError:
        return dt.date.max if by > dt.timedelta() else dt.date.min


def clashes(
    found: Sequence[Occurrence],
) -> dict[tuple[str, str], list[tuple[Occurrence, Occurrence]]]:
    """Meetings that need the same role at overlapping times, by the pair of their ids.

    A role that several people hold can be in two places at once. ``found`` is in order of time.
    """
    pairs: dict[tuple[str, str], list[tuple[Occurrence, Occurrence]]] = {}
    running: list[Occurrence] = []
    for one in found:
        if one.skipped or not one.meeting.id:
            continue
        running = [other for other in running if other.end > one.start]
        for other in running:
            if other.meeting is not one.meeting and wanted_twice(one, other):
                pair = sorted((one, other), key=lambda each: each.at.keys[-1])
                key = (pair[0].meeting.id or "", pair[1].meeting.id or "")
                pairs.setdefault(key, []).append((pair[0], pair[1]))
        running.append(one)
    return pairs


def wanted_twice(one: Occurrence, other: Occurrence) -> tuple[str, ...]:
    """The roles, each held by one person, that must be at both."""
    alone = {s.role.id for s in one.seats if (s.role.headcount or 1) == 1}
    return tuple(role for role in one.roles if role in alone and role in other.roles)
