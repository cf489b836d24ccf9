"""A folder put in the place of another at once: who is stopped midway leaves one or the other."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sourcebook.site.lock import is_free, locked

LAST, GONE = "last", "gone"
"""Within a work folder: what stood in the place, to be put back; and what is not wanted back."""

_WORK = re.compile(r"\.([a-z0-9][a-z0-9-]*)\.[a-z0-9_]{8}")
_HERE = -100  # AT_FDCWD of Linux: paths are seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


@contextmanager
def work_folder(out: Path) -> Iterator[Path]:
    """An empty folder beside ``out``, on its file system, and gone afterwards.

    It is locked while it is in use: one that is not was left by a build that was killed.
    """
    work = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        with locked(work):
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def put(built: Path, out: Path, last: Path) -> None:
    """Put the folder ``built`` at ``out``; what was there is at ``last`` or ``built`` afterwards.

    At every moment one of them is whole at ``out`` where the system can exchange two folders. Where
    it cannot, there is a moment with neither: whoever is stopped then leaves the old one at
    ``last``, from where ``tidy`` puts it back. Raises OSError; ``out`` is then as it was.
    """
    if not os.path.lexists(out):
        built.rename(out)
    elif not exchanged(built, out):
        out.rename(last)
        try:
            built.rename(out)
        except OSError:
            last.rename(out)
            raise


def exchanged(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; false where that cannot be, and nothing is done."""
    exchange = _exchange()
    return exchange is not None and exchange(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _exchange() -> Callable[[bytes, bytes], int] | None:
    """What the C library offers for it: Linux from glibc 2.28 on, macOS from 10.12 on."""
    library = ctypes.CDLL(None)
    if (linux := getattr(library, "renameat2", None)) is not None:
        return lambda one, other: int(linux(_HERE, one, _HERE, other, _EXCHANGE))
    if (macos := getattr(library, "renamex_np", None)) is not None:
        return lambda one, other: int(macos(one, other, _EXCHANGE))
    return None


def remove(folder: Path) -> None:
    """Take a site away, at once."""
    if folder.is_dir():
        with work_folder(folder) as work:
            folder.rename(work / GONE)


def tidy(folder: Path) -> None:
    """Take away the work folders in ``folder`` that killed builds left.

    A site that one of them had taken from its place, and not yet replaced, is put back.
    """
    for work in sorted(folder.iterdir()):
        found = _WORK.fullmatch(work.name)
        if found is None or not is_free(work):
            continue
        if (work / LAST).is_dir() and not os.path.lexists(folder / found[1]):
            (work / LAST).rename(folder / found[1])
        shutil.rmtree(work, ignore_errors=True)
