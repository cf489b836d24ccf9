"""Moments at which meetings begin: the working day that each belongs to, in and out of hours.

What is asked here is the same for all meetings at the same times and all places with the same
hours: many engagements ask it, and many rules of each. Moments that are known already are told
quickly, since each keeps its hash.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from sourcebook.analysis.calendar import Recurrence, instant
from sourcebook.analysis.holidays import Holiday, holiday, public_holidays
from sourcebook.analysis.overlap import WEEK, Span, hours_of
from sourcebook.model.sections.roles import Location

Moments = tuple[dt.datetime, ...]
"""In order, most often those of one meeting in its own zone. They are told by their numbers."""

_DAY = dt.timedelta(days=1)
_LEAST_SHIFT = dt.timedelta(minutes=30)


@lru_cache(maxsize=2048)
def held_on(
    rhythm: Recurrence, time: dt.time, tz: str, first: dt.date, last: dt.date
) -> tuple[tuple[dt.date, ...], Moments]:
    """The days of a rhythm between two days, and the moments at which a meeting then begins."""
    days = rhythm.days(first, last)
    return days, tuple(instant(day, time, tz) for day in days)


@lru_cache(maxsize=8192)
def second(moment: dt.datetime) -> float:
    """The number of a moment's second, which Python reckons anew at each question."""
    return moment.timestamp()


@lru_cache(maxsize=2048)
def seconds(moments: Moments) -> tuple[float, ...]:
    """As second, of several moments."""
    return tuple(moment.timestamp() for moment in moments)


def working_day(place: Location, moment: dt.datetime) -> dt.date:
    """The working day of a place that a moment belongs to: past midnight, the shift's first."""
    return working_days(place, (moment,))[0]


def working_days(place: Location, moments: Moments) -> tuple[dt.date, ...]:
    """As working_day, of several moments."""
    if place.tz is None:
        return tuple(moment.date() for moment in moments)
    return _working_days(place.tz, place.work_start, place.work_end, moments)


@lru_cache(maxsize=8192)
def _working_days(
    tz: str, first: dt.time | None, until: dt.time | None, moments: Moments
) -> tuple[dt.date, ...]:
    zone = ZoneInfo(tz)
    there = ((moment, moment.astimezone(zone).date()) for moment in moments)
    if first is None or until is None:
        return tuple(day for _, day in there)
    return tuple(
        day_before(day)
        if not _begun(hours_of(tz, first, until, day), moment)
        and _begun(hours_of(tz, first, until, day_before(day)), moment)
        else day
        for moment, day in there
    )


def _begun(shift: Span | None, moment: dt.datetime) -> bool:
    """Whether a moment is within a shift."""
    return shift is not None and shift[0] <= moment < shift[1]


def holidays_on(at: Sequence[Location], moments: Moments) -> Mapping[int, Mapping[str, Holiday]]:
    """The places that have a holiday on the day that it is there, by the number of the moment."""
    found: dict[int, dict[str, Holiday]] = {}
    for place in at:
        if not place.id:
            continue
        days = working_days(place, moments)
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


def days_off(place: Location, moments: Moments) -> tuple[int, ...]:
    """The moments that are on no working day of a place."""
    return _days_off(place.work_days, working_days(place, moments))


@lru_cache(maxsize=2048)
def _days_off(week: tuple[str, ...], days: tuple[dt.date, ...]) -> tuple[int, ...]:
    return tuple(number for number, day in enumerate(days) if WEEK[day.weekday()] not in week)


def out_of_hours(place: Location, moments: Moments, minutes: int) -> tuple[int, ...]:
    """The moments on a working day of a place from which on so many minutes are not in its hours.

    There are none where the place has no hours.
    """
    if place.work_start is None or place.work_end is None or place.tz is None:
        return ()
    return _out_of_hours(
        place.tz, place.work_start, place.work_end, place.work_days, moments, minutes
    )


@lru_cache(maxsize=2048)
def _out_of_hours(
    tz: str, first: dt.time, until: dt.time, week: tuple[str, ...], moments: Moments, minutes: int
) -> tuple[int, ...]:
    length = dt.timedelta(minutes=minutes)
    days = _working_days(tz, first, until, moments)
    return tuple(
        number
        for number, (start, day) in enumerate(zip(moments, days, strict=True))
        if WEEK[day.weekday()] in week
        and outside(tz, first, until, start, start.astimezone(dt.UTC) + length)
    )


@lru_cache(maxsize=8192)
def outside(tz: str, first: dt.time, until: dt.time, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether a span of time is not wholly within the hours of a zone, whatever the weekday."""
    today = start.astimezone(ZoneInfo(tz)).date()
    for day in (today, day_before(today)):
        span = hours_of(tz, first, until, day)
        if span and span[0] <= start and end <= span[1]:
            return False
    return True


@lru_cache(maxsize=2048)
def shifted(tz: str, moments: Moments) -> tuple[dt.time, tuple[int, ...]]:
    """The usual time by the clocks of a zone, and the moments that are at another one there.

    Times are others from half an hour's difference on. Raises IndexError for no moments.
    """
    zone = ZoneInfo(tz)
    times = [start.astimezone(zone).time() for start in moments]
    usual = Counter(times).most_common(1)[0][0]
    others = {time for time in set(times) if _apart(time, usual) >= _LEAST_SHIFT}
    return usual, tuple(number for number, time in enumerate(times) if time in others)


def _apart(one: dt.time, other: dt.time) -> dt.timedelta:
    day = dt.date(2000, 1, 1)
    between = abs(dt.datetime.combine(day, one) - dt.datetime.combine(day, other))
    return min(between, dt.timedelta(days=1) - between)


def day_before(day: dt.date) -> dt.date:
    """The day before; of the first that there is, itself."""
    return later(day, -_DAY)


def later(day: dt.date, by: dt.timedelta) -> dt.date:
    """A day so much later, or earlier; the last or first that there is, if it would be beyond."""
    try:
        return day + by
    except OverflowError:
        return dt.date.max if by > dt.timedelta() else dt.date.min
