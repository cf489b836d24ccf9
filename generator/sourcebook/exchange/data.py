"""What an engagement knows of time, as plain data for other programs; one shape for each kind.

The JSON Schemas of these shapes lie beside this module.
"""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from itertools import combinations
from typing import Any

from sourcebook.analysis.calendar import recurrence
from sourcebook.analysis.moments import working_day
from sourcebook.analysis.occurrences import Occurrence, occurrences
from sourcebook.analysis.overlap import Range, ranges, works_on
from sourcebook.errors import UsageError
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.roles import Location

VERSION = 1
KINDS = ("overlap", "meetings")
"""The kinds of data that have a schema."""


def schema(kind: str) -> str:
    """The JSON Schema of a kind of data, as text."""
    return files("sourcebook.exchange").joinpath("schemas", f"{kind}.json").read_text("utf-8")


def overlap(book: Playbook) -> dict[str, Any]:
    """The hours that each two locations share, over the whole term in dates of the calendar.

    Ranges lead from one change of clocks to the next, without gaps; dates are those of ``a``.
    Raises UsageError without a first and a last day of the term.
    """
    first, last = _term(book, None, None)
    agreed = book.communication.overlap
    apart = {frozenset(pair) for pair in agreed.async_pairs} if agreed else set()
    places = [place for place in book.roles.locations if not _lacking(place)]
    return {
        "version": VERSION,
        "engagement": book.slug,
        "pairs": [
            {
                "a": a.id,
                "b": b.id,
                "async": frozenset((a.id, b.id)) in apart,
                "ranges": [_range(one) for one in ranges(a, b, first, last)],
            }
            for a, b in combinations(places, 2)
        ],
    }


def _range(one: Range) -> dict[str, Any]:
    return {
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "minutes": one.minutes,
        "windows": [{"a": _hours(its.a), "b": _hours(its.b)} for its in one.windows],
    }


def _hours(span: tuple[dt.time, dt.time]) -> str:
    return f"{span[0]:%H:%M}–{span[1]:%H:%M}"


def meetings(
    book: Playbook, first: dt.date | None = None, last: dt.date | None = None
) -> dict[str, Any]:
    """Every meeting that is held, or would be but for a holiday, from one day to another.

    Both days count, by each meeting's own clock; without them it is the whole term. Raises
    UsageError where neither they nor the term say when it begins and ends.
    """
    first, last = _term(book, first, last)
    places = [place for place in book.roles.locations if place.id and place.tz]
    return {
        "version": VERSION,
        "engagement": book.slug,
        "occurrences": [
            _occurrence(one, places)
            for one in occurrences(book, first, last)
            if one.meeting.id and first <= one.start.date() <= last
        ],
    }


def _occurrence(one: Occurrence, places: list[Location]) -> dict[str, Any]:
    return {
        "meeting": one.meeting.id,
        "start": one.start.isoformat(timespec="seconds"),
        "end": one.end.isoformat(timespec="seconds"),
        "local": {place.id: f"{one.local(place):%Y-%m-%dT%H:%M}" for place in places},
        "outside_hours": [place.id for place in one.places if _outside(one, place)],
        "holiday": {
            place: f"{off.name} (estimated)" if off.estimated else off.name
            for place, off in one.holidays.items()
        },
        "moved_from": one.planned.isoformat() if one.moved else None,
        "skipped": one.skipped,
    }


def _outside(one: Occurrence, place: Location) -> bool:
    """Whether it is out of the hours of a place, or on a day of the week on which nobody works."""
    idle = bool(place.work_days) and not works_on(place, working_day(place, one.start))
    return idle or one.outside(place)


def _term(book: Playbook, first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    begin = first or book.engagement.start_date
    end = last or book.engagement.end_date
    lacking = [
        name for name, day in (("start_date", begin), ("end_date", end)) if day is None
    ]  # fmt: skip
    if begin is None or end is None:
        raise UsageError(
            f"{book.manifest.file} says no {' and no '.join(lacking)}: without them nobody knows "
            "which days are meant. Add them there."
        )
    if begin > end:
        raise UsageError(
            f"{begin} is after {end}, so there is no day to tell of. The term is from "
            f"{book.engagement.start_date or '…'} to {book.engagement.end_date or '…'}."
        )
    return begin, end


def left_out(book: Playbook, kind: str) -> list[str]:
    """Why locations or meetings are not among the data of a kind, a sentence each."""
    if kind == "overlap":
        return [
            f"Location '{place.id or at.keys[-1]}' is left out: it has no {' and no '.join(gaps)}."
            for at, place in book.each("roles", "locations")
            if (gaps := _lacking(place))
        ]
    return [
        f"Meeting '{meeting.id or meeting.name or at.keys[-1]}' is left out: it has no {gap}."
        for at, meeting in book.each("communication", "meetings")
        if (gap := _gap(book, meeting))
    ]


def _gap(book: Playbook, meeting: Meeting) -> str:
    """The first thing without which a meeting cannot be told; empty where nothing is lacking."""
    for name in ("id", "local_time", "tz"):
        if getattr(meeting, name) is None:
            return name
    never = recurrence(meeting, book.engagement.start_date) is None
    return "day on which it is ever held" if never else ""


def _lacking(place: Location) -> list[str]:
    """The fields without which the hours of a place are not known."""
    names = ("id", "tz", "work_start", "work_end", "work_days")
    return [name for name in names if getattr(place, name) in (None, ())]
