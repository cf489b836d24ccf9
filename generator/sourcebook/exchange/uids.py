"""Names of events that stay: by the ids of what they show, whatever is added around it."""

from __future__ import annotations

from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Item


def uid(book: Playbook, name: str) -> str:
    """The UID of an event that has a name of its own in the engagement."""
    return f"{name}@{book.slug}.sourcebook"


def name_of(book: Playbook, at: At) -> str:
    """The id of an item, if it is the first that has it; else its number, or its key."""
    key, item = at.keys[-1], book.value(at)
    if isinstance(key, str):
        return key
    target = book.index.find(item.kind, item.id) if isinstance(item, Item) else None
    return target.id if target and target.at == at else f"number-{key + 1}"


def path_of(book: Playbook, at: At) -> str:
    """The way to a place: ``security-protocols-access``."""
    steps = [name_of(book, At(at.section, at.keys[:depth])) for depth in range(1, len(at.keys) + 1)]
    return "-".join((at.section, *(step for step in steps if step != "meta"))).replace("_", "-")
