"""Comments, and what each stands beside or above. libyaml drops them; nothing in quotes is one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from sourcebook.findings import KeyPath, Place
from sourcebook.lean import dataclass
from sourcebook.source.composing import compose, meant
from sourcebook.source.text import line_starts

_MARK = re.compile(r"(?:(?<=[ \t\r\n])|\A)#[^\r\n]*")
_HEADER = re.compile(r"[^\r\n]*")
_BLOCK = ("|", ">")


@dataclass(frozen=True)
class Comment:
    """A comment: its place, its text from the ``#`` on, whether nothing stands before it."""

    place: Place
    text: str
    start: int  # index in the text of the file
    own_line: bool


@dataclass(frozen=True)
class Scope:
    """What a comment speaks of: lines and columns from a first, up to and without a last one.

    With ``line``, everything that begins on that line as well; with ``head``, the file as a whole.
    ``path`` leads to the value in the data of the file.
    """

    begin: tuple[int, int]
    end: tuple[int, int]
    path: KeyPath = ()
    line: int | None = None
    head: bool = False

    def holds(self, place: Place) -> bool:
        """Whether the span begins within the scope. A place without extent is the whole file's."""
        if place == Place(place.file):
            return self.head
        spot = (place.line, place.column)
        return place.line == self.line or self.begin <= spot < self.end


@dataclass(frozen=True)
class _Entry:
    """An item of a list or a pair of a mapping, by indexes: an item begins at its dash."""

    path: KeyPath
    start: int
    end: int
    at_once: bool  # the value is a scalar or in brackets: it ends where it is seen to end


class Comments:
    """The comments of one text that is known to be read without error."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._text = file, text
        self._starts = line_starts(text)
        root = compose(text)
        self._entries = [] if root is None else list(self._walk(root, (), 0))
        self._quoted = [] if root is None else sorted(_quoted(root, text))
        self._first = root.start_mark.index if root is not None else len(text)

    def __iter__(self) -> Iterator[Comment]:
        """Every comment, from top to bottom."""
        index = 0
        while found := _MARK.search(self._text, index):
            quoted = self._quoted_until(found.start())
            index = found.end() if quoted is None else quoted
            if quoted is None:
                yield self._comment(found)

    def scope(self, comment: Comment) -> Scope | None:
        """At the end of a line: that line's value. On its own line: the next entry, all of it.

        ``None`` where nothing follows any more.
        """
        if comment.own_line:
            entry = next((its for its in self._entries if its.start > comment.start), None)
            head = comment.start < self._first
            if entry is None:
                return Scope((1, 1), (1, 1), head=True) if head else None
            return Scope(self._spot(entry.start), self._spot(entry.end), entry.path, head=head)
        line = comment.place.line
        entry = self._beside(comment)
        if entry is None:
            return Scope((line, 1), (line, 1), line=line)
        return Scope(self._spot(entry.start), self._spot(entry.end), entry.path, line)

    def entry_line(self, place: Place) -> int:
        """The line on which the innermost entry around a place begins."""
        spot = (place.line, place.column)
        around = (
            its for its in self._entries if self._spot(its.start) <= spot < self._spot(its.end)
        )
        lines = [self._spot(its.start)[0] for its in around]
        return lines[-1] if lines else place.line

    def _beside(self, comment: Comment) -> _Entry | None:
        """The last entry that begins on the line; else the one whose value ends before it."""
        start = self._starts[comment.place.line - 1]
        end = start + len(self._text[start : comment.start].rstrip())
        ending = (its for its in self._entries if its.at_once and its.end == end)
        last = [its for its in self._entries if start <= its.start < comment.start]
        several = next((its for its in ending if its.start < start), None)
        return several or (last[-1] if last else None)

    def _comment(self, found: re.Match[str]) -> Comment:
        text = found[0].rstrip()
        line, column = self._spot(found.start())
        before = self._text[self._starts[line - 1] : found.start()]
        place = Place(self._file, line, column, line, column + len(text))
        return Comment(place, text, found.start(), not before.strip())

    def _spot(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def _quoted_until(self, index: int) -> int | None:
        """Where the quotes or the block of text around the index end."""
        before = bisect_right(self._quoted, (index, len(self._text)))
        end = self._quoted[before - 1][1] if before else 0
        return end if index < end else None

    def _walk(self, node: Node, path: KeyPath, since: int) -> Iterator[_Entry]:
        """The entries below a node in the order of the file, outer ones first."""
        for number, (key, value) in enumerate(_parts(node)):
            begin = (key or value).start_mark.index
            if begin < since:  # an alias leads back
                continue
            if key is None and not _in_brackets(node):
                begin = self._dash(since, begin)
            inside = since = begin if key is None else key.end_mark.index
            below = (*path, number if key is None else meant(key.value))
            if value.start_mark.index >= begin:
                since = self._end(value)
            yield _Entry(below, begin, max(begin + 1, since), _ends_at_once(value))
            if value.start_mark.index >= begin:
                yield from self._walk(value, below, inside)

    def _dash(self, since: int, begin: int) -> int:
        """Where the dash before an item stands: the last one before it that is in no comment."""
        gap = _MARK.sub(lambda found: " " * len(found[0]), self._text[since:begin])
        dash = gap.rfind("-")
        return since + dash if dash >= 0 else begin

    def _end(self, node: Node) -> int:
        """Where a node ends to the eye: marks of blocks run on over blanks and comments."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, ScalarNode) and node.style in _BLOCK:
            return start + len(self._text[start:end].rstrip())
        if _ends_at_once(node):
            return int(end)
        inside = [value for _, value in _parts(node)]
        keys = [key for key, _ in _parts(node) if key is not None]
        ends = [key.end_mark.index for key in keys]
        ends += [self._end(value) for value in inside[-1:] if value.start_mark.index >= start]
        return max(ends, default=end)


def _parts(node: Node) -> list[tuple[Node | None, Node]]:
    if isinstance(node, MappingNode):
        return list(node.value)
    if isinstance(node, SequenceNode):
        return [(None, value) for value in node.value]
    return []


def _in_brackets(node: Node) -> bool:
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def _ends_at_once(node: Node) -> bool:
    return isinstance(node, ScalarNode) or _in_brackets(node)


def _quoted(node: Node, text: str) -> Iterator[tuple[int, int]]:
    """The spans in which no comment can stand: quotes, and blocks below their first line."""
    if isinstance(node, ScalarNode) and node.style:
        start = node.start_mark.index
        if node.style in _BLOCK and (header := _HEADER.match(text, start)):
            start = header.end()
        yield start, node.end_mark.index
    for key, value in _parts(node):
        if key is not None:
            yield from _quoted(key, text)
        if value.start_mark.index >= node.start_mark.index:  # an alias leads back
            yield from _quoted(value, text)
