"""From a project's folder to the sites it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.render.pages import Site
from sourcebook.site.frame import Frame


@dataclass(frozen=True)
class Portfolio:
    """The portfolio's own site, and the engagements' as they are asked for."""

    portfolio: Site
    engagements: Iterable[Site]
    frame: Callable[[Site], Frame]


def load_portfolio(root: Path, as_of: date | None) -> Portfolio:
    """Read the project at ``root`` as of a day (today if None)."""
    raise UsageError(f"{root}: nothing turns a project into sites yet ({as_of}).")
