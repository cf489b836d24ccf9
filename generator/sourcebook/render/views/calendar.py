"""The calendar: every meeting ahead with its date, its time at each place, and holidays."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from sourcebook.analysis.holidays import holidays
from sourcebook.analysis.occurrences import Occurrence, occurrences
from sourcebook.analysis.overlap import changes, offset, works_on
from sourcebook.model.paths import At
from sourcebook.model.record import Item
from sourcebook.model.sections.roles import Location
from sourcebook.render import wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.countries import country_name
from sourcebook.render.links import Link
from sourcebook.render.pages import Page
from sourcebook.render.views.meetings import recurrence

PATH = "calendar.html"
_YEAR, _END = 365, dt.date.max.toordinal()
_DAILY = 4  # a meeting that is held more often than this in a week is no entry of a list
_SOON = 45  # days
_SHOWN = 3


@dataclass(frozen=True)
class Note:
    """What is to be known of an entry: a badge, and why."""

    kind: str
    badge: str
    text: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of a month."""

    day: dt.date
    time: str
    link: Link
    local: tuple[str, ...]  # a time for each of the clocks
    notes: tuple[Note, ...]
    held: bool = True


@dataclass(frozen=True)
class Clock:
    """Places whose clocks show the same all the time."""

    names: tuple[str, ...]
    place: Location


