"""Jobs that other processes do: each is done, by whoever is free, and told in their order."""

from __future__ import annotations

import os
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


def test_others_work_while_we_do_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that is begun there is not done here too."""
    monkeypatch.setattr(module, "cores", lambda: 2)
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
    os.close(reading)


@pytest.mark.parametrize("end", [os._exit, lambda _: 1 // 0], ids=["ends", "fails"])
def test_what_another_process_cannot_do_is_done_here(
    monkeypatch: pytest.MonkeyPatch, end: Callable[[int], object], capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "cores", lambda: 3)
    here = os.getpid()

    def job(number: int) -> int:
        if os.getpid() != here:
            end(0)
        return square(number)

    found = beside([partial(job, number) for number in NUMBERS])()
    assert found == [square(number) for number in NUMBERS]
    assert capfd.readouterr().out == ""


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
