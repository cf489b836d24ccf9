"""Entries in one file, a line each, by their names: made to be asked for one of a thousand.

The first line says what they hold for. New ones are added at the end, where the last of a name
counts, until they and what they stand in place of are as many as the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from sourcebook.source.kept import keep

_FEW = 4
"""So many names are searched for before all lines are told apart, which takes as long as ten."""
_MANY = 8
"""Times that new entries have to go into all of them, to be added and not written with all."""
_MOST_DIGITS = 18
"""A longer size in the first line is damage."""


class Lines:
    """The entries of a file, if it holds for ``head``."""

    def __init__(self, file: Path, head: bytes) -> None:
        self._file, self._head = file, head
        self._written = self._size = 0  # bytes of entries when all were last written, and now
        self._whole = self._read()
        self._new: dict[str, bytes] = {}
        self._asked = 0

    def get(self, name: str) -> bytes | None:
        """The entry of a name."""
        if name in self._new:
            return self._new[name]
        self._asked += 1
        if self._asked > _FEW or "_all" in vars(self):
            return self._all.get(name)
        return self._found(name)

    def set(self, name: str, entry: bytes) -> None:
        """Keep an entry, from save() on; it holds no line break, nor its name a tab."""
        self._new[name] = entry

    def save(self, names: Iterable[str]) -> None:
        """Write down what is new, once, at the end; of all, those of no such name are dropped.

        Where nothing can be written, nothing is.
        """
        if not self._new:
            return
        new = b"".join(self._lines(self._new))
        if self._size + len(new) * _MANY > 2 * self._written or not self._add(new):
            whole = b"".join(self._lines(names))
            keep(self._file, (b"%b %d" % (self._head, len(whole)), whole))

    def _lines(self, names: Iterable[str]) -> Iterator[bytes]:
        known = ((name, self._new.get(name) or self._all.get(name)) for name in names)
        return (b"\n%b\t%b" % (name.encode(), entry) for name, entry in known if entry is not None)

    def _add(self, lines: bytes) -> bool:
        """Write lines at the end; False where that cannot be done."""
        way = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            file = os.open(self._file, way)
        except OSError:
            return False
        with open(file, "ab", buffering=0) as end:  # noqa: PTH123 -- opened already
            try:
                end.write(lines)
            except OSError:
                return False
        return True

    def _read(self) -> bytes:
        """The file with its first line, which is no entry; nothing where it does not hold."""
        try:
            whole = self._file.read_bytes()
        except OSError:
            return b""
        end = whole.find(b"\n")
        head, _, size = whole[: max(end, 0)].rpartition(b" ")
        if head != self._head or not size.isdigit() or len(size) > _MOST_DIGITS:
            return b""
        self._written, self._size = int(size), len(whole) - end
        return whole

    def _found(self, name: str) -> bytes | None:
        start = b"\n%b\t" % name.encode()
        at = self._whole.rfind(start)
        if at < 0:
            return None
        end = self._whole.find(b"\n", at + 1)
        return self._whole[at + len(start) : end if end > 0 else None]

    @cached_property
    def _all(self) -> dict[str, bytes]:
        pairs = (line.partition(b"\t") for line in self._whole.split(b"\n")[1:])
        self._whole = b""
        return {name.decode("utf-8", "replace"): entry for name, _, entry in pairs}
