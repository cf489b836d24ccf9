"""A site renewed where it stands: only the files that differ change, each in one step.

So is the portfolio, beside which the sites of all engagements lie: what it costs does not depend
on how many there are, and nothing of theirs is touched. Who is stopped midway leaves every file
whole, each the old or the new one, and each link leading on: what is new comes first, what is gone
goes last.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path, PurePath

from sourcebook.site.frame import STYLES

_FIRST, _LAST = STYLES, "index.html"


def renew(built: Path, out: Path, beside: Collection[str]) -> None:
    """Make the files of ``out`` those of ``built``; both lie on one file system.

    ``beside`` are entries of ``out`` that are others' own; so is what begins with a dot. The first
    page is replaced last. Raises OSError.
    """
    wanted = sorted(_files(built), key=lambda name: _turn(name, (out / name).exists()))
    for name in wanted:
        new, old = built / name, out / name
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old.is_file() and filecmp.cmp(new, old, shallow=False):
            continue
        old.parent.mkdir(parents=True, exist_ok=True)
        new.replace(old)
    _prune(out, {*wanted, *(parent for name in wanted for parent in name.parents)}, beside)


def _turn(name: PurePath, is_there: bool) -> tuple[bool, bool, bool, PurePath]:
    return name.as_posix() != _FIRST, is_there, name.as_posix() == _LAST, name


def _files(folder: Path) -> Iterator[PurePath]:
    for above, _, names in os.walk(folder):
        yield from (PurePath(above, name).relative_to(folder) for name in names)


def _prune(out: Path, wanted: Collection[PurePath], beside: Collection[str]) -> None:
    """Take away what is not wanted."""
    for above, below, names in os.walk(out):
        inside = PurePath(above).relative_to(out)
        if above == str(out):
            below[:] = [name for name in below if name not in beside and name[0] != "."]
            names = [name for name in names if name not in beside and name[0] != "."]
        for name in names:
            if inside / name not in wanted:
                Path(above, name).unlink()
        for name in [name for name in below if inside / name not in wanted]:
            below.remove(name)
            if Path(above, name).is_symlink():
                Path(above, name).unlink()
            else:
                shutil.rmtree(Path(above, name))
