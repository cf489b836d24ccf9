"""What may be untrue because something that it refers to changed: it is suspect until reviewed."""

from __future__ import annotations

import datetime as dt

from sourcebook.analysis.content import OVER
from sourcebook.analysis.mentions import Mentions
from sourcebook.model.index import Target
from sourcebook.model.playbook import Playbook

PEOPLE = frozenset({"role", "party", "location"})
"""Kinds of items that say who and where, not what: all refer to them, and none depends on what
they say."""
_RECORDS = frozenset({"change", "improvement"})
"""Sections that record what was asked for and done: they are the cause, or the past."""
_SETTLED = OVER | {"accepted", "rejected", "signed"}


def suspected(mentions: Mentions, kind: str, id: str) -> tuple[Target, ...]:
    """The items that refer to one, which a change of it may make untrue; each once.

    People and places make nothing suspect. What is over, and records of changes, stay as they are.
    """
    if kind in PEOPLE:
        return ()
    found: dict[tuple[str, str], Target] = {}
    for mention in mentions.of(kind, id):
        holder = mention.holder
        if (
            holder is None
            or holder.at.section in _RECORDS
            or (holder.kind, holder.id) == (kind, id)
        ):
            continue
        if getattr(holder.item, "status", None) not in _SETTLED:
            found.setdefault((holder.kind, holder.id), holder)
    return tuple(found.values())


def reviewed(book: Playbook, section: str) -> dt.date | None:
    """The day on which somebody last read a section."""
    meta = book.section(section).meta
    return meta.last_reviewed if meta else None
