"""A calendar to subscribe to: the meetings of both sides and the milestones (RFC 5545).

Meetings repeat by a rule in their own zone. What holidays change is an EXDATE or RDATE; what
falls into an hour that clocks skip or repeat is an event of its own in UTC, since readers differ
there. The same playbook on the same day gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vRecur

from sourcebook.analysis.calendar import recurrence
from sourcebook.analysis.occurrences import Occurrence, occurrences
from sourcebook.exchange.timezones import timezone
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Channel, Meeting

PATH = "calendar.ics"
_BEHIND, _AHEAD = 31, 731  # days of the past and of the future that the feed holds
_EPOCH = dt.date(1970, 1, 1)


def feed(book: Playbook, as_of: dt.date) -> bytes:
    """The feed of an engagement, for a month back and two years ahead."""
    days = as_of.toordinal()
    first = dt.date.fromordinal(max(days - _BEHIND, 1))
    last = dt.date.fromordinal(min(days + _AHEAD, dt.date.max.toordinal()))
    held = [one for one in occurrences(book, first, last) if _shared(one.meeting)]
    calendar = Calendar()
    calendar.add("prodid", "-//Sourcebook//Playbook//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", book.name)
    zones = sorted({one.meeting.tz for one in held if one.meeting.tz})
    for zone in zones:
        calendar.add_component(timezone(zone, first, last))
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    for event in (*_meetings(book, held), *_milestones(book, first, last)):
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _shared(meeting: Meeting) -> bool:
    """Whether both sides attend, and may know of it."""
    return bool(meeting.id) and meeting.side == "joint" and meeting.visibility != "internal"


def _meetings(book: Playbook, held: Sequence[Occurrence]) -> Iterator[Event]:
    order = sorted(held, key=lambda one: (one.at.keys, one.planned))
    for _, group in groupby(order, key=lambda one: one.at):
        them = list(group)
        if them[0].meeting.date:
            yield from (_alone(book, one, "") for one in them if not one.skipped)
            continue
        plain = [one for one in them if not _odd(one)]
        if plain:
            yield _series(book, plain)
        yield from (
            _alone(book, one, f"-{one.planned:%Y%m%d}")
            for one in them
            if _odd(one) and not one.skipped
        )


def _odd(one: Occurrence) -> bool:
    """Whether its local time is one that clocks skip or repeat on that day."""
    naive = dt.datetime.combine(one.start.date(), one.meeting.local_time or dt.time())
    early, late = (one.start.replace(fold=fold).utcoffset() for fold in (0, 1))
    return early != late or one.start.replace(tzinfo=None) != naive


def _series(book: Playbook, plain: Sequence[Occurrence]) -> Event:
    """The rule with its exceptions: what it gives, less EXDATE, and RDATE, is what is held."""
    meeting = plain[0].meeting
    found = recurrence(meeting, book.engagement.start_date)
    zone = ZoneInfo(meeting.tz or "UTC")
    first, last = plain[0].planned_start, plain[-1].planned_start
    event = _event(book, meeting, "")
    event.add("dtstart", first)
    event.add("duration", dt.timedelta(minutes=meeting.duration_min or 0))
    given: set[dt.datetime] = {first}
    if found and len(plain) > 1:
        rule = _unbounded(found.rules[0])
        end = last.replace(tzinfo=None)
        text = f"{rule};UNTIL={end:%Y%m%dT%H%M%S}"
        naive = rrulestr(text, dtstart=first.replace(tzinfo=None))
        given |= {moment.replace(tzinfo=zone) for moment in naive}
        until = last.astimezone(dt.UTC)
        event.add("rrule", vRecur.from_ical(f"{rule};UNTIL={until:%Y%m%dT%H%M%SZ}"))
    held = {one.start for one in plain if not one.skipped}
    wrong = given - held
    for moment in sorted(wrong):
        event.add("exdate", moment)
    for moment in sorted(held - given):
        event.add("rdate", moment)
    return event


def _unbounded(rule: str) -> str:
    """A rule without COUNT: the feed begins later than the series, and ends by UNTIL."""
    return ";".join(part for part in rule.split(";") if not part.startswith("COUNT="))


def _alone(book: Playbook, one: Occurrence, suffix: str) -> Event:
    event = _event(book, one.meeting, suffix)
    event.add("dtstart", one.start.astimezone(dt.UTC) if _odd(one) else one.start)
    event.add("duration", dt.timedelta(minutes=one.meeting.duration_min or 0))
    return event


def _event(book: Playbook, meeting: Meeting, suffix: str) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.id}{suffix}@{book.slug}.sourcebook")
    event.add("sequence", _sequence(book, "communication"))
    event.add("summary", meeting.name or meeting.id)
    told = [meeting.purpose or "", *(f"- {point}" for point in meeting.agenda)]
    if any(told):
        event.add("description", "\n".join(line for line in told if line))
    channel = book.index.find("channel", meeting.channel)
    if channel and isinstance(channel.item, Channel):
        event.add("location", channel.item.address_ref or channel.item.tool or channel.id)
    return event


def _milestones(book: Playbook, first: dt.date, last: dt.date) -> Iterator[Event]:
    for _, milestone in book.each("milestones", "milestones"):
        due = milestone.due
        hidden = milestone.visibility == "internal" or milestone.status == "cancelled"
        if due is None or not first <= due <= last or hidden or not milestone.id:
            continue
        event = Event()
        event.add("uid", f"milestone-{milestone.id}@{book.slug}.sourcebook")
        event.add("sequence", _sequence(book, "milestones"))
        what = "Gate" if milestone.gate else "Milestone"
        event.add("summary", f"{what} {milestone.id}: {milestone.title or 'due'}")
        event.add("dtstart", due)
        event.add("transp", "TRANSPARENT")
        yield event


def _sequence(book: Playbook, section: str) -> int:
    """A number that grows whenever the section is reviewed: the day of its last review."""
    meta = book.section(section).meta
    reviewed = meta.last_reviewed if meta else None
    return max((reviewed - _EPOCH).days, 0) if reviewed else 0
