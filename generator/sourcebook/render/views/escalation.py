"""The ladders for when something is wrong: who is called, how soon, and how to reach them."""

from __future__ import annotations

from typing import Any

from sourcebook.analysis.parties import side_of_role
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import fields_of
from sourcebook.model.values import Ref
from sourcebook.render import prose, wording
from sourcebook.render.context import Context
from sourcebook.render.fields import Describer
from sourcebook.render.naming import spoken
from sourcebook.render.pages import Page
from sourcebook.render.shown import Shown
from sourcebook.render.views.reach import week_reach
from sourcebook.render.views.sections import section_page_of

PARTY, CHANNEL = Ref(("party",)), Ref(("channel",))


def governance(ctx: Context) -> Page:
    """Forums, decisions, reports, and the ladder for when something is wrong."""
    describer = ctx.describer("governance.html")
    severities = ctx.book.each("governance", "escalation.severities")
    view = {
        "ladders": ladders(ctx, describer),
        "severities": [describer.card(at, severity) for at, severity in severities],
        "reach": week_reach(ctx),
    }
    return section_page_of(ctx, "governance", view, ("escalation",))


def ladders(ctx: Context, describer: Describer) -> tuple[dict[str, Any], ...]:
    """The escalation paths, each as a ladder with a side a column."""
    links, made = describer.links, []
    for number, (at, path) in enumerate(ctx.book.each("governance", "escalation.paths")):
        parties = tuple(dict.fromkeys(p for level in path.levels for p in level.roles))
        severity = ctx.book.index.find("severity", path.severity)
        definition = getattr(severity.item, "definition", None) if severity else None
        title = spoken(ctx.book, path.id or path.severity or "escalation")
        made.append(
            {
                "title": title,
                "anchor": links.anchor(at, path),
                "id": path.id or "",
                "internal": path.visibility == "internal",
                "layer": ctx.book.origin(at),
                "kind": "bad" if number == 0 else "warn",
                "severity": "" if _says(ctx.book, title, path.severity) else path.severity,
                "trigger": prose.phrase(path.trigger or ""),
                "definition": prose.plain(definition) if definition else "",
                "parties": [links.follow(PARTY, party) for party in parties],
                "levels": [_rung(ctx, describer, level, parties) for level in path.levels],
            }
        )
    return tuple(made)


def _says(book: Playbook, title: str, severity: str | None) -> bool:
    """Whether a title names the severity already."""
    return spoken(book, severity or "").lower() in title.lower()


def _rung(
    ctx: Context, describer: Describer, level: Any, parties: tuple[str, ...]
) -> dict[str, Any]:
    links, roles = describer.links, []
    for party in parties:
        role = level.roles.get(party)
        side = side_of_role(ctx.book, role)
        roles.append(
            {
                "link": links.role(role) if role else None,
                "side": f"pb-side--{side.letter.lower()}" if side else "",
            }
        )
    within = level.respond_within_min
    return {
        "number": level.level if level.level is not None else "–",
        "roles": roles,
        "within": wording.minutes(within) if within is not None else "not set",
        "channel": links.follow(CHANNEL, level.channel) if level.channel else None,
        "reach": _reach(ctx, describer, level.channel),
    }


def _reach(ctx: Context, describer: Describer, channel: str | None) -> Shown | None:
    """The address of a channel, as a link or a number to call where it is one."""
    target = ctx.book.index.find("channel", channel)
    if target is None:
        return None
    spec = fields_of(type(target.item))["address_ref"]
    return describer.field(target.at / spec.name, spec, getattr(target.item, spec.name))
