"""Calendars to subscribe to (RFC 5545): for an engagement, for each role, for each location.

They hold whole years, so that a day that passes changes no event: only a playbook that changes, a
new year and new tables of clocks or holidays do. The same playbook on the same day gives the same
bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sourcebook.analysis.holidays import holidays
from sourcebook.analysis.occurrences import Occurrence, series
from sourcebook.exchange.audience import EVERYBODY, Audience, Span, of_location, of_role
from sourcebook.exchange.days import Day, days, days_off
from sourcebook.exchange.lines import component, line, moment, text
from sourcebook.exchange.series import meeting_events
from sourcebook.exchange.timezones import timezone
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location, Role
from sourcebook.render.feeds import feeds
from sourcebook.render.naming import engagement_name

_BEHIND, _AHEAD = 31, 731  # days of the past and of the future that are in a feed at least
_EPOCH = dt.date(1970, 1, 1)
_REFRESH = "P1D"
Piece = tuple[str, bytes]
"""An event as text, and the zone that it needs; empty for none."""


def feed(book: Playbook, as_of: dt.date, audience: Audience = EVERYBODY) -> bytes:
    """A calendar, for the years from a month back to two years ahead."""
    return _Almanac(book, as_of).calendar(audience)


def site_feeds(book: Playbook, as_of: dt.date) -> Iterator[tuple[str, bytes]]:
    """Every calendar of a site, each with its path."""
    almanac = _Almanac(book, as_of)
    for one in feeds(book):
        target = book.index.find(one.of, one.id)
        item = target.item if target else None
        audience = EVERYBODY
        if isinstance(item, Role):
            audience = of_role(book, item)
        elif isinstance(item, Location):
            audience = of_location(book, item)
        yield one.path, almanac.calendar(audience)


@dataclass(frozen=True)
class _Group:
    """The occurrences of one meeting, in the order in which they are planned."""

    held: tuple[Occurrence, ...]

    @cached_property
    def _days(self) -> tuple[dt.date, ...]:
        return tuple(one.start.date() for one in self.held)

    @cached_property
    def _span(self) -> Span:
        return min(self._days), max(self._days)

    @cached_property
    def _within(self) -> dict[tuple[Span, ...], tuple[Occurrence, ...]]:
        return {}

    def within(self, spans: tuple[Span, ...]) -> tuple[Occurrence, ...]:
        """Those that are held in any of some times."""
        if spans not in self._within:
            self._within[spans] = self._held_within(spans)
        return self._within[spans]

    def _held_within(self, spans: tuple[Span, ...]) -> tuple[Occurrence, ...]:
        begin, end = self._span
        if any(first <= begin and end <= last for first, last in spans):
            return self.held
        return tuple(
            one
            for one, day in zip(self.held, self._days, strict=True)
            if any(first <= day <= last for first, last in spans)
        )


class _Almanac:
    """All that calendars of an engagement are made of; each event is written once for all."""

    def __init__(self, book: Playbook, as_of: dt.date) -> None:
        self._book, self._as_of = book, as_of
        begin = dt.date.fromordinal(max(as_of.toordinal() - _BEHIND, 1))
        end = dt.date.fromordinal(min(as_of.toordinal() + _AHEAD, dt.date.max.toordinal()))
        self._first, self._last = dt.date(begin.year, 1, 1), dt.date(end.year, 12, 31)
        self._stamp = moment("DTSTAMP", dt.datetime.combine(as_of, dt.time(), dt.UTC))
        self._pieces: dict[tuple[object, ...], list[Piece]] = {}
        self._events: dict[str, bytes] = {}
        self._zones: dict[str, bytes] = {}

    def calendar(self, audience: Audience) -> bytes:
        meetings = [piece for group in self._meetings for piece in self._of(group, audience)]
        whole = [self._day(day) for day in self._days_of(audience)]
        zones = sorted({zone for zone, _ in meetings if zone})
        events = [event for _, event in meetings]
        parts = [*self._head(audience), *map(self._zone, zones), *events, *whole]
        return component("VCALENDAR", parts)

    @cached_property
    def _meetings(self) -> list[_Group]:
        """The occurrences in these years, by meeting."""
        return [_Group(tuple(its)) for its in series(self._book, self._first, self._last)]

    @cached_property
    def _days(self) -> tuple[Day, ...]:
        found = days(self._book, self._as_of)
        return tuple(day for day in found if day.date <= self._last)

    @cached_property
    def _name(self) -> str:
        return engagement_name(self._book)

    def _of(self, group: _Group, audience: Audience) -> list[Piece]:
        """The events of a meeting while an audience is asked to it."""
        held = group.within(audience.spans(self._book, group.held[0].meeting))
        if not held:
            return []
        key = (held[0].at, len(held), held[0].planned, held[-1].planned)
        if key not in self._pieces:
            sequence, tz = self._sequence("communication"), held[0].meeting.tz or ""
            made = meeting_events(self._book, held, sequence, self._stamp)
            self._pieces[key] = [(tz if b";TZID=" in event else "", event) for event in made]
        return self._pieces[key]

    def _days_of(self, audience: Audience) -> Iterator[Day]:
        for day in self._days:
            if audience.reads(day.owners, hidden=day.hidden, for_all=day.for_all):
                yield day
        if audience.place is not None:
            yield from days_off(audience.place, audience.name, self._first, self._last)

    def _day(self, day: Day) -> bytes:
        if day.uid not in self._events:
            made = day.event(self._book, self._sequence(day.section), self._stamp)
            self._events[day.uid] = made
        return self._events[day.uid]

    def _zone(self, name: str) -> bytes:
        if name not in self._zones:
            self._zones[name] = timezone(name, self._first, self._last)
        return self._zones[name]

    def _sequence(self, section: str) -> int:
        """A number that never falls: the day of the section's last review, or of the first of
        these years, with which its events begin anew."""
        meta = self._book.section(section).meta
        reviewed = meta.last_reviewed if meta else None
        return max((max(reviewed or self._first, self._first) - _EPOCH).days, 0)

    def _head(self, audience: Audience) -> Iterator[bytes]:
        """What a calendar says of itself. Names are said by RFC 7986, and as before it."""
        name = text(f"{self._name}: {audience.name}" if audience.name else self._name)
        yield line("VERSION", "2.0")
        yield line("PRODID", "-//Sourcebook//Playbook//EN")
        yield line("CALSCALE", "GREGORIAN")
        yield line("METHOD", "PUBLISH")
        yield line("NAME", name)
        yield line("X-WR-CALNAME", name)
        place = audience.place
        if place is not None and not holidays(place, self._first, self._last).known:
            unknown = text(f"The public holidays of {audience.name} are not known.")
            yield line("DESCRIPTION", unknown)
            yield line("X-WR-CALDESC", unknown)
        yield line("REFRESH-INTERVAL;VALUE=DURATION", _REFRESH)
        yield line("X-PUBLISHED-TTL", _REFRESH)
