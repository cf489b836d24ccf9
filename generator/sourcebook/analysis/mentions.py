"""Who points at what: every reference in a playbook, by the item that it points at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sourcebook.lean import dataclass
from sourcebook.model.index import Given, Target
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
                mention = Mention(entry, target, self.book.index.around(entry.at))
                found.setdefault((target.kind, target.id), []).append(mention)
        return {key: tuple(mentions) for key, mentions in found.items()}

    def of(self, kind: str, id: str) -> tuple[Mention, ...]:
        """The references to one item."""
        return self.by_target.get((kind, id), ())

    def named_in(self, section: str) -> tuple[Target, ...]:
        """The items of a section that something points at."""
        return tuple(self._named.get(section, ()))

    @cached_property
    def _named(self) -> Mapping[str, list[Target]]:
        """The items that something points at, by their sections."""
        found: dict[str, list[Target]] = {}
        for mentions in self.by_target.values():
            target = mentions[0].target
            found.setdefault(target.at.section, []).append(target)
        return found
