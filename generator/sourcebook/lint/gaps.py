"""What is not filled in, for rules that ask for certain fields of a section."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sourcebook.analysis.content import is_empty
from sourcebook.analysis.presence import Presence, blank
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Record, fields_of


class Gaps:
    """The gaps of a playbook. What reading refused, or ``{none: why}`` explains, is none."""

    def __init__(self, book: Playbook) -> None:
        self._book, self._presence = book, Presence(book)

    def looks_into(self, section: str) -> bool:
        """Whether rules look into a section: it is there, and STR001 does not call it empty."""
        return _looked_into(self._book, section)

    def filled(self, at: At) -> bool:
        """Whether something stands at the place."""
        return self._presence.stands(at, self._book.value(at))

    def of(self, at: At, *names: str) -> Iterator[At]:
        """The places of those fields of a record that are not filled.

        Where the record itself is missing it is that place alone, as STR002 has it.
        """
        record = self._book.value(at)
        if isinstance(record, Record):
            specs = fields_of(type(record))
            for name in names:
                value = getattr(record, specs[name].attribute)
                if blank(value) and not self._presence.stands(at / name, value):
                    yield at / name
        elif not self.filled(at):
            yield at

    def items(self, section: str, path: str) -> Iterator[tuple[At, Any]]:
        """The items of a list in a section that rules look into, each with its place."""
        if self.looks_into(section):
            yield from self._book.each(section, path)

    def whole(self, at: At) -> bool:
        """Whether all that stands in a list was read: no item of it was refused."""
        return At(at.section, self._book.in_source(at)) not in self._book.notes.shifts


@lru_cache(maxsize=18)  # every rule asks it of each of its sections
def _looked_into(book: Playbook, section: str) -> bool:
    return book.state(section) is State.PRESENT and not is_empty(book, section)


def is_over(book: Playbook) -> bool:
    """Whether the engagement is closed: then no rule speaks of dates that have passed."""
    return "closed" in (book.engagement.status, book.engagement.phase_)


def named(item: Any, at: At) -> str:
    """What a message calls an item: its id, else its title, else its number, from 1."""
    title = getattr(item, "id", None) or getattr(item, "title", None)
    return str(title or f"number {int(at.keys[-1]) + 1}")
