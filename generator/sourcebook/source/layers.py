"""Layers: sections merged over each other, each value with the file that it came from.

Mappings merge. Lists merge by id where both have items with ids: an item overrides the fields
that it gives, ``{id: x, remove: true}`` drops it, and a new one, or one without an id, comes
last. Any other value replaces.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.source.document import Document
from sourcebook.source.scalars import as_text


class Origin(NamedTuple):
    """A value that stands whole in one document: where, and in which layer (None: in none)."""

    document: Document
    path: KeyPath = ()
    layer: str | None = None

    def down(self, step: str | int) -> Origin:
        """The origin of a part of the value."""
        return Origin(self.document, (*self.path, step), self.layer)


@dataclass(frozen=True)
class Blend:
    """A mapping or list of parts of several documents; ``origin`` is the last that gave any."""

    origin: Origin
    parts: dict[str | int, Trace]


Trace = Origin | Blend


class Layered(NamedTuple):
    """Data, and the trace of where it came from."""

    data: Any
    trace: Trace

    def down(self, step: str | int) -> Layered:
        """A part of the data. Raises KeyError or IndexError if there is none."""
        trace = self.trace
        part = trace.down(step) if isinstance(trace, Origin) else trace.parts[step]
        return Layered(self.data[step], part)


def locate(trace: Trace, path: KeyPath) -> tuple[Origin, KeyPath]:
    """The document that a path leads to, and the path within that document.

    A path that leads to nothing leads into the document of the nearest parent that exists.
    """
    for depth, step in enumerate(path):
        if isinstance(trace, Origin):
            return trace, (*trace.path, *path[depth:])
        part = trace.parts.get(step)
        if part is None:
            return trace.origin, (*trace.origin.path, *path[depth:])
        trace = part
    origin = trace if isinstance(trace, Origin) else trace.origin
    return origin, origin.path


def is_blend(trace: Trace, path: KeyPath) -> bool:
    """Whether several documents say something of what a path leads to."""
    found: Trace | None = trace
    for step in path:
        if not isinstance(found, Blend):
            return False
        found = found.parts.get(step)
    return isinstance(found, Blend)


def merge(base: Layered, over: Layered) -> Layered:
    """The base with the other laid over it."""
    if isinstance(base.data, dict) and isinstance(over.data, dict):
        return _mappings(base, over)
    if _has_ids(base.data) and _has_ids(over.data):
        return _lists(base, over)
    return over


def _origin(layered: Layered) -> Origin:
    return layered.trace if isinstance(layered.trace, Origin) else layered.trace.origin


def _mappings(base: Layered, over: Layered) -> Layered:
    if not over.data:
        return base
    if not base.data:
        return over
    merged: dict[str, Layered] = {key: base.down(key) for key in base.data}
    for key in over.data:
        its = over.down(key)
        merged[key] = merge(merged[key], its) if key in merged else its
    return Layered(
        {key: part.data for key, part in merged.items()},
        Blend(_origin(over), {key: part.trace for key, part in merged.items()}),
    )


def _lists(base: Layered, over: Layered) -> Layered:
    merged = [base.down(index) for index in range(len(base.data))]
    places: dict[str, int] = {}
    for index, item in enumerate(merged):
        if (name := _id(item.data)) is not None:
            places.setdefault(name, index)
    dropped: set[str] = set()
    for index in range(len(over.data)):
        its = over.down(index)
        name = _id(its.data)
        # An id that stands twice in one list takes its place once: the second stays to be told.
        place = places.pop(name, None) if name is not None else None
        if name is None or place is None:
            merged.append(its)
        elif _removes(its.data):
            dropped.add(name)
        elif _removes(merged[place].data):
            merged[place] = its
        else:
            merged[place] = merge(merged[place], its)
    kept = [item for item in merged if _id(item.data) not in dropped]
    return Layered(
        [item.data for item in kept],
        Blend(_origin(over), {index: item.trace for index, item in enumerate(kept)}),
    )


def _has_ids(data: Any) -> bool:
    return isinstance(data, list) and any(_id(item) is not None for item in data)


def _id(item: Any) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return None if isinstance(name, dict | list | None) else as_text(name)


def _removes(item: Any) -> bool:
    return isinstance(item, dict) and item.get("remove") is True
