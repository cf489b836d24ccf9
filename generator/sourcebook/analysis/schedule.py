"""The milestones in time: order, gates, the chain that sets the end."""

from __future__ import annotations

import datetime as dt

from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.milestones import Milestone


@dataclass(frozen=True)
class Step:
    """A milestone with a date, and the day from which it can run."""

    at: At
    milestone: Milestone
    start: dt.date  # the last due date it depends on, else the engagement's start
    due: dt.date
    critical: bool  # it lies on the chain with the least room before the last milestone


def steps(book: Playbook) -> tuple[Step, ...]:
    """The milestones that have a due date and are not cancelled, by date."""
    dated = {
        m.id or str(at.keys[-1]): (at, m)
        for at, m in book.each("milestones", "milestones")
        if m.due and m.status != "cancelled"
    }
    begin = book.engagement.start_date
    starts = {}
    for key, (_, milestone) in dated.items():
        before = [dated[d][1].due for d in milestone.depends_on if d in dated]
        starts[key] = max([day for day in before if day], default=begin or milestone.due)
    chain = _chain({key: m for key, (_, m) in dated.items()})
    found = [
        Step(at, m, min(starts[key], m.due), m.due, key in chain) for key, (at, m) in dated.items()
    ]
    return tuple(sorted(found, key=lambda step: (step.due, step.milestone.id or "")))


def _chain(milestones: dict[str, Milestone]) -> set[str]:
    """From the last milestone back, each time over the dependency that is due last."""
    if not milestones:
        return set()
    current: str | None = max(milestones, key=lambda key: (milestones[key].due or dt.date.min, key))
    chain: set[str] = set()
    while current and current not in chain:
        chain.add(current)
        before = [d for d in milestones[current].depends_on if d in milestones]
        current = max(
            before, key=lambda key: (milestones[key].due or dt.date.min, key), default=None
        )
    return chain


def next_gate(book: Playbook) -> Step | None:
    """The next gate that is not yet accepted; the next milestone where none is a gate."""
    open_ = [step for step in steps(book) if step.milestone.status not in ("accepted", "rejected")]
    return next((s for s in open_ if s.milestone.gate), open_[0] if open_ else None)
