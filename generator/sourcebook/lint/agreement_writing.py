"""Where an agreement goes that a role gives to a section: one entry of ``meta.agreements``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sourcebook.errors import SourceError
from sourcebook.findings import Edit, KeyPath, Place
from sourcebook.lean import dataclass
from sourcebook.lint.edits import edited
from sourcebook.lint.fillers import below, filled, in_braces
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.wording import written
from sourcebook.source.composing import spot
from sourcebook.source.document import Document

_META: KeyPath = ("meta",)
_LIST: KeyPath = ("meta", "agreements")
_AGREED = "agreed"


@dataclass(frozen=True)
class Agreeing:
    """What is to be written: who agrees, when, to which content."""

    role: str
    date: dt.date
    digest: str
    settles: bool = False  # with it each side has agreed: the section is called agreed

    @property
    def entry(self) -> dict[str, Any]:
        """The entry of the list."""
        return {"role": self.role, "date": self.date, "digest": self.digest}


def with_agreement(document: Document, its: Agreeing) -> str | None:
    """The text of a section's file with the agreement in it; an older one of the role gives way.

    Nothing else changes. ``None`` where the file is written in a way that leaves no room for it
    (an alias in place of the envelope, or of the list).
    """
    nodes = Nodes(document)
    meta = nodes.values.get(_META)
    if not isinstance(meta, MappingNode):
        return None
    edits = [*_entry(nodes, meta, its), *_status(nodes, meta, its)]
    text = edited(document.text, edits)
    try:
        after = Document(document.file, text)
    except SourceError:
        return None
    return text if after.data == _expected(document.data, its) else None


def _expected(data: dict[str, Any], its: Agreeing) -> dict[str, Any]:
    """The data that the file is to have."""
    meta = dict(data["meta"])
    entry = {"role": its.role, "date": its.date.isoformat(), "digest": its.digest}
    listed = list(meta.get("agreements") or ())
    at = next((n for n, old in enumerate(listed) if _is_of(old, its.role)), len(listed))
    listed[at : at + 1] = [{**listed[at], **entry} if at < len(listed) else entry]
    if its.settles:
        meta["status"] = _AGREED
    return {**data, "meta": {**meta, "agreements": listed}}


def _is_of(entry: Any, role: str) -> bool:
    return isinstance(entry, dict) and entry.get("role") == role


def _status(nodes: Nodes, meta: MappingNode, its: Agreeing) -> Iterator[Edit]:
    path = (*_META, "status")
    node = nodes.values.get(path)
    if not its.settles or (isinstance(node, ScalarNode) and node.value == _AGREED):
        return
    if node is None:
        if edit := _added(nodes, meta, _META, "status", _AGREED):
            yield edit
    elif edit := filled(nodes, path, _AGREED):
        yield edit
    elif isinstance(node, ScalarNode):
        yield Edit(nodes.place(node), _AGREED)


def _entry(nodes: Nodes, meta: MappingNode, its: Agreeing) -> Iterator[Edit]:
    node = nodes.values.get(_LIST)
    data = nodes.document.data["meta"].get("agreements")
    if node is None:
        if edit := _begun(nodes, meta, its):
            yield edit
    elif isinstance(node, SequenceNode) and node.value and isinstance(data, list):
        at = next((n for n, old in enumerate(data) if _is_of(old, its.role)), None)
        if at is None:
            yield _appended(nodes, node, its)
        else:
            yield from _renewed(nodes, (*_LIST, at), its)
    elif edit := filled(nodes, _LIST, [its.entry]):
        yield edit


def _begun(nodes: Nodes, meta: MappingNode, its: Agreeing) -> Edit | None:
    if meta.flow_style:
        return in_braces(nodes, meta, "agreements", [its.entry])
    indent = " " * meta.start_mark.column
    lines = (f"{indent}agreements:", f"{indent}  - {written(its.entry)}")
    return below(nodes, _META, lines)


def _appended(nodes: Nodes, node: SequenceNode, its: Agreeing) -> Edit:
    if node.flow_style:
        line, column = spot(node.value[-1].end_mark)
        return Edit(Place(nodes.file, line, column, line, column), f", {written(its.entry)}")
    return below(nodes, _LIST, [f"{' ' * node.start_mark.column}- {written(its.entry)}"])


def _renewed(nodes: Nodes, path: KeyPath, its: Agreeing) -> Iterator[Edit]:
    """The day and the digest of an entry, in place of older ones."""
    around = nodes.values[path]
    for name in ("date", "digest"):
        node, value = nodes.values.get((*path, name)), its.entry[name]
        if isinstance(node, ScalarNode) and node.value:
            yield Edit(nodes.place(node), written(value))
        elif node is not None:
            if edit := filled(nodes, (*path, name), value):
                yield edit
        elif edit := _added(nodes, around, path, name, value):
            yield edit


def _added(nodes: Nodes, around: Node, path: KeyPath, name: str, value: Any) -> Edit | None:
    if not isinstance(around, MappingNode):
        return None
    if around.flow_style:
        return in_braces(nodes, around, name, value)
    return below(nodes, path, [f"{' ' * around.start_mark.column}{name}: {written(value)}"])
