"""YAML to nodes with marks, by libyaml; what could harm is refused on the way."""

from __future__ import annotations

import re
from typing import Any

from yaml._yaml import CParser
from yaml.error import Mark, MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sourcebook.errors import SourceError
from sourcebook.lean import dataclass
from sourcebook.source.syntax import (
    DEEPEST,
    STAND_INS,
    explain,
    tag,
    too_deep,
    without_foreign_breaks,
)

MOST_EXPANDED = 10_000
"""Nodes that aliases may add to those that are written."""

MOST_REPEATED = 1024 * 1024
"""Characters of texts that aliases may add to those that are written."""

UNTAGGED, NON_SPECIFIC = "", "!"
"""The tags of nodes that carry none of their own: most of them; quoted ones, where it matters."""

_MEANT = {stand_in: meant for meant, stand_in in STAND_INS.items()}


class _Quick(CParser):
    """Composes nodes whose tags are all UNTAGGED, for a text that can neither tag nor harm.

    What the parser asks of Python at each node is answered by a method of C: ``"".format`` takes
    anything and returns "". That saves a quarter of the time that reading takes.
    """

    descend_resolver = ascend_resolver = resolve = UNTAGGED.format


class _Wary(CParser):
    """Composes nodes whose tag says if there is one, and stops where it gets too deep.

    libyaml itself keeps its stack on the heap; composing recurses in C and would overflow.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.parent: Node | None = None

    def descend_resolver(self, parent: Node | None, _index: Any) -> None:
        self.parent = parent
        self.depth += 1
        if self.depth > DEEPEST + 1:
            raise self.too_deep()

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: type[Node], _value: Any, implicit: Any) -> str:
        if kind is ScalarNode:
            return UNTAGGED if implicit[0] else NON_SPECIFIC
        if self.depth > DEEPEST:
            raise self.too_deep()
        return UNTAGGED

    def too_deep(self) -> SourceError:
        """The refusal, at the mapping or list that holds what lies too deep."""
        return too_deep(*spot(self.parent.start_mark)) if self.parent else too_deep(1, 1)


_ALIAS = re.compile(r"\*[\w-]")
_FEW, _SMALL = 1000, 64 * 1024


def _is_harmless(text: str) -> bool:
    """Whether a text has no tag, no alias, and too little of what nests to overflow a stack.

    A level takes a bracket, a dash or a question mark, or a line that is indented further than
    another one: of these a small file can hold some hundreds. Trees refuse all but DEEPEST.
    """
    return (
        len(text) <= _SMALL
        and sum(map(text.count, "[{-?")) <= _FEW
        and "!" not in text
        and _ALIAS.search(text) is None
    )


def spot(mark: Mark) -> tuple[int, int]:
    """Line and column of a mark, from 1."""
    return mark.line + 1, mark.column + 1


def compose(text: str) -> Node | None:
    """The node tree of a text that holds one document; None where it holds nothing.

    Raises SourceError for syntax errors, several documents, depth, and aliases that expand
    to too much or to themselves.
    """
    foreign_breaks_gone = without_foreign_breaks(text)
    if _is_harmless(text):
        try:
            return _composed(_Quick(foreign_breaks_gone))
        except MarkedYAMLError:
            pass  # what is wrong first is told by the other
    try:
        root = _composed(_Wary(foreign_breaks_gone))
    except MarkedYAMLError as error:
        raise explain(error, text) from None
    if root is not None and "*" in text:
        _Aliases().check(root)
    if root is not None and _BARE_TAG.search(text):
        _refuse_bare_tags(root, text)
    return root


def _composed(parser: CParser) -> Node | None:
    root: Node | None = parser.get_single_node()
    return root


# A "!" by itself is a tag too, which libyaml takes for none at all and drops.
_BARE_TAG = re.compile(r"!(?=\s)")
_TAGGED = re.compile(r"(?:&\S+\s+)?!\s")


def _refuse_bare_tags(node: Node, text: str) -> None:
    if _TAGGED.match(text, node.start_mark.index):
        raise tag(*spot(node.start_mark))
    for child in children(node):
        if child.start_mark.index >= node.start_mark.index:  # an alias leads back
            _refuse_bare_tags(child, text)


def is_plain(node: ScalarNode) -> bool:
    """Whether a scalar stands without quotes, bar or tag."""
    return not node.tag and not node.style


def meant(value: str) -> str:
    """The text of a scalar, with the line separators for which compose() put stand-ins."""
    return value if value.isascii() else value.translate(_MEANT)


@dataclass(frozen=True)
class _Size:
    """What a node comes to with its aliases expanded: itself and what is below it."""

    nodes: int
    levels: int
    characters: int


class _Aliases:
    """Measures what aliases expand to without expanding them."""

    def __init__(self) -> None:
        self.known: dict[int, _Size] = {}
        self.open: set[int] = set()
        self.added = self.repeated = 0

    def check(self, node: Node, depth: int = 1) -> _Size:
        """The size of the node."""
        if id(node) in self.open:
            raise SourceError(
                "holds an alias (*) to something that contains the alias itself",
                "Write out what is meant in place of the alias",
                *spot(node.start_mark),
            )
        if size := self.known.get(id(node)):
            self.added += size.nodes
            self.repeated += size.characters
        else:
            size = self._measure(node, depth)
        if (
            self.added > MOST_EXPANDED
            or self.repeated > MOST_REPEATED
            or depth + size.levels - 1 > DEEPEST
        ):
            raise SourceError(
                f"holds aliases (*) that expand to over {MOST_EXPANDED:,} values, "
                f"over {DEEPEST} levels, or over 1 MiB of text",
                "Write out what is meant in place of the aliases",
                *spot(node.start_mark),
            )
        return size

    def _measure(self, node: Node, depth: int) -> _Size:
        self.open.add(id(node))
        below = [self.check(child, depth + 1) for child in children(node)]
        self.open.discard(id(node))
        scalar = isinstance(node, ScalarNode)
        size = self.known[id(node)] = _Size(
            1 + sum(its.nodes for its in below),
            0 if scalar else 1 + max((its.levels for its in below), default=0),
            len(node.value) if scalar else sum(its.characters for its in below),
        )
        return size


def children(node: Node) -> list[Node]:
    """The nodes right below: keys and values of a mapping, items of a list."""
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []
