"""Steps in a row: what follows what, and within which time or up to which limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.render.links import Link


@dataclass(frozen=True)
class Step:
    """A step: its name, the figure that counts, what is to be known, who sees to it."""

    title: str
    figures: tuple[str, ...]
    note: str = ""
    badge: tuple[str, str] | None = None  # kind and text
    who: Link | None = None
    who_word: str = ""


@dataclass(frozen=True)
class Steps:
    """Everything that the template shows; with ``rise`` each step stands higher than the last."""

    label: str
    steps: tuple[Step, ...]
    rise: bool


def steps(found: Sequence[Step], label: str, *, rise: bool = False) -> Steps | None:
    """The steps in their order; nothing where there is none."""
    return Steps(label, tuple(found), rise) if found else None
