"""A site's folder as it is written: what it holds is known without reading it again."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path, PurePath

from sourcebook.site.store import place, read_sum, sum_of


class Folder:
    """A folder, mostly a new one, and the sums of the files that are put into it."""

    def __init__(self, path: Path, cache: Path | None = None) -> None:
        self.path, self._cache = path, cache
        self._sums: dict[str, bytes] = {}
        self._within: set[str] = set()
        self._is_new = not path.exists()

    @classmethod
    def of(cls, path: Path) -> Folder:
        """A folder that somebody else has filled. Raises OSError if it cannot be read."""
        made = cls(path)
        made._sums = sums_in(path)
        return made

    def write(self, name: str, content: bytes, its: bytes | None = None) -> None:
        """Write a file; ``name`` is its path within, and ``its`` sum may be known. Raises OSError.

        It takes the place of one that is there, which may be a link: see ``place``.
        """
        self._at(name).write_bytes(content)
        self._sums[name] = its or sum_of(content)

    def place(self, name: str, source: Path, *, shared: bool = True) -> None:
        """Put a file there as it is; one that is ``shared`` with other sites is kept for them."""
        self._sums[name] = place(source, self._at(name), self._cache if shared else None)

    def _at(self, name: str) -> Path:
        above = name.rpartition("/")[0]
        target = self.path / name
        if above not in self._within:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._within.add(above)
        if name in self._sums or not self._is_new:
            target.unlink(missing_ok=True)
        return target

    @property
    def digest(self) -> str:
        """A hash of all names and bytes: the same as ``outputs.digest`` finds by reading."""
        return digest_of(self._sums)


def digest_of(sums: Mapping[str, bytes]) -> str:
    """A hash of the names and bytes of files, by their paths within a folder and their sums."""
    mark = blake2b(digest_size=20)
    for name in sorted(sums):
        mark.update(name.encode(errors="surrogateescape") + b"\0" + sums[name])
    return mark.hexdigest()


def sums_in(folder: Path, beside: Collection[str] = ()) -> dict[str, bytes]:
    """What the files of a site hold; ``beside`` are entries of the folder that are no part of it.

    Where there are such, entries that begin with a dot are none either. Raises OSError.
    """
    return {
        PurePath(path).relative_to(folder).as_posix(): read_sum(path)
        for path in _files(folder, beside)
    }


def _files(folder: Path, beside: Collection[str]) -> Iterator[Path]:
    for above, below, names in os.walk(folder):
        if beside and Path(above) == folder:
            below[:] = [name for name in below if name not in beside and not name.startswith(".")]
        yield from (Path(above, name) for name in names)
