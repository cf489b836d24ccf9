"""One at a time: locks on folders, which end with the process that holds them, however it ends."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of a folder; ``waiting`` is called once if somebody else holds it.

    On a file system without locks there is none. Raises OSError if the folder cannot be opened.
    """
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if not _taken(opened, fcntl.LOCK_EX | fcntl.LOCK_NB):
            waiting()
            _taken(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def is_free(folder: Path) -> bool:
    """Whether nobody holds the lock of a folder, as far as the file system can tell."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(opened)
    return True


def _taken(opened: int, how: int) -> bool:
    """Whether the lock is ours now, or there are none; false where somebody else holds it."""
    try:
        fcntl.flock(opened, how)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True
