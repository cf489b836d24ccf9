"""The week: which meetings fill it, by the clock of each place, and which come more rarely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

from sourcebook.analysis.occurrences import Occurrence
from sourcebook.analysis.overlap import WEEK
from sourcebook.render import wording
from sourcebook.render.context import Context
from sourcebook.render.links import Link, Links
from sourcebook.render.views.agenda import Agenda, Clock, agenda
from sourcebook.render.views.calendar import places
from sourcebook.render.views.meetings import recurrence

_EVERY = {7: "week", 14: "fort", 35: "month"}  # days between two of them, at most
_TOLD = {"every": "every day", "week": "every week", "fort": "every 2 weeks"}
_SOON = 21  # days
_SPREAD = 2  # days of the week on which a meeting of each month is still one of the week


@dataclass(frozen=True)
class Slot:
    """A meeting on a day of the week."""

    link: Link
    start: str
    times: tuple[str, ...]  # by each of the clocks
    kind: str  # every, week, fort, month
    note: str


@dataclass(frozen=True)
class Rare:
    """A meeting that has no day of the week, or is held less often than each month."""

    link: Link
    day: dt.date
    when: str
    times: tuple[str, ...]
    length: str


@dataclass(frozen=True)
class _Series:
    """A meeting, all of its occurrences ahead, and the clock by which days are counted."""

    agenda: Agenda
    links: Links
    them: tuple[Occurrence, ...]
    clock: Clock

    @cached_property
    def by_weekday(self) -> dict[int, list[tuple[dt.date, Occurrence]]]:
        """The occurrences with their days, by the day of the week."""
        found: dict[int, list[tuple[dt.date, Occurrence]]] = {}
        for one in self.them:
            day = one.planned_start.astimezone(self.clock.zone).date()
            found.setdefault(day.weekday(), []).append((day, one))
        return found

    @cached_property
    def begins(self) -> dt.date:
        """The first day ahead on which it is held."""
        one = next((one for one in self.them if not one.skipped), self.them[0])
        return one.start.astimezone(self.clock.zone).date()

    def kind(self, weekday: int) -> str:
        """How often it comes on a day of the week; empty for more rarely than each month."""
        if self.them[0].at in self.agenda.often:
            return "every"
        days = [day for day, _ in self.by_weekday[weekday]]
        gap = min(((after - day).days for day, after in pairwise(days)), default=366)
        kind = next((name for most, name in _EVERY.items() if gap <= most), "")
        if kind and self._of_the_month(weekday):
            kind = "month"  # a first and a third one are two or three weeks apart
        spread = len(self.by_weekday) > _SPREAD
        return "" if kind == "month" and spread else kind

    def slot(self, weekday: int, kind: str) -> Slot:
        on = self.by_weekday[weekday]
        day, one = next(((day, one) for day, one in on if not one.skipped), on[0])
        start = one.planned_start.astimezone(self.clock.zone)
        return Slot(
            self.links.item(one.at, one.meeting),
            wording.time(start),
            self.agenda.local(one, start),
            kind,
            " · ".join(filter(None, self._about(one, day, kind))),
        )

    def _about(self, one: Occurrence, day: dt.date, kind: str) -> Sequence[str]:
        """How long, how often, and when next or from when on where that is not this week."""
        meeting = one.meeting
        length = wording.minutes(meeting.duration_min) if meeting.duration_min else ""
        named = self._of_the_month(day.weekday())
        monthly = f"{' and '.join(named)} of the month" if named else "every month"
        ahead = ""
        if kind in ("fort", "month"):
            held = one.start.astimezone(self.clock.zone).date()
            short = f"{held.day}\u00a0{wording.month(held)}"
            ahead = f"next {wording.short_date(held) if one.moved else short}"
        else:
            begins = self.begins if kind == "every" else day
            soon = (begins - self.agenda.as_of).days <= _SOON
            ahead = "" if soon else f"from {wording.date(begins)}"
        end = f"until {wording.date(meeting.until)}" if meeting.until else ""
        return (length, _TOLD.get(kind, monthly), ahead, end)

    def _of_the_month(self, weekday: int) -> list[str]:
        """Which days of the month it asks for on a day of the week: "first Tuesday"."""
        name = f" {WEEK[weekday]}"
        return [wording.day(each) for each in self.them[0].meeting.day if each.endswith(name)]

    def rare(self) -> Rare:
        one = next((one for one in self.them if not one.skipped), self.them[0])
        entry = self.agenda.meeting(one, self.links)
        length = wording.minutes(entry.minutes) if entry.minutes else ""
        moved = f"; this time moved from {wording.short_date(one.planned)}" if one.moved else ""
        return Rare(
            entry.link,
            entry.day,
            "once" if one.meeting.date else recurrence(one.meeting) + moved,
            entry.local,
            length,
        )


def week(ctx: Context, path: str) -> dict[str, Any] | None:
    """The week and the rarer meetings; nothing where no meeting is ahead."""
    ahead, links = agenda(ctx.book, ctx.as_of), ctx.links(path)
    if not ahead.held or not ahead.clocks:
        return None
    clock = ahead.clocks[0]
    order = sorted(ahead.held, key=lambda one: (one.at.keys, one.planned))
    slots: dict[int, list[Slot]] = {}
    rare = []
    for _, group in groupby(order, key=lambda one: one.at):
        series = _Series(ahead, links, tuple(group), clock)
        kinds = {day: series.kind(day) for day in series.by_weekday}
        for day, kind in kinds.items():
            if kind:
                slots.setdefault(day, []).append(series.slot(day, kind))
        if not any(kinds.values()):
            rare.append(series.rare())
    used = {slot.kind for them in slots.values() for slot in them}
    return {
        "days": _days(slots, ahead) if slots else [],
        "legend": [(kind, told) for kind, told in _LEGEND if kind in used],
        "rare": sorted(rare, key=lambda one: (one.day, one.times)),
        "clocks": ahead.clocks,
        "places": places(ahead) if len(ahead.clocks) > 1 else [],
        "change": _next_change(ahead),
    }


_LEGEND = (
    ("every", "every day"),
    ("week", "every week"),
    ("fort", "every 2 weeks"),
    ("month", "every month"),
)


def _days(slots: dict[int, list[Slot]], ahead: Agenda) -> list[dict[str, Any]]:
    """The working days of all places, and the other days on which something is held."""
    worked = {day for place in ahead.places for day in place.work_days}
    return [
        {
            "name": name.capitalize(),
            "slots": sorted(slots.get(number, ()), key=lambda slot: (slot.start, slot.link.text)),
        }
        for number, name in enumerate(WEEK)
        if name in worked or number in slots
    ]


def _next_change(ahead: Agenda) -> str:
    """Until when the times of the week are as they are shown."""
    days = [day for day, _ in ahead.changes()]
    return wording.date(min(days)) if days and len(ahead.clocks) > 1 else ""
