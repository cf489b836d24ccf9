"""Whoever has to be in two meetings at once is told so, and of each pair of times once."""

from __future__ import annotations

import random
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest

from sourcebook.analysis.members import Sitting
from sourcebook.analysis.portfolio import Portfolio

WEEK = 7 * 24 * 60


def sitting(name: str, minutes: int, *starts: int) -> Any:
    return Sitting(name, minutes, ("dir-7",), starts, None)  # type: ignore[arg-type]


def collisions(members: dict[str, list[Any]]) -> tuple[Any, ...]:
    running = [SimpleNamespace(slug=slug, sittings=its) for slug, its in members.items()]
    return Portfolio.collisions(SimpleNamespace(running=running))  # type: ignore[arg-type]


def by_pairs(members: dict[str, list[Any]]) -> set[frozenset[tuple[str, str]]]:
    """The same by comparing every meeting with every other one."""
    every = [(slug, its) for slug, found in members.items() for its in found]
    return {
        frozenset([(one, a.name), (two, b.name)])
        for (one, a), (two, b) in combinations(every, 2)
        if one != two
        and any(s < t + b.minutes and t < s + a.minutes for s in a.starts for t in b.starts)
    }


@pytest.mark.parametrize("seed", range(60))
def test_what_is_told_collides_and_what_collides_is_told(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    members = {
        f"e{number}": [
            sitting(
                f"m{chance.random()}",
                chance.choice((30, 60)),
                *(chance.choice((0, 30, 45, 240)) + week * WEEK for week in range(2)),
            )
            for _ in range(chance.randint(0, 3))
        ]
        for number in range(chance.randint(2, 6))
    }
    pairs = by_pairs(members)
    told = {
        frozenset([(found.one[0].slug, found.one[1].name), (its.slug, other.name)])
        for found in collisions(members)
        for its, other in found.others
    }
    assert told <= pairs
    assert {meeting for pair in told for meeting in pair} == {
        meeting for pair in pairs for meeting in pair
    }


def test_a_thousand_alike_are_told_once() -> None:
    members = {f"e{n}": [sitting("Weekly", 60, 0, WEEK)] for n in range(1000)}
    (found,) = collisions(members)
    assert (len(found.others), len(found.starts)) == (999, 2)


def test_what_takes_no_time_collides_with_nothing() -> None:
    assert collisions({f"e{n}": [sitting("Note", 0, 0)] for n in range(3)}) == ()
