"""Nodes to plain data, and from key paths back to nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sourcebook.errors import SourceError
from sourcebook.findings import KeyPath
from sourcebook.source.composing import NON_SPECIFIC, children, is_plain, meant, spot
from sourcebook.source.scalars import NO_TEXT, resolve
from sourcebook.source.syntax import DEEPEST, tag, too_deep
from sourcebook.source.text import CONTROL

_MERGE = "<<"
_NAMES: dict[str, str] = {}
"""Keys without quotes that were found to be names: the same few hundred stand in all files."""
_MOST_NAMES = 4096
_KINDS = {bool: "true or false", type(None): "empty"}
_VISIBILITY, _META = "visibility", "meta"
_CLOSING = (_VISIBILITY, _META)
"""Keys that say who may read. Where one stands twice, what either of them closes is closed."""


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
        if depth >= DEEPEST:
            self._go_down(node)
        scalar, build, below = self._scalar, self.build, depth + 1
        return [
            scalar(item) if type(item) is ScalarNode else build(item, below) for item in node.value
        ]

    def _go_down(self, node: Node) -> None:
        """Refuse a mapping or list at the deepest level that holds others."""
        if not all(isinstance(its, ScalarNode) for its in children(node)):
            raise too_deep(*spot(node.start_mark))

    def _scalar(self, node: ScalarNode) -> Any:
        value: str = node.value
        if node.tag and not (node.tag == NON_SPECIFIC and node.style):
            raise tag(*spot(node.start_mark))
        if not node.style:
            if value[:1] not in NO_TEXT:
                return value if value.isascii() else meant(value)
            resolved = resolve(value)
            return resolved if resolved is not value else meant(value)
        if node.style == '"' and not value.isprintable() and (found := CONTROL.search(value)):
            raise SourceError(
                f"has a backslash that stands for a control character (U+{ord(found[0]):04X})",
                r"Delete it; write \\ for a backslash",
                *spot(node.start_mark),
            )
        return meant(value)

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        if depth >= DEEPEST:
            self._go_down(node)
        scalar, build, below = self._scalar, self.build, depth + 1
        data: dict[str, Any] = {}
        merged: Node | None = None
        firsts: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, below)
            simple = type(value_node) is ScalarNode
            value = scalar(value_node) if simple else build(value_node, below)
            if key not in data and not (key == _MERGE and _is_merge(key_node)):
                data[key] = value
            elif _is_merge(key_node) and merged is None:
                merged = value_node
            else:
                firsts = firsts or _firsts(node)
                self.duplicates.append((firsts[key], key_node))
                if key in _CLOSING:
                    data[key] = _closed(key, data[key], value)
        if merged is not None:
            for source in _sources(merged):
                for key, value in self._mapping(source, depth).items():
                    data.setdefault(key, value)
        return data

    def _key(self, node: Node, depth: int) -> str:
        simple = type(node) is ScalarNode and not node.tag and not node.style
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


def _closed(key: str, first: Any, second: Any) -> Any:
    """The first of two values of a key that say who may read something, not opener than either."""
    if key == _VISIBILITY:
        return first if second in (None, "shared") else second
    if not isinstance(first, dict) or not isinstance(second, dict) or _VISIBILITY not in second:
        return first
    said = second[_VISIBILITY]
    return {**first, _VISIBILITY: _closed(_VISIBILITY, first.get(_VISIBILITY, said), said)}


def borrowed(root: Node) -> dict[KeyPath, KeyPath]:
    """What stands in a tree by an alias or a merge key: its path, and the path where it is written.

    Of a mapping or list that is an alias as a whole, its own path alone.
    """
    borrowing = _Borrowing()
    borrowing.look(root, ())
    return borrowing.found


class _Borrowing:
    """Goes through a tree in the order in which it is written: what comes first is no alias."""

    def __init__(self) -> None:
        self.found: dict[KeyPath, KeyPath] = {}
        self._written: dict[int, KeyPath] = {}

    def look(self, node: Node, path: KeyPath) -> None:
        if (first := self._written.get(id(node))) is not None:
            self.found[path] = first
            return
        self._written[id(node)] = path
        if isinstance(node, SequenceNode):
            for index, item in enumerate(node.value):
                self.look(item, (*path, index))
        elif isinstance(node, MappingNode):
            for key, value in node.value:
                if _is_merge(key):
                    self._merge(value, node, path)
                else:
                    self.look(value, (*path, meant(key.value)))

    def _merge(self, merged: Node, into: MappingNode, path: KeyPath) -> None:
        """Keys that come by a merge key, but for those that the mapping gives itself."""
        taken = {meant(key.value) for key, _ in into.value}
        for source in _sources(merged):
            for name in _keys(source):
                if name not in taken and (found := _entry(source, name)) is not None:
                    taken.add(name)
                    self.look(found[1], (*path, name))


def _keys(node: MappingNode) -> Iterator[str]:
    """The keys of a mapping, those that are merged into it too."""
    for key, value in node.value:
        if _is_merge(key):
            for source in _sources(value):
                yield from _keys(source)
        else:
            yield meant(key.value)


def _is_merge(key: Node) -> bool:
    return isinstance(key, ScalarNode) and key.value == _MERGE and is_plain(key)


def _firsts(node: MappingNode) -> dict[str, Node]:
    """The first key node of each key; what comes later in a dict would win, hence backwards."""
    keys = (
        key for key, _ in reversed(node.value) if isinstance(key, ScalarNode)
    )  # others: refused
    return {meant(key.value): key for key in keys}


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
