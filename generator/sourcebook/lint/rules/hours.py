"""People can talk: shared hours, meetings within them and at the same time all year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sourcebook.analysis.moments import out_of_hours, shifted
from sourcebook.analysis.occurrences import clashes, wanted_twice
from sourcebook.analysis.overlap import Range, ranges
from sourcebook.analysis.zones import pairs
from sourcebook.findings import Severity
from sourcebook.lint.ahead import agreed, ahead, by_place, by_what, meetings_ahead, stretches
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, rule
from sourcebook.lint.wording import listed, some_of
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

_OVERLAP = At("communication") / "overlap"


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
    window, gaps = ahead(book, facts), Gaps(book)
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
            fix = f"Shift hours, or add [{pair.a.id}, {pair.b.id}] to async_pairs."
            yield Hit(at, message, fix, needs_all=True)


def _minutes(short: Sequence[Range]) -> str:
    """``240 min of a working day from … to … and from … to …, 180 min from …``."""
    told: list[tuple[int, dt.date, dt.date]] = []
    for one in short:
        if told and told[-1][0] == one.minutes and (one.first - told[-1][2]).days == 1:
            told[-1] = (one.minutes, told[-1][1], one.last)
        else:
            told.append((one.minutes, one.first, one.last))
    spans = by_what((f"{minutes} min", first, last) for minutes, first, last in told)
    return some_of([spans[0].replace(" min ", " min of a working day ", 1), *spans[1:]])


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
    for place, held in by_place(book, facts):
        out = out_of_hours(place, held.starts, held.meeting.duration_min or 0)
        wanted = {number for number in out if not agreed(book, held[number], place)}
        if told := by_what(stretches(held, place, wanted)):
            works = f"{place.work_start:%H:%M}-{place.work_end:%H:%M}"
            message = (
                f"'{named(held.meeting, held.at)}' runs {some_of(told)} in {place.id} (works "
                f"{works}). Move it, rotate it, or record accepted_out_of_hours."
            )
            fix = "Choose a time within the hours of all."
            yield Hit(held.at / "local_time", message, fix, needs_all=True)


@rule("TIM004", "dst-shifts-meeting", Severity.INFO, "schedule.horizon_days")
def clocks_shift_meeting(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every meeting ahead is at the same local time all year, wherever people must come from.

    Why: Two zones that change their clocks on different dates, or only one of which does, shift a
    meeting by an hour for some weeks. Half the people then come an hour late.
    Fix: Tell people beforehand, or anchor the meeting to the zone that cannot be flexible.
    Source: working hours that overlap across time zones (practice R19).
    """
    for place, held in by_place(book, facts):
        if held.meeting.date or place.tz is None:
            continue
        usual, others = shifted(place.tz, held.starts)
        if held.meeting.tz and (usual, others) == shifted(held.meeting.tz, held.starts):
            continue  # the same clock: a time that it skips comes later that day
        told = by_what(
            (times.partition("-")[0], first, last)
            for times, first, last in stretches(held, place, {*others})
        )
        if told:
            message = (
                f"'{named(held.meeting, held.at)}', at {usual:%H:%M} in {place.id}, moves to "
                f"{some_of(told)}, since clocks there do not change with those of "
                f"{held.meeting.tz}. Tell people, or anchor the meeting to {place.tz}."
            )
            yield Hit(held.at / "tz", message, needs_all=True)


@rule("TIM005", "meeting-clash", Severity.WARNING, "schedule.horizon_days")
def meeting_clash(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No role that one person holds must be at two meetings at once.

    Why: Whoever is needed twice misses one meeting, and nobody knows beforehand which. Meetings
    that are moved from a holiday meet others on the next day.
    Fix: Move one of the two, or make the role optional in one of them.
    Source: regular meetings with clear purpose and right people (practices R16 and R17).
    """
    for (a, b), pairs_ in clashes(meetings_ahead(book, facts)).items():
        wanted = [role for one, other in pairs_ for role in wanted_twice(one, other)]
        days = list(
            dict.fromkeys(f"{max(one.start, other.start):%Y-%m-%d}" for one, other in pairs_)
        )
        message = (
            f"'{a}' and '{b}' both need {listed(list(dict.fromkeys(wanted)))} on {some_of(days)}. "
            "Move one, or make the role optional in one."
        )
        at = pairs_[0][1].at / "local_time"
        yield Hit(at, message, "Choose another time.", needs_all=True)
