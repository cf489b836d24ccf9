"""Five chips, S M A R T: each met or not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """A letter, its word, whether it is met, and why, in a few words."""

    letter: str
    word: str
    met: bool
    why: tuple[str, ...]


@dataclass(frozen=True)
class Chips:
    """Everything that the template shows."""

    label: str
    chips: tuple[Chip, ...]


def chips(found: Sequence[Chip], name: str) -> Chips | None:
    """The chips in their order; nothing where there is none."""
    if not found:
        return None
    met = sum(chip.met for chip in found)
    return Chips(f"{name}: {met} of {len(found)} met", tuple(found))
