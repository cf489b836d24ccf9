"""Who points at what: every reference in a playbook, by the item that it points at."""

from __future__ import annotations

from functools import cached_property

from sourcebook.lean import dataclass
from sourcebook.model.index import Given, Target
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Item


@dataclass(frozen=True)
class Mention:
    """One reference: the field that holds it, and the item around it, if there is one."""

    given: Given
    target: Target
    holder: Target | None

    @property
    def field(self) -> str:
        """The name of the field, without list indexes: ``participants``."""
        return self.given.spec.name


@dataclass(frozen=True)
class Mentions:
    """All references of a playbook."""

    book: Playbook

    @cached_property
    def by_target(self) -> dict[tuple[str, str], tuple[Mention, ...]]:
        """The references to each item, by its kind and id, in the playbook's order."""
        found: dict[tuple[str, str], list[Mention]] = {}
        for entry in self.book.references:
            if entry.ref is None or not isinstance(entry.value, str):
                continue
            target = self.book.index.resolve(entry.ref, entry.value)
            if target is not None:
                mention = Mention(entry, target, self._holder(entry.at))
                found.setdefault((target.kind, target.id), []).append(mention)
        return {key: tuple(mentions) for key, mentions in found.items()}

    def of(self, kind: str, id: str) -> tuple[Mention, ...]:
        """The references to one item."""
        return self.by_target.get((kind, id), ())

    def _holder(self, at: At) -> Target | None:
        for depth in range(len(at.keys) - 1, 0, -1):
            around = At(at.section, at.keys[:depth])
            value = self.book.value(around) if isinstance(at.keys[depth - 1], int) else None
            if isinstance(value, Item) and value.id:
                return Target(value.kind, value.id, around, value)
        return None
