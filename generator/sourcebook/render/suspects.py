"""Items that refer to what changed, and that nobody has looked at since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sourcebook.analysis.mentions import Mentions
from sourcebook.analysis.suspects import reviewed, suspected
from sourcebook.model.index import Target
from sourcebook.render.history import History

_BREAKING = ("both", "client", "vendor")


@dataclass(frozen=True)
class Suspicion:
    """An item that refers to one that changed after it, and after the last review."""

    target: Target
    cause: Target
    said: str  # how the other one changed
    day: dt.date


def suspicions(mentions: Mentions, history: History) -> tuple[Suspicion, ...]:
    """What is suspect at the end of a history, the latest cause first; a pair is told once.

    Whatever changed with its cause or after it, or stands in a section that was reviewed on that
    day or later, has been looked at.
    """
    book = mentions.book
    touched: dict[tuple[str, str], dt.datetime] = {}
    for entry in history.entries:
        for line in entry.lines:
            touched.setdefault((line.kind, line.id), entry.at)
    found: dict[tuple[str, str, str, str], Suspicion] = {}
    for entry in history.entries:
        for line in entry.lines:
            cause = book.index.find(line.kind, line.id) if line.weight in _BREAKING else None
            for target in suspected(mentions, line.kind, line.id) if cause else ():
                looked_at = touched.get((target.kind, target.id))
                day = reviewed(book, target.at.section)
                if (looked_at and looked_at >= entry.at) or (day and day >= entry.day):
                    continue
                key = (target.kind, target.id, line.kind, line.id)
                if cause and key not in found:
                    found[key] = Suspicion(target, cause, line.said, entry.day)
    return tuple(found.values())
