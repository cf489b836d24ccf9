"""How long two places work at the same time, by the clocks of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from sourcebook.lean import dataclass
from sourcebook.model.sections.roles import Location

Span = tuple[dt.datetime, dt.datetime]

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_FIRST, _LAST = dt.date.min + 3 * _DAY, dt.date.max - 3 * _DAY  # those that have days around them


def works_on(place: Location, day: dt.date) -> bool:
    """Whether a working day begins there on that date; holidays are not looked at."""
    return WEEK[day.weekday()] in place.work_days


def shift(place: Location, day: dt.date) -> Span | None:
    """Begin and end in UTC of the shift that begins on a date; ``None`` where none does."""
    return hours(place, day) if works_on(place, day) else None


def hours(place: Location, day: dt.date) -> Span | None:
    """Begin and end in UTC of a shift on a date if it were a working day; ``None`` without hours.

    An end at or before the begin is on the next day. A local time that clocks skip moves forward
    by the gap; of one that they repeat the first counts.
    """
    if place.tz is None or place.work_start is None or place.work_end is None:
        return None
    return hours_of(place.tz, place.work_start, place.work_end, day)


@lru_cache(maxsize=4096)
def hours_of(tz: str, first: dt.time, until: dt.time, day: dt.date) -> Span | None:
    """As hours(), of a place in a zone that works from one time to another."""
    zone = ZoneInfo(tz)
    try:
        last = day + dt.timedelta(days=until <= first)
        begin = dt.datetime.combine(day, first, zone).astimezone(dt.UTC)
        end = dt.datetime.combine(last, until, zone).astimezone(dt.UTC)
    except OverflowError:  # the first or the last day that there is
        return None
    return begin, end


def overlap_minutes(a: Location, b: Location, day: dt.date) -> int:
    """Minutes that two places work at the same time, in the shifts that begin on a date.

    A shift of the date also meets the other place's shift of the next date, over midnight and
    across the date line; such a pair counts for the earlier of its two dates, so that each is
    counted once, whichever place is asked for first. Without hours or a time zone it is 0.
    """
    following = day + dt.timedelta(days=day < dt.date.max)
    pairs = {(day, day), (day, following), (following, day)}
    return sum(_shared(shift(a, one), shift(b, other)) for one, other in pairs)


def _shared(a: Span | None, b: Span | None) -> int:
    if a is None or b is None:
        return 0
    return max(dt.timedelta(), min(a[1], b[1]) - max(a[0], b[0])) // _MINUTE


@dataclass(frozen=True)
class Window:
    """A stretch that two places share, by the clock of each."""

    a: tuple[dt.time, dt.time]
    b: tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Range:
    """Dates, both ends included, on whose common working days two places share the same hours."""

    first: dt.date
    last: dt.date
    minutes: int
    windows: tuple[Window, ...]


def ranges(a: Location, b: Location, first: dt.date, last: dt.date) -> tuple[Range, ...]:
    """The hours that two places share from one day to another, without gaps between the ranges.

    Dates are those of the calendar as ``a`` counts them; a shift past midnight belongs to the day
    on which it begins. Only days on which both work are looked at, holidays among them. Places
    that never work on the same day share 0 minutes.
    """
    last = max(_FIRST, min(last, _LAST))
    first = max(_FIRST, min(first, last))
    starts = {first}
    for place in (a, b):
        for day in changes(place.tz, first, last) if place.tz else ():
            starts |= {near for ahead in range(-2, 3) if first <= (near := day + ahead * _DAY)}
    cuts = [*sorted(start for start in starts if start <= last), last + _DAY]
    alike = [(begin, _day(a, b, begin)) for begin in cuts[:-1]]
    alike = _without_repeats(alike)
    ends = [*(begin for begin, _ in alike[1:]), cuts[-1]]
    found = [
        (begin, here)
        for (begin, here), end in zip(alike, ends, strict=True)
        if begin == first or here.occurs(begin, end)
    ]
    found = _without_repeats(found)
    ends = [*(begin for begin, _ in found[1:]), cuts[-1]]
    return tuple(
        Range(begin, end - _DAY, here.minutes, here.windows)
        for (begin, here), end in zip(found, ends, strict=True)
    )


def _without_repeats(days: list[tuple[dt.date, _Day]]) -> list[tuple[dt.date, _Day]]:
    return [entry for n, entry in enumerate(days) if n == 0 or entry[1] != days[n - 1][1]]


@dataclass(frozen=True)
class _Day:
    """What two places share on a day, if it is a working day of both."""

    minutes: int
    windows: tuple[Window, ...]
    weekdays: frozenset[int]  # the days of the week on which that holds

    def occurs(self, begin: dt.date, end: dt.date) -> bool:
        """Whether there is such a day from one date to another, which is not included."""
        if (end - begin).days >= len(WEEK) or not self.weekdays:
            return True
        return any((begin + n * _DAY).weekday() in self.weekdays for n in range((end - begin).days))


def _day(a: Location, b: Location, day: dt.date) -> _Day:
    mine = hours(a, day)
    meets: dict[int, Span] = {}
    for ahead in (-1, 0, 1):
        if mine and (theirs := hours(b, day + ahead * _DAY)) and _shared(mine, theirs):
            meets[ahead] = (max(mine[0], theirs[0]), min(mine[1], theirs[1]))
    common = _common(a.work_days, b.work_days, tuple(meets) or (0,))
    if not meets or not common:
        return _Day(0, (), frozenset(common))
    spans = min(
        ([meets[ahead] for ahead in found] for found in common.values()),
        key=lambda spans: sum(_shared(span, span) for span in spans),
    )
    windows = tuple(Window(_local(span, a), _local(span, b)) for span in spans)
    return _Day(sum(_shared(span, span) for span in spans), windows, frozenset(common))


@lru_cache(maxsize=256)
def _common(
    mine: tuple[str, ...], theirs: tuple[str, ...], meets: tuple[int, ...]
) -> Mapping[int, tuple[int, ...]]:
    """Where both work on a day of the week of the one: by how many days the other's is ahead."""
    worked = {
        weekday: tuple(ahead for ahead in meets if WEEK[(weekday + ahead) % 7] in theirs)
        for weekday, name in enumerate(WEEK)
        if name in mine
    }
    return {weekday: ahead for weekday, ahead in worked.items() if ahead}


