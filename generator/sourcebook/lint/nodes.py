"""The nodes of a file by their key paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sourcebook.findings import KeyPath, Place
from sourcebook.source.composing import compose, meant, spot
from sourcebook.source.document import Document
from sourcebook.source.tree import walk

_ANCHOR = re.compile(r"&\S+(?:[ \t\r\n]+(?:#.*)?)+")  # and what stands between it and the value
_BREAK = re.compile(r"\r\n?|\n")


class Nodes:
    """The keys and values of one file, by key path and by where they begin."""

    def __init__(self, document: Document) -> None:
        self.document, self.file, self.text = document, document.file, document.text
        self.root = compose(document.text)
        self.keys: dict[KeyPath, Node] = {}
        self.values: dict[KeyPath, Node] = {}
        if self.root is not None:
            self.values[()] = self.root
            for path, key, value in walk(self.root):
                if path not in self.values:  # the first of two counts
                    self.values[path] = value
                    if key is not None:
                        self.keys[path] = key

    def key_at(self, place: Place) -> KeyPath | None:
        """The path of the key that begins at a place."""
        return _first(self.keys, place)

    def scalar_at(self, place: Place) -> KeyPath | None:
        """The path of the scalar value that begins at a place."""
        return _first(
            {path: node for path, node in self.values.items() if isinstance(node, ScalarNode)},
            place,
        )

    def parents_at(self, place: Place) -> Iterator[KeyPath]:
        """The paths of what a finding about something missing within may be placed at."""
        begin = (place.line, place.column)
        for path, value in self.values.items():
            key = self.keys.get(path)
            node = value if key is None else key
            if spot(node.start_mark) == begin:
                yield path

    def written(self, path: KeyPath) -> str:
        """The text of a scalar value."""
        return meant(self.values[path].value)

    def siblings(self, path: KeyPath) -> tuple[str, ...]:
        """The keys of the mapping around a key."""
        around = self.values[path[:-1]]
        keys = around.value if isinstance(around, MappingNode) else ()
        return tuple(meant(key.value) for key, _ in keys)

    def place(self, node: Node) -> Place:
        """The span of a key or of a scalar, without the anchor that it may carry."""
        line, column = spot(node.start_mark)
        if anchor := _ANCHOR.match(self.text, node.start_mark.index, node.end_mark.index):
            first, *others = _BREAK.split(anchor[0])
            line += len(others)
            column = len(others[-1]) + 1 if others else column + len(first)
        return Place(self.file, line, column, *spot(node.end_mark))

    def in_brackets(self, path: KeyPath) -> bool:
        """Whether a place lies within brackets or braces."""
        return any(
            isinstance(node := self.values.get(path[:depth]), MappingNode | SequenceNode)
            and bool(node.flow_style)
            for depth in range(len(path))
        )


def _first(nodes: Mapping[KeyPath, Node], place: Place) -> KeyPath | None:
    begin = (place.line, place.column)
    return next((path for path, node in nodes.items() if spot(node.start_mark) == begin), None)
