"""Memory is searched for garbage where there may be much of it, and else left alone."""

from __future__ import annotations

import gc
import weakref

import pytest

from sourcebook.lint import memory


class Circle:
    """Refers to itself: nothing but a search finds that nobody needs it."""

    def __init__(self) -> None:
        self.itself = self


def _dropped(count: int) -> list[weakref.ref[Circle]]:
    return [weakref.ref(Circle()) for _ in range(count)]


def _alive(circles: list[weakref.ref[Circle]]) -> int:
    return sum(circle() is not None for circle in circles)


def test_garbage_goes_once_much_has_come_and_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with memory.sparing():
        gc.collect()
        circles = _dropped(500)
        memory.swept()
        assert _alive(circles) == 500
        monkeypatch.setattr(memory, "_MANY", 400)
        memory.swept()
        assert _alive(circles) == 0


def test_it_may_be_searched_again_afterwards() -> None:
    was_on = gc.isenabled()
    with memory.sparing():
        assert not gc.isenabled()
    assert gc.isenabled() == was_on
