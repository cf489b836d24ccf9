"""Repairs that are found among the nodes of a file: of values, references, texts and gaps."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import count
from typing import Any

from sourcebook.findings import Edit, Finding, KeyPath, Place, Repair, in_layer
from sourcebook.lint.fillers import inserted
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.pointers import pointers
from sourcebook.lint.shapes import Shaped, record_at, shaped
from sourcebook.lint.spellings import Spelling, alike, id_of, spelling
from sourcebook.lint.wording import written
from sourcebook.model.fields import Need
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.record import Item, fields_of
from sourcebook.model.values import Ref
from sourcebook.nearest import nearest_id
from sourcebook.source.document import Document
from sourcebook.source.keypaths import write_path

_TEXTS = ("text", "name", "pointer")
_ONE_WORD = re.compile(r"#\S+")
_TODO = "TODO"


class Mender:
    """Finds repairs in one engagement's files, which are given by name."""

    def __init__(self, book: Playbook, documents: Mapping[str, Document]) -> None:
        self.book, self.documents = book, documents
        self._ids: dict[str, set[str]] = {}
        self.nodes: Callable[[str], Nodes] = cache(self._nodes)

    def _nodes(self, file: str) -> Nodes:
        return Nodes(self.documents[file])

    def new_id(self, kind: str) -> str:
        """An id that no item of the kind has, and that was not given before."""
        taken = self._ids.setdefault(kind, {*self.book.index.by_kind.get(kind, ())})
        name = kind.replace(" ", "-")
        new = next(f"{name}-{n}" for n in count(1) if f"{name}-{n}" not in taken)
        taken.add(new)
        return new

    def repair(self, finding: Finding) -> Repair | None:
        """The repair of a finding; ``None`` where only a person can mend it."""
        return _MENDERS.get(finding.code, _missing)(self, finding)

    def document(self, finding: Finding) -> Document:
        """The document that a finding stands in."""
        return self.documents[finding.place.file]


def _spelt(mender: Mender, finding: Finding) -> Repair | None:
    """STR004: what the value was meant to be."""
    nodes = mender.nodes(finding.place.file)
    path = nodes.scalar_at(finding.place)
    its = shaped(SECTIONS[finding.section], path) if path else None
    if path is None or its is None or nodes.written(path).startswith(_TODO):
        return None
    raw, place = nodes.written(path), nodes.place(nodes.values[path])
    if its.shape.kind == "id":
        return _renamed_id(mender, raw, place, its)
    if its.shape.kind in _TEXTS and raw in ("true", "false"):
        return Repair(True, (Edit(place, f'"{raw}"'),))
    found = spelling(raw, its.spec, its.shape)
    return _replaced(place, found, its) if found else None


def _replaced(place: Place, found: Spelling, its: Shaped) -> Repair:
    plain = its.shape.kind in ("number", "flag", "date")
    return Repair(found.safe, (Edit(place, found.text if plain else written(found.text)),))


def _renamed_id(mender: Mender, raw: str, place: Place, its: Shaped) -> Repair | None:
    """The id in small letters with hyphens, there and wherever it is pointed at.

    An id of a layer stays: other engagements may point at it.
    """
    if not issubclass(its.holder, Item) or not _own(mender.book, place):
        return None
    new, kind = id_of(raw), its.holder.kind
    taken = {id.casefold() for id in mender.book.index.by_kind.get(kind, {})}
    if new is None or new.casefold() in taken:
        return None
    edits = [Edit(place, new)]
    for pointer in pointers(mender.book, mender.nodes):
        pointed = kind in pointer.ref.kinds or not pointer.ref.kinds
        if pointed and pointer.id == raw:
            if not _own(mender.book, pointer.place):
                return None
            edits.append(Edit(pointer.place, new))
    return Repair(True, tuple(edits))


def _own(book: Playbook, place: Place) -> bool:
    return place.file.startswith(f"playbooks/{book.slug}/")


