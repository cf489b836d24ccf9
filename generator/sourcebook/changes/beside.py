"""Work that other processes do meanwhile."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sourcebook.lint.cores import cores

_T = TypeVar("_T")
MOST = 256
"""Of more jobs, each of which is one byte in the queue, none is begun elsewhere."""


def beside(
    jobs: Sequence[Callable[[], _T]], processes: int | None = None
) -> Callable[[], list[_T]]:
    """Begin jobs in other processes, so many less our own, or one for each processor but our own.

    What is given back does here what nobody has begun yet, waits for the others, and gives what
    came of each job, in their order. Where there is one processor, no safe way to fork, or another
    process fails, it is all done here. One process does several jobs after each other: what it
    finds out once it need not find out again.
    """
    helpers = min((processes or cores()) - 1, len(jobs))
    if helpers < 1 or len(jobs) > MOST or not _may_fork():
        return lambda: [job() for job in jobs]
    queue, filling = os.pipe()
    os.write(filling, bytes(range(len(jobs))))
    os.close(filling)
    pipes = [_begun(jobs, queue) for _ in range(helpers)]

    def wait() -> list[_T]:
        made = _done(jobs, queue)
        os.close(queue)
        for child, pipe in pipes:
            made |= _told(child, pipe)
        return [made[number] if number in made else job() for number, job in enumerate(jobs)]

    return wait


def _may_fork() -> bool:
    alone = threading.active_count() == 1
    return alone and hasattr(os, "fork") and sys.platform != "darwin"


def _taken(queue: int) -> Iterator[int]:
    """The numbers of jobs, each of which one process gets, until nobody is to begin another."""
    while number := os.read(queue, 1):
        yield number[0]


def _done(jobs: Sequence[Callable[[], _T]], queue: int) -> dict[int, _T]:
    return {number: jobs[number]() for number in _taken(queue)}


def _begun(jobs: Sequence[Callable[[], _T]], queue: int) -> tuple[int, int]:
    """Another process, and the pipe on which it will tell what it has done."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _help(jobs, queue, reading, writing)
    os.close(writing)
    return child, reading


def _help(jobs: Sequence[Callable[[], _T]], queue: int, reading: int, writing: int) -> None:
    """The other process: does jobs, tells it, and ends without anything of its parent's."""
    code = 1
    try:
        os.close(reading)
        made = _done(jobs, queue)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(made, pipe, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _told(child: int, reading: int) -> dict[int, _T]:
    """What another process has done; nothing where it failed."""
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    made: dict[int, _T] = pickle.loads(told) if status == 0 and told else {}  # noqa: S301 -- our own child's
    return made
