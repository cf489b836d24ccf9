"""What changed, as values: in an item, in a section, in an engagement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import Enum

from sourcebook.analysis.shares import Score
from sourcebook.changes.weight import Weight
from sourcebook.findings import Finding, Place
from sourcebook.lean import dataclass


class Action(Enum):
    """What happened to an item, a section or an engagement."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Detail:
    """One thing that changed in an item or a section."""

    words: str  # "deputy removed"
    weight: Weight
    field: str = ""  # from the section on, without indexes: "roles.roles.deputy"


@dataclass(frozen=True)
class Change:
    """What changed in an item, or in a section outside of its items."""

    action: Action
    section: str  # its key
    about: str  # "Role vendor-architect", "Communication plan"
    details: tuple[Detail, ...]
    weight: Weight
    place: Place | None = None  # in the later state; of what went, in the earlier one
    kind: str = ""  # of the item; empty for the section as such
    id: str = ""
    title: str = ""  # what people call the item
    old_id: str = ""  # of a renamed item
    follows: tuple[str, ...] = ()  # what comes of it, in the words of the analysis

    @property
    def text(self) -> str:
        """All of it on a line."""
        said = [*(detail.words for detail in self.details), *self.follows]
        return f"{self.about}: {'; '.join(said)}"


@dataclass(frozen=True)
class Consequence:
    """A fact of the analysis that is another one now."""

    text: str
    section: str  # whose page shows it
    item: tuple[str, str] | None = None  # kind and id of the item that it belongs to


@dataclass(frozen=True)
class EngagementChanges:
    """What changed in an engagement."""

    slug: str
    name: str
    action: Action
    changes: tuple[Change, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    before: Score | None = None
    after: Score | None = None
    old_slug: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that anybody could notice."""
        return self.action is Action.CHANGED and not (
            self.changes or self.consequences or self.new or self.gone
        )

    def of(self, weight: Weight) -> tuple[Change, ...]:
        """The changes of that weight."""
        return tuple(change for change in self.changes if change.weight is weight)


@dataclass(frozen=True)
class Comparison:
    """What changed between two states of a project."""

    base: str
    head: str
    engagements: tuple[EngagementChanges, ...] = field(default=())
    same: tuple[str, ...] = ()  # slugs of those that did not change

    @property
    def weights(self) -> Sequence[Weight]:
        """The weight of each change."""
        found = [change.weight for each in self.engagements for change in each.changes]
        gone = [Weight.BOTH for each in self.engagements if each.action is Action.REMOVED]
        return [*found, *gone]
