"""How many are in which state, as one bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_GAP = 0.3  # per cent of the width between two parts


@dataclass(frozen=True)
class State:
    """A state, its badge's kind, and how many are in it."""

    kind: str
    word: str
    count: int


@dataclass(frozen=True)
class Part:
    """A state as drawn."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class ShareBar:
    """Everything that the template draws; the legend has every state, those of none included."""

    label: str
    parts: tuple[Part, ...]
    states: tuple[State, ...]


def share_bar(states: Sequence[State], of: str) -> ShareBar | None:
    """The bar of the states in their order; nothing where there is nothing to share out."""
    total = sum(state.count for state in states)
    if not total:
        return None
    counted = [state for state in states if state.count]
    room, at, parts = 100 - _GAP * (len(counted) - 1), 0.0, []
    for state in counted:
        width = room * state.count / total
        parts.append(Part(round(at, 2), round(width, 2), state.kind))
        at += width + _GAP
    said = ", ".join(f"{state.count} {state.word.lower()}" for state in counted)
    return ShareBar(f"{total} {of}: {said}", tuple(parts), tuple(states))
