"""When people of both sides work at the same time: on a day, over the year, in numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sourcebook.analysis.holidays import holiday, holidays
from sourcebook.analysis.overlap import changes, offset, ranges, shift, works_on
from sourcebook.analysis.parties import SIDES, camp_of_role, side_of_role, stays
from sourcebook.analysis.zones import Lowest, Pair, lowest, pairs
from sourcebook.model.sections.roles import Location
from sourcebook.render import wording
from sourcebook.render.charts import year
from sourcebook.render.charts.overlap import OverlapBand, Place, Span, overlap_band, shared
from sourcebook.render.charts.year import Clock, Stretch, YearStrip, year_strip
from sourcebook.render.context import Context
from sourcebook.render.shown import Row, Shown, words
from sourcebook.render.views.agenda import place_name, plain_name

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
_LOOK = 21  # days in which a day is looked for on which all work
_MONTHS = 12


@dataclass(frozen=True)
class SharedHours:
    """The shared hours of an engagement as of a day."""

    ctx: Context

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return tuple(p for p in pairs(self.ctx.book) if p.across)

    @cached_property
    def _stays(self) -> dict[str, tuple[dt.date, dt.date]]:
        return stays(self.ctx.book)

    @cached_property
    def _meeting(self) -> tuple[Pair, ...]:
        """Those that are to share hours."""
        return tuple(pair for pair in self._pairs if not pair.apart)

    @cached_property
    def places(self) -> tuple[Location, ...]:
        """The places that work together, the client's first; all where there is one side."""
        book = self.ctx.book
        staffed = {role.location for role in book.roles.roles}
        known = [
            place
            for place in book.roles.locations
            if place.id in staffed and place.tz and place.work_start and place.work_end
        ]
        meeting = {place.id for pair in self._meeting for place in (pair.a, pair.b)}
        if self._pairs:
            known = [place for place in known if place.id in meeting]
        return tuple(sorted(known, key=lambda place: "client" not in self._camps(place)))

    @property
    def by_appointment(self) -> tuple[str, ...]:
        """The places with which no hours are shared, by agreement."""
        here = {place.id for place in self.places}
        found = {p.id: place_name(p) for pair in self._pairs for p in (pair.a, pair.b)}
        return tuple(name for id, name in found.items() if id not in here)

    def _camps(self, place: Location) -> set[str]:
        book = self.ctx.book
        roles = (role for role in book.roles.roles if role.location == place.id)
        return {camp for role in roles if (camp := camp_of_role(book, role.id))}

    def _colour(self, place: Location) -> str:
        """The colour of a place: that of the first side, in their usual order, that works there."""
        book = self.ctx.book
        roles = (role for role in book.roles.roles if role.location == place.id)
        here = {side.key: side for role in roles if (side := side_of_role(book, role.id))}
        letter = next((side.letter for key, side in SIDES.items() if key in here), "V")
        return f"x-{letter.lower()}"

    @cached_property
    def day(self) -> dt.date:
        """The next day on which all of them work; the next on which one does, where none is."""
        days = [_later(self.ctx.as_of, ahead) for ahead in range(_LOOK)]
        whole = (d for d in days if all(works_on(p, d) and not holiday(p, d) for p in self.places))
        some = (d for d in days if any(works_on(p, d) for p in self.places))
        return next(whole, None) or next(some, days[0])

    def _spans(self, place: Location) -> tuple[Span, ...]:
        """When a place works on the day, in minutes by the clock of the first place."""
        zone = ZoneInfo(self.places[0].tz or "UTC")
        begin = dt.datetime.combine(self.day, dt.time(), zone).astimezone(dt.UTC)
        found = []
        for ahead in (-1, 0, 1):
            if span := shift(place, _later(self.day, ahead)):
                low, high = ((moment - begin) // _MINUTE for moment in span)
                if max(low, 0) < min(high, 1440):
                    found.append((max(low, 0), min(high, 1440)))
        return tuple(found)

    @cached_property
    def common(self) -> tuple[Span, ...]:
        """When all work on the day, by the clock of the first place."""
        return shared([self._spans(place) for place in self.places])

    def _moments(self, place: Location) -> str:
        """The common hours of the day by the clock of a place."""
        begin = dt.datetime.combine(self.day, dt.time(), ZoneInfo(self.places[0].tz or "UTC"))
        zone = ZoneInfo(place.tz or "UTC")
        told = []
        for low, high in self.common:
            start, end = (
                (begin.astimezone(dt.UTC) + minute * _MINUTE).astimezone(zone)
                for minute in (low, high)
            )
            told.append(f"{start:%H:%M}–{end:%H:%M}")
        return ", ".join(told)

    def everywhere(self) -> str:
        """The common hours of the day by every clock: "12:00–16:00 in Boston, …"."""
        if not self.common:
            return ""
        found: dict[str, list[str]] = {}
        for place in self.places:
            found.setdefault(self._moments(place), []).append(place_name(place))
        return "; ".join(f"{when} in {', '.join(where)}" for when, where in found.items())

    def days_off(self) -> list[str]:
        """The holidays of the day's week: "Mon 23 Nov in Porto (Restoration Day)"."""
        monday = _later(self.day, -self.day.weekday())
        found: dict[tuple[dt.date, str], list[str]] = {}
        for place in self.places:
            for day, name in self._days_off(place, min(monday, self.ctx.as_of), _later(monday, 6)):
                found.setdefault((day, name), []).append(place_name(place))
        return [
            f"{wording.short_date(day)} in {', '.join(where)} ({name})"
            for (day, name), where in sorted(found.items())
        ]

    def hours(self) -> Shown | None:
        """When each place works by its own clock, and what of it is common to all."""
        shared = {place.id for place in self.places}
        links, rows = self.ctx.links("communication.html"), []
        for at, place in self.ctx.book.each("roles", "locations"):
            cells = (
                Shown("link", link=links.item(at, place)),
                words(wording.weekdays(place.work_days)),
                words(_hours(place) if place.work_start and place.work_end else ""),
                words(self._moments(place) if place.id in shared else ""),
                words(place.tz or ""),
            )
            rows.append(Row("", cells=cells))
        columns = ("Place", "Days", "Hours", "Common hours", "Time zone")
        return Shown("table", columns=columns, rows=tuple(rows)) if rows else None

    def band(self) -> OverlapBand | None:
        """The hours of that day; nothing where no place has any."""
        if not self.places:
            return None
        rows = [
            Place(
                plain_name(place),
                self._colour(place),
                _hours(place),
                self._spans(place),
            )
            for place in self.places
        ]
        names = ", ".join(map(place_name, self.places))
        note = f"Common {self.window}" if self.common else "No hours are common to all"
        label = (
            f"Working hours of {names} on {wording.date(self.day)}, by the clock of "
            f"{rows[0].name}. {note}."
        )
        return overlap_band(rows, note, label)

    @property
    def window(self) -> str:
        """``09:00–17:30 · 8 h 30 min``."""
        total = sum(high - low for low, high in self.common)
        told = ", ".join(f"{_clock(low)}–{_clock(high)}" for low, high in self.common)
        return f"{told} · {wording.minutes(total)}"

    @cached_property
    def _ahead(self) -> tuple[dt.date, dt.date]:
        """Twelve months from the first of this one."""
        first = self.ctx.as_of.replace(day=1)
        months = first.year * 12 + first.month - 1 + _MONTHS
        following = dt.date(min(months // 12, dt.date.max.year), months % 12 + 1, 1)
        return first, max(first, following - _DAY)

    @property
    def least(self) -> int:
        """The minutes that were agreed, or that are asked for otherwise."""
        agreed = self.ctx.book.communication.overlap
        if agreed and agreed.min_minutes is not None:
            return agreed.min_minutes
        return int(self.ctx.thresholds["overlap.min_minutes"])

    @cached_property
    def lowest(self) -> tuple[Lowest, ...]:
        """The least that two places share, for the months ahead within the term."""
        first, last = self._ahead
        end = self.ctx.book.engagement.end_date
        last = min(last, end) if end else last
        return lowest(self._meeting, first, last) if first <= last else ()

    def year(self) -> YearStrip | None:
        """The months ahead: clocks, holidays, shared hours."""
        if not self.places:
            return None
        first, last = self._ahead
        clocks = self._clocks()
        stretches = [
            Stretch(
                one.first,
                one.last,
                wording.minutes(one.minutes)
                + (", every working day" if len(self.lowest) == 1 else ""),
                "x-goodf" if one.minutes >= self.least else "x-badf",
            )
            for one in self.lowest
        ]
        told = "; ".join(
            f"{wording.minutes(one.minutes)} from {wording.date(one.first)}" for one in self.lowest
        )
        names = ", ".join(map(place_name, self.places))
        label = f"Clocks, holidays and shared hours of {names} for twelve months" + (
            f": the least that two places share is {told}" if told else ""
        )
        return year_strip(clocks, stretches, (first, last), self.ctx.as_of, label)

    def _clocks(self) -> list[Clock]:
        first, last = self._ahead
        return [
            Clock(
                plain_name(place),
                tuple(
                    (day, offset(place.tz or "UTC", day) // _MINUTE)
                    for day in (first, *changes(place.tz or "UTC", first, last))
                ),
                tuple(day for day, _ in self._days_off(place, first, last)),
            )
            for place in self.places
        ]

    def _days_off(
        self, place: Location, first: dt.date, last: dt.date
    ) -> Iterator[tuple[dt.date, str]]:
        begins, ends = self._stays.get(place.id or "", (first, last))
        for day, off in sorted(holidays(place, first, last).days.items()):
            if max(first, begins) <= day <= min(last, ends) and works_on(place, day):
                yield day, off.name + (" (estimated)" if off.estimated else "")

    def table(self) -> Shown | None:
        """What the pictures show: who shares which hours from when to when."""
        first, last = self._ahead
        rows = []
        for pair in self._pairs:
            if not (span := pair.within(first, last)):
                continue
            names = _names(pair)
            for one in ranges(pair.a, pair.b, *span):
                windows = [(_span(w.a), _span(w.b)) for w in one.windows]
                cells = (
                    words(names),
                    words(f"{wording.date(one.first)} – {wording.date(one.last)}"),
                    words(wording.minutes(one.minutes)),
                    words(", ".join(a for a, _ in windows)),
                    words(", ".join(b for _, b in windows)),
                    words(self._verdict(pair, one.minutes)),
                )
                rows.append(Row("", cells=cells))
        columns = ("Places", "Dates", "Shared", "At the first", "At the second", "Minimum")
        return Shown("table", columns=columns, rows=tuple(rows)) if rows else None

    def _verdict(self, pair: Pair, minutes: int) -> str:
        if pair.apart:
            return "none agreed"
        return "met" if minutes >= self.least else "not met"

    def clocks(self) -> Shown:
        """How far the clock of each place is ahead of UTC from when to when, and its holidays."""
        first, last = self._ahead
        rows = []
        for clock in self._clocks():
            ends = [_later(day, -1) for day, _ in clock.offsets[1:]] + [last]
            told = (
                f"{year.ahead(minutes)} until {wording.date(end)}"
                for (_, minutes), end in zip(clock.offsets, ends, strict=True)
            )
            off = (f"{day.day}\u00a0{wording.month(day)}" for day in clock.holidays)
            cells = (words(clock.name), words(", ".join(told)), words(", ".join(off)))
            rows.append(Row("", cells=cells))
        holidays = f"Public holidays on working days, from {wording.date(first)}"
        return Shown("table", columns=("Place", "Clock", holidays), rows=tuple(rows))

    def stats(self) -> list[dict[str, Any]]:
        """The common window, the minimum, the next change of clocks, the next holiday."""
        if not self.places:
            return []
        made = [self._window_now()]
        if self.lowest:
            ahead = [one for one in self.lowest if one.last >= self.ctx.as_of]
            worst = min(ahead or self.lowest, key=lambda one: one.minutes)
            met = worst.minutes >= self.least
            note = f"at worst {wording.minutes(worst.minutes)}, {_names(worst.pair)}"
            if apart := [_names(pair) for pair in self._pairs if pair.apart]:
                note += f"; none agreed for {', '.join(apart)}"
            badge = ("good", "Met") if met else ("bad", "Not met")
            value = wording.minutes(self.least)
            made.append(_stat("Agreed minimum", value, note, badge))
        made += [*self._next_change(), *self._next_holiday()]
        return made

    def _window_now(self) -> dict[str, Any]:
        if not self.common:
            return _stat("Common window", "none", "no hours are common to all places")
        total = sum(high - low for low, high in self.common)
        where = f"by the clock of {place_name(self.places[0])}, {wording.short_date(self.day)}"
        told = ", ".join(f"{_clock(low)}–{_clock(high)}" for low, high in self.common)
        return _stat("Common window", wording.minutes(total), f"{told} {where}")

    def _next_change(self) -> Iterator[dict[str, Any]]:
        until = _later(self.ctx.as_of, 366)
        nexts = {
            place.id: found[0]
            for place in self.places
            if (found := changes(place.tz or "UTC", self.ctx.as_of, until))
        }
        if not nexts:
            return
        day = min(nexts.values())
        who = [place_name(place) for place in self.places if nexts.get(place.id) == day]
        note = "all places together" if len(who) == len(self.places) else ", ".join(who)
        yield _stat("Next change of clocks", wording.date(day), note)

    def _next_holiday(self) -> Iterator[dict[str, Any]]:
        until = _later(self.ctx.as_of, 366)
        found = [
            (day, name, place_name(place))
            for place in self.places
            for day, name in self._days_off(place, self.ctx.as_of, until)
        ]
        if found:
            day, name, _ = min(found)
            who = [place for when, _, place in found if when == day]
            yield _stat("Next holiday", wording.short_date(day), f"{name}: {', '.join(who)}")


def shared_hours(ctx: Context) -> dict[str, Any]:
    """What the Communication page shows of them."""
    hours = SharedHours(ctx)
    return {
        **_day(hours),
        "year": hours.year(),
        "table": hours.table(),
        "clocks": hours.clocks(),
        "stats": hours.stats(),
        "least": wording.minutes(hours.least),
        "hours": hours.hours(),
    }


def working_day(ctx: Context) -> dict[str, Any]:
    """The next working day alone."""
    return _day(SharedHours(ctx))


def _day(hours: SharedHours) -> dict[str, Any]:
    return {
        "band": hours.band(),
        "day": hours.day,
        "first": place_name(hours.places[0]) if hours.places else "",
        "everywhere": hours.everywhere(),
        "off": hours.days_off(),
        "apart": hours.by_appointment,
    }


def _names(pair: Pair) -> str:
    return f"{place_name(pair.a)} – {place_name(pair.b)}"


def _stat(name: str, value: str, note: str, badge: tuple[str, str] | None = None) -> dict[str, Any]:
    return {"name": name, "value": value, "note": note, "badge": badge}


def _later(day: dt.date, days: int) -> dt.date:
    low, high = dt.date.min.toordinal(), dt.date.max.toordinal()
    return dt.date.fromordinal(min(max(day.toordinal() + days, low), high))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _hours(place: Location) -> str:
    return f"{place.work_start:%H:%M}–{place.work_end:%H:%M}"


def _span(times: tuple[dt.time, dt.time]) -> str:
    return f"{times[0]:%H:%M}–{times[1]:%H:%M}"
