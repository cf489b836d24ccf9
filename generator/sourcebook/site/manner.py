"""What is asked of a build, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sourcebook.findings import Finding
from sourcebook.site.engines import Engine
from sourcebook.site.shards import Shard

if TYPE_CHECKING:
    from sourcebook.site.run import Run
    from sourcebook.site.stage import Stage

Advance = Callable[[int, int], None]
"""Is told how many engagements are done, and of how many."""


@dataclass
class Memory:
    """What one build leaves to the next, in a program that goes on and sees each change itself.

    Whatever the next one is not asked for is then taken to be as it was.
    """

    last: Run | None = None


@dataclass(frozen=True)
class Manner:
    """How a build is done; its sites are the same in every manner."""

    jobs: int | None = None  # processes at most; one a processor without
    force: bool = False  # build what has not changed, too
    advance: Advance = lambda _done, _of: None
    memory: Memory | None = None
    shard: Shard | None = None  # build these engagements alone, and leave the portfolio to merge
    engine: Engine = Engine.MKDOCS
    stage: Stage | None = None  # of a preview, where some pages are looked at
    layers: frozenset[str] = frozenset()  # that have changed, where memory holds all the rest


AS_USUAL = Manner()


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did."""

    built: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]  # slug, why
    problems: tuple[str, ...]  # dead links, one line each
    pages: int  # that were written
    findings: tuple[Finding, ...] = ()  # of what was built, and what is grave of the rest
    same: int = 0  # engagements whose sites were there already, and are what a build would write
