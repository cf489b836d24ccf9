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
_LAST = 1 << 18
"""Bytes at the end that are looked at before the others: there is what the last runs added."""
_FIRST = 1 << 10
"""Bytes that hold the first line."""
_MOST_DIGITS = 18
"""A longer size in the first line is damage."""


class Lines:
    """The entries of a file, if it holds for ``head``."""

    def __init__(self, file: Path, head: bytes) -> None:
        self._file, self._head = file, head
        self._written = self._size = 0  # bytes of entries when all were last written, and now
        self._end = self._read(_LAST)
        self._new: dict[str, bytes] = {}
        self._asked = 0

    def get(self, name: str) -> bytes | None:
        """The entry of a name."""
        if name in self._new:
            return self._new[name]
        self._asked += 1
        if self._asked > _FEW or "_all" in vars(self):
            return self._all.get(name)
        start = b"\n%b\t" % name.encode()
        entry = _last(self._end, start)
        return _last(self._whole, start) if entry is None else entry

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

    def _read(self, most: int | None = None) -> bytes:
        """The entries, or the last bytes of them; nothing where the file does not hold."""
        try:
            with self._file.open("rb", buffering=0) as file:
                first, _, _ = file.read(_FIRST).partition(b"\n")
                begin, end = len(first), os.fstat(file.fileno()).st_size
                file.seek(begin if most is None else max(begin, end - most))
                found = file.read()
        except OSError:
            return b""
        head, _, size = first.rpartition(b" ")
        if head != self._head or not size.isdigit() or len(size) > _MOST_DIGITS:
            return b""
        self._written, self._size = int(size), end - begin
        return found

    @cached_property
    def _whole(self) -> bytes:
        """All entries; whatever is in a file that holds for the same may be used."""
        return self._end if len(self._end) == self._size else self._read()

    @cached_property
    def _all(self) -> dict[str, bytes]:
        pairs = (line.partition(b"\t") for line in self._whole.split(b"\n"))
        found = {name.decode("utf-8", "replace"): entry for name, _, entry in pairs}
        self._whole = b""
        return found


def _last(entries: bytes, start: bytes) -> bytes | None:
    """The last entry that begins like that, each behind a line break."""
    at = entries.rfind(start)
    if at < 0:
        return None
    end = entries.find(b"\n", at + 1)
    return entries[at + len(start) : end if end > 0 else None]
