"""A YAML file as libyaml sees it: data made of its nodes, and the place of every key and value.

It is imported where it is needed: most files of a run are read without libyaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yaml.nodes import CollectionNode, Node, ScalarNode

from sourcebook.findings import Finding, KeyPath, Place
from sourcebook.source import traps
from sourcebook.source.composing import children, compose, spot
from sourcebook.source.text import position
from sourcebook.source.tree import Builder, borrowed, child


class Parsed:
    """The nodes of a file, which may hold none."""

    def __init__(self, file: str, text: str) -> None:
        """Raises SourceError for what is refused before data are made."""
        self._file, self._text = file, text
        self._root = compose(text)

    def built(self) -> tuple[Any, tuple[Finding, ...]]:
        """The data, and a finding for each key that stands twice (STR004).

        Raises SourceError for what YAML reads as one text, or as keys, and is to be a list.
        """
        if self._root is None:
            return {}, ()
        builder = Builder()
        data = builder.build(self._root)
        traps.check_beginnings(self._root, self._text)
        if not isinstance(data, dict | list | None):
            raise traps.bare_text(self._root)
        data = {} if data is None else data
        return data, tuple(traps.duplicates(self._root, data, builder.duplicates, self._file))

    def cuts(self, data: Any, comments: dict[int, str]) -> tuple[Finding, ...]:
        """A finding for each text that ends where an unlikely comment begins (STR011)."""
        if self._root is None:
            return ()
        return tuple(traps.cuts(self._root, data, comments, self._file))

    def borrowed(self) -> Mapping[KeyPath, KeyPath]:
        """What stands here by an alias or a merge key: its path, and where it is written."""
        return borrowed(self._root) if self._root is not None else {}

    def place(self, path: KeyPath, *, key: bool) -> Place:
        """As Document.place."""
        if self._root is None:
            return Place(self._file)
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
        return Place(self._file, *start, *end)

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
        kept = self._text[start : node.end_mark.index].rstrip()
        if not isinstance(node, ScalarNode):
            kept = re.sub(r"(\s+#[^\r\n]*)+$", "", kept)
        return position(self._text, start + len(kept))
