"""Work that another process does meanwhile."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from typing import TypeVar

from sourcebook.lint.cores import cores

_T = TypeVar("_T")


def beside(work: Callable[[], _T]) -> Callable[[], _T]:
    """Begin work in a process of its own; what is given back waits for what comes of it.

    Where there is one processor, no way to fork, or the other process fails, it is done here.
    """
    if cores() < 2 or not hasattr(os, "fork") or sys.platform == "darwin":
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _do(work, reading, writing)
    os.close(writing)

    def wait() -> _T:
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        _, status = os.waitpid(child, 0)
        if status != 0 or not told:
            return work()
        made: _T = pickle.loads(told)  # noqa: S301 -- our own child's
        return made

    return wait


def _do(work: Callable[[], _T], reading: int, writing: int) -> None:
    """The other process: does the work, tells it, and ends without anything of its parent's."""
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)
