"""Several engagements at a time: processes that make sites, and end with their parent."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from sourcebook.errors import UsageError
from sourcebook.lint.cores import cores
from sourcebook.site.making import Made, Maker, Task


def each(
    maker: Maker, tasks: Sequence[Task], jobs: int | None = None, *, is_warm: bool = False
) -> Iterator[Made]:
    """What comes of each task, in their order; ``jobs`` processes at most, else one a processor.

    The first task is done here: what it loads and compiles is there for all processes then.
    ``is_warm`` says that one has been done before.
    Raises UsageError if a process was ended from outside.
    """
    try:
        if tasks and not is_warm:
            yield _undisturbed(maker, tasks[0], stays=True)
            tasks = tasks[1:]
        jobs = min(jobs or cores(), len(tasks))
        if jobs < 2:
            yield from (_undisturbed(maker, task) for task in tasks)
        else:
            yield from _beside(maker, tasks, jobs)
    finally:
        gc.unfreeze()


def _beside(maker: Maker, tasks: Sequence[Task], jobs: int) -> Iterator[Made]:
    """What comes of tasks in so many processes."""
    gc.freeze()
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(start_method()), _begin, (maker,))
    try:
        yield from pool.map(_make, tasks)
    except BrokenProcessPool:
        raise UsageError(
            "A process of the build was ended from outside, perhaps for want of memory. Build "
            "again; with fewer at a time, such as --jobs 1, less memory is needed."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def start_method() -> str:
    """Fork, where it is safe: elsewhere processes begin from nothing."""
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return "spawn"
    return "fork" if threading.active_count() == 1 else "spawn"


_maker: Maker | None = None


def _begin(maker: Maker) -> None:
    """What a process does first."""
    global _maker
    _maker = maker
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End with the process that began this one: a build that was killed leaves none behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _make(task: Task) -> Made:
    assert _maker is not None  # noqa: S101 -- set before the first task
    return _undisturbed(_maker, task)


def _undisturbed(maker: Maker, task: Task, *, stays: bool = False) -> Made:
    """Memory is searched for garbage between engagements, where one left much: not within.

    What is there after a task that leaves mostly what ``stays`` is not searched at all.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return maker.make(task)
    finally:
        if stays:
            gc.freeze()
        if was_on:
            gc.enable()
