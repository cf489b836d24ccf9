"""Jobs that other processes do: each is done, by whoever is free, and told in their order."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial

import pytest

from sourcebook.changes import beside as module
from sourcebook.changes.beside import beside

NUMBERS = range(9)


def square(number: int) -> int:
    return number * number


def squares() -> list[Callable[[], int]]:
    return [partial(square, number) for number in NUMBERS]


@pytest.mark.parametrize("cores", [1, 2, 4, 64])
def test_what_comes_of_each_job_is_told_in_their_order(
    monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(module, "cores", lambda: cores)
    assert beside(squares())() == [square(number) for number in NUMBERS]
    assert beside([])() == []


def others_work_while_we_do_something_else() -> None:
    module.cores = lambda: 2
    here, (reading, writing) = os.getpid(), os.pipe()

    def job() -> int:
        os.write(writing, b".")
        return os.getpid()

    wait = beside([job])
    begun = os.read(reading, 1)  # until it is at work
    assert begun == b"."
    (there,) = wait()
    assert there != here
    os.close(writing)
    assert os.read(reading, 1) == b""


def what_another_process_cannot_do_is_done_here(end: Callable[[int], object]) -> None:
    module.cores = lambda: 3
    here, tried = os.getpid(), os.pipe()

    def job(number: int) -> int:
        if os.getpid() != here:
            os.write(tried[1], b".")
            end(0)
        return square(number)

    wait = beside([partial(job, number) for number in NUMBERS])
    assert os.read(tried[0], 1) == b"."
    assert wait() == [square(number) for number in NUMBERS]


BODIES: dict[str, Callable[[], None]] = {
    "others work while we do something else": others_work_while_we_do_something_else,
    "another ends": partial(what_another_process_cannot_do_is_done_here, os._exit),
    "another fails": partial(what_another_process_cannot_do_is_done_here, lambda _: 1 // 0),
}


@pytest.mark.skipif(
    sys.platform in ("darwin", "win32"), reason="no process is forked on this platform"
)
@pytest.mark.parametrize("body", BODIES)
def test_with_other_processes(body: str) -> None:
    """In a process of its own: in this one other threads may run, and then nothing is forked."""
    done = subprocess.run(
        [sys.executable, __file__, body], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_with_one_process_asked_for_or_other_threads_all_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A copy of a process has none of its threads, and locks that they hold stay held there."""
    monkeypatch.setattr(module, "cores", lambda: 3)
    here = [os.getpid()] * 9
    assert beside([os.getpid] * 9, 1)() == here
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert beside([os.getpid] * 9)() == here
    finally:
        done.set()
        other.join()


if __name__ == "__main__":
    BODIES[sys.argv[1]]()
