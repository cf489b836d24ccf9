"""How far each goal has come, and whether that is far enough for the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import isfinite

from sourcebook.analysis.presence import readable
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.goals import Goal


@dataclass(frozen=True)
class Progress:
    """A goal on a day. Shares run from 0 (baseline) to 1 (target); ``None`` is not known."""

    at: At
    goal: Goal
    latest: float | None  # the last value measured by that day
    latest_on: dt.date | None
    share: float | None
    expected: float | None  # the share that the checkpoints ask for by that day
    word: (
        str  # "achieved", "dropped", "target met", "on course", "behind", "missed", "not measured",
        # or "not known" where a value of the goal cannot be read
    )


def progress(book: Playbook, as_of: dt.date) -> tuple[Progress, ...]:
    """Every goal, in its order."""
    made = []
    for at, goal in book.each("goals", "goals"):
        entry = _one(at, goal, as_of)
        known = readable(book, at, "measure", "actuals", "checkpoints", "due", "status")
        made.append(entry if known else replace(entry, word="not known"))
    return tuple(made)


def _one(at: At, goal: Goal, as_of: dt.date) -> Progress:
    past = [a for a in goal.actuals if a.date and a.value is not None and a.date <= as_of]
    latest = max(past, key=lambda a: a.date or dt.date.min, default=None)
    value = latest.value if latest else None
    share = _share(goal, value)
    expected = _share(goal, _expected(goal, as_of))
    return Progress(
        at,
        goal,
        value,
        latest.date if latest else None,
        share,
        expected,
        _word(goal, share, expected, as_of),
    )


def _share(goal: Goal, value: float | None) -> float | None:
    m = goal.measure
    if m is None or value is None or m.baseline is None or m.target is None:
        return None
    if m.baseline == m.target:
        reached = value <= m.target if m.direction == "down" else value >= m.target
        return 1.0 if reached else 0.0
    share = (value - m.baseline) / (m.target - m.baseline)
    return share if isfinite(share) else None


def _expected(goal: Goal, as_of: dt.date) -> float | None:
    past = [c for c in goal.checkpoints if c.date and c.expected is not None and c.date <= as_of]
    last = max(past, key=lambda c: c.date or dt.date.min, default=None)
    return last.expected if last else None


def _word(goal: Goal, share: float | None, expected: float | None, as_of: dt.date) -> str:
    if goal.status in ("achieved", "dropped"):
        return goal.status
    if share is None:
        return "not measured"
    if share >= 1:
        return "target met"
    if goal.due and goal.due < as_of:
        return "missed"
    return "behind" if expected is not None and share < expected - 1e-9 else "on course"
