"""What an engagement takes from layers, and what of it another layer or it itself changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.source.keypaths import write_path
from sourcebook.source.layers import Blend, Origin, Trace, locate
from sourcebook.source.scalars import as_text

TAKEN, COMPLETED, CHANGED, DROPPED = "taken", "completed", "changed", "dropped"


@dataclass(frozen=True)
class Inherited:
    """A value or item of a layer, and what became of it in an engagement."""

    layer: str
    section: str
    path: str  # as the layer has it: ``register[RS-02]``, ``access.mfa``
    fate: str  # TAKEN; COMPLETED by fields that the layer does not give; CHANGED; or DROPPED
    by: str = ""  # the layer that changed it; empty where the engagement itself did
    item: str = ""  # its id, where it is an item with one


def inheritance(book: Playbook) -> tuple[Inherited, ...]:
    """Every value and item that the layers of an engagement give, in the order of the sections."""
    return tuple(
        each
        for key in SECTIONS
        if (source := book.source.sections.get(key)) is not None
        for document in source.documents
        if (layer := _layer_of(document.file)) in book.source.layers
        for each in _Reading(layer, key, source.data, source.trace).of(document.data, ())
    )


def _layer_of(file: str) -> str:
    parts = file.split("/")
    return parts[-2] if len(parts) > 1 else ""


@dataclass(frozen=True)
class _Reading:
    layer: str
    section: str
    data: Any
    trace: Trace

    def of(self, given: Any, at: KeyPath) -> Iterator[Inherited]:
        """What becomes of what the layer gives at a place; ``at`` leads to it in the whole."""
        if isinstance(given, dict) and given:
            for name, value in given.items():
                if not (name == "meta" and not at):
                    yield from self._field(value, (*at, name))
        elif at:
            yield self._fate(at, write_path(self.data, at))

    def _field(self, value: Any, at: KeyPath) -> Iterator[Inherited]:
        if not (isinstance(value, list) and any(_id(item) for item in value)):
            yield from self.of(value, at)
            return
        whole = self._at(at)
        numbers = {_id(item): n for n, item in enumerate(whole) if _id(item)} if whole else {}
        for item in value:
            name = _id(item)
            if name in numbers:
                place = (*at, numbers[name])
                its = self._fate(place, write_path(self.data, place), name or "")
                kept = all(self._is_own((*place, field)) for field in item if field != "id")
                yield replace(its, fate=COMPLETED) if its.fate == CHANGED and kept else its
            elif name:
                path = f"{write_path(self.data, at)}[{name}]"
                yield Inherited(self.layer, self.section, path, DROPPED, item=name)

    def _at(self, at: KeyPath) -> Any:
        value = self.data
        for key in at:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return value if isinstance(value, list) else None

    def _is_own(self, at: KeyPath) -> bool:
        """Whether what stands at a place is the layer's, all of it."""
        own = locate(self.trace, at)[0].layer == self.layer
        return own and not isinstance(_part(self.trace, at), Blend)

    def _fate(self, at: KeyPath, path: str, item: str = "") -> Inherited:
        if self._is_own(at):
            return Inherited(self.layer, self.section, path, TAKEN, item=item)
        by = locate(self.trace, at)[0].layer or ""
        return Inherited(self.layer, self.section, path, CHANGED, by, item)


def _part(trace: Trace, at: KeyPath) -> Trace | None:
    for key in at:
        if isinstance(trace, Origin):
            return trace
        part = trace.parts.get(key)
        if part is None:
            return None
        trace = part
    return trace


def _id(item: Any) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return None if name is None or isinstance(name, dict | list) else as_text(name)
