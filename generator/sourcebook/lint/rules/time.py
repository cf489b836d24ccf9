"""People can talk: shared hours, meetings within them, no dates on holidays, no two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from sourcebook.analysis.attendance import Seat, places, seat
from sourcebook.analysis.holidays import holiday
from sourcebook.analysis.occurrences import (
    Occurrence,
    clashes,
    days_off,
    occurrences,
    out_of_hours,
    shifted,
    wanted_twice,
    working_day,
)
from sourcebook.analysis.overlap import Range, ranges, works_on
from sourcebook.analysis.parties import camp_of_role
from sourcebook.analysis.zones import pairs
from sourcebook.findings import Severity
from sourcebook.lean import dataclass
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, some_of
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location

_OVERLAP = At("communication") / "overlap"
_OVER = {"accepted", "rejected", "cancelled", "done"}
_ESTIMATED = ", estimated"
_FEW = 3  # non-working days that are told one by one


def _ahead(book: Playbook, facts: Facts) -> tuple[dt.date, dt.date] | None:
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


def _held(book: Playbook, window: tuple[dt.date, dt.date] | None) -> tuple[Occurrence, ...]:
    if window is None or not Gaps(book).looks_into("communication"):
        return ()
    return occurrences(book, *window)


def _from_to(first: dt.date, last: dt.date) -> str:
    return f"on {first}" if first == last else f"from {first} to {last}"


@rule(
    "TIM001",
    "overlap-below-minimum",
    Severity.ERROR,
    "overlap.min_minutes",
    "schedule.horizon_days",
)
def overlap_below_minimum(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """The places of two sides share the agreed minimum of every common working day ahead.

    Why: What is asked in the morning is answered on the next day, and a question with two
    follow-ups takes a week. Clocks change on different dates, so that it may hold in summer only.
    Fix: Shift the hours of one place, change overlap.min_minutes, or name the pair in async_pairs
    and agree how work is handed on. Without min_minutes 120 minutes are asked for.
    Source: working hours that overlap across time zones (practice R19).
    """
    window, gaps = _ahead(book, facts), Gaps(book)
    if window is None or not gaps.looks_into("communication"):
        return
    agreed = book.communication.overlap
    least = agreed.min_minutes if agreed else None
    at = _OVERLAP / "min_minutes" if least is not None else _OVERLAP
    if agreed is None:
        at = At("communication")
    least = least if least is not None else int(facts.thresholds["overlap.min_minutes"])
    for pair in pairs(book):
        if not pair.across or pair.apart or not (span := pair.within(*window)):
            continue
        short = [one for one in ranges(pair.a, pair.b, *span) if one.minutes < least]
        if short:
            message = (
                f"{pair.a.id} and {pair.b.id} share {_minutes(short)} (minimum {least}). Shift "
                "hours, change min_minutes, or mark the pair in async_pairs."
            )
            yield Hit(at, message, f"Or add [{pair.a.id}, {pair.b.id}] to async_pairs.")


def _minutes(short: Sequence[Range]) -> str:
    """``240 min of a working day from … to … and from … to …, 180 min from …``."""
    told: list[tuple[int, dt.date, dt.date]] = []
    for one in short:
        if told and told[-1][0] == one.minutes and (one.first - told[-1][2]).days == 1:
            told[-1] = (one.minutes, told[-1][1], one.last)
        else:
            told.append((one.minutes, one.first, one.last))
    spans = _by_what((f"{minutes} min", first, last) for minutes, first, last in told)
    return some_of([spans[0].replace(" min ", " min of a working day ", 1), *spans[1:]])


def _by_what(runs: Iterable[tuple[str, dt.date, dt.date]]) -> list[str]:
    """``09:30 from … to … and on …``: what holds is said once, with all its stretches."""
    found: dict[str, list[str]] = {}
    for what, first, last in runs:
        found.setdefault(what, []).append(_from_to(first, last))
    return [f"{what} {listed(spans)}" for what, spans in found.items()]


@rule("TIM002", "meeting-outside-working-hours", Severity.WARNING, "schedule.horizon_days")
def meeting_outside_working_hours(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every meeting ahead lies within the working hours of all who must come, or they agreed.

    Why: A weekly call at six in the morning is attended for a month, then by those who dare not
    stay away. Since clocks change on different dates, a meeting may be out of hours for a season.
    Fix: Move it, rotate it, make the role optional, or list the roles that agreed, and why, in
    accepted_out_of_hours.
    Source: working hours that overlap across time zones, inclusion of remote people (practices
    R19 and R34).
    """
    for at, place, held in _by_place(book, _ahead(book, facts)):
        out = out_of_hours(place, held)
        told = _by_what(_runs(held, place, [one for one in out if not _agreed(book, one, place)]))
        if told:
            works = f"{place.work_start:%H:%M}-{place.work_end:%H:%M}"
            message = (
                f"'{named(held[0].meeting, at)}' runs {some_of(told)} in {place.id} (works "
                f"{works}). Move it, rotate it, or record accepted_out_of_hours."
            )
            yield Hit(at / "local_time", message, "Choose a time within the hours of all.")


