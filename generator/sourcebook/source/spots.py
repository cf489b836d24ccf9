"""Where keys and values stand in a file that was read entry by entry.

The places are those that ``parsed.Parsed`` finds by libyaml, which need not be asked then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sourcebook.findings import KeyPath
from sourcebook.source.brackets import parts_of
from sourcebook.source.entries import BELOW, GOING_ON, LINE, Entry, block, dashed
from sourcebook.source.text import lines_of

Spot = tuple[int, int]
"""Line and column, from 0."""


class Span(NamedTuple):
    """From a spot up to and without another one."""

    start: Spot
    end: Spot


class _Block(NamedTuple):
    """A mapping or list in lines of its own, from its first one up to and without another one."""

    first: int
    behind: int
    column: int  # of its keys or dashes
    listed: bool


_Found = tuple[Span | None, _Block | Span]
"""The span of a key, ``None`` for an item, and what stands there: in lines, or on its line."""


class Spots:
    """The places of one text, by its entries."""

    def __init__(self, text: str, entries: Sequence[Entry | None]) -> None:
        self._lines, self._entries = lines_of(text), entries
        # Many ask for what stands in the same list, one place after the other.
        self._pairs: dict[tuple[_Block, str], _Found | None] = {}
        self._begins: dict[_Block, list[int]] = {}

    def span(self, path: KeyPath, *, key: bool) -> Span:
        """As Document.place."""
        its_key: Span | None = None
        value: _Block | Span = self._whole()
        for step in path:
            found = self._child(value, step)
            if found is None:
                return its_key or self._first_line(value)
            its_key, value = found
        if key and its_key is not None:
            return its_key
        return self._extent(value) if isinstance(value, _Block) else value

    def _whole(self) -> _Block:
        first = next(number for number, entry in enumerate(self._entries) if entry)
        return _Block(first, len(self._entries), 0, listed=False)

    def _child(self, value: _Block | Span, step: str | int) -> _Found | None:
        if isinstance(value, Span):
            return self._bracketed(value, step)
        if value.listed != isinstance(step, int):
            return None
        if isinstance(step, int):
            return self._item(value, step)
        if (value, step) not in self._pairs:
            self._pairs[value, step] = self._pair(value, step)
        return self._pairs[value, step]

    def _pair(self, around: _Block, name: str) -> _Found | None:
        for number in range(around.first, around.behind):
            entry = self._entries[number]
            if entry is not None and entry.key == name:
                first = number == around.first and entry.begin == around.column
                if first or entry.place == around.column:
                    return _key(number, entry), self._below(number, entry, around)
        return None

    def _item(self, around: _Block, index: int) -> _Found | None:
        begun = self._items(around)
        if not 0 <= index < len(begun):
            return None
        number, behind = begun[index], [*begun, around.behind][index + 1]
        entry = self._entries[number]
        if entry is not None and entry.key:
            return None, _Block(number, behind, entry.begin, listed=False)
        return None, self._on_line(number)

    def _items(self, around: _Block) -> list[int]:
        """The lines on which the items of a list begin."""
        if around not in self._begins:
            place, entries = dashed(around.column), self._entries
            numbers = range(around.first, around.behind)
            self._begins[around] = [
                its for its in numbers if (entry := entries[its]) and entry.place == place
            ]
        return self._begins[around]

    def _below(self, number: int, entry: Entry, around: _Block) -> _Block | Span:
        """The value of a key, on its line or below."""
        if entry.value is not BELOW:
            return self._on_line(number)
        numbers = range(number + 1, around.behind)
        later = ((its, more) for its in numbers if (more := self._entries[its]))
        first, inner = next(later, (0, None))
        if inner is None or inner.place == around.column:  # a key beside it
            return self._on_line(number)
        column, listed = inner.column, inner.place < 0
        behind = (
            its for its, more in later if more.column < column or (listed and more.place == column)
        )
        return _Block(first, next(behind, around.behind), column, listed)

    def _on_line(self, number: int) -> Span:
        """What stands behind a key or dash, with the lines that it goes on over."""
        parts, entry = LINE.fullmatch(self._lines[number]), self._entries[number]
        assert parts is not None and entry is not None  # noqa: S101, PT018 -- it is an entry
        if parts[5]:
            column = entry.begin if entry.key else entry.column
            behind, _ = block(self._lines, number + 1, column, parts[5])
            *_, last = (its for its in range(number, behind) if self._lines[its].strip())
            return Span((number, parts.start(5)), (last, len(self._lines[last].rstrip())))
        if not parts[4]:
            return _on(number, parts.end(3) + 1, parts.end(3) + 1)
        last, end = number, parts.start(4) + len(parts[4].rstrip(" "))
        while more := self._going_on(last + 1):
            last, end = last + 1, more
        return Span((number, parts.start(4)), (last, end))

    def _going_on(self, number: int) -> int:
        """Where the text of a line ends that a value goes on over; 0 where it does not."""
        if number >= len(self._lines) or self._entries[number]:
            return 0
        more = GOING_ON.fullmatch(self._lines[number])
        return more.start(2) + len(more[2].rstrip(" ")) if more else 0

    def _bracketed(self, value: Span, step: str | int) -> _Found | None:
        number, begin = value.start
        line = self._lines[number]
        if line[begin : begin + 1] != ("[" if isinstance(step, int) else "{"):
            return None
        for index, (key, its_begin, start, end) in enumerate(parts_of(line, begin)):
            if step == (index if key is None else key):
                its_key = _on(number, its_begin, its_begin + len(key)) if key else None
                return its_key, _on(number, start, end)
        return None

    def _extent(self, value: _Block) -> Span:
        last = next(
            its for its in range(value.behind - 1, value.first - 1, -1) if self._entries[its]
        )
        return Span((value.first, value.column), self._on_line(last).end)

    def _first_line(self, value: _Block | Span) -> Span:
        """What an item, or the whole, has on its first line."""
        spans = [value] if isinstance(value, Span) else [*self._begun(value)]
        start = spans[0].start
        return Span(start, max((its.end for its in spans if its.end[0] == start[0]), default=start))

    def _begun(self, value: _Block) -> Iterator[Span]:
        """What begins on the first line of a mapping: itself, its first key and its value."""
        entry = self._entries[value.first]
        yield self._extent(value)
        if entry is not None:
            yield _key(value.first, entry)
            its = self._below(value.first, entry, value)
            yield from [its] if isinstance(its, Span) else []


def _key(number: int, entry: Entry) -> Span:
    return _on(number, entry.begin, entry.begin + len(entry.key))


def _on(line: int, begin: int, end: int) -> Span:
    return Span((line, begin), (line, end))
