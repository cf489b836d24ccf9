"""Meetings as events of a calendar (RFC 5545).

They repeat by a rule in their own zone. What holidays change is an EXDATE or RDATE. Where readers
differ, each occurrence is an event of its own: by rare rules, and where clocks change, which is
taken out of the series and written in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sourcebook.analysis.calendar import Recurrence, recurrence
from sourcebook.analysis.holidays import Holiday
from sourcebook.analysis.occurrences import Occurrence
from sourcebook.analysis.overlap import changes
from sourcebook.exchange.lines import component, duration, line, moment, text, utc
from sourcebook.exchange.uids import name_of, uid
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Channel, Meeting
from sourcebook.model.sections.roles import Location
from sourcebook.render.naming import title_of
from sourcebook.render.wording import date as worded

_DAY = dt.timedelta(days=1)
_SHORT = 22 * 60  # minutes, after which it is over on the next day at the latest
_FEW = 12  # days that are told with the holiday that is the reason


def meeting_events(
    book: Playbook, held: Sequence[Occurrence], sequence: int, stamp: bytes
) -> Iterator[bytes]:
    """The events of one meeting: of its occurrences, in the order in which they are planned.

    ``stamp`` is the line that says when the calendar was made.
    """
    found = recurrence(held[0].meeting, book.engagement.start_date)
    rule = found.rules[0] if found and found.rules else ""
    made = _Events(book, held[0].meeting, held, sequence, stamp)
    alike = rule and not _differs(rule)
    plain = [one for one in held if not made.odd(one)] if alike else []
    if found and any(not one.skipped for one in plain):
        yield made.series(plain, Recurrence(found.first, (rule,)))
    in_series = {one.planned for one in plain}
    for one in held:
        if not one.skipped and one.planned not in in_series:
            yield made.alone(one)


def _differs(rule: str) -> bool:
    """Whether a rule is of a sort that readers do not agree on (ical.js reads these wrong)."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    often = parts["FREQ"]
    return (
        not parts.keys().isdisjoint(("BYWEEKNO", "BYYEARDAY"))
        or ("BYSETPOS" in parts and ("BYMONTHDAY" in parts or often in ("DAILY", "WEEKLY")))
        or (often == "DAILY" and "-" in parts.get("BYMONTHDAY", ""))
        or (
            often == "YEARLY"
            and "BYMONTH" not in parts
            and not parts.keys().isdisjoint(("BYDAY", "BYMONTHDAY"))
        )
    )


