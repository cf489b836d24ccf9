"""Files that a project's folder keeps from run to run, and that may be deleted at any time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER = ".cache/sourcebook"
"""Where all of them are, below the project."""

_NOTICE = "# Made by sourcebook. It may be deleted at any time.\n*\n"


def keep(file: Path, pieces: Iterable[bytes]) -> bool:
    """Write a file somewhere below the folder, whole or not at all; whether that could be done.

    Where nothing can be written, nothing is: the next run does without.
    """
    part = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for folder in file.parents:
            if folder.match(FOLDER) and not (ignored := folder / ".gitignore").exists():
                ignored.write_text(_NOTICE, "utf-8")
        with part.open("wb") as whole:
            whole.writelines(pieces)
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True
