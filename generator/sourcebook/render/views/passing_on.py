"""Pictures of knowledge that is passed on: sessions by date, areas by sign-off."""

from __future__ import annotations

from sourcebook.render import wording
from sourcebook.render.charts import board as boards
from sourcebook.render.charts.timeline import Event, Timeline, timeline
from sourcebook.render.context import Context
from sourcebook.render.links import Links

_SIGNED = (
    ("rejected", "bad", "Rejected"),
    ("open", "none", "Open"),
    ("signed", "good", "Signed"),
)


def sessions(ctx: Context) -> Timeline | None:
    """The sessions by date, a lane for each area that has one."""
    found: dict[str, list[Event]] = {}
    titles = {area.id: area.title or area.id for _, area in ctx.book.each("knowledge", "areas")}
    for _, session in ctx.book.each("knowledge", "sessions"):
        if session.date:
            name = titles.get(session.area) or session.area or "No area"
            found.setdefault(name, []).append(Event(session.date, session.status or "planned"))
    lanes = sorted(found.items(), key=lambda lane: (min(e.day for e in lane[1]), lane[0]))
    return timeline(lanes, ctx.as_of, "session")


def signoffs(ctx: Context, links: Links) -> boards.Board | None:
    """The areas by whether somebody has confirmed that they are handed over."""
    cards: dict[str, list[boards.Card]] = {status: [] for status, _, _ in _SIGNED}
    for at, area in ctx.book.each("knowledge", "areas"):
        signoff = area.signoff
        status = (signoff.status if signoff else None) or "open"
        by = links.role(signoff.by) if signoff and signoff.by else None
        notes = [f"by {by.text}" if by else "by nobody yet"]
        if signoff and signoff.date:
            notes.append(wording.date(signoff.date))
        notes.append(wording.plural(len(area.exit_criteria), "criterion", "criteria"))
        title = area.title or area.id or "Area"
        side = by.side if by else None
        cards[status].append(boards.Card(title, "", links.at(at), side, tuple(notes)))
    columns = [boards.Column(kind, word, tuple(cards[s])) for s, kind, word in _SIGNED]
    return boards.board(columns, "areas")
