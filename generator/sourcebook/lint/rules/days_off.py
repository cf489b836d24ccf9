"""No date falls on a day on which somebody who is needed does not work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sourcebook.analysis.attendance import Seat, Seats, places, seat
from sourcebook.analysis.holidays import holiday
from sourcebook.analysis.moments import days_off, working_day
from sourcebook.analysis.occurrences import Occurrence, Series
from sourcebook.analysis.overlap import works_on
from sourcebook.analysis.parties import camp_of_role
from sourcebook.findings import Severity
from sourcebook.lean import dataclass
from sourcebook.lint.ahead import agreed, from_to, meetings_ahead
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, rule
from sourcebook.lint.wording import listed, some_of
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location

_OVER = {"accepted", "rejected", "cancelled", "done"}
_ESTIMATED = ", estimated"
_FEW = 3  # non-working days that are told one by one


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
    for meeting in meetings_ahead(book, facts):
        if meeting.meeting.date:
            for one in meeting:
                yield from _single_meeting(book, one)
            continue
        repeated: dict[str, list[tuple[Occurrence, _Off]]] = {}
        for one in _perhaps_off(meeting):
            for off in _offs(book, one):
                repeated.setdefault(off.place, []).append((one, off))
        for place, days in repeated.items():
            yield _repeated(meeting.at, place, days)


def _perhaps_off(meeting: Series) -> Iterator[Occurrence]:
    """The occurrences of a meeting for which _offs() may find anything: few of most meetings."""
    every = meeting.always
    if every is None:
        every = tuple({s.place.id: s.place for s in meeting.seats if s.place}.values())
    # Moved ones have a holiday on the planned day.
    free = {number for place in every for number in days_off(place, meeting.starts)}
    yield from (meeting[number] for number in sorted(free | meeting.others.keys()))


def _single_dates(book: Playbook, facts: Facts) -> Iterator[Hit]:
    gaps = Gaps(book)
    everyone = [seat(book, role.id) for role in book.roles.roles if role.id]
    present = Seats(s for s in everyone if s and camp_of_role(book, s.role.id) != "advisor")
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
        message = f"{name} on {day} is {_reasons(offs)}.{wish}"
        yield Hit(at, message, severity=severity, needs_all=True)


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
        severity = None if grave else Severity.INFO
        yield Hit(one.at / "date", message, severity=severity, needs_all=True)


def _offs(book: Playbook, one: Occurrence) -> Iterator[_Off]:
    """Why the day of an occurrence, as planned, does not suit the places that must come."""
    policy = one.meeting.holiday_policy
    for place in places(one.seats, one.planned):
        day = working_day(place, one.planned_start)
        off = _off(place, day)
        if off and off.holiday:
            yield replace(off, grave=off.grave and not policy)
        elif off and not one.moved and not one.skipped and not agreed(book, one, place):
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
        told.append(f"{len(idle)} times a {what} {from_to(idle[0].day, idle[-1].day)}")
    message = f"'{named(meeting, at)}' falls on a day off in {place}: {'; '.join(told)}."
    fix = None
    grave = any(off.grave for _, off in days)
    if any(off.grave and off.holiday for _, off in days):
        message += " Move it, or set holiday_policy: skip, move or run-without."
        fix = "Set 'holiday_policy: move', 'skip' or 'run-without'."
    elif grave:
        message += f" Choose a day on which {place} works; holiday_policy is for public holidays."
        fix = "Choose another day of the week."
    unset = meeting.holiday_policy is None
    severity = None if grave else Severity.INFO
    where = at / "holiday_policy"
    return Hit(where, message, fix, key=unset, severity=severity, needs_all=True)


def _holidays(days: Sequence[tuple[Occurrence, _Off]]) -> Iterator[str]:
    """``skipped on 2026-12-25 (Christmas Day), …``: what happens is said once for all its dates."""
    outcomes: dict[str, list[str]] = {}
    for one, off in days:
        handled = one.meeting.holiday_policy and not off.reason.endswith(_ESTIMATED)
        day, moves = f"{off.day} ({off.reason})", handled and one.moved
        what = "moves " if moves else f"{_outcome(one)} on " if handled else ""
        outcomes.setdefault(what, []).append(f"from {day} to {one.start.date()}" if moves else day)
    return (f"{what}{some_of(told)}" for what, told in outcomes.items())
