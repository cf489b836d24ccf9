"""The meetings that rules on time look at, place by place, and how stretches of dates are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from sourcebook.analysis.attendance import places
from sourcebook.analysis.occurrences import Occurrence, Series, series
from sourcebook.lint.gaps import Gaps, is_over
from sourcebook.lint.rule import Facts
from sourcebook.lint.wording import listed
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location

Stretch = tuple[str, dt.date, dt.date]
"""What holds, from one day to another."""


def ahead(book: Playbook, facts: Facts) -> tuple[dt.date, dt.date] | None:
    """The days that rules on meetings look at: from today to the horizon, within the term."""
    if is_over(book):
        return None
    try:
        last = facts.as_of + dt.timedelta(days=facts.thresholds["schedule.horizon_days"])
    except OverflowError:
        last = dt.date.max
    end = book.engagement.end_date
    last = min(last, end) if end else last
    return (facts.as_of, last) if facts.as_of <= last else None


def meetings_ahead(book: Playbook, facts: Facts) -> tuple[Series, ...]:
    """The meetings of these days, in the order of the playbook."""
    window = ahead(book, facts)
    if window is None or not Gaps(book).looks_into("communication"):
        return ()
    return series(book, *window)


def by_place(book: Playbook, facts: Facts) -> Sequence[tuple[Location, Series]]:
    """The occurrences that are held, by meeting and by each place from which people come."""
    return _by_place(meetings_ahead(book, facts))


@lru_cache(maxsize=1)  # two rules ask for it, one after the other
def _by_place(meetings: tuple[Series, ...]) -> Sequence[tuple[Location, Series]]:
    return [each for meeting in meetings for each in _places(meeting.held, meeting.always)]


def _places(held: Series, always: Sequence[Location] | None) -> Iterator[tuple[Location, Series]]:
    if held and always is not None:
        yield from ((place, held) for place in always)
        return
    coming: dict[str, tuple[Location, list[int]]] = {}
    for number, start in enumerate(held.starts):
        for place in places(held.seats, start.date()):
            coming.setdefault(place.id or "", (place, []))[1].append(number)
    yield from ((place, held.only(numbers)) for place, numbers in coming.values())


def agreed(book: Playbook, one: Occurrence, place: Location) -> bool:
    """Whether a place's roles agreed to come out of hours; one that is not known may be any."""
    accepted = [entry.role for entry in one.meeting.accepted_out_of_hours]
    unknown = any(role and book.index.find("role", role) is None for role in accepted)
    return unknown or one.agreed(place)


def stretches(held: Series, place: Location, wanted: Set[int]) -> Iterator[Stretch]:
    """Stretches of those that are wanted, without gaps and at the same times by a place's clock."""
    run: Stretch | None = None
    for number in range(min(wanted, default=0), max(wanted, default=-1) + 2):
        times, day = "", dt.date.min
        if number in wanted:
            one = held[number]
            start = one.local(place)
            day, times = start.date(), f"{start:%H:%M}-{one.end.astimezone(start.tzinfo):%H:%M}"
        if run and run[0] == times:
            run = (times, run[1], day)
            continue
        if run:
            yield run
        run = (times, day, day) if times else None


def by_what(runs: Iterable[Stretch]) -> list[str]:
    """``09:30 from … to … and on …``: what holds is said once, with all its stretches."""
    found: dict[str, list[str]] = {}
    for what, first, last in runs:
        found.setdefault(what, []).append(from_to(first, last))
    return [f"{what} {listed(spans)}" for what, spans in found.items()]


def from_to(first: dt.date, last: dt.date) -> str:
    """``on 2026-11-22``, or ``from … to …``."""
    return f"on {first}" if first == last else f"from {first} to {last}"
