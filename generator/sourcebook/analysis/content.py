"""What still matters of a playbook: sections that hold, items that are not over."""

from __future__ import annotations

from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Record

OVER = frozenset({"closed", "cancelled", "dropped", "done", "achieved"})
"""States of items that nobody works on any more."""


def holds(book: Playbook, key: str) -> bool:
    """Whether the section is there, was read, and is not waived."""
    return book.state(key) is State.PRESENT


def is_live(item: Record) -> bool:
    """Whether somebody still works on an item, by its status; one without a status is live."""
    return getattr(item, "status", None) not in OVER
