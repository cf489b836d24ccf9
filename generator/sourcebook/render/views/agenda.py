"""What is ahead in an engagement: meetings by every clock, due dates, holidays, clock changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from sourcebook.analysis.holidays import holidays
from sourcebook.analysis.occurrences import Occurrence, occurrences
from sourcebook.analysis.overlap import changes, offset, works_on
from sourcebook.analysis.parties import stays
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Item
from sourcebook.model.sections.roles import Location
from sourcebook.render import wording
from sourcebook.render.countries import country_name
from sourcebook.render.links import Link, Links

_YEAR, _END = 365, dt.date.max.toordinal()
_DAILY = 4  # a meeting that is held more often than this in a week is no entry of a list
_OVER = ("accepted", "rejected", "cancelled", "done")
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Note:
    """What is to be known of an entry: a badge, and why."""

    kind: str
    badge: str
    text: str = ""


@dataclass(slots=True)  # not frozen, which would take thrice as long: a site has hundreds
class Entry:
    """A line of a month. It never changes."""

    day: dt.date
    time: str
    link: Link
    local: tuple[str, ...]  # a time for each of the clocks; in brackets where nobody must come
    notes: tuple[Note, ...]
    held: bool = True
    places: tuple[str, ...] = ()  # the ids of the places that alone it concerns; none: all
    minutes: int = 0  # how long it takes


@dataclass(frozen=True)
class Clock:
    """Places whose clocks show the same all the time."""

    places: tuple[Location, ...]

    @property
    def place(self) -> Location:
        """One of them, for all."""
        return self.places[0]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of that one."""
        return ZoneInfo(self.place.tz or "UTC")

    @cached_property
    def names(self) -> str:
        """``London, Dublin``."""
        return ", ".join(map(place_name, self.places))

    @cached_property
    def ids(self) -> str:
        """Their ids, parted by spaces."""
        return " ".join(place.id or "" for place in self.places)


@dataclass(frozen=True)
class Steady:
    """A meeting of nearly every day, for as long as its times stay the same everywhere."""

    link: Link
    when: str
    local: tuple[str, ...]
    out: str  # the days on which it is not held


