"""Shares of required fields that are filled, and the score that they make."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sourcebook.lean import dataclass


@dataclass(frozen=True)
class Share:
    """Required fields: those that are filled, of those that apply."""

    filled: int = 0
    asked: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that only what is complete has 100; ``None`` if nothing applies."""
        return self.filled * 100 // self.asked if self.asked else None


@dataclass(frozen=True)
class Score:
    """The shares of the sections that are asked for or there, by key."""

    sections: Mapping[str, Share]

    @cached_property
    def whole(self) -> Share:
        """All sections together."""
        shares = self.sections.values()
        return Share(sum(its.filled for its in shares), sum(its.asked for its in shares))
