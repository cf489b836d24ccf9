"""A role's page: everything that this role owns, decides, attends, holds and is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from sourcebook.analysis import raci
from sourcebook.analysis.mentions import Mention
from sourcebook.model.index import Target
from sourcebook.model.sections.knowledge import KnowledgeArea
from sourcebook.model.sections.roles import Role
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.feeds import HOW_TO_SUBSCRIBE, role_feed
from sourcebook.render.links import Link, Links, role_page, spot
from sourcebook.render.naming import title_of
from sourcebook.render.pages import Page
from sourcebook.render.views.changed import last_change
from sourcebook.render.views.duties import Duty, duty

_OWNS = ("owner", "operated_by")
_DECIDES = (
    "approver",
    "decided_by",
    "acceptance_owner",
    "approved_by",
    "agreed_by",
    "reviewed_by",
    "reviewer",
    "verifier",
    "assessor",
    "by",
    "chair",
    "evaluators",
)
_ATTENDS = ("participants", "members", "optional")
_TOLD = ("audience",)
_LEARNS = ("from_role", "to_roles")


@dataclass(frozen=True)
class DutyGroup:
    """Duties of one sort."""

    anchor: str
    title: str
    duties: tuple[Duty, ...]


def role_pages(ctx: Context) -> dict[str, Callable[[], Page]]:
    """What makes the page of each role that has an id, by the page's path."""
    roles = ctx.book.index.by_kind.get("role", {})
    rows = raci.rows(ctx.book)
    return {role_page(role.id): partial(_page, ctx, role, rows) for role in roles.values()}


def _page(ctx: Context, target: Target, rows: tuple[raci.Row, ...]) -> Page:
    path = role_page(target.id)
    links, describer = ctx.links(path), ctx.describer(path, back=False)
    role = target.item
    assert isinstance(role, Role)  # noqa: S101 - the kind of the index says so
    place = ctx.book.locate(target.at)
    card = describer.card(target.at, role, ("responsibilities", "holder_ref"))
    me, title = links.to(target), title_of(ctx.book, role)
    spec = PageSpec(
        path,
        title,
        f"What {title} owns, decides, attends and knows in {ctx.name}.",
        "role",
        place,
        code=target.id,
    )
    return ctx.page(
        spec,
        title=title,
        id=target.id,
        side=me.side,
        rows=card.rows,
        layer=card.layer,
        hidden=card.internal,
        duties=tuple(role.responsibilities),
        reason=ctx.book.none_reason(target.at / "responsibilities"),
        letters=_letters(links, rows, target.id),
        groups=_groups(ctx, links, target.id),
        knows=_knows(ctx, links, target.id),
        holder=_holder(ctx, role),
        changed=last_change(ctx, spec.path, "roles", role),
        edit=ctx.edit(place),
        file=spot(ctx.book, place),
        back=links.root + links.href(target),
        feed=links.root + role_feed(target.id),
        subscribe=links.root + HOW_TO_SUBSCRIBE,
    )


def _holder(ctx: Context, role: Role) -> Link | None:
    """Who holds the role now: the directory's entry, where the site knows the directory."""
    if not role.holder_ref:
        return None
    pattern, ref = ctx.settings.directory_url, quote(role.holder_ref, safe="")
    return Link(role.holder_ref, pattern.replace("{ref}", ref) if pattern else None)


def _letters(links: Links, rows: tuple[raci.Row, ...], role: str) -> tuple[dict[str, Any], ...]:
    made = []
    for row in rows:
        if letter := row.letters.get(role):
            made.append(
                {
                    "title": row.activity.title or row.activity.id or "Activity",
                    "href": links.at(row.at),
                    "letters": letter.split("/"),
                    "means": ", ".join(raci.LETTERS[x] for x in letter.split("/")),
                }
            )
    return tuple(sorted(made, key=lambda m: "ARCI".index(m["letters"][0])))


def _knows(ctx: Context, links: Links, role: str) -> tuple[dict[str, Any], ...]:
    made = []
    for at, area in ctx.book.each("knowledge", "areas"):
        levels = [h.level for h in area.holders if h.role == role and h.level is not None]
        if levels:
            made.append(
                {
                    "title": area.title or area.id or "Area",
                    "href": links.at(at),
                    "level": max(levels),
                }
            )
    return tuple(sorted(made, key=lambda m: -m["level"]))


def _groups(ctx: Context, links: Links, role: str) -> tuple[DutyGroup, ...]:
    sorted_: dict[str, dict[tuple[str, str], Duty]] = {}
    for mention in ctx.mentions.of("role", role):
        group = _group(mention)
        if group is None:
            continue
        line = duty(ctx.book, links, mention)
        sorted_.setdefault(group, {})[line.link.href or line.link.text, line.note] = line
    return tuple(
        DutyGroup(anchor, title, tuple(sorted_[anchor].values()))
        for anchor, title in _TITLES.items()
        if anchor in sorted_
    )


_TITLES = {
    "owns": "Owns",
    "decides": "Decides, checks, signs",
    "attends": "Attends",
    "escalation": "Is called on escalation",
    "learns": "Hands over and learns",
    "told": "Is told",
    "deputy": "Stands in for",
    "named": "Is named in",
}


def _group(mention: Mention) -> str | None:
    field = mention.field
    holder = mention.holder
    if field == "raci" or (holder and isinstance(holder.item, KnowledgeArea) and field == "role"):
        return None  # shown as matrices of their own
    if "agreements" in mention.given.at.keys:
        return "decides"
    for group, fields in (
        ("owns", _OWNS),
        ("decides", _DECIDES),
        ("attends", _ATTENDS),
        ("told", _TOLD),
        ("learns", _LEARNS),
        ("deputy", ("deputy",)),
        ("escalation", ("roles",)),
    ):
        if field in fields:
            return group
    return "named"
