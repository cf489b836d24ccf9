"""Every id in an engagement's files as written: where it is given, and where it is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yaml.nodes import ScalarNode

from sourcebook.findings import Place
from sourcebook.lean import dataclass
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.shapes import shaped
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.record import Item
from sourcebook.model.values import Ref

NodesOf = Callable[[str], Nodes]
"""The nodes of a file by its name."""


@dataclass(frozen=True)
class Pointer:
    """A reference: the place of the id alone, as a value or as the key of a table."""

    id: str
    ref: Ref
    place: Place


def pointers(book: Playbook, nodes_of: NodesOf) -> Iterator[Pointer]:
    """Every reference in the files of an engagement and of its layers."""
    for key, source in book.source.sections.items():
        for document in source.documents:
            nodes = nodes_of(document.file)
            for path in nodes.values:
                its = shaped(SECTIONS[key], path) if path else None
                if its is not None and its.shape.form == "scalar" and its.shape.ref is not None:
                    place = nodes.place(nodes.values[path])
                    yield Pointer(nodes.written(path).strip(), its.shape.ref, place)
                around = shaped(SECTIONS[key], path[:-1]) if len(path) > 1 else None
                if (
                    around
                    and around.shape.form == "table"
                    and around.shape.ref
                    and (path in nodes.keys)
                ):
                    place = nodes.place(nodes.keys[path])
                    yield Pointer(str(path[-1]).strip(), around.shape.ref, place)


def definitions(book: Playbook, nodes_of: NodesOf, kind: str, id: str) -> Iterator[Place]:
    """Where items of a kind give themselves that id, in the engagement's files and its layers."""
    for key, source in book.source.sections.items():
        for document in source.documents:
            nodes = nodes_of(document.file)
            for path, node in nodes.values.items():
                if not path or path[-1] != "id" or not isinstance(node, ScalarNode):
                    continue
                its = shaped(SECTIONS[key], path)
                if (
                    its is not None
                    and issubclass(its.holder, Item)
                    and its.holder.kind == kind
                    and nodes.written(path).strip() == id
                ):
                    yield nodes.place(node)
