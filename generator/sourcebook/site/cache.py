"""What was built before: for each engagement what it was made of, what it said, and what it became.

All entries for an output folder are in one file of ``.cache/sourcebook/sites``, a line each, under
the mark that all sites share: see ``inputs``. They may be deleted at any time, and carried from one
machine to another. An entry that is damaged does not exist, and what it says of an output is held
against the output itself. No secret is in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from sourcebook.site.brief import NOTHING, Brief
from sourcebook.site.outputs import digest, looked_at
from sourcebook.source.kept import keep

FOLDER = ".cache/sourcebook/sites"
PORTFOLIO = ""
"""The portfolio's entry has the name that no engagement has."""

_VERSION = 2
_Body: TypeAlias = Sequence[bytes]
"""An entry as it is written: what tells whether it is whole, what it says, and its brief."""


@dataclass(frozen=True)
class Output:
    """What became of an edition."""

    pages: int = 0
    dead: tuple[str, ...] = ()  # links, a line each
    look: str | None = None  # of the folder, as the file system has it; None: there is none
    digest: str | None = None  # of its names and bytes

    def is_at(self, folder: Path, beside: Collection[str] = ()) -> Output | None:
        """The output, if it lies there as it was written, under what the file system now says."""
        look = looked_at(folder, beside)
        if look == self.look:
            return self
        if look is None or self.look is None or digest(folder, beside) != self.digest:
            return None
        return replace(self, look=look)


@dataclass(frozen=True)
class Entry:
    """What is known of an engagement."""

    key: str  # of its files
    glance: str  # at them
    layers: Mapping[str, str]  # that it was made with, by name
    brief: Brief = NOTHING  # what the portfolio tells of it
    grave: str = ""  # findings that every build repeats, as ``linted`` writes them
    outputs: Mapping[str, Output] = field(default_factory=dict)  # by edition


class Cache:
    """The entries of a project for one output folder; they hold for one mark."""

    def __init__(self, root: Path, out: Path, mark: bytes | None) -> None:
        place = os.path.relpath(out.absolute(), root)
        name = blake2b(place.encode(errors="surrogateescape"), digest_size=8).hexdigest()
        self._file = root / FOLDER / f"{name}.lines"
        self._head = b"%d %s" % (_VERSION, mark.hex().encode()) if mark else b""
        self._bodies = self._read()
        self._entries: dict[str, Entry] = {}
        self._changed = False

    def entry(self, slug: str) -> Entry | None:
        """What is known of an engagement."""
        if slug not in self._entries and slug in self._bodies:
            found = _decoded(self._bodies[slug])
            if found is None:
                return None
            self._entries[slug] = found
        return self._entries.get(slug)

    def keep(self, slug: str, entry: Entry) -> None:
        """Remember an entry, from save() on."""
        if self._head and self._entries.get(slug) != entry:
            self._entries[slug] = entry
            self._bodies.pop(slug, None)  # what was read of it
            self._changed = True

    def drop(self, slug: str) -> None:
        """Forget an entry."""
        self._bodies.pop(slug, None)
        self._entries.pop(slug, None)
        self._changed = True

    def save(self, known: Collection[str]) -> None:
        """Write down what is new; entries of engagements that are no more are dropped.

        Where nothing can be written, nothing is.
        """
        if not self._changed or not self._head:
            return
        if keep(self._file, self._written(known)):
            self._changed = False

    def _written(self, known: Collection[str]) -> Iterator[bytes]:
        """What the file holds, in pieces; an entry each."""
        yield self._head
        for slug in (*known, PORTFOLIO):
            body = self._bodies.get(slug)
            if body is None and slug in self._entries:
                body = _encoded(self._entries[slug])
            if body is not None:
                yield b"\t".join((b"\n" + slug.encode(), *body))

    def _read(self) -> dict[str, _Body]:
        try:
            head, *lines = self._file.read_bytes().split(b"\n")
        except OSError:
            return {}
        if not self._head or head != self._head:
            return {}
        parted = (line.split(b"\t") for line in lines)
        return {slug.decode("utf-8", "replace"): body for slug, *body in parted}


def _encoded(entry: Entry) -> _Body:
    shape = {
        "key": entry.key,
        "glance": entry.glance,
        "layers": {**entry.layers},
        "name": entry.brief.name,
        "brief": entry.brief.mark,
        "grave": entry.grave,
        "outputs": {edition: asdict(its) for edition, its in entry.outputs.items()},
    }
    head = json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()
    return _sum(head), head, entry.brief.packed


def _decoded(body: _Body) -> Entry | None:
    try:
        sum_, head, packed = body
    except ValueError:
        return None
    if sum_ != _sum(head):
        return None
    shape = json.loads(head)
    brief = Brief(shape.pop("name"), packed)
    if brief.mark != shape["brief"]:
        return None
    outputs = {
        edition: Output(**{**its, "dead": tuple(its["dead"])})
        for edition, its in shape["outputs"].items()
    }
    return Entry(**{**shape, "brief": brief, "outputs": outputs})


def _sum(head: bytes) -> bytes:
    """What tells whether an entry is whole."""
    return blake2b(head, digest_size=16).hexdigest().encode()
