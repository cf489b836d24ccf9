"""What is suspect, as rows of a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sourcebook.analysis.suspects import reviewed
from sourcebook.render.context import Context
from sourcebook.render.links import Link, Links


@dataclass(frozen=True)
class SuspectRow:
    """An item to look at again, and why."""

    kind: str  # "Milestone"
    item: Link
    cause: Link
    said: str
    day: dt.date
    reviewed: dt.date | None  # when its section was last read


def suspect_rows(ctx: Context, links: Links, section: str = "") -> tuple[SuspectRow, ...]:
    """The items that are suspect, in all of the playbook or in a section of it."""
    return tuple(
        SuspectRow(
            f"{its.target.kind[:1].upper()}{its.target.kind[1:]}",
            links.to(its.target),
            links.to(its.cause),
            its.said,
            its.day,
            reviewed(ctx.book, its.target.at.section),
        )
        for its in ctx.suspicions
        if section in ("", its.target.at.section)
    )