def _local(span: Span, place: Location) -> tuple[dt.time, dt.time]:
    zone = ZoneInfo(place.tz or "UTC")
    return span[0].astimezone(zone).time(), span[1].astimezone(zone).time()


def weekdays_apart(a: Location, b: Location) -> tuple[str, ...]:
    """The days of the week on which only one of two places works: nothing overlaps on them."""
    return tuple(day for day in WEEK if (day in a.work_days) != (day in b.work_days))


def changes(tz: str, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The dates after the first on which the clocks of a zone change."""
    years = range(first.year, last.year + 1)
    return tuple(day for year in years for day in _changes(tz, year) if first < day <= last)


@lru_cache(maxsize=512)
def _changes(tz: str, year: int) -> tuple[dt.date, ...]:
    zone, noon = ZoneInfo(tz), dt.time(12)
    begin, end = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    days = [dt.date.fromordinal(number) for number in range(begin, end + 1)]
    before = offset(tz, days[0] - _DAY) if year > 1 else None
    found = []
    for day in days:
        now = dt.datetime.combine(day, noon, zone).utcoffset()
        if before is not None and now != before:
            found.append(day)
        before = now
    return tuple(found)


def offset(tz: str, day: dt.date) -> dt.timedelta:
    """How far the clocks of a zone are ahead of UTC at noon of a day."""
    moment = dt.datetime.combine(day, dt.time(12), ZoneInfo(tz))
    return moment.utcoffset() or dt.timedelta()
