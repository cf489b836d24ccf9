"""What was built before: for each engagement what it was made of, what it said, and what it became.

All entries for an output folder are in one file of ``.cache/sourcebook/sites``, a line each, under
the mark that all sites share: see ``inputs``. They may be deleted at any time, and carried from one
machine to another. An entry that is damaged does not exist, and what it says of an output is held
against the output itself. No secret is in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sourcebook.site.inputs import UNSURE, Inputs
from sourcebook.site.outputs import digest, looked_at

FOLDER = ".cache/sourcebook/sites"
PORTFOLIO = ""
"""The portfolio's entry has the name that no engagement has."""

_VERSION = 1
_NOTICE = "# Made by sourcebook. It may be deleted at any time.\n*\n"


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
    summary: Mapping[str, Any]  # what the portfolio tells of it
    grave: str = ""  # findings that every build repeats, as ``linted`` writes them
    outputs: Mapping[str, Output] = field(default_factory=dict)  # by edition


class Cache:
    """The entries of a project for one output folder; they hold for one mark."""

    def __init__(self, root: Path, out: Path, mark: bytes | None) -> None:
        place = os.path.relpath(out.absolute(), root)
        name = blake2b(place.encode(errors="surrogateescape"), digest_size=8).hexdigest()
        self._file = root / FOLDER / f"{name}.lines"
        self._head = b"%d %s" % (_VERSION, mark.hex().encode()) if mark else b""
        self._lines = self._read()
        self._entries: dict[str, Entry] = {}
        self._changed = False

    def entry(self, slug: str) -> Entry | None:
        """What is known of an engagement."""
        if slug not in self._entries and slug in self._lines:
            found = _decoded(self._lines[slug])
            if found is None:
                return None
            self._entries[slug] = found
        return self._entries.get(slug)

    def standing(self, slug: str, inputs: Inputs) -> Entry | None:
        """What is known of an engagement, if its files and layers are still as they were."""
        entry = self.entry(slug)
        if entry is None or not inputs.same_layers(entry.layers):
            return None
        if entry.glance == UNSURE or entry.glance != inputs.glance(slug):
            now = inputs.state(slug)
            if now is None or now.key != entry.key:
                return None
            entry = replace(entry, glance=now.glance)
            self.keep(slug, entry)
        return entry

    def keep(self, slug: str, entry: Entry) -> None:
        """Remember an entry, from save() on."""
        if self._head and self._entries.get(slug) != entry:
            self._entries[slug] = entry
            self._lines.pop(slug, None)  # what was read of it
            self._changed = True

    def drop(self, slug: str) -> None:
        """Forget an entry."""
        self._lines.pop(slug, None)
        self._entries.pop(slug, None)
        self._changed = True

    def save(self, known: Collection[str]) -> None:
        """Write down what is new; entries of engagements that are no more are dropped.

        Where nothing can be written, nothing is.
        """
        if not self._changed or not self._head:
            return
        bodies = {
            **{
                slug: _encoded(its)
                for slug, its in self._entries.items()
                if slug not in self._lines
            },
            **self._lines,
        }
        lines = [slug.encode() + b"\t" + bodies[slug] for slug in (*known, "") if slug in bodies]
        part = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._prepare()
            part.write_bytes(b"\n".join([self._head, *lines]))
            part.replace(self._file)
        except OSError:
            return
        self._changed = False

    def _read(self) -> dict[str, bytes]:
        try:
            head, *lines = self._file.read_bytes().split(b"\n")
        except OSError:
            return {}
        if not self._head or head != self._head:
            return {}
        pairs = (line.partition(b"\t") for line in lines)
        return {slug.decode("utf-8", "replace"): body for slug, _, body in pairs}

    def _prepare(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        ignored = self._file.parent.parent / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_NOTICE, "utf-8")


def _encoded(entry: Entry) -> bytes:
    body = json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")).encode()
    return _sum(body) + b"\t" + body


def _decoded(line: bytes) -> Entry | None:
    sum_, _, body = line.partition(b"\t")
    if sum_ != _sum(body):
        return None
    shape = json.loads(body)
    outputs = {
        edition: Output(**{**its, "dead": tuple(its["dead"])})
        for edition, its in shape["outputs"].items()
    }
    return Entry(**{**shape, "outputs": outputs})


def _sum(body: bytes) -> bytes:
    """What tells whether an entry is whole."""
    return blake2b(body, digest_size=16).hexdigest().encode()
