"""How long two places work at the same time, by the clocks of both."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sourcebook.model.sections.roles import Location

Span = tuple[dt.datetime, dt.datetime]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTE = dt.timedelta(minutes=1)


def works_on(place: Location, day: dt.date) -> bool:
    """Whether a working day begins there on that date; holidays are not looked at."""
    return _DAYS[day.weekday()] in place.work_days


def shift(place: Location, day: dt.date) -> Span | None:
    """Begin and end in UTC of the shift that begins on a date; ``None`` where none does.

    An end at or before the begin is on the next day. A local time that clocks skip moves forward
    by the gap; of one that they repeat the first counts.
    """
    if place.tz is None or place.work_start is None or place.work_end is None:
        return None
    if not works_on(place, day):
        return None
    zone = ZoneInfo(place.tz)
    try:
        last = day + dt.timedelta(days=place.work_end <= place.work_start)
        begin = dt.datetime.combine(day, place.work_start, zone).astimezone(dt.UTC)
        end = dt.datetime.combine(last, place.work_end, zone).astimezone(dt.UTC)
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
