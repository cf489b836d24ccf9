"""Files that are the same in many sites: kept once, and linked to from each."""

from __future__ import annotations

import os
import shutil
from functools import lru_cache, partial
from hashlib import blake2b, file_digest
from pathlib import Path

_marked = partial(blake2b, digest_size=16)


def sum_of(content: bytes) -> bytes:
    """What tells these bytes from others."""
    return _marked(content).digest()


def place(source: Path, target: Path, cache: Path | None) -> bytes:
    """Put ``source`` at ``target``, where nothing is, and return the sum of its bytes.

    It is a link to the cache's own copy where links work, else a copy. Never a link to ``source``
    itself: who edits a site must not edit the package.
    """
    if cache is not None:
        try:
            kept, its = _stored(source, cache / "assets")
            os.link(kept, target)
        except OSError:  # another file system, too many links, or a cache that cannot be written
            pass
        else:
            return its
    shutil.copyfile(source, target)
    return _sum(target)


def _stored(source: Path, store: Path) -> tuple[Path, bytes]:
    """The cache's copy of a file, named by its content; made anew if somebody wrote to it."""
    its = _sum(source)
    kept = store / (its.hex() + source.suffix)
    if not kept.exists() or _sum(kept) != its:
        store.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(source, fresh)
        fresh.replace(kept)
    return kept, its


def _sum(file: Path) -> bytes:
    status = file.stat()
    return _read_sum(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _read_sum(file: Path, _changed: int, _size: int) -> bytes:
    return read_sum(file)


def read_sum(file: Path) -> bytes:
    """The sum of a file's bytes. Raises OSError if it cannot be read."""
    with file.open("rb", buffering=0) as stream:
        return file_digest(stream, _marked).digest()