@lru_cache(maxsize=2)  # three rules ask for it, one after the other
def _by_meeting(
    book: Playbook, window: tuple[dt.date, dt.date] | None
) -> tuple[tuple[Occurrence, ...], ...]:
    """The occurrences of each meeting, in order of the meetings."""
    found: dict[At, list[Occurrence]] = {}
    for one in _held(book, window):
        found.setdefault(one.at, []).append(one)
    return tuple(tuple(found[at]) for at in sorted(found, key=lambda at: at.keys[-1]))


def _by_place(
    book: Playbook, window: tuple[dt.date, dt.date] | None
) -> Iterator[tuple[At, Location, list[Occurrence]]]:
    """The occurrences that are held, by meeting and place, in order of the meetings."""
    for meeting in _by_meeting(book, window):
        held = [one for one in meeting if not one.skipped]
        always = _always(meeting)
        by_place: dict[str, tuple[Location, list[Occurrence]]] = {}
        if always is not None and held:
            by_place = {place.id or "": (place, held) for place in always}
        else:
            for one in held:
                for place in one.places:
                    by_place.setdefault(place.id or "", (place, []))[1].append(one)
        yield from ((meeting[0].at, place, there) for place, there in by_place.values())


def _always(meeting: Sequence[Occurrence]) -> tuple[Location, ...] | None:
    """The places from which people come to each of these occurrences; ``None`` if they change."""
    return meeting[0].seats.throughout(meeting[0].planned, meeting[-1].start.date())


def _agreed(book: Playbook, one: Occurrence, place: Location) -> bool:
    """Whether a place's roles agreed to come out of hours; one that is not known may be any."""
    accepted = [entry.role for entry in one.meeting.accepted_out_of_hours]
    unknown = any(role and book.index.find("role", role) is None for role in accepted)
    return unknown or one.agreed(place)


def _runs(
    held: Sequence[Occurrence], place: Location, wanted: Sequence[Occurrence]
) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Stretches of ``held`` that are wanted and have the same local times."""
    if not wanted:
        return
    ids = {id(one) for one in wanted}
    run: tuple[str, dt.date, dt.date] | None = None
    for one in held:
        if id(one) not in ids:
            if run:
                yield run
            run = None
            continue
        start = one.local(place)
        times = f"{start:%H:%M}-{one.end.astimezone(start.tzinfo):%H:%M}"
        if run and run[0] == times:
            run = (times, run[1], start.date())
        else:
            if run:
                yield run
            run = (times, start.date(), start.date())
    if run:
        yield run


@dataclass(frozen=True)
class _Off:
    """Why a date does not suit a place."""

    day: dt.date
    place: str
    reason: str
    grave: bool  # the day is certain, and nothing says what happens then
    holiday: bool


def _off(place: Location, day: dt.date) -> _Off | None:
    found = holiday(place, day)
    if found and works_on(place, day):
        reason = f"{found.name}{_ESTIMATED if found.estimated else ''}"
        return _Off(day, place.id or "", reason, not found.estimated, holiday=True)
    if place.work_days and not works_on(place, day):
        return _Off(day, place.id or "", f"a {day:%A}", grave=True, holiday=False)
    return None


@rule("TIM003", "date-on-public-holiday", Severity.WARNING, "schedule.horizon_days")
def date_on_public_holiday(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No date ahead falls on a day on which somebody who is needed does not work.

    Why: The other side's holidays are in nobody's calendar. A launch without the vendor, a
    session without its teacher and a review without its owner are found out on the day.
    Fix: Choose another day; for a meeting that repeats set holiday_policy (skip, move or
    run-without), for a milestone that may fall on such a day non_working_day_ok: true. With a
    policy, and for estimated holidays, it is info.
    Source: differences between cultures and calendars are known and planned for (practice R47).
    """
    if is_over(book):
        return
    yield from _single_dates(book, facts)
    window = _ahead(book, facts)
    for one in _held(book, window):
        if one.meeting.date:
            yield from _single_meeting(book, one)
    for meeting in _by_meeting(book, window):
        repeated: dict[str, list[tuple[Occurrence, _Off]]] = {}
        for one in _perhaps_off(meeting) if meeting[0].meeting.date is None else ():
            for off in _offs(book, one):
                repeated.setdefault(off.place, []).append((one, off))
        for place, days in repeated.items():
            yield _repeated(meeting[0].at, place, days)


