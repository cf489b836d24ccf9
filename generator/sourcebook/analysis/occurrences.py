"""Every single time that the meetings of an engagement are held: when, with whom, despite what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sourcebook.analysis.attendance import Seats, places, seats
from sourcebook.analysis.calendar import Recurrence, instant, recurrence
from sourcebook.analysis.holidays import Holiday, holiday, public_holidays
from sourcebook.analysis.overlap import WEEK, Span, hours_of, works_on
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.roles import Location

_DAY = dt.timedelta(days=1)
_LEAST_SHIFT = dt.timedelta(minutes=30)
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(9990, 1, 1)  # beyond them, clocks have no tables
_AHEAD = 31  # how far a meeting is moved at most, in days


@dataclass  # not frozen, which would take thrice as long: an engagement has hundreds
class Occurrence:
    """A meeting, once. One that is skipped has the time at which it would have been held.

    It never changes.
    """

    at: At
    meeting: Meeting
    start: dt.datetime  # in the meeting's own zone
    planned: dt.date  # the day that its rhythm gives
    seats: Seats  # the roles that must come, if their party takes part on the day
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
    return tuple(sorted(found, key=lambda one: (_second(one.start), one.meeting.id or "")))


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
        days, starts = _held_on(
            self._recurrence, meeting.local_time, meeting.tz,
            _shifted(first, -ahead), _shifted(last, ahead),
        )  # fmt: skip
        every = self._seats.throughout(days[0], days[-1]) if days else None
        offs = _holidays(every, starts) if every is not None else None
        end = min(last, self._end)
        for number, (day, start) in enumerate(zip(days, starts, strict=True)):
            if day > end:
                return
            following = days[number + 1] if number + 1 < len(days) else None
            off = self._off(start) if offs is None else offs.get(number, _NONE)
            if off:
                made = self._despite(off, day, following, start)
            else:
                made = Occurrence(self._at, meeting, start, day, self._seats, _NONE)
            if first <= day or first <= made.start.date() <= last:
                yield made

    def _despite(
        self,
        off: Mapping[str, Holiday],
        day: dt.date,
        following: dt.date | None,
        start: dt.datetime,
    ) -> Occurrence:
        """What becomes of a day on which there is a holiday in some places."""
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

    def _off(self, start: dt.datetime) -> Mapping[str, Holiday]:
        """The places that have a holiday on the day that it is there."""
        return _holidays(places(self._seats, start.date()), (start,)).get(0, _NONE)

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


_Starts = tuple[dt.datetime, ...]
"""Moments in order, most often those of one meeting in its own zone."""

_NONE: Mapping[str, Holiday] = MappingProxyType({})

# What follows is the same for all meetings at the same times and all places with the same hours:
# many engagements ask it, and many rules of each. Moments that are known already are told quickly,
# since each keeps its hash.


@lru_cache(maxsize=2048)
def _held_on(
    rhythm: Recurrence, time: dt.time, tz: str, first: dt.date, last: dt.date
) -> tuple[tuple[dt.date, ...], _Starts]:
    """The days of a rhythm, and the moments at which a meeting then begins."""
    days = rhythm.days(first, last)
    return days, tuple(instant(day, time, tz) for day in days)


@lru_cache(maxsize=8192)
def _second(moment: dt.datetime) -> float:
    """The number of a moment's second, which Python reckons anew at each question."""
    return moment.timestamp()


def working_day(place: Location, moment: dt.datetime) -> dt.date:
    """The working day of a place that a moment belongs to: past midnight, the shift's first."""
    return working_days(place, (moment,))[0]


def working_days(place: Location, moments: _Starts) -> tuple[dt.date, ...]:
    """As working_day, of several moments."""
    if place.tz is None:
        return tuple(moment.date() for moment in moments)
    return _working_days(place.tz, place.work_start, place.work_end, moments)


@lru_cache(maxsize=8192)
def _working_days(
    tz: str, first: dt.time | None, until: dt.time | None, moments: _Starts
) -> tuple[dt.date, ...]:
    zone = ZoneInfo(tz)
    there = ((moment, moment.astimezone(zone).date()) for moment in moments)
    if first is None or until is None:
        return tuple(day for _, day in there)
    return tuple(
        _before(day)
        if not _begun(hours_of(tz, first, until, day), moment)
        and _begun(hours_of(tz, first, until, _before(day)), moment)
        else day
        for moment, day in there
    )


def _begun(shift: Span | None, moment: dt.datetime) -> bool:
    """Whether a moment is within a shift."""
    return shift is not None and shift[0] <= moment < shift[1]


