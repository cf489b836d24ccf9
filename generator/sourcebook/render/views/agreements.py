"""Who has agreed to a section, when, and whether it still says what they agreed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sourcebook.analysis.agreements import CLIENT, Standing
from sourcebook.analysis.parties import SIDES, active, last_day, side_of_role
from sourcebook.model.fields import Audience
from sourcebook.model.paths import At
from sourcebook.model.playbook import State
from sourcebook.model.record import Section
from sourcebook.render.context import Context
from sourcebook.render.links import Link, Links
from sourcebook.render.naming import title_of
from sourcebook.render.views.changed import PATH as CHANGED

CHANGED_SINCE = "Changed since agreed"


@dataclass(frozen=True)
class Signature:
    """A role that agreed to a section."""

    role: Link
    date: dt.date | None  # None: it is named in meta.agreed_by, and no agreement is recorded
    earlier: bool = False  # it agreed to what the section said before


@dataclass(frozen=True)
class Outdated:
    """What is said of a section that changed since it was agreed."""

    joint: bool  # both sides had agreed
    before: tuple[Signature, ...]
    again: tuple[Signature, ...]  # who has agreed to what it says now
    asked: str  # the sides that have not: "The client and Tetra Ltd have"
    changes: str  # the page that says what changed; empty where there is none


def agreement(ctx: Context, section: Section) -> tuple[str, str]:
    """Who has agreed to a section, and the badge for it; nothing where there is no section."""
    meta = section.meta
    unread = ctx.book.state(section.key) in (State.MISSING, State.REFUSED)
    if unread or ctx.book.withholds(At(section.key) / "meta"):
        return "", "none"
    if meta is None or meta.status == "draft":
        return "Draft", "none"
    if meta.status == "retired":
        return "Retired", "none"
    accord = ctx.accords.get(section.key)
    if accord and accord.standing is Standing.CHANGED:
        return CHANGED_SINCE, "warn"
    roles = (*meta.agreed_by, *(its.role for its in meta.agreements))
    sides = {side.key for role in roles if (side := side_of_role(ctx.book, role))}
    if section.audience is Audience.INTERNAL and "client" in sides:
        return "Client", "good"
    if "client" in sides and (others := sides & _OTHERS):
        return _together(ctx, others), "good"
    return ("One side", "warn") if sides else ("Nobody named", "warn")


_OTHERS = {"vendor", "successor"}


def _together(ctx: Context, others: set[str]) -> str:
    """Who agreed beside the client; with a vendor that goes and one that comes, which of them."""
    day = last_day(ctx.book, ctx.as_of)
    here = {p.side for p in ctx.book.engagement.parties if p.side in _OTHERS and active(p, day)}
    if here <= others:
        return "All three sides" if len(others) == 2 else "Both sides"
    return f"Client and {SIDES[min(others)].word.lower()}"


def signatures(ctx: Context, section: Section, links: Links) -> tuple[Signature, ...]:
    """Who agreed: those whose agreement is recorded, with its day, before those only named."""
    accord = ctx.accords.get(section.key)
    recorded = {its.role: its for its in (accord.entries if accord else ())}
    signed = [
        Signature(link, its.date, not its.current)
        for its in recorded.values()
        if (link := links.role(its.role))
    ]
    named = section.meta.agreed_by if section.meta else ()
    only = (links.role(role) for role in named if role not in recorded)
    return (*signed, *(Signature(link, None) for link in only if link))


def outdated(ctx: Context, section: Section, links: Links) -> Outdated | None:
    """Since when a section is another than was agreed; ``None`` where it is not, or is a draft."""
    accord, meta = ctx.accords.get(section.key), section.meta
    if accord is None or accord.standing is not Standing.CHANGED:
        return None
    if meta is None or meta.status != "agreed":
        return None
    before, again = (
        tuple(Signature(link, its.date) for its in entries if (link := links.role(its.role)))
        for entries in (accord.stale, accord.current)
    )
    names = [_side(ctx, side) for side in accord.lacking]
    asked = f"{' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))} "
    asked = f"{asked[:1].upper()}{asked[1:]}{'have' if len(names) > 1 else 'has'}"
    changes = links.root + CHANGED if ctx.history else ""
    return Outdated(accord.was_joint, before, again, asked, changes)


def _side(ctx: Context, side: str) -> str:
    target = ctx.book.index.find("party", side)
    return "the client" if side == CLIENT or target is None else title_of(ctx.book, target.item)
