"""On which days a meeting is held, and at which instants: ``every``/``day`` and ``rrule`` as one.

A recurrence is counted in local time and has its zone attached afterwards, so that a meeting
keeps its own clock through every change of clocks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.model.sections.communication import Meeting

_WEEKDAY = {
    "mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"
}  # fmt: skip
_WEEKDAYS = tuple(_WEEKDAY.values())
_NUMBER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_EVERY = {
    "day": "FREQ=WEEKLY",
    "week": "FREQ=WEEKLY",
    "2 weeks": "FREQ=WEEKLY;INTERVAL=2",
    "month": "FREQ=MONTHLY",
    "3 months": "FREQ=MONTHLY;INTERVAL=3",
}
_COUNTED = ("2 weeks", "3 months", "year")  # these mean nothing without a first day
_WORKING_WEEK = ("mon", "tue", "wed", "thu", "fri")
_RANGES = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_ONLY = {"BYYEARDAY": ("YEARLY",), "BYWEEKNO": ("YEARLY",),
         "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY")}  # fmt: skip
"""The frequencies that some parts go with (RFC 5545 §3.3.10): with others, readers differ."""
_IN_A_SET = {"DAILY": 1, "WEEKLY": 7}  # days among which BYSETPOS can choose
_MOST = 10_000
_CYCLE = 400  # years after which the same dates fall on the same weekdays
_EARLIEST = 1900  # a first day before that is a slip, and would take seconds to count from
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}  # months of fewer than 31 days


@dataclass(frozen=True)
class Recurrence:
    """When a meeting is held, by its own clock: RFC 5545, but for the zone."""

    first: dt.datetime  # the day from which its rules count; it need not be a day of theirs
    rules: tuple[str, ...]  # each a value of RRULE without UNTIL; none for a single meeting
    until: dt.datetime | None = None  # the last instant that may be one

    def days(self, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
        """The days between two days, both included, on which it is held."""
        if not self.rules:
            day = self.first.date()
            return (day,) if first <= day <= last else ()
        end = dt.datetime.combine(last, dt.time.max)
        if self.until is not None:
            end = min(end, self.until)
        begin = dt.datetime.combine(first, dt.time.min)
        found: set[dt.date] = set()
        for rule in self.rules:
            if weekly := _WEEKLY.fullmatch(rule):
                found |= _weekly_days(self.first, weekly, begin, end)
            elif monthly := _MONTHLY.fullmatch(rule):
                found |= _monthly_days(self.first, monthly, begin, end)
            else:
                found |= _days_of_rule(self.first, rule, begin, end)
        return tuple(sorted(found))


def _days_of_rule(
    first: dt.datetime, rule: str, begin: dt.datetime, end: dt.datetime
) -> set[dt.date]:
    """The days of any rule.

    A rule that never meets is looked for until the last year that there is. The calendar repeats
    itself every 400 years, so all is asked of as late a time as possible: that is soon over.
    """
    from dateutil.rrule import rrulestr  # only for what is not told by arithmetic

    if first > end:
        return set()
    later = (dt.MAXYEAR - end.year) // _CYCLE * _CYCLE
    first, begin, end = (each.replace(year=each.year + later) for each in (first, begin, end))
    found: set[dt.date] = set()
    for moment in rrulestr(f"{rule}{_stop(rule, end)}", dtstart=first):
        if moment > end:
            break
        if moment >= begin:
            found.add(moment.date().replace(year=moment.year - later))
    return found


_WEEKLY = Form(r"FREQ=WEEKLY(?:;INTERVAL=(\d+))?;BYDAY=([A-Z]{2}(?:,[A-Z]{2})*);WKST=MO")


def _weekly_days(
    first: dt.datetime, rule: re.Match[str], begin: dt.datetime, end: dt.datetime
) -> set[dt.date]:
    """The days of a weekly rule, which most meetings have, by arithmetic."""
    interval = int(rule[1] or 1)
    offsets = [_WEEKDAYS.index(name) for name in rule[2].split(",")]
    monday = first.toordinal() - first.weekday()
    earliest, latest = _within(first, begin, end)
    skipped = max(0, (earliest - monday) // 7) // interval
    return {
        dt.date.fromordinal(week + offset)
        for week in range(monday + skipped * interval * 7, latest + 1, interval * 7)
        for offset in offsets
        if earliest <= week + offset <= latest
    }


_MONTHLY = Form(
    r"FREQ=(?:MONTHLY(?:;INTERVAL=(?P<every>\d+))?|YEARLY;BYMONTH=(?P<month>\d+))"
    r";(?:BYDAY=(?P<weekdays>[A-Z]{2}(?:,[A-Z]{2})*|[+-]?[1-5][A-Z]{2}(?:,[+-]?[1-5][A-Z]{2})*)"
    r"|BYMONTHDAY=(?P<numbers>[+-]?\d+(?:,[+-]?\d+)*))"
    r"(?:;BYSETPOS=(?P<among>[+-]?\d+(?:,[+-]?\d+)*))?"
)


def _monthly_days(
    first: dt.datetime, rule: re.Match[str], begin: dt.datetime, end: dt.datetime
) -> set[dt.date]:
    """The days of a rule of some days of a month, or of one month of each year, by arithmetic."""
    interval = 12 if rule["month"] else int(rule["every"] or 1)
    start = first.year * 12 + int(rule["month"] or first.month) - 1
    earliest, latest = _within(first, begin, end)
    skipped = max(0, (max(begin, first).year * 12 - start) // interval)
    found = set[dt.date]()
    for month in range(start + skipped * interval, end.year * 12 + end.month, interval):
        begun = dt.date(month // 12, month % 12 + 1, 1)
        for day in _days_of_month(begun, rule):
            if earliest <= begun.toordinal() + day - 1 <= latest:
                found.add(begun.replace(day=day))
    return found


def _days_of_month(begun: dt.date, rule: re.Match[str]) -> list[int]:
    """The days of a month, by its first, that a rule names and that it has."""
    year, month = begun.year, begun.month
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 28 if month == 2 and not leap else _LONGEST.get(month, 31)
    if rule["numbers"]:
        numbers = map(int, rule["numbers"].split(","))
        named = {number if number > 0 else length + 1 + number for number in numbers}
    else:
        names = rule["weekdays"].split(",")
        named = {day for name in names for day in _weekday(name, begun.weekday(), length)}
    found = sorted(day for day in named if 1 <= day <= length)
    if not rule["among"]:
        return found
    places = map(int, rule["among"].split(","))
    return [found[at - 1 if at > 0 else at] for at in places if abs(at) <= len(found)]


def _weekday(name: str, begins: int, length: int) -> Sequence[int]:
    """The days of ``MO``, ``2MO``, ``-1MO`` in a month that begins on that day of the week."""
    earliest = (_WEEKDAYS.index(name[-2:]) - begins) % 7 + 1
    if len(name) == 2:
        return range(earliest, length + 1, 7)
    number = int(name[:-2])
    return (earliest + 7 * (number - 1 if number > 0 else (length - earliest) // 7 + 1 + number),)


def _within(first: dt.datetime, begin: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    """The numbers of the days between two instants on which a meeting of that time may be held."""
    earliest, time = max(begin, first), first.time()
    return earliest.toordinal() + (earliest.time() > time), end.toordinal() - (end.time() < time)


def _stop(rule: str, end: dt.datetime) -> str:
    """An end for a rule that has none, so that it is not counted to the end of all days."""
    return "" if "COUNT=" in rule else f";UNTIL={end.year:04}{end:%m%dT%H%M%S}"


def recurrence(meeting: Meeting, begin: dt.date | None = None) -> Recurrence | None:
    """When a meeting is held; ``None`` where it does not say so, or says what never comes.

    ``begin`` stands for ``starting`` where that does not matter for the rhythm.
    """
    time = meeting.local_time or dt.time()
    if meeting.date:
        return Recurrence(dt.datetime.combine(meeting.date, time), ())
    until = dt.datetime.combine(meeting.until, dt.time.max) if meeting.until else None
    first = meeting.starting
    if meeting.rrule:
        if first is None or first.year < _EARLIEST:
            return None
        return _of_rule(meeting, dt.datetime.combine(first, time), until)
    if first is None and meeting.every not in _COUNTED:
        first = begin
    if first is None or first.year < _EARLIEST or meeting.every is None:
        return None
    rules = compiled(meeting.every, meeting.day, first)
    return Recurrence(dt.datetime.combine(first, time), rules, until) if rules else None


def compiled(every: str, days: tuple[str, ...], first: dt.date) -> tuple[str, ...]:
    """The rules of RFC 5545 that ``every`` and ``day`` stand for; more than one where days of the
    month stand beside weekdays; none where they do not go together."""
    if every == "year":
        return (f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}",)
    base = _EVERY[every]
    if every == "day" and not days:
        days = _WORKING_WEEK
    plain = [day.split() for day in days]
    if "WEEKLY" in base:
        names = [_WEEKDAY[day[0]] for day in plain if len(day) == 1 and day[0] in _WEEKDAY]
        return (f"{base};BYDAY={','.join(names)};WKST=MO",) if names else ()
    weekdays = [f"{_NUMBER[day[0]]}{_WEEKDAY[day[1]]}" for day in plain if len(day) == 2]
    numbers = [
        "-1" if day[0] == "last" else day[0]
        for day in plain
        if len(day) == 1 and day[0] not in _WEEKDAY
    ]
    parts = (("BYDAY", weekdays), ("BYMONTHDAY", numbers))
    return tuple(f"{base};{name}={','.join(values)}" for name, values in parts if values)


def _of_rule(meeting: Meeting, first: dt.datetime, until: dt.datetime | None) -> Recurrence | None:
    text = (meeting.rrule or "").removeprefix("RRULE:").rstrip(";")
    parts = dict(part.split("=", 1) for part in text.split(";"))
    if not _possible(parts):
        return None
    if stop := parts.pop("UNTIL", None):
        own = _moment(stop, meeting.tz)
        until = min(until, own) if until else own
    return Recurrence(first, (";".join(f"{name}={value}" for name, value in parts.items()),), until)


def _moment(text: str, tz: str | None) -> dt.datetime:
    """An ``UNTIL`` by the meeting's own clock; one without a time means the whole day."""
    if "T" not in text:
        return dt.datetime.combine(dt.datetime.strptime(text, "%Y%m%d").date(), dt.time.max)
    moment = dt.datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")
    if not text.endswith("Z") or tz is None:
        return moment
    return moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(tz)).replace(tzinfo=None)


