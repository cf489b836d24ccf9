"""One YAML file: its data, and on demand the place of every key and value in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from yaml.nodes import CollectionNode, Node, ScalarNode

from sourcebook.errors import SourceError
from sourcebook.findings import Finding, KeyPath, Place
from sourcebook.source import traps
from sourcebook.source.composing import children, compose, spot
from sourcebook.source.quick import quick
from sourcebook.source.text import decode, position, split_lines
from sourcebook.source.tree import Builder, borrowed, child


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
        data = quick(text)
        self.data: Any = self._built() if data is None else data
        comments = traps.unlikely_comments(text)
        if comments and self._root is not None:
            self.findings += tuple(traps.cuts(self._root, self.data, comments, file))

    @cached_property
    def _root(self) -> Node | None:
        """What libyaml makes of the text: where somebody asks for a place, or ``quick`` gave up."""
        return compose(self.text)

    def _built(self) -> Any:
        if self._root is None:
            return {}
        builder = Builder()
        data = builder.build(self._root)
        if not isinstance(data, dict | list | None):
            raise traps.bare_text(self._root)
        data = {} if data is None else data
        found = traps.duplicates(self._root, data, builder.duplicates, self.file)
        self.findings = tuple(found)
        return data

    @cached_property
    def borrowed(self) -> Mapping[KeyPath, KeyPath]:
        """What stands here by an alias or a merge key: its path, and where it is written."""
        return borrowed(self._root) if self._root is not None and "*" in self.text else {}

    def line(self, number: int) -> str:
        """The text of a line, from 1, without its end; empty past the end."""
        lines = split_lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """The span of the value at the path, or with ``key`` of its key; ends are exclusive.

        Where the path leads to nothing, it is the key of the nearest parent that exists, or
        the first line of the item. Blanks and comments behind a value are not part of it.
        """
        if self._root is None:
            return Place(self.file)
        node, its_key = self._root, None
        for step in path:
            pair = child(node, step)
            if pair is None:
                return self._parent(node, its_key)
            its_key, node = pair
        if key and its_key is not None:
            return self._span(spot(its_key.start_mark), spot(its_key.end_mark))
        return self._span(spot(node.start_mark), self._end(node))

    def _span(self, start: tuple[int, int], end: tuple[int, int]) -> Place:
        return Place(self.file, *start, *end)

    def _parent(self, node: Node, key: Node | None) -> Place:
        """The key of a mapping or list; without a key (an item, the root) its first line."""
        if key is not None:
            return self._span(spot(key.start_mark), spot(key.end_mark))
        start = end = spot(node.start_mark)
        on_first_line = (part for part in children(node) if spot(part.start_mark)[0] == start[0])
        for its_end in (self._end(node), *map(self._end, on_first_line)):
            if its_end[0] == start[0]:
                end = max(end, its_end)
        return self._span(start, end)

    def _end(self, node: Node) -> tuple[int, int]:
        """The exclusive end of a node: libyaml's marks run on to the next token."""
        if isinstance(node, ScalarNode):
            return self._trimmed(node) if node.style in ("|", ">") else spot(node.end_mark)
        inside = children(node)
        if not inside or (isinstance(node, CollectionNode) and node.flow_style):
            return spot(node.end_mark)
        *earlier, last = inside
        begun = max((part.end_mark.index for part in earlier), default=node.start_mark.index)
        if last.start_mark.index < max(begun, node.start_mark.index):
            return self._trimmed(node)  # the last value is an alias: its own marks are elsewhere
        return self._end(last)

    def _trimmed(self, node: Node) -> tuple[int, int]:
        start = node.start_mark.index
        kept = self.text[start : node.end_mark.index].rstrip()
        if not isinstance(node, ScalarNode):
            kept = re.sub(r"(\s+#[^\r\n]*)+$", "", kept)
        return position(self.text, start + len(kept))


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
            "is a list, and should be keys with values", "Put a key such as 'items:' above it and "
            "indent the list under it", place.line, place.column,
        )
    return document
