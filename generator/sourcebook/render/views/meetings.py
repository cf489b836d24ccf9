"""Meetings and working hours, for every page that shows when people can be met."""

from __future__ import annotations

from sourcebook.model.sections.communication import Meeting
from sourcebook.render import wording
from sourcebook.render.context import Context
from sourcebook.render.links import Links
from sourcebook.render.recurrence import repetition
from sourcebook.render.shown import Row, Shown, words
from sourcebook.render.wording import WEEKDAYS


def rhythm(ctx: Context, links: Links) -> Shown | None:
    """Every meeting in a row: when, how long, who leads; the most frequent first."""
    rows = []
    meetings = ctx.book.each("communication", "meetings")
    for at, meeting in sorted(meetings, key=lambda each: _seldom(each[1])):
        rows.append(
            Row(
                "",
                cells=(
                    Shown("link", link=links.item(at, meeting)),
                    words(recurrence(meeting)),
                    words(clock(meeting)),
                    words(wording.minutes(meeting.duration_min) if meeting.duration_min else ""),
                    Shown("link", link=links.role(meeting.owner)) if meeting.owner else None,
                ),
            )
        )
    columns = ("Meeting", "When", "At", "Length", "Led by")
    return Shown("table", columns=columns, rows=tuple(rows)) if rows else None


_EVERY = ("day", "week", "2 weeks", "month", "3 months", "year")
_RULES = {"DAILY": 0, "WEEKLY": 1, "MONTHLY": 3, "YEARLY": 5}


def _seldom(meeting: Meeting) -> tuple[float, int, str]:
    """What meetings are sorted by: how seldom they are, the day of the week, the time."""
    named = [day for written in meeting.day for day in WEEKDAYS if written.endswith(day)]
    begins = wording.time(meeting.local_time) if meeting.local_time else ""
    if meeting.date:
        return len(_EVERY), meeting.date.toordinal(), begins
    rank: float = len(_EVERY) + 1
    if meeting.every:
        rank = _EVERY.index(meeting.every)
    elif meeting.rrule:
        parts = dict(part.split("=", 1) for part in meeting.rrule.split(";") if "=" in part)
        rank = _RULES.get(parts.get("FREQ", "").rpartition(":")[2], rank)
        rank += 0.5 if parts.get("INTERVAL", "1") != "1" else 0
    return rank, WEEKDAYS.index(named[0]) if named else 0, begins


def recurrence(meeting: Meeting) -> str:
    """How often a meeting is held, in words: "every month, last Thursday"."""
    if meeting.date:
        return f"once, {wording.date(meeting.date)}"
    if meeting.rrule:
        return repetition(meeting.rrule)
    if not meeting.every:
        return "not set"
    if meeting.every == "day" and not meeting.day:
        return "every working day"
    if meeting.every == "year" and meeting.starting:
        return f"every year, {meeting.starting.day}\u00a0{wording.month(meeting.starting)}"
    return f"every {meeting.every}" + (
        f", {', '.join(map(wording.day, meeting.day))}" if meeting.day else ""
    )


def clock(meeting: Meeting) -> str:
    """The local time of a meeting with its zone: "09:30 London"."""
    if meeting.local_time is None:
        return ""
    return f"{wording.time(meeting.local_time)}\u00a0{wording.zone(meeting.tz or '')}".strip()


def hours(ctx: Context, links: Links) -> Shown | None:
    """When each location works."""
    rows = []
    for at, place in ctx.book.each("roles", "locations"):
        span = (
            f"{wording.time(place.work_start)}–{wording.time(place.work_end)}"
            if place.work_start and place.work_end
            else ""
        )
        rows.append(
            Row(
                "",
                cells=(
                    Shown("link", link=links.item(at, place)),
                    words(wording.weekdays(place.work_days)),
                    words(span),
                    words(place.tz or ""),
                ),
            )
        )
    return (
        Shown("table", columns=("Place", "Days", "Hours", "Time zone"), rows=tuple(rows))
        if rows
        else None
    )
