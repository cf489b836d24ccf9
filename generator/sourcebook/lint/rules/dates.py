"""What is planned lies within the engagement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sourcebook.analysis.content import is_live
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

_PLAN = At("knowledge") / "plan"


@rule("REF002", "date-outside-engagement", Severity.ERROR)
def date_outside_engagement(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every milestone, goal, meeting and transfer of knowledge falls into the term.

    Why: Outside the term there is no contract, no budget and perhaps nobody to do it.
    Fix: Move the date, or change the engagement's start_date or end_date by a change request. What
    belongs to the handover at the end is an exit task, with days counted from the notice.
    Source: milestones and goals as a roadmap within the engagement (practices R4 and R41).
    """
    start, end = book.engagement.start_date, book.engagement.end_date
    if start and end and end < start:
        return
    for at, day in _planned(book):
        if (start and day < start) or (end and day > end):
            term = f"{start or 'no start_date'} to {end or 'no end_date'}"
            message = (
                f"{book.spelled(at)}: {day} is outside the engagement ({term}). Move it, or "
                f"{'extend end_date' if end and day > end else 'bring start_date forward'} through "
                "a change request."
            )
            yield Hit(at, message, "Write a day within the engagement.")


def _planned(book: Playbook) -> Iterator[tuple[At, dt.date]]:
    """The days that are planned, of what is not over; measured and reported days are not."""
    gaps = Gaps(book)
    for at, milestone in gaps.items("milestones", "milestones"):
        yield from _days(at, milestone, "due")
    for at, goal in gaps.items("goals", "goals"):
        yield from _days(at, goal, "due")
        if is_live(goal):
            for number, checkpoint in enumerate(goal.checkpoints):
                yield from _days(at / "checkpoints" / number, checkpoint, "date")
    for at, meeting in gaps.items("communication", "meetings"):
        yield from _days(at, meeting, "date", "starting", "until")
    for at, session in gaps.items("knowledge", "sessions"):
        yield from _days(at, session, "date")
    plan = book.knowledge.plan
    if plan and gaps.looks_into("knowledge"):
        yield from _days(_PLAN, plan, "start", "end")
        for number, phase in enumerate(plan.phases):
            yield from _days(_PLAN / "phases" / number, phase, "start", "end")


def _days(at: At, item: Any, *names: str) -> Iterator[tuple[At, dt.date]]:
    if is_live(item):
        for name in names:
            if (day := getattr(item, name)) is not None:
                yield at / name, day


RULES: tuple[Rule, ...] = (date_outside_engagement,)
