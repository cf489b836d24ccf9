"""Who does, answers for, advises on and hears of each activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Activity

LETTERS = {"A": "answers for it", "R": "does it", "C": "is asked first", "I": "is told after"}


@dataclass(frozen=True)
class Row:
    """One activity: the letter of each role that has one, and what is wrong with the row."""

    at: At
    activity: Activity
    letters: dict[str, str]
    gaps: tuple[str, ...]  # "no A", "2 A", "no R"


@lru_cache(maxsize=2)  # several rules ask for them, one after the other
def rows(book: Playbook) -> tuple[Row, ...]:
    """The activities in their order. ``A/R`` counts as both."""
    found = []
    for at, activity in book.each("roles", "activities"):
        letters = dict(activity.raci)
        answering = sum("A" in letter for letter in letters.values())
        doing = sum("R" in letter for letter in letters.values())
        gaps = []
        if not book.withholds(at / "raci"):
            if answering != 1:
                gaps.append(f"{answering} A" if answering else "no A")
            if not doing:
                gaps.append("no R")
        found.append(Row(at, activity, letters, tuple(gaps)))
    return tuple(found)


@dataclass(frozen=True)
class Overload:
    """A role that holds a letter in more of the activities than is good."""

    role: str
    letter: str  # A or R
    count: int
    total: int  # activities
    most: float  # the share that is still good, 0–1


def overloads(rows: Sequence[Row], thresholds: Mapping[str, float]) -> tuple[Overload, ...]:
    """Who answers for too much, then who does too much; none while there are few activities."""
    total = len(rows)
    if total < thresholds["raci.min_activities_for_load"]:
        return ()
    found = []
    for letter in ("A", "R"):
        most = thresholds[f"raci.max_{letter}_share"]
        load = Counter(
            role for row in rows for role, given in row.letters.items() if letter in given
        )
        found += [
            Overload(role, letter, count, total, most)
            for role, count in load.items()
            if count > most * total
        ]
    return tuple(found)