def _possible(parts: Mapping[str, str]) -> bool:
    """Whether a rule has parts that go together, numbers that exist, and days in its months: else
    it never ends, or readers differ."""
    try:
        if stop := parts.get("UNTIL"):
            _moment(stop, None)
    except ValueError:
        return False
    numbers = {
        name: [int(number) for number in parts[name].split(",")]
        for name in _RANGES
        if name in parts
    }
    if any(not 0 < abs(n) <= _RANGES[name] for name, found in numbers.items() for n in found):
        return False
    if any(not 0 < int(parts.get(name, 1)) <= _MOST for name in ("INTERVAL", "COUNT")):
        return False
    frequency = parts["FREQ"]
    if any(frequency not in wanted for name, wanted in _ONLY.items() if name in parts):
        return False
    positions = numbers.get("BYSETPOS", [1])
    if all(abs(position) > _IN_A_SET.get(frequency, 366) for position in positions):
        return False
    which = [int(number) for number in re.findall(r"[+-]?\d+", parts.get("BYDAY", ""))]
    if which and (frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        return False
    months, days = numbers.get("BYMONTH"), numbers.get("BYMONTHDAY")
    if months and days:
        return any(abs(day) <= _LONGEST.get(month, 31) for month in months for day in days)
    most = 53 if frequency == "YEARLY" and not months else 5
    return all(0 < abs(number) <= most for number in which)


@lru_cache(maxsize=8192)
def instant(day: dt.date, time: dt.time, tz: str) -> dt.datetime:
    """A local time on a day as an instant, in its zone.

    A time that clocks skip moves forward by the gap; of one that they repeat the first counts.
    """
    zone = ZoneInfo(tz)
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC).astimezone(zone)