@dataclass(frozen=True)
class DayOff:
    """A public holiday on a working day."""

    day: dt.date
    name: str
    places: tuple[Location, ...]

    @property
    def where(self) -> str:
        """The names of the places."""
        return ", ".join(map(place_name, self.places))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the places."""
        return tuple(place.id or "" for place in self.places)


@lru_cache(maxsize=2)  # several pages show some of it
def agenda(book: Playbook, as_of: dt.date) -> Agenda:
    """What is ahead in an engagement."""
    return Agenda(book, as_of)


@dataclass(frozen=True, eq=False)
class Agenda:
    """What is ahead in an engagement, from its day for twelve months."""

    book: Playbook
    as_of: dt.date

    @cached_property
    def last(self) -> dt.date:
        """The last day that is looked at."""
        return dt.date.fromordinal(min(self.as_of.toordinal() + _YEAR, _END))

    @cached_property
    def held(self) -> tuple[Occurrence, ...]:
        """Every single meeting ahead."""
        return occurrences(self.book, self.as_of, self.last)

    @cached_property
    def often(self) -> set[At]:
        """The meetings that are held nearly every day."""
        weeks = Counter((one.at, one.planned.isocalendar()[:2]) for one in self.held)
        return {at for (at, _), count in weeks.items() if count > _DAILY}

    @cached_property
    def places(self) -> tuple[Location, ...]:
        """The places at which somebody works."""
        roles = self.book.roles
        staffed = {role.location for role in roles.roles}
        return tuple(p for p in roles.locations if p.id in staffed)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks of the places; those that show the same are one."""
        found: dict[tuple[object, ...], list[Location]] = {}
        for place in self.places:
            if place.tz:
                moved = changes(place.tz, self.as_of, self.last)
                key = tuple((d, offset(place.tz, d)) for d in (self.as_of, *moved))
                found.setdefault(key, []).append(place)
        return tuple(Clock(tuple(them)) for them in found.values())

    def entries(self, links: Links) -> list[Entry]:
        """Meetings, due dates, holidays and changes of clocks by date."""
        rare = [one for one in self.held if one.at not in self.often]
        found = [
            *(self.meeting(one, links) for one in rare),
            *(self._left(one, links) for one in rare if one.moved and one.planned >= self.as_of),
            *self._dues(links),
            *(self._change(*when, places) for when, places in self.changes().items()),
            *(self._holiday(off) for off in self.off(self.last)),
        ]
        return sorted(found, key=lambda entry: (entry.day, entry.time, entry.link.text))

    def meeting(self, one: Occurrence, links: Links) -> Entry:
        """A meeting as an entry of the day on which it is held, or would be."""
        return Entry(
            one.planned if one.skipped else one.start.date(),
            wording.time(one.start),
            links.item(one.at, one.meeting),
            self.local(one, one.start),
            tuple(self._notes(one)),
            not one.skipped,
            minutes=one.meeting.duration_min or 0,
        )

    def local(self, one: Occurrence, start: dt.datetime) -> tuple[str, ...]:
        """A time by each of the clocks; with the weekday where that is another there."""
        utc, day = start.astimezone(dt.UTC), start.day
        made = []
        for clock, must in self._needed(tuple([place.id for place in one.places])):
            there = utc.astimezone(clock.zone)
            told = wording.time(there)
            if there.day != day:  # of neighbouring dates these differ as well
                told = f"{told} {there:%a}"
            made.append(told if must else f"({told})")
        return tuple(made)

    def _needed(self, ids: tuple[str | None, ...]) -> list[tuple[Clock, bool]]:
        """Each of the clocks, and whether somebody must come from there, given the places' ids."""
        found = self._known.get(ids)
        if found is None:
            found = [(c, any(place.id in ids for place in c.places)) for c in self.clocks]
            self._known[ids] = found
        return found

    @cached_property
    def _known(self) -> dict[tuple[str | None, ...], list[tuple[Clock, bool]]]:
        return {}

    def _left(self, one: Occurrence, links: Links) -> Entry:
        """The day that a meeting is moved away from."""
        to = f"to {wording.short_date(one.start.date())}: {self._off(one)}"
        return Entry(
            one.planned,
            wording.time(one.planned_start),
            links.item(one.at, one.meeting),
            self.local(one, one.planned_start),
            (Note("none", "Moved", to),),
            held=False,
        )

    def _off(self, one: Occurrence) -> str:
        if not one.holidays:
            return ""
        names = {place.id: place_name(place) for place in self.places}
        return "; ".join(
            f"{h.name}{' (estimated)' if h.estimated else ''}, {names.get(id, id)}"
            for id, h in one.holidays.items()
        )

    def _notes(self, one: Occurrence) -> Iterator[Note]:
        off = self._off(one)
        if one.skipped:
            yield Note("none", "Not held", off)
        elif one.moved:
            yield Note("info", "Moved", f"from {wording.short_date(one.planned)}: {off}")
        elif off:
            yield Note("warn", "Holiday", off)
        outside = [] if one.skipped else [place for place in one.places if one.outside(place)]
        if not outside:
            return
        for agreed, badge in ((False, "Out of hours"), (True, "Out of hours, as agreed")):
            if who := [place_name(place) for place in outside if one.agreed(place) is agreed]:
                yield Note("info" if agreed else "warn", badge, ", ".join(who))

    def _dues(self, links: Links) -> Iterator[Entry]:
        kinds = (("milestones", "milestones", "due"), ("knowledge", "sessions", "date"))
        for section, path, field in kinds:
            for at, item in self.book.each(section, path):
                day = getattr(item, field)
                if day and self.as_of <= day <= self.last and item.status not in _OVER:
                    yield self._due(item, day, at, links)

    def _due(self, item: Item, day: dt.date, at: At, links: Links) -> Entry:
        gate = getattr(item, "gate", None)
        what = "Gate" if gate else "Milestone" if at.section == "milestones" else "Session"
        return self._all_day(day, links.item(at, item), Note("info", what))

    def _all_day(self, day: dt.date, link: Link, note: Note, places: tuple[str, ...] = ()) -> Entry:
        return Entry(day, "", link, ("",) * len(self.clocks), (note,), places=places)

    def _holiday(self, off: DayOff) -> Entry:
        return self._all_day(off.day, Link(off.name), Note("info", "Holiday", off.where), off.ids)

    def changes(self) -> dict[tuple[dt.date, int], list[Location]]:
        """The changes of clocks: the day and by how many minutes, and where."""
        found: dict[tuple[dt.date, int], list[Location]] = {}
        for clock in self.clocks:
            tz = clock.place.tz or "UTC"
            days = (self.as_of, *changes(tz, self.as_of, self.last))
            for before, day in pairwise(days):
                step = (offset(tz, day) - offset(tz, before)) // _MINUTE
                found.setdefault((day, step), []).extend(clock.places)
        return found

    def _change(self, day: dt.date, step: int, places: list[Location]) -> Entry:
        way = f"Clocks go {'forward' if step > 0 else 'back'} {wording.minutes(abs(step))}"
        off = DayOff(day, way, tuple(places))
        return self._all_day(day, Link(way), Note("info", "Clocks", off.where), off.ids)

    def steady(self, links: Links) -> list[Steady]:
        """The meetings that are held nearly every day: their times, and where that is no day."""
        return [
            made
            for at in sorted(self.often, key=lambda at: at.keys[-1])
            for made in self._steady([one for one in self.held if one.at == at], links)
        ]

    def _steady(self, them: list[Occurrence], links: Links) -> Iterator[Steady]:
        link = links.item(them[0].at, them[0].meeting)
        alike = groupby(them, key=lambda one: self.local(one, one.planned_start))
        groups = [(local, list(group)) for local, group in alike]
        for number, (local, group) in enumerate(groups):
            meeting = group[0].meeting
            begins = number > 0 or (meeting.starting or self.as_of) > self.as_of
            ends = number < len(groups) - 1 or (meeting.until or dt.date.max) <= self.last
            first, last = (wording.date(one.planned) for one in (group[0], group[-1]))
            when = (
                (f"{first} – {last}" if ends else f"from {first}")
                if begins
                else (f"until {last}" if ends else "all year")
            )
            out = (wording.short_date(one.planned) for one in group if one.skipped or one.moved)
            yield Steady(link, when, local, ", ".join(out))

    def off(self, last: dt.date) -> list[DayOff]:
        """The holidays on working days up to a day, as long as somebody works at a place."""
        found: dict[tuple[dt.date, str], list[Location]] = {}
        there = stays(self.book)
        for place in self.places:
            leaves = min(last, there.get(place.id or "", (last, last))[1])
            for day, holiday in holidays(place, self.as_of, last).days.items():
                if self.as_of <= day <= leaves and works_on(place, day):
                    name = holiday.name + (" (estimated)" if holiday.estimated else "")
                    found.setdefault((day, name), []).append(place)
        return [DayOff(day, name, tuple(them)) for (day, name), them in sorted(found.items())]

    def unknown(self) -> list[str]:
        """The countries whose holidays are not known."""
        return _once(
            country_name(place.country) if place.country else place_name(place)
            for place in self.places
            if not holidays(place, self.as_of, self.last).known
        )

    def first_of_each(self) -> list[Occurrence]:
        """The next time that each meeting is held, the earliest first."""
        seen: dict[At, Occurrence] = {}
        for one in self.held:
            if not one.skipped and one.start.date() >= self.as_of:
                seen.setdefault(one.at, one)
        return list(seen.values())


def place_name(place: Location) -> str:
    """What a place is called, for a text with others beside it."""
    return wording.isolated(plain_name(place))


def plain_name(place: Location) -> str:
    """What a place is called where nothing stands beside it, and its letters are counted."""
    return place.city or place.id or "a place"


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