def _repointed(mender: Mender, finding: Finding) -> Repair | None:
    """REF001: the id that differs in case alone, or the nearest, which is a guess."""
    nodes = mender.nodes(finding.place.file)
    path = nodes.scalar_at(finding.place)
    its = shaped(SECTIONS[finding.section], path) if path else None
    if path is not None and its is not None and its.shape.ref is not None:
        found = _nearest_id(mender.book, its.shape.ref, nodes.written(path))
        place = nodes.place(nodes.values[path])
        return Repair(found.safe, (Edit(place, written(found.text)),)) if found else None
    path = nodes.key_at(finding.place)
    around = shaped(SECTIONS[finding.section], path[:-1]) if path else None
    if path is None or around is None or around.shape.ref is None:
        return None
    found = _nearest_id(mender.book, around.shape.ref, str(path[-1]))
    if found is None or found.text in nodes.siblings(path):
        return None
    return Repair(found.safe, (Edit(nodes.place(nodes.keys[path]), written(found.text)),))


def _nearest_id(book: Playbook, ref: Ref, raw: str) -> Spelling | None:
    return None if raw == _TODO else alike(raw, book.index.ids(ref), nearest_id)


def _quoted(mender: Mender, finding: Finding) -> Repair | None:
    """STR011: the text with what YAML took for a comment. Safe for one word such as ``#1``."""
    document, nodes = mender.document(finding), mender.nodes(finding.place.file)
    path = nodes.scalar_at(finding.place)
    its = shaped(SECTIONS[finding.section], path) if path else None
    if path is None or its is None or its.shape.kind not in _TEXTS or nodes.in_brackets(path):
        return None
    place = nodes.place(nodes.values[path])
    line = document.line(place.line)
    rest = line[place.end_column - 1 :]
    if place.line != place.end_line:
        return None
    whole = line[place.column - 1 :].rstrip()
    span = dataclasses.replace(place, end_column=place.column + len(whole))
    safe = _ONE_WORD.fullmatch(rest.strip()) is not None and not rest.strip()[1:].isalpha()
    return Repair(safe, (Edit(span, '"' + whole.replace("\\", "\\\\").replace('"', '\\"') + '"'),))


def _missing(mender: Mender, finding: Finding) -> Repair | None:
    """Whatever speaks of a field that is not there, or empty: a skeleton, with TODO in it.

    A layer is left as it is: what it leaves open is for each engagement to say.
    """
    if in_layer(finding.place):
        return None
    nodes, section = mender.nodes(finding.place.file), SECTIONS[finding.section]
    for parent, name in _homes(nodes, mender.document(finding).data, finding):
        record = record_at(section, parent)
        spec = fields_of(record).get(name) if record else None
        if record is None or spec is None or spec.meta.need is Need.OPTIONAL:
            continue
        if edit := inserted(nodes, parent, record, spec, mender.new_id):
            return Repair(False, (edit,))
    return None


def _homes(nodes: Nodes, data: Any, finding: Finding) -> Iterator[tuple[KeyPath, str]]:
    """The mapping that a finding's path says a field is missing or empty in, and the field."""
    around, _, name = finding.path.rpartition(".")
    for path in nodes.parents_at(finding.place):
        if write_path(data, path) == around:
            yield path, name
    for own in (nodes.key_at(finding.place), nodes.scalar_at(finding.place)):
        if own and write_path(data, own) == finding.path and isinstance(own[-1], str):
            yield own[:-1], own[-1]


def _none(_mender: Mender, _finding: Finding) -> Repair | None:
    return None


_MENDERS: Mapping[str, Callable[[Mender, Finding], Repair | None]] = {
    "STR001": _none,  # a file that is not there: the command writes its skeleton
    "STR004": _spelt,
    "STR005": _none,
    "STR006": _none,  # exceptions bring their own
    "STR007": _none,
    "STR011": _quoted,
    "REF001": _repointed,
    "TXT001": _none,
    "SEC008": _none,
    "PRV001": _none,
}
"""The menders of rules by code; all other rules may speak of a field that is missing."""