@dataclass(frozen=True)
class _Events:
    """What the events of a meeting have in common."""

    book: Playbook
    meeting: Meeting
    held: Sequence[Occurrence]
    sequence: int
    stamp: bytes

    def odd(self, one: Occurrence) -> bool:
        """Whether clocks change in it, or skip or repeat one of its local times on that day."""
        days = {one.planned, one.start.date()}
        if self._may_be_odd.isdisjoint(days) and (self.meeting.duration_min or 0) <= _SHORT:
            return False
        if self._changing.isdisjoint((*days, one.end.date())):
            return False
        time = self.meeting.local_time or dt.time()
        times = [dt.datetime.combine(day, time, one.start.tzinfo) for day in days]
        moved = one.start.utcoffset() != one.end.utcoffset()
        return moved or any(map(_unclear, (*times, one.end)))

    @property
    def _zone(self) -> str:
        return self.meeting.tz or "UTC"

    @cached_property
    def _changing(self) -> frozenset[dt.date]:
        return _around_changes(self._zone, self.held[0].planned.year, self.held[-1].planned.year)

    @cached_property
    def _may_be_odd(self) -> frozenset[dt.date]:
        """These days, and those on which what is over on one of them may begin."""
        return self._changing | {day - _DAY for day in self._changing}

    def series(self, plain: Sequence[Occurrence], rhythm: Recurrence) -> bytes:
        """The rule with its exceptions: what it gives, less EXDATE, and RDATE, is what is held.

        All are at the same time by their clock: those that clocks move are odd.
        """
        first, last = plain[0].planned_start, plain[-1].planned_start
        given, parts = {first.date()}, [moment("DTSTART", first)]
        if len(plain) > 1:
            given |= {*rhythm.days(first.date(), last.date())}
            parts.append(line("RRULE", f"{_unbounded(rhythm.rules[0])};UNTIL={utc(last)}"))
        held = {one.start.date() for one in plain if not one.skipped}
        parts += [moment("EXDATE", _at(day, first)) for day in sorted(given - held)]
        parts += [moment("RDATE", _at(day, first)) for day in sorted(held - given)]
        return self._event("", parts, plain)

    def alone(self, one: Occurrence) -> bytes:
        """An event that does not repeat."""
        start = one.start.astimezone(dt.UTC) if self.odd(one) else one.start
        suffix = "" if self.meeting.date else f"-{one.planned:%Y%m%d}"
        return self._event(suffix, [moment("DTSTART", start)], (one,))

    def _event(self, suffix: str, when: list[bytes], held: Sequence[Occurrence]) -> bytes:
        meeting = self.meeting
        name = f"meeting-{name_of(self.book, self.held[0].at)}{suffix}"
        parts = [line("UID", uid(self.book, name)), self.stamp, *when]
        if meeting.duration_min:
            parts.append(line("DURATION", duration(meeting.duration_min)))
        parts.append(line("SUMMARY", text(meeting.name or meeting.id or "Meeting")))
        if told := "\n".join(_told(self.book, meeting, held)):
            parts.append(line("DESCRIPTION", text(told)))
        channel = self.book.index.find("channel", meeting.channel)
        if channel and isinstance(channel.item, Channel):
            where = channel.item.address_ref or channel.item.tool or channel.id
            parts.append(line("LOCATION", text(where)))
        parts.append(line("SEQUENCE", str(self.sequence)))
        return component("VEVENT", parts)


def _unclear(time: dt.datetime) -> bool:
    """Whether the clocks of its zone skip or repeat a local time."""
    return time.replace(fold=0).utcoffset() != time.replace(fold=1).utcoffset()


@lru_cache(maxsize=64)
def _around_changes(tz: str, first: int, last: int) -> frozenset[dt.date]:
    """The days on which a change of clocks may fall: those before it is noticed at noon, too."""
    found = changes(tz, dt.date(first - 1, 12, 31), dt.date(last + 1, 1, 31))
    return frozenset(near for day in found for near in (day - _DAY, day))


def _at(day: dt.date, like: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, like.time(), like.tzinfo)


def _unbounded(rule: str) -> str:
    """A rule without COUNT: the feed begins later than the series, and ends by UNTIL."""
    return ";".join(part for part in rule.split(";") if not part.startswith("COUNT="))


def _told(book: Playbook, meeting: Meeting, held: Sequence[Occurrence]) -> Iterator[str]:
    """What it is for, the agenda, who comes, and which days holidays have changed."""
    if meeting.purpose:
        yield meeting.purpose
    yield from (f"- {point}" for point in meeting.agenda)
    must = [id for id in meeting.participants if id not in meeting.optional_]
    for word, ids in (("Takes part", must), ("May stay away", meeting.optional_)):
        if ids:
            yield f"{word}: {', '.join(_role(book, id) for id in ids)}"
    moved = [one for one in held if one.moved and not one.skipped]
    if len(moved) > _FEW:
        yield f"Moved by holidays to {', '.join(worded(one.start.date()) for one in moved)}"
        return
    for one in moved:
        why = "; ".join(_off(book, place, off) for place, off in one.holidays.items())
        yield f"Moved from {worded(one.planned)} to {worded(one.start.date())}: {why}"


def _role(book: Playbook, id: str) -> str:
    if id == "*":
        return "Everybody"
    target = book.index.find("role", id)
    return title_of(book, target.item) if target else id


def _off(book: Playbook, place: str, off: Holiday) -> str:
    target = book.index.find("location", place)
    where = target.item.city if target and isinstance(target.item, Location) else None
    return f"{off.name} in {where or place}"
