"""What is done when a risk comes true, a card each: when, who, what, within which time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.render.links import Link


@dataclass(frozen=True)
class Plan:
    """A plan in plain text; one that is missing has none of it."""

    title: str
    id: str
    href: str
    trigger: str = ""
    response: str = ""
    owner: Link | None = None
    within: str = ""
    rehearsed: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Contingency:
    """Everything that the template shows, the missing ones first."""

    plans: tuple[Plan, ...]
    columns: int


def contingency(plans: Sequence[Plan]) -> Contingency | None:
    """The cards; nothing where there is none."""
    if not plans:
        return None
    found = sorted(plans, key=lambda plan: not plan.missing)
    return Contingency(tuple(found), 2 if len(plans) in (2, 4) else 3)
