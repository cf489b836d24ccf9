"""Nodes to plain data, and from key paths back to nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sourcebook.errors import SourceError
from sourcebook.findings import KeyPath
from sourcebook.source.composing import NON_SPECIFIC, children, is_plain, meant, spot
from sourcebook.source.scalars import resolve
from sourcebook.source.syntax import DEEPEST, tag, too_deep
from sourcebook.source.text import CONTROL

_MERGE = "<<"
_NAMES: dict[str, str] = {}
"""Keys without quotes that were found to be names: the same few hundred stand in all files."""
_MOST_NAMES = 4096
_KINDS = {bool: "true or false", type(None): "empty"}


class Builder:
    """Builds plain data from nodes; ``duplicates`` are the key nodes that stand twice, in pairs."""

    def __init__(self) -> None:
        self.duplicates: list[tuple[Node, Node]] = []

    def build(self, node: Node, depth: int = 1) -> Any:
        """The data of a node. Raises SourceError for tags, keys that are no text, and the like."""
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if node.tag:
            raise tag(*spot(node.start_mark))
        if isinstance(node, MappingNode):
            return self._mapping(node, depth)
        self._go_down(node, depth)
        return [self.build(item, depth + 1) for item in node.value]

    def _go_down(self, node: Node, depth: int) -> None:
        """Refuse a mapping or list at the deepest level that holds others."""
        if depth >= DEEPEST and not all(isinstance(its, ScalarNode) for its in children(node)):
            raise too_deep(*spot(node.start_mark))

    def _scalar(self, node: ScalarNode) -> Any:
        value: str = node.value
        if node.tag and not (node.tag == NON_SPECIFIC and node.style):
            raise tag(*spot(node.start_mark))
        if not node.style:
            resolved = resolve(value)
            return resolved if resolved is not value else meant(value)
        if node.style == '"' and not value.isprintable() and (found := CONTROL.search(value)):
            raise SourceError(
                f"has a backslash that stands for a control character (U+{ord(found[0]):04X})",
                r"Delete it; write \\ for a backslash", *spot(node.start_mark),
            )
        return meant(value)

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        self._go_down(node, depth)
        data: dict[str, Any] = {}
        merged: Node | None = None
        firsts: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, depth + 1)
            value = self.build(value_node, depth + 1)
            if key not in data and not (key == _MERGE and _is_merge(key_node)):
                data[key] = value
            elif _is_merge(key_node) and merged is None:
                merged = value_node
            else:
                firsts = firsts or _firsts(node)
                self.duplicates.append((firsts[key], key_node))
        if merged is not None:
            for source in _sources(merged):
                for key, value in self._mapping(source, depth).items():
                    data.setdefault(key, value)
        return data

    def _key(self, node: Node, depth: int) -> str:
        simple = isinstance(node, ScalarNode) and is_plain(node)
        if simple and (name := _NAMES.get(node.value)):
            return name
        key = self.build(node, depth)
        if isinstance(key, str):
            if simple and len(_NAMES) < _MOST_NAMES:
                _NAMES[node.value] = key
            return key
        if isinstance(key, dict | list):
            raise SourceError(
                "has a list or mapping in brackets as a key",
                'Keys are plain names; put a text such as {{ name }} in quotes: "…"',
                *spot(node.start_mark),
            )
        kind = _KINDS.get(type(key), "a number")
        remedy = f'Put it in quotes: "{node.value}":' if node.value else "Write a name before ':'"
        raise SourceError(f"has a key that is {kind}, not a name", remedy, *spot(node.start_mark))


def _is_merge(key: Node) -> bool:
    return isinstance(key, ScalarNode) and key.value == _MERGE and is_plain(key)


def _firsts(node: MappingNode) -> dict[str, Node]:
    """The first key node of each key; what comes later in a dict would win, hence backwards."""
    return {meant(key.value): key for key, _ in reversed(node.value)}


def _sources(merged: Node) -> list[MappingNode]:
    """What a merge key merges in, the strongest first."""
    sources = merged.value if isinstance(merged, SequenceNode) else [merged]
    for source in sources:
        if not isinstance(source, MappingNode):
            raise SourceError(
                "has a merge key (<<) whose value is no mapping",
                'Give it an alias of a mapping, such as <<: *base, or quote it: "<<":',
                *spot(source.start_mark),
            )
    return list(sources)


def child(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    """The key node (None for an item) and the value node one step down; None if there is none."""
    if isinstance(step, int):
        if isinstance(node, SequenceNode) and 0 <= step < len(node.value):
            return None, node.value[step]
        return None
    return _entry(node, step) if isinstance(node, MappingNode) else None


def _entry(node: MappingNode, name: str) -> tuple[Node, Node] | None:
    merged: Node | None = None
    for key, value in node.value:
        if _is_merge(key):
            merged = value if merged is None else merged
        elif meant(key.value) == name:
            return key, value
    for source in _sources(merged) if merged is not None else ():
        if found := _entry(source, name):
            return found
    return None


def walk(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node | None, Node]]:
    """Every key and value that is written, in its order: path, key node, value node.

    Second values of a duplicate key come too, under the same path; merge keys as ``<<``.
    """
    if isinstance(node, MappingNode):
        for key, value in node.value:
            below = (*path, meant(key.value))
            yield below, key, value
            yield from walk(value, below)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield (*path, index), None, value
            yield from walk(value, (*path, index))
