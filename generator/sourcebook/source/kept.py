"""Files that a project's folder keeps from run to run, and that may be deleted at any time."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = ".cache/sourcebook"
"""Where all of them are, below the project."""

_NOTICE = "# Made by sourcebook. It may be deleted at any time.\n*\n"


def keep(root: Path, name: str, data: bytes) -> None:
    """Write a file of the folder, by its name from the project's root, whole or not at all.

    Where nothing can be written, nothing is: the next run does without.
    """
    file = root / name
    part = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        ignored = root / FOLDER / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_NOTICE, "utf-8")
        part.write_bytes(data)
        part.replace(file)
    except OSError:
        return
