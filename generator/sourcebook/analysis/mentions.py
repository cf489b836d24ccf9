"""Who points at what: every reference in a playbook, by the item that it points at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.index import Given, Target
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook


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
        section, keys = at
        for depth in range(len(keys) - 1, 0, -1):
            if isinstance(keys[depth - 1], int):
                around = self._items.get((section, keys[:depth]))
                if around is not None:
                    return around
        return None

    @cached_property
    def _items(self) -> Mapping[tuple[str, KeyPath], Target]:
        """Every item that has an id, by its place."""
        index = self.book.index
        first = (target for items in index.by_kind.values() for target in items.values())
        every = chain(first, (twin for _, twin in index.twins))
        return {(target.at.section, target.at.keys): target for target in every}
