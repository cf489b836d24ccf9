"""What changed in an engagement over time, as pages and feeds take it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One change: what it is about, what is said of it, and for whom it is breaking."""

    about: str  # "Risk R-07"
    said: str  # "12 → 20; now without contingency"
    weight: str  # "both", "client", "vendor", "neither", "editorial"; "follows": what comes of it
    section: str = ""  # its key
    kind: str = ""  # of the item; empty for a section as such
    id: str = ""
    title: str = ""  # what people call the item

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.about}: {self.said}" if self.about else self.said


@dataclass(frozen=True)
class Entry:
    """What one commit changed."""

    commit: str
    at: dt.datetime  # in UTC
    lines: tuple[Line, ...]
    subject: str = ""  # the first line of the commit's text; for the internal edition alone

    @property
    def day(self) -> dt.date:
        """The day, in UTC."""
        return self.at.date()


@dataclass(frozen=True)
class History:
    """The entries of a year, the latest first."""

    entries: tuple[Entry, ...] = ()
    note: str = ""  # why there are none, or not all

    def last_of(self, section: str, kind: str = "", id: str = "") -> Entry | None:
        """The last that changed a section, or an item of it; ``None`` where nobody knows.

        What has not changed since the playbook began is of that day.
        """

        def is_told(line: Line) -> bool:
            if line.weight == "follows":
                return False
            named = line.section == section and (not kind or (line.kind, line.id) == (kind, id))
            return named or not (line.section or line.about)

        return next((e for e in self.entries if any(map(is_told, e.lines))), None)

    def within(self, first: dt.date, last: dt.date) -> tuple[Entry, ...]:
        """The entries of some days."""
        return tuple(entry for entry in self.entries if first <= entry.day <= last)