def _perhaps_off(meeting: Sequence[Occurrence]) -> Iterator[Occurrence]:
    """The occurrences of a meeting for which _offs() may find anything: few of most meetings."""
    always = _always(meeting)
    if always is None:
        yield from meeting
        return
    starts = tuple(one.start for one in meeting)  # moved ones have a holiday on the planned day
    free = {number for place in always for number in days_off(place, starts)}
    yield from (one for number, one in enumerate(meeting) if one.holidays or number in free)


def _single_dates(book: Playbook, facts: Facts) -> Iterator[Hit]:
    gaps = Gaps(book)
    everyone = [seat(book, role.id) for role in book.roles.roles if role.id]
    present = tuple(s for s in everyone if s and camp_of_role(book, s.role.id) != "advisor")
    for at, milestone in gaps.items("milestones", "milestones"):
        if milestone.status not in _OVER and not milestone.non_working_day_ok:
            yield from _single(at / "due", milestone.due, present, facts, named(milestone, at))
    for at, session in gaps.items("knowledge", "sessions"):
        roles = (session.from_role, *session.to_roles)
        wanted = tuple(s for role in dict.fromkeys(roles) if (s := seat(book, role)))
        if session.status not in _OVER:
            yield from _single(at / "date", session.date, wanted, facts, named(session, at))


def _single(
    at: At, day: dt.date | None, wanted: tuple[Seat, ...], facts: Facts, name: str
) -> Iterator[Hit]:
    if day is None or day < facts.as_of:
        return
    offs = [off for place in places(wanted, day) if (off := _off(place, day))]
    if offs:
        wish = " Move it." if at.keys[-1] == "date" else " Move it, or set non_working_day_ok."
        severity = None if any(off.grave for off in offs) else Severity.INFO
        yield Hit(at, f"{name} on {day} is {_reasons(offs)}.{wish}", severity=severity)


def _reasons(offs: Sequence[_Off]) -> str:
    """``Corpus Christi in lisbon and porto``."""
    by_reason: dict[str, list[str]] = {}
    for off in offs:
        by_reason.setdefault(off.reason, []).append(off.place)
    return listed([f"{reason} in {listed(where)}" for reason, where in by_reason.items()])


def _single_meeting(book: Playbook, one: Occurrence) -> Iterator[Hit]:
    if offs := list(_offs(book, one)):
        name, policy = named(one.meeting, one.at), one.meeting.holiday_policy
        message = f"'{name}' on {one.planned} is {_reasons(offs)}."
        message += (
            f" It {'' if one.moved else 'is '}{_outcome(one)}."
            if policy
            else " Move it, or set holiday_policy."
        )
        grave = not policy and any(off.grave for off in offs)
        yield Hit(one.at / "date", message, severity=None if grave else Severity.INFO)


def _offs(book: Playbook, one: Occurrence) -> Iterator[_Off]:
    """Why the day of an occurrence, as planned, does not suit the places that must come."""
    policy = one.meeting.holiday_policy
    for place in places(one.seats, one.planned):
        day = working_day(place, one.planned_start)
        off = _off(place, day)
        if off and off.holiday:
            yield replace(off, grave=off.grave and not policy)
        elif off and not one.moved and not one.skipped and not _agreed(book, one, place):
            yield off


