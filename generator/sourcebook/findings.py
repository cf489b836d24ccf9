"""Findings: what is wrong with a playbook, where, and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from enum import IntEnum

from sourcebook.lean import dataclass

KeyPath = tuple[str | int, ...]
"""A place in data: keys of mappings and indexes of lists (from 0), outermost first."""


class Severity(IntEnum):
    """How bad a finding is; the order is that of its weight."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """``error``, ``warning`` or ``info``."""
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Place:
    """A span in a file. Lines and columns count from 1; columns count code points."""

    file: str  # relative to the project's root, with forward slashes
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True)
class Accepted:
    """That somebody accepts a finding for a while, and why: what an exception comment says."""

    until: dt.date
    why: str
    by: str | None  # a role


@dataclass(frozen=True)
class Edit:
    """A span of a file, and the text that takes its place; an empty span inserts."""

    place: Place
    text: str


@dataclass(frozen=True)
class Repair:
    """The edits that mend a finding. Safe ones keep what the author meant, beyond doubt."""

    safe: bool
    edits: tuple[Edit, ...]


def in_layer(place: Place) -> bool:
    """Whether a place is in a layer, which several engagements may use."""
    return place.file.startswith("playbooks/_shared/")


@dataclass(frozen=True)
class Finding:
    """One thing to mend. ``path`` is the key path within the section, ids where items have them."""

    code: str
    slug: str
    severity: Severity
    message: str
    place: Place
    engagement: str = ""  # the slug; empty for a finding of the project as a whole
    section: str = ""  # the section's id, empty where there is none
    path: str = ""
    profile: str | None = None
    clause: str | None = None
    fix: str | None = field(default=None, compare=False)  # one line: what to do
    accepted: Accepted | None = None
    repair: Repair | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[str, int, str, int, int, str]:
        """The sorting key of a report: by engagement, worst first, then by place."""
        place = self.place
        return (
            self.engagement,
            -self.severity,
            place.file,
            place.line,
            place.column,
            self.code,
        )
