"""Several engagements at a time: what becomes of memory meanwhile."""

from __future__ import annotations

import gc
from typing import cast

import pytest

from sourcebook.site.brief import NOTHING
from sourcebook.site.making import Made, Maker, Task
from sourcebook.site.workers import each

TASKS = [Task("one"), Task("two"), Task("three")]


class Watching:
    """Makes nothing, and notes whether memory could be searched for garbage meanwhile."""

    def __init__(self) -> None:
        self.searched: list[bool] = []

    def make(self, task: Task) -> Made:
        """A task is done without anything."""
        self.searched.append(gc.isenabled())
        if task.slug == "three":
            raise KeyError(task.slug)
        return Made(task.slug, NOTHING, ())


def test_memory_is_searched_between_engagements_and_not_within() -> None:
    watching = Watching()
    was_on = gc.isenabled()
    gc.enable()
    try:
        for made in each(cast(Maker, watching), TASKS[:2], jobs=1):
            assert gc.isenabled(), made.slug
    finally:
        if not was_on:
            gc.disable()
    assert watching.searched == [False, False]


def test_what_the_first_engagement_leaves_is_searched_again_when_all_are_made() -> None:
    making = each(cast(Maker, Watching()), TASKS[:2], jobs=1)
    next(making)
    assert gc.get_freeze_count() > 0
    assert [made.slug for made in making] == ["two"]
    assert gc.get_freeze_count() == 0


def test_it_is_searched_again_after_a_fault_of_the_program() -> None:
    was_on = gc.isenabled()
    making = each(cast(Maker, Watching()), TASKS[1:], jobs=1)
    next(making)
    with pytest.raises(KeyError, match="three"):
        next(making)
    assert gc.isenabled() == was_on
    assert gc.get_freeze_count() == 0
