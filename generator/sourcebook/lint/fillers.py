"""What stands where a field is missing until somebody fills it in: TODO, and nothing that could be
taken for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from sourcebook.findings import Edit, KeyPath, Place
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.wording import written
from sourcebook.model.fields import Need
from sourcebook.model.record import FieldSpec, Item, Record, Shape, fields_of
from sourcebook.source.composing import spot
from sourcebook.source.text import split_lines

NewId = Callable[[str], str]
"""An id that no item of a kind has yet."""

_TODO = "TODO"
_INDENT = 2


def inserted(
    nodes: Nodes, parent: KeyPath, record: type[Record], spec: FieldSpec, new_id: NewId
) -> Edit | None:
    """The edit that gives a mapping a field, as its last line, or within its braces.

    A field that stands there empty is filled. ``None`` where
    the mapping itself is written in a way that leaves no room.
    """
    value = filler(record, spec.name, spec.shape, new_id)
    around = nodes.values.get(parent)
    if (*parent, spec.name) in nodes.values:
        return filled(nodes, (*parent, spec.name), value)
    if not isinstance(around, MappingNode):
        return None
    if around.flow_style:
        return in_braces(nodes, around, spec.name, value)
    return below(nodes, parent, _lines(spec.name, value, " " * around.start_mark.column))


def filler(record: type[Record], name: str, shape: Shape, new_id: NewId) -> Any:
    """The data of a skeleton: what is required, to the last scalar; never an empty record."""
    if shape.record is not None:
        return _record(shape.record, new_id)
    if shape.form == "list" and shape.inner is not None:
        return [filler(record, name, shape.inner, new_id)]
    if shape.form == "table":
        return {_TODO: _TODO}
    if shape.kind == "id" and issubclass(record, Item):
        return new_id(record.kind)
    return _TODO


def _record(record: type[Record], new_id: NewId) -> dict[str, Any]:
    """What is required; where nothing is, what is recommended, or the first field."""
    specs = fields_of(record)
    wanted: list[str] = []
    for need in (Need.REQUIRED, Need.RECOMMENDED):
        wanted = wanted or [name for name, spec in specs.items() if spec.meta.need is need]
    return {
        name: filler(record, name, specs[name].shape, new_id) for name in wanted or [*specs][:1]
    }


def filled(nodes: Nodes, path: KeyPath, value: Any) -> Edit | None:
    """The edit that puts a value in place of one that is empty; ``None`` where it is not."""
    node, key = nodes.values[path], nodes.keys.get(path)
    if key is None or not _empty(node):
        return None
    if isinstance(node, ScalarNode) and not node.value and not node.style:
        end = nodes.text.find(":", key.end_mark.index) + 1
        line, column = spot(key.end_mark)
        column += end - key.end_mark.index
        return Edit(Place(nodes.file, line, column, line, column), f" {written(value)}")
    return Edit(nodes.place(node), written(value))


def _empty(node: Node) -> bool:
    if not isinstance(node, ScalarNode):
        return not node.value
    return not node.value.strip() or (not node.style and node.value in ("~", "null"))


def in_braces(nodes: Nodes, around: MappingNode, name: str, value: Any) -> Edit | None:
    """The edit that gives a mapping in braces one more key; ``None`` behind an alias."""
    if not around.value:
        line, column = spot(around.start_mark)
        return Edit(
            Place(nodes.file, line, column + 1, line, column + 1), f"{name}: {written(value)}"
        )
    key, last = around.value[-1]
    if last.start_mark.index < key.end_mark.index:  # an alias: its marks are elsewhere
        return None
    line, column = spot(last.end_mark)
    return Edit(Place(nodes.file, line, column, line, column), f", {name}: {written(value)}")


def below(nodes: Nodes, path: KeyPath, lines: Iterable[str]) -> Edit:
    """The edit that writes lines below the last one that what stands at a path fills."""
    last = nodes.document.place(path).end_line
    ending = "\r\n" if "\r\n" in nodes.text else "\n"
    block = ending.join(lines)
    if last < len(split_lines(nodes.text)):
        return Edit(Place(nodes.file, last + 1, 1, last + 1, 1), f"{block}{ending}")
    end = len(nodes.document.line(last)) + 1
    return Edit(Place(nodes.file, last, end, last, end), f"{ending}{block}")


def _lines(name: str, value: Any, indent: str) -> Iterator[str]:
    """A field in block style."""
    deeper = indent + " " * _INDENT
    if isinstance(value, dict):
        yield f"{indent}{name}:"
        for key, inner in value.items():
            yield from _lines(key, inner, deeper)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        yield f"{indent}{name}:"
        for inner in value:
            first, *rest = [
                line for key, its in inner.items() for line in _lines(key, its, deeper + "  ")
            ]
            yield f"{deeper}- {first.lstrip()}"
            yield from rest
    else:
        yield f"{indent}{name}: {written(value)}"
