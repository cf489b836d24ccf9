"""One YAML file: its data, and on demand the place of every key and value in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from sourcebook.errors import SourceError
from sourcebook.findings import Finding, KeyPath, Place
from sourcebook.source.quick import quick
from sourcebook.source.spots import Spots
from sourcebook.source.text import decode, split_lines, unlikely_comments

if TYPE_CHECKING:
    from sourcebook.source.parsed import Parsed


class Document:
    """A file that was read: plain data, and where each part of it stands.

    ``findings`` tell of duplicate keys (STR004) and of text that YAML cut at `` #`` (STR011);
    their engagement and section are empty. A value that came through an alias or a merge key
    has the place of what the alias points at: that is where it is mended.
    """

    def __init__(self, file: str, text: str) -> None:
        """Raises SourceError for everything that is refused after decoding."""
        self.file = file
        self.text = text
        self.findings: tuple[Finding, ...] = ()
        self._quick = quick(text)
        if self._quick is not None:
            self.data: Any = self._quick.data
        else:
            self.data, self.findings = self._parsed.built()
        if comments := unlikely_comments(text):
            self.findings += self._parsed.cuts(self.data, comments)

    @cached_property
    def _parsed(self) -> Parsed:
        """What libyaml makes of the text, where ``quick`` gave up or somebody asks for more."""
        from sourcebook.source.parsed import Parsed

        return Parsed(self.file, self.text)

    @cached_property
    def _spots(self) -> Spots:
        return Spots(self.text, self._quick.entries if self._quick else ())

    @cached_property
    def borrowed(self) -> Mapping[KeyPath, KeyPath]:
        """What stands here by an alias or a merge key: its path, and where it is written."""
        return self._parsed.borrowed() if self._quick is None and "*" in self.text else {}

    def line(self, number: int) -> str:
        """The text of a line, from 1, without its end; empty past the end."""
        lines = split_lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """The span of the value at the path, or with ``key`` of its key; ends are exclusive.

        Where the path leads to nothing, it is the key of the nearest parent that exists, or
        the first line of the item. Blanks and comments behind a value are not part of it.
        """
        if self._quick is None:
            return self._parsed.place(path, key=key)
        (line, column), (end_line, end_column) = self._spots.span(path, key=key)
        return Place(self.file, line + 1, column + 1, end_line + 1, end_column + 1)


def read_document(file: str, raw: bytes) -> Document:
    """The document in a file's bytes; a file without content is an empty mapping.

    ``file`` is the name for places: relative to the project's root, with forward slashes.
    Raises SourceError, with line, column and what to do, for everything that is refused:
    see the contract of the format under "YAML".
    """
    return Document(file, decode(raw))


@lru_cache(maxsize=64)  # the files of an engagement and of its layers, of which one has changed
def read_mapping(file: str, raw: bytes) -> Document:
    """As read_document, for a file of keys and values: a list is refused as well.

    The same file gives the same document: nobody may change its data.
    """
    document = read_document(file, raw)
    if not isinstance(document.data, dict):
        place = document.place(())
        raise SourceError(
            "is a list, and should be keys with values",
            "Put a key such as 'items:' above it and indent the list under it",
            place.line,
            place.column,
        )
    return document
