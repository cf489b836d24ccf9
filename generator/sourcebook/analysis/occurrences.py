"""Every single time that the meetings of an engagement are held: when, with whom, despite what."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby
from operator import sub
from types import MappingProxyType
from typing import overload
from zoneinfo import ZoneInfo

from sourcebook.analysis.attendance import Seats, places, seats
from sourcebook.analysis.calendar import instant, recurrence
from sourcebook.analysis.holidays import Holiday
from sourcebook.analysis.moments import (
    Moments,
    held_on,
    holidays_on,
    later,
    outside,
    second,
    seconds,
    working_day,
)
from sourcebook.analysis.overlap import Span, works_on
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.roles import Location

_DAY = dt.timedelta(days=1)
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(9990, 1, 1)  # beyond them, clocks have no tables
_AHEAD = 31  # how far a meeting is moved at most, in days
_NONE: Mapping[str, Holiday] = MappingProxyType({})


@dataclass  # not frozen: an engagement has hundreds
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
        return self._span[1].astimezone(self.start.tzinfo)

    @cached_property
    def _span(self) -> Span:
        """When it begins and is over, in UTC."""
        begin = self.start.astimezone(dt.UTC)
        return begin, begin + dt.timedelta(minutes=self.meeting.duration_min or 0)

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
        return outside(place.tz, place.work_start, place.work_end, *self._span)


@dataclass(frozen=True, eq=False)
class Series(Sequence[Occurrence]):
    """The occurrences of one meeting, in their order.

    Each is made when somebody asks for it: most rules look at the moments alone.
    """

    at: At
    meeting: Meeting
    seats: Seats
    days: tuple[dt.date, ...]  # that the rhythm gives
    starts: Moments
    others: Mapping[int, Occurrence]  # those with a holiday on their day, by number

    def __len__(self) -> int:
        return len(self.days)

    @overload
    def __getitem__(self, number: int) -> Occurrence: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Occurrence]: ...
    def __getitem__(self, number: int | slice) -> Occurrence | Sequence[Occurrence]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number in self.others:
            return self.others[number]
        start, day = self.starts[number], self.days[number]
        return Occurrence(self.at, self.meeting, start, day, self.seats, _NONE)

    def __iter__(self) -> Iterator[Occurrence]:
        """Each of them: they are not looked up one by one."""
        at, meeting, seats, others = self.at, self.meeting, self.seats, self.others
        for number, (start, day) in enumerate(zip(self.starts, self.days, strict=True)):
            yield others.get(number) or Occurrence(at, meeting, start, day, seats, _NONE)

    @property
    def always(self) -> tuple[Location, ...] | None:
        """The places from which people come to each of them; ``None`` if these change."""
        return self.seats.throughout(self.days[0], self.starts[-1].date())

    @property
    def held(self) -> Series:
        """Those that are not skipped."""
        if not any(one.skipped for one in self.others.values()):
            return self
        kept = [n for n in range(len(self)) if n not in self.others or not self.others[n].skipped]
        return self.only(kept)

    def only(self, numbers: Sequence[int]) -> Series:
        """Some of them."""
        return Series(
            self.at,
            self.meeting,
            self.seats,
            tuple(self.days[number] for number in numbers),
            tuple(self.starts[number] for number in numbers),
            {n: self.others[old] for n, old in enumerate(numbers) if old in self.others},
        )


@lru_cache(maxsize=4)  # several pages and feeds ask for the same
def occurrences(book: Playbook, first: dt.date, last: dt.date) -> tuple[Occurrence, ...]:
    """All meetings between two days, both included, within the term, in order of time.

    Days are those of each meeting's own zone; what was planned for one of these days and is held
    later is among them too. Meetings without a time, a zone or a rhythm are left out.
    """
    found = [one for its in series(book, first, last) for one in its]
    return tuple(sorted(found, key=lambda one: (second(one.start), one.meeting.id or "")))


def series(book: Playbook, first: dt.date, last: dt.date) -> tuple[Series, ...]:
    """As occurrences, by meeting, in the order of the meetings; without those that have none."""
    begin, end = book.engagement.start_date, book.engagement.end_date
    first, last = max(first, begin or first, _FIRST), min(last, end or last, _LAST)
    return _series(book, first, last) if first <= last else ()


@lru_cache(maxsize=4)
def _series(book: Playbook, first: dt.date, last: dt.date) -> tuple[Series, ...]:
    made = (
        _Planned(book, at, meeting).between(first, last)
        for at, meeting in book.each("communication", "meetings")
    )
    return tuple(each for each in made if each)


class _Planned:
    """A meeting, and what becomes of the days of its rhythm."""

    def __init__(self, book: Playbook, at: At, meeting: Meeting) -> None:
        self._at, self._meeting = at, meeting
        self._seats = seats(book, meeting)
        self._recurrence = recurrence(meeting, book.engagement.start_date)
        ends = [day for day in (meeting.until, book.engagement.end_date) if day]
        self._end = min(ends, default=dt.date.max)

    def between(self, first: dt.date, last: dt.date) -> Series | None:
        """What was planned for a day between two, or moved to one; ``None`` where nothing was."""
        meeting, ahead = self._meeting, dt.timedelta(days=_AHEAD)
        if self._recurrence is None or meeting.local_time is None or meeting.tz is None:
            return None
        days, starts = held_on(
            self._recurrence, meeting.local_time, meeting.tz,
            later(first, -ahead), later(last, ahead),
        )  # fmt: skip
        begin, end = bisect_left(days, first), bisect_right(days, min(last, self._end))
        others = dict(self._others(days, starts, end))
        moved = [
            one for n, one in others.items() if n < begin and first <= one.start.date() <= last
        ]
        inside = {n - begin + len(moved): one for n, one in others.items() if n >= begin}
        begins = [*(one.start for one in moved), *starts[begin:end]]
        for number, one in inside.items():
            begins[number] = one.start
        if not begins:
            return None
        planned = (*(one.planned for one in moved), *days[begin:end])
        others = {**dict(enumerate(moved)), **inside}
        return Series(self._at, meeting, self._seats, planned, tuple(begins), others)

    def _others(
        self, days: tuple[dt.date, ...], starts: Moments, end: int
    ) -> Iterator[tuple[int, Occurrence]]:
        """The first ones, up to an end, that have a holiday in some place: their numbers."""
        every = self._seats.throughout(days[0], days[-1]) if days else ()
        found = self._in_turn(starts[:end]) if every is None else holidays_on(every, starts)
        for number, off in sorted(found.items()):
            if off and number < end:
                following = days[number + 1] if number + 1 < len(days) else dt.date.max
                yield number, self._despite(off, days[number], following, starts[number])

    def _in_turn(self, starts: Moments) -> Mapping[int, Mapping[str, Holiday]]:
        """The places that have a holiday then, where other parties take part than before."""
        found: dict[int, Mapping[str, Holiday]] = {}
        numbered = groupby(enumerate(starts), lambda each: places(self._seats, each[1].date()))
        for every, run in numbered:
            first, *rest = run
            off = holidays_on(every, (first[1], *(start for _, start in rest)))
            found |= {first[0] + number: its for number, its in off.items()}
        return found

    def _despite(
        self, off: Mapping[str, Holiday], day: dt.date, following: dt.date, start: dt.datetime
    ) -> Occurrence:
        """What becomes of a day on which there is a holiday in some places."""
        certain = any(not one.estimated for one in off.values())
        policy = self._meeting.holiday_policy if certain else None
        moved = None
        if policy == "move":
            moved = self._next_working(day, min(following, later(self._end, _DAY)))
        skipped = policy == "skip" or (policy == "move" and moved is None)
        return Occurrence(
            self._at, self._meeting, moved or start, day, self._seats, off, skipped=skipped
        )

    def _off(self, start: dt.datetime) -> Mapping[str, Holiday]:
        """The places that have a holiday on the day that it is there."""
        return holidays_on(places(self._seats, start.date()), (start,)).get(0, _NONE)

    def _next_working(self, day: dt.date, before: dt.date) -> dt.datetime | None:
        """The same time on the next day on which all work, if that comes before another day."""
        time, tz = self._meeting.local_time, self._meeting.tz
        for ahead in range(1, _AHEAD + 1):
            other = later(day, ahead * _DAY)
            if other >= before or time is None or tz is None:
                return None
            start = instant(other, time, tz)
            free = all(works_on(p, working_day(p, start)) for p in places(self._seats, other))
            if free and all(one.estimated for one in self._off(start).values()):
                return start
        return None


Pair = tuple[Occurrence, Occurrence]


def clashes(found: Iterable[Series]) -> dict[tuple[str, str], list[Pair]]:
    """Meetings that need the same role at overlapping times, by the pair of their ids.

    A role that several people hold can be in two places at once.
    """
    held = [its.held for its in found if its.meeting.id]
    longest = 60 * max((its.meeting.duration_min or 0 for its in held), default=0)
    begins = sorted(chain.from_iterable(seconds(its.starts) for its in held))
    if min(map(sub, begins[1:], begins), default=longest) >= longest:
        return {}  # as it is for most
    moments = [
        (begin, its.meeting.id or "", number, n)
        for number, its in enumerate(held)
        for n, begin in enumerate(seconds(its.starts))
    ]
    pairs: dict[tuple[str, str], list[Pair]] = {}
    running: list[tuple[float, Series, int]] = []  # with the second at which each is over
    for begin, _, number, n in sorted(moments):
        its = held[number]
        running = [each for each in running if each[0] > begin]
        for _, other, m in running:
            if other is not its and wanted_twice(its[n], other[m]):
                one, another = sorted((its[n], other[m]), key=lambda each: each.at.keys[-1])
                key = (one.meeting.id or "", another.meeting.id or "")
                pairs.setdefault(key, []).append((one, another))
        running.append((begin + 60 * (its.meeting.duration_min or 0), its, n))
    return pairs


def wanted_twice(one: Occurrence, other: Occurrence) -> tuple[str, ...]:
    """The roles, each held by one person, that must be at both."""
    alone = {s.role.id for s in one.seats if (s.role.headcount or 1) == 1}
    return tuple(role for role in one.roles if role in alone and role in other.roles)
