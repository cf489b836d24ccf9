"""What stands in the sections that hold, and what is over and done with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State

OVER = frozenset({"closed", "cancelled", "dropped", "done", "achieved"})
"""States of items that nobody works on any more."""


def holds(book: Playbook, key: str) -> bool:
    """Whether the section is there, was read, and is not waived."""
    return book.state(key) is State.PRESENT


def content(book: Playbook, section: str, path: str) -> Iterator[tuple[At, Any]]:
    """The items of a list that are not over, each with its place, while the section holds."""
    if holds(book, section):
        for at, item in book.each(section, path):
            if getattr(item, "status", None) not in OVER:
                yield at, item


def is_closed(book: Playbook) -> bool:
    """Whether the engagement has ended: nothing in it can fall due any more."""
    return "closed" in (book.engagement.status, book.engagement.phase_)


def named(at: At, item: Any) -> str:
    """An item's id; where it has none, its number in the list, from 1."""
    return item.id or f"no. {int(at.keys[-1]) + 1}"