def _outcome(one: Occurrence) -> str:
    if one.skipped:
        return "skipped" if one.meeting.holiday_policy == "skip" else "skipped, no day to move to"
    return f"moves to {one.start.date()}" if one.moved else "held all the same"


def _repeated(at: At, place: str, days: Sequence[tuple[Occurrence, _Off]]) -> Hit:
    meeting = days[0][0].meeting
    told = [*_holidays([(one, off) for one, off in days if off.holiday])]
    idle = [off for _, off in days if not off.holiday]
    if len(idle) <= _FEW:
        told += [", ".join(f"{off.day} ({off.reason})" for off in idle)] if idle else []
    else:
        what = listed(list(dict.fromkeys(off.reason.removeprefix("a ") for off in idle)), "or")
        told.append(f"{len(idle)} times a {what} {_from_to(idle[0].day, idle[-1].day)}")
    message = f"'{named(meeting, at)}' falls on a day off in {place}: {'; '.join(told)}."
    fix = None
    if grave := any(off.grave for _, off in days):
        message += " Move it, or set holiday_policy: skip, move or run-without."
        fix = "Set 'holiday_policy: move', 'skip' or 'run-without'."
    unset = meeting.holiday_policy is None
    severity = None if grave else Severity.INFO
    return Hit(at / "holiday_policy", message, fix, key=unset, severity=severity)


def _holidays(days: Sequence[tuple[Occurrence, _Off]]) -> Iterator[str]:
    """``skipped on 2026-12-25 (Christmas Day), …``: what happens is said once for all its dates."""
    outcomes: dict[str, list[str]] = {}
    for one, off in days:
        handled = one.meeting.holiday_policy and not off.reason.endswith(_ESTIMATED)
        day, moves = f"{off.day} ({off.reason})", handled and one.moved
        what = "moves " if moves else f"{_outcome(one)} on " if handled else ""
        outcomes.setdefault(what, []).append(f"from {day} to {one.start.date()}" if moves else day)
    return (f"{what}{some_of(told)}" for what, told in outcomes.items())


@rule("TIM004", "dst-shifts-meeting", Severity.INFO, "schedule.horizon_days")
def clocks_shift_meeting(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every meeting ahead is at the same local time all year, wherever people must come from.

    Why: Two zones that change their clocks on different dates, or only one of which does, shift a
    meeting by an hour for some weeks. Half the people then come an hour late.
    Fix: Tell people beforehand, or anchor the meeting to the zone that cannot be flexible.
    Source: working hours that overlap across time zones (practice R19).
    """
    for at, place, held in _by_place(book, _ahead(book, facts)):
        if held[0].meeting.date or place.tz is None:
            continue
        usual, other = shifted(place.tz, held)
        told = _by_what(
            (times.partition("-")[0], first, last)
            for times, first, last in _runs(held, place, other)
        )
        if told:
            message = (
                f"'{named(held[0].meeting, at)}', at {usual:%H:%M} in {place.id}, moves to "
                f"{some_of(told)}, since clocks there do not change with those of "
                f"{held[0].meeting.tz}. Tell people, or anchor the meeting to {place.tz}."
            )
            yield Hit(at / "tz", message)


@rule("TIM005", "meeting-clash", Severity.WARNING, "schedule.horizon_days")
def meeting_clash(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No role that one person holds must be at two meetings at once.

    Why: Whoever is needed twice misses one meeting, and nobody knows beforehand which. Meetings
    that are moved from a holiday meet others on the next day.
    Fix: Move one of the two, or make the role optional in one of them.
    Source: regular meetings with clear purpose and right people (practices R16 and R17).
    """
    for (a, b), pairs_ in clashes(_held(book, _ahead(book, facts))).items():
        wanted = [role for one, other in pairs_ for role in wanted_twice(one, other)]
        days = list(
            dict.fromkeys(f"{max(one.start, other.start):%Y-%m-%d}" for one, other in pairs_)
        )
        message = (
            f"'{a}' and '{b}' both need {listed(list(dict.fromkeys(wanted)))} on {some_of(days)}. "
            "Move one, or make the role optional in one."
        )
        yield Hit(pairs_[0][1].at / "local_time", message, "Choose another time.")


RULES: tuple[Rule, ...] = (
    overlap_below_minimum,
    meeting_outside_working_hours,
    date_on_public_holiday,
    clocks_shift_meeting,
    meeting_clash,
)
