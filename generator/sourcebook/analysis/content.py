"""What still matters of a playbook: sections that hold, items that are not over."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sourcebook.analysis.presence import Presence, core_of
from sourcebook.model.edition import scalars
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Record

OVER = frozenset({"closed", "cancelled", "dropped", "done", "achieved"})
"""States of items that nobody works on any more."""


def holds(book: Playbook, key: str) -> bool:
    """Whether the section is there, was read, and is not waived."""
    return book.state(key) is State.PRESENT


@lru_cache(maxsize=18)  # many rules ask it of each section
def is_empty(book: Playbook, key: str) -> bool:
    """Whether nothing stands in a section that it cannot be without, or layers alone give it."""
    if book.is_left_to_layers(key):
        return True
    presence = Presence(book)
    places = [At(key, path) for path in core_of(type(book.section(key)))]
    return not any(presence.stands(at, book.value(at)) for at in places)


def is_live(item: Record) -> bool:
    """Whether somebody still works on an item, by its status; one without a status is live."""
    return getattr(item, "status", None) not in OVER


def texts(book: Playbook, section: str) -> Iterator[str]:
    """Every text that a section of this edition holds, ids included."""
    source = book.source.sections.get(section)
    found = scalars(source.data) if source else ()
    return (value for _, value in found if isinstance(value, str))
