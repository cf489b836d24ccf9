"""Whether the files of a folder are still what they were: by their bytes, or at a glance.

A glance compares what the file system says of each file: name, size, times, number. It is trusted
as git trusts its index. A file that was written within a moment of the glance might have been
written again in that same moment, as the clock of the file system counts; then the bytes decide.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sourcebook.hashing import blake2b
from sourcebook.source.folders import readable

ATTACHED = "files"  # the names of what is attached count, not what is in it

Known = Mapping[str, bytes]
"""Files that were read, by their paths: these need not be read again."""

NOTHING: Known = MappingProxyType({})

SETTLED = 2_000_000_000
"""Nanoseconds without a write after which a glance is trusted: as coarse as clocks get (FAT)."""


class Glance(NamedTuple):
    """What a file system says of the files in some folders."""

    mark: str  # of names, sizes, times and numbers
    newest: int  # the time of the latest change, in nanoseconds


def glance(*folders: str) -> Glance | None:
    """Look at all that lies in folders; ``None`` where there is a link, or worse."""
    told: list[str] = []
    times = [_look(folder, told) for folder in folders]
    newest = [time for time in times if time is not None]
    if len(newest) < len(times):
        return None
    mark = blake2b("\0".join(told).encode("utf-8", "surrogateescape"), digest_size=16)
    return Glance(mark.hexdigest(), max(newest, default=0))


def _look(folder: str, told: list[str]) -> int | None:
    newest = 0
    try:
        with os.scandir(folder) as found:
            for entry in sorted(found, key=_name):
                if entry.is_symlink():
                    return None
                if entry.is_dir():
                    told.append(f"{entry.name}{{")
                    within = _look(entry.path, told)
                    if within is None:
                        return None
                    told.append("}")
                    newest = max(newest, within)
                else:
                    its = entry.stat()
                    newest = max(newest, its.st_mtime_ns, its.st_ctime_ns)
                    told.append(
                        f"{entry.name} {its.st_size} {its.st_mtime_ns} {its.st_ctime_ns} "
                        f"{its.st_ino} {its.st_mode}"
                    )
    except OSError:
        return None
    return newest


def weigh(
    folder: str,
    mark: Any,
    *,
    names_only: bool = False,
    attached: bool = False,
    known: Known = NOTHING,
) -> bool:
    """Add the names and bytes of all files below a folder; False if there is a link, or worse.

    Of attached files only the names, unless what is in them counts as well (``attached``).
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=_name)
    except OSError:
        return False
    for entry in entries:
        mark.update(entry.name.encode("utf-8", "surrogateescape") + b"\0")
        if entry.is_symlink():
            return False
        if entry.is_dir():
            mark.update(b"{")
            named = names_only or (entry.name == ATTACHED and not attached)
            if not weigh(entry.path, mark, names_only=named, attached=attached, known=known):
                return False
            mark.update(b"}")
        elif not entry.is_file() or (
            not names_only and not weigh_file(entry.path, mark, whole=attached, known=known)
        ):
            return False
    return True


def weigh_file(path: str, mark: Any, *, whole: bool = False, known: Known = NOTHING) -> bool:
    """Add the bytes of a file, not more than a reader takes unless ``whole``.

    False if it cannot be read.
    """
    if whole:
        return _weigh_all(path, mark)
    try:
        data = known[path] if path in known else readable(path)
    except OSError:
        return False
    mark.update(b"%d " % len(data))
    mark.update(data)
    return True


def _weigh_all(path: str, mark: Any) -> bool:
    from hashlib import file_digest

    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- fast
            digest = file_digest(file, blake2b).digest()
    except OSError:
        return False
    mark.update(digest)
    return True


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