def _holidays(at: Sequence[Location], starts: _Starts) -> Mapping[int, Mapping[str, Holiday]]:
    """The places that have a holiday on the day that it is there, by the number of the moment."""
    found: dict[int, dict[str, Holiday]] = {}
    for place in at:
        if not place.id:
            continue
        days = working_days(place, starts)
        if place.holidays is None:
            offs = _public(place.country, place.subdivision, days)
        else:
            offs = tuple((n, off) for n, day in enumerate(days) if (off := holiday(place, day)))
        for number, off in offs:
            found.setdefault(number, {})[place.id] = off
    return found


@lru_cache(maxsize=2048)
def _public(
    country: str | None, subdivision: str | None, days: tuple[dt.date, ...]
) -> tuple[tuple[int, Holiday], ...]:
    """The public holidays among some days, by their numbers."""
    return tuple(
        (number, off)
        for number, day in enumerate(days)
        if (off := (public_holidays(country, subdivision, day.year) or {}).get(day))
    )


def days_off(place: Location, moments: _Starts) -> tuple[int, ...]:
    """The numbers of those moments that are on no working day of a place."""
    return _days_off(place.work_days, working_days(place, moments))


@lru_cache(maxsize=2048)
def _days_off(week: tuple[str, ...], days: tuple[dt.date, ...]) -> tuple[int, ...]:
    return tuple(number for number, day in enumerate(days) if WEEK[day.weekday()] not in week)


def out_of_hours(place: Location, held: Sequence[Occurrence]) -> list[Occurrence]:
    """Those of one meeting's occurrences that are on a working day of a place, out of its hours."""
    if place.work_start is None or place.work_end is None or place.tz is None or not held:
        return []
    starts = tuple(one.start for one in held)
    length = held[0].meeting.duration_min or 0
    numbers = _out_of_hours(
        place.tz, place.work_start, place.work_end, place.work_days, starts, length
    )
    return [held[number] for number in numbers]


@lru_cache(maxsize=2048)
def _out_of_hours(
    tz: str, first: dt.time, until: dt.time, week: tuple[str, ...], starts: _Starts, minutes: int
) -> tuple[int, ...]:
    length = dt.timedelta(minutes=minutes)
    days = _working_days(tz, first, until, starts)
    return tuple(
        number
        for number, (start, day) in enumerate(zip(starts, days, strict=True))
        if WEEK[day.weekday()] in week
        and _outside(tz, first, until, start, start.astimezone(dt.UTC) + length)
    )


@lru_cache(maxsize=8192)
def _outside(tz: str, first: dt.time, until: dt.time, start: dt.datetime, end: dt.datetime) -> bool:
    today = start.astimezone(ZoneInfo(tz)).date()
    spans = [hours_of(tz, first, until, day) for day in (today, _before(today))]
    return not any(span and span[0] <= start and end <= span[1] for span in spans)


def shifted(tz: str, held: Sequence[Occurrence]) -> tuple[dt.time, list[Occurrence]]:
    """The usual time of a meeting by the clocks of a zone, and when it is another one.

    Times are others from half an hour's difference on.
    """
    usual, numbers = _shifted_in(tz, tuple(one.start for one in held))
    return usual, [held[number] for number in numbers]


@lru_cache(maxsize=2048)
def _shifted_in(tz: str, starts: _Starts) -> tuple[dt.time, tuple[int, ...]]:
    zone = ZoneInfo(tz)
    times = [start.astimezone(zone).time() for start in starts]
    usual = Counter(times).most_common(1)[0][0]
    others = {time for time in set(times) if _apart(time, usual) >= _LEAST_SHIFT}
    return usual, tuple(number for number, time in enumerate(times) if time in others)


def _apart(one: dt.time, other: dt.time) -> dt.timedelta:
    day = dt.date(2000, 1, 1)
    between = abs(dt.datetime.combine(day, one) - dt.datetime.combine(day, other))
    return min(between, dt.timedelta(days=1) - between)


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
    running: list[tuple[float, Occurrence]] = []  # with the second at which each is over
    for one in found:
        if one.skipped or not one.meeting.id:
            continue
        begin = _second(one.start)
        running = [(end, other) for end, other in running if end > begin]
        for _, other in running:
            if other.meeting is not one.meeting and wanted_twice(one, other):
                pair = sorted((one, other), key=lambda each: each.at.keys[-1])
                key = (pair[0].meeting.id or "", pair[1].meeting.id or "")
                pairs.setdefault(key, []).append((pair[0], pair[1]))
        running.append((begin + 60 * (one.meeting.duration_min or 0), one))
    return pairs


def wanted_twice(one: Occurrence, other: Occurrence) -> tuple[str, ...]:
    """The roles, each held by one person, that must be at both."""
    alone = {s.role.id for s in one.seats if (s.role.headcount or 1) == 1}
    return tuple(role for role in one.roles if role in alone and role in other.roles)