@dataclass(frozen=True)
class Agenda:
    """What is ahead in an engagement, from its day for twelve months."""

    ctx: Context
    path: str

    @property
    def last(self) -> dt.date:
        """The last day that is looked at."""
        return dt.date.fromordinal(min(self.ctx.as_of.toordinal() + _YEAR, _END))

    @cached_property
    def held(self) -> tuple[Occurrence, ...]:
        """Every single meeting ahead."""
        return occurrences(self.ctx.book, self.ctx.as_of, self.last)

    @cached_property
    def _often(self) -> set[At]:
        """The meetings that are held nearly every day."""
        weeks = Counter((one.at, one.planned.isocalendar()[:2]) for one in self.held)
        return {at for (at, _), count in weeks.items() if count > _DAILY}

    @property
    def places(self) -> tuple[Location, ...]:
        """The places at which somebody works."""
        book = self.ctx.book
        staffed = {role.location for role in book.roles.roles}
        return tuple(p for p in book.roles.locations if p.id in staffed)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks of the places; those that show the same are one."""
        found: dict[tuple[object, ...], list[Location]] = {}
        for place in self.places:
            if place.tz:
                moved = changes(place.tz, self.ctx.as_of, self.last)
                key = tuple((d, offset(place.tz, d)) for d in (self.ctx.as_of, *moved))
                found.setdefault(key, []).append(place)
        return tuple(Clock(tuple(map(_name, them)), them[0]) for them in found.values())

    def entries(self) -> Iterator[Entry]:
        """Meetings, milestones and sessions by date."""
        dated = [self._meeting(one) for one in self.held if one.at not in self._often]
        kinds = (("milestones", "milestones", "due"), ("knowledge", "sessions", "date"))
        for section, path, field in kinds:
            for at, item in self.ctx.book.each(section, path):
                day = getattr(item, field)
                if day and self.ctx.as_of <= day <= self.last and item.status not in _OVER:
                    dated.append(self._due(at, item, day))
        return iter(sorted(dated, key=lambda e: (e.day, bool(e.time), e.time, e.link.text)))

    def _meeting(self, one: Occurrence) -> Entry:
        links = self.ctx.links(self.path)
        local = tuple(self._time(one, clock.place) for clock in self.clocks)
        return Entry(
            one.planned if one.skipped else one.start.date(),
            f"{one.start:%H:%M}",
            links.item(one.at, one.meeting),
            local,
            tuple(self._notes(one)),
            not one.skipped,
        )

    def _time(self, one: Occurrence, place: Location) -> str:
        there = one.local(place)
        ahead = (there.date() - one.start.date()).days
        return f"{there:%H:%M}" + (f" {there:%a}" if ahead else "")

    def _notes(self, one: Occurrence) -> Iterator[Note]:
        names = {place.id: _name(place) for place in self.places}
        off = "; ".join(
            f"{h.name}{' (estimated)' if h.estimated else ''}, {names.get(id, id)}"
            for id, h in one.holidays.items()
        )
        if one.skipped:
            yield Note("none", "Not held", off)
        elif one.moved:
            yield Note("info", "Moved", f"from {wording.short_date(one.planned)}: {off}")
        elif off:
            yield Note("warn", "Holiday", off)
        outside = [place for place in one.places if one.outside(place) and not one.skipped]
        for agreed, badge in ((False, "Out of hours"), (True, "Out of hours, as agreed")):
            if who := [_name(place) for place in outside if one.agreed(place) is agreed]:
                yield Note("info" if agreed else "warn", badge, ", ".join(who))

    def _due(self, at: At, item: Item, day: dt.date) -> Entry:
        link = self.ctx.links(self.path).item(at, item)
        gate = getattr(item, "gate", None)
        what = "Gate" if gate else "Milestone" if at.section == "milestones" else "Session"
        return Entry(day, "", link, ("",) * len(self.clocks), (Note("info", what),))

    def months(self) -> list[dict[str, Any]]:
        """The entries, by month."""
        return [
            {
                "anchor": f"month-{year}-{month:02d}",
                "title": f"{wording.month(dt.date(year, month, 1))} {year}",
                "entries": list(group),
            }
            for (year, month), group in groupby(
                self.entries(), key=lambda entry: (entry.day.year, entry.day.month)
            )
        ]

    def daily(self) -> list[dict[str, Any]]:
        """The meetings that are held nearly every day: their times, and where that is no day."""
        made = []
        for at in sorted(self._often, key=lambda at: at.keys[-1]):
            them = [one for one in self.held if one.at == at]
            entry = self._meeting(them[0])
            skipped = [one for one in them if one.skipped or one.moved]
            made.append(
                {
                    "link": entry.link,
                    "when": recurrence(them[0].meeting),
                    "local": entry.local,
                    "out": [wording.short_date(one.planned) for one in skipped],
                }
            )
        return made

    def off(self, last: dt.date) -> list[dict[str, Any]]:
        """The holidays on working days up to a day: date, name, places."""
        found: dict[tuple[dt.date, str], list[str]] = {}
        for place in self.places:
            for day, holiday in holidays(place, self.ctx.as_of, last).days.items():
                if self.ctx.as_of <= day <= last and works_on(place, day):
                    name = holiday.name + (" (estimated)" if holiday.estimated else "")
                    found.setdefault((day, name), []).append(_name(place))
        return [
            {"day": day, "name": name, "places": ", ".join(them)}
            for (day, name), them in sorted(found.items())
        ]

    def unknown(self) -> list[str]:
        """The countries whose holidays are not known."""
        return _once(
            country_name(place.country) if place.country else _name(place)
            for place in self.places
            if not holidays(place, self.ctx.as_of, self.last).known
        )

    def next_meetings(self) -> list[Entry]:
        """The next three meetings, each once; those of nearly every day apart."""
        seen: dict[At, Entry] = {}
        for one in self.held:
            if not one.skipped and one.at not in self._often and one.start.date() >= self.ctx.as_of:
                seen.setdefault(one.at, self._meeting(one))
        return list(seen.values())[:_SHOWN]


_OVER = ("accepted", "rejected", "cancelled", "done")


def calendar(ctx: Context) -> Page:
    """Twelve months: meetings with their dates, by each place's clock; milestones; holidays."""
    agenda = Agenda(ctx, PATH)
    spec = PageSpec(
        PATH,
        "Calendar",
        "Every meeting of the next twelve months with its date and local times, and the holidays.",
        "calendar",
        ctx.place("communication"),
    )
    return ctx.page(
        spec,
        clocks=[{"names": ", ".join(clock.names)} for clock in agenda.clocks],
        daily=agenda.daily(),
        months=agenda.months(),
        holidays=agenda.off(agenda.last),
        unknown=agenda.unknown(),
        first=ctx.as_of,
        last=agenda.last,
    )


def upcoming(ctx: Context, path: str) -> dict[str, Any]:
    """For other pages: the next three meetings, and the holidays of the next weeks."""
    agenda = Agenda(ctx, path)
    return {
        "meetings": agenda.next_meetings(),
        "clocks": [", ".join(clock.names) for clock in agenda.clocks],
        "holidays": agenda.off(dt.date.fromordinal(min(ctx.as_of.toordinal() + _SOON, _END))),
    }


def _name(place: Location) -> str:
    return place.city or place.id or "a place"


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
