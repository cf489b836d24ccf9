"""VTIMEZONE by rules that every reader of RFC 5545 understands, from the packaged tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sourcebook.analysis.overlap import changes
from sourcebook.exchange.lines import component, line, local, text, utc

_LONG_AGO = dt.datetime(1970, 1, 1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class _Change:
    """A change of clocks: when, by the clock before it, from which offset to which."""

    local: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str

    @property
    def kind(self) -> tuple[object, ...]:
        """What all changes of a rule have in common."""
        return (self.local.month, self.local.time(), self.before, self.after, self.name)


def timezone(name: str, first: dt.date, last: dt.date) -> bytes:
    """The rules of a zone for the years from one day to another, the ones around them included."""
    begin = dt.date(max(first.year - 1, 2), 1, 1)
    end = dt.date(min(last.year + 1, 9000), 12, 31)
    found = [_change(name, day) for day in changes(name, begin, end)]
    moment = dt.datetime.combine(begin, dt.time(12), ZoneInfo(name))
    offset = moment.utcoffset() or dt.timedelta()
    base = _Change(_LONG_AGO, offset, offset, moment.tzname() or name)
    parts = [_observance([base], end.year)]
    parts += [_observance(group, end.year) for group in _groups(found)]
    return component("VTIMEZONE", (line("TZID", name), *parts))


def _groups(found: Sequence[_Change]) -> Iterator[list[_Change]]:
    """The changes that a rule gives together; what no rule gives stands alone."""
    kinds: dict[tuple[object, ...], list[_Change]] = {}
    for change in found:
        kinds.setdefault(change.kind, []).append(change)
    for group in kinds.values():
        years = [change.local.year for change in group]
        yearly = years == list(range(years[0], years[0] + len(years)))
        if yearly and len(group) > 1 and _rule(group):
            yield group
        else:
            yield from ([change] for change in group)


def _rule(group: Sequence[_Change]) -> str:
    """``FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU``; nothing where no rule gives these days."""
    days = [change.local.date() for change in group]
    weekdays = {day.weekday() for day in days}
    if len(weekdays) != 1:
        return ""
    month, weekday = days[0].month, _WEEKDAYS[weekdays.pop()]
    if all((day + dt.timedelta(days=7)).month != month for day in days):
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1{weekday}"
    which = {(day.day - 1) // 7 + 1 for day in days}
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={which.pop()}{weekday}" if len(which) == 1 else ""


def _observance(group: Sequence[_Change], end: int) -> bytes:
    """The changes of a rule; one that is no longer in force before the year ``end`` has an end."""
    change = group[0]
    parts = [
        line("DTSTART", local(change.local)),
        line("TZOFFSETFROM", _offset(change.before)),
        line("TZOFFSETTO", _offset(change.after)),
        line("TZNAME", text(change.name)),
    ]
    if len(group) > 1:
        last = group[-1].local
        until = f";UNTIL={utc((last - change.before).replace(tzinfo=dt.UTC))}"
        parts.append(line("RRULE", _rule(group) + (until if last.year < end else "")))
    return component("DAYLIGHT" if change.after > change.before else "STANDARD", parts)


def _offset(value: dt.timedelta) -> str:
    """``+0530``; seconds, which zones of long ago have, are left out."""
    minutes = round(value / _MINUTE)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest:02}"


def _change(name: str, day: dt.date) -> _Change:
    """The change between noon of the day before and noon of the day, to the minute."""
    zone, noon = ZoneInfo(name), dt.time(12)
    low, high = (
        dt.datetime.combine(one, noon, zone).astimezone(dt.UTC)
        for one in (day - dt.timedelta(days=1), day)
    )
    before, after = (one.astimezone(zone).utcoffset() or dt.timedelta() for one in (low, high))
    while high - low > _MINUTE:
        middle = low + (high - low) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    local = (high + before).replace(tzinfo=None)
    return _Change(local, before, after, high.astimezone(zone).tzname() or name)
