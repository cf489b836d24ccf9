"""The YAML that nearly all playbooks are written in, read entry by entry without libyaml.

It is mappings and lists in blocks, with texts, numbers and lists in brackets on one line, and texts
that go on over several. Whatever else stands in a file, or is wrong with it, makes ``quick`` give
up: then libyaml reads it, tells what is wrong, and knows the places. What ``quick`` does read is
the same as what ``tree.Builder`` makes of libyaml's nodes; its places are found by ``spots``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sourcebook.source.brackets import DEEPEST, Odd
from sourcebook.source.entries import BELOW, Entry, entries

_END = Entry(1000, 1000, "", None)


class Quick(NamedTuple):
    """What was read without libyaml; nobody may change it."""

    data: dict[str, Any]
    entries: Sequence[Entry | None]  # by lines


def quick(text: str) -> Quick | None:
    """What a text says; ``None`` where libyaml has to read it."""
    try:
        found = entries(text)
        return Quick(_Builder(found).whole(), found)
    except Odd:
        return None


class _Builder:
    def __init__(self, found: Iterable[Entry | None]) -> None:
        self._next = chain(filter(None, found), (_END,)).__next__
        self._entry = self._next()

    def whole(self) -> dict[str, Any]:
        """The whole document."""
        if self._entry.place:
            raise Odd
        data = self._mapping(0, DEEPEST)
        if self._entry is not _END:
            raise Odd
        return data

    def _mapping(self, column: int, deeper: int) -> dict[str, Any]:
        """The mapping that begins with this entry, whose keys stand in a column."""
        data: dict[str, Any] = {}
        entry, following = self._entry, self._next
        while True:
            _, _, key, value = entry
            if not key or key in data:
                raise Odd
            if value is BELOW:
                self._entry = following()
                data[key] = self._below(column, deeper)
                entry = self._entry
            else:
                data[key] = value
                entry = following()
            if entry[0] != column:
                self._entry = entry
                return data

    def _below(self, column: int, deeper: int) -> Any:
        """The value of a key that has none on its line."""
        place = self._entry.place
        listed = place < 0
        begin = self._entry.column
        if self._entry is _END or begin < column or (begin == column and not listed):
            return None
        if not deeper:
            raise Odd
        return self._list(place, deeper - 1) if listed else self._mapping(place, deeper - 1)

    def _list(self, place: int, deeper: int) -> list[Any]:
        """The list that begins with this entry; the dashes of its items stand in one place."""
        items: list[Any] = []
        while True:
            _, begin, key, value = self._entry
            if key:
                items.append(self._mapping(begin, deeper))
            else:
                items.append(value)
                self._entry = self._next()
            if self._entry.place != place:
                return items
