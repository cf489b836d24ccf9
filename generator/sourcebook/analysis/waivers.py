"""When a section's waiver, or somebody's exception, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sourcebook.analysis.presence import Presence
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

NEVER_WAIVED = ("engagement", "goals", "communication", "roles", "security")
"""The sections without which there is no agreement to speak of."""

_NEEDS = ("reason", "approved_by", "until")


def lacking(book: Playbook, section: str, presence: Presence) -> tuple[str, ...]:
    """What the waiver of a section does not say: its reason, who approved it, until when."""
    at, waiver = At(section) / "not_applicable", book.section(section).not_applicable
    return tuple(
        name for name in _NEEDS if not presence.stands(at / name, getattr(waiver, name, None))
    )


def term_fault(until: dt.date, as_of: dt.date, thresholds: Mapping[str, float]) -> str | None:
    """What is wrong with the last day of a waiver or an exception, as the end of a sentence."""
    most = int(thresholds["waiver.max_days"])
    if until < as_of:
        return f"ended on {until}"
    if (until - as_of).days > most:
        return f"runs until {until}, more than {most} days ahead"
    return None
