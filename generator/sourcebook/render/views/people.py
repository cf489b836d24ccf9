"""A role's page: everything that this role owns, decides, attends, holds and is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from sourcebook.analysis import raci
from sourcebook.analysis.mentions import Mention
from sourcebook.model.index import Target
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.knowledge import KnowledgeArea
from sourcebook.model.sections.roles import Role
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.feeds import HOW_TO_SUBSCRIBE, role_feed
from sourcebook.render.links import Link, Links, role_page, spot
from sourcebook.render.naming import title_of
from sourcebook.render.pages import Page
from sourcebook.render.views.changed import last_change
from sourcebook.render.views.duties import Duty, duty

_FIELDS = {
    "owns": ("owner", "operated_by"),
    "decides": (
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
    ),
    "attends": ("participants", "members", "optional"),
    "told": ("audience",),
    "learns": ("from_role", "to_roles"),
    "deputy": ("deputy",),
    "escalation": ("roles",),
}
_GROUP_OF = {field: group for group, fields in _FIELDS.items() for field in fields}

Known = Mapping[str, Sequence[tuple[At, KnowledgeArea, int]]]
"""The areas that each role knows, by its id, and how well."""


@dataclass(frozen=True)
class DutyGroup:
    """Duties of one sort."""

    anchor: str
    title: str
    duties: tuple[Duty, ...]


def role_pages(ctx: Context) -> dict[str, Callable[[], Page]]:
    """What makes the page of each role that has an id, by the page's path."""
    roles = ctx.book.index.by_kind.get("role", {})
    rows, known = raci.rows(ctx.book), _levels(ctx.book)
    return {role_page(role.id): partial(_page, ctx, role, rows, known) for role in roles.values()}


def _page(ctx: Context, target: Target, rows: tuple[raci.Row, ...], known: Known) -> Page:
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
        knows=_knows(links, known.get(target.id, ())),
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


def _levels(book: Playbook) -> Known:
    found: dict[str, list[tuple[At, KnowledgeArea, int]]] = {}
    for at, area in book.each("knowledge", "areas"):
        levels: dict[str, int] = {}
        for held in area.holders:
            if held.role is not None and held.level is not None:
                levels[held.role] = max(held.level, levels.get(held.role, held.level))
        for role, level in levels.items():
            found.setdefault(role, []).append((at, area, level))
    return found


def _knows(links: Links, areas: Sequence[tuple[At, KnowledgeArea, int]]) -> list[dict[str, Any]]:
    made = [
        {"title": area.title or area.id or "Area", "href": links.at(at), "level": level}
        for at, area, level in areas
    ]
    return sorted(made, key=lambda m: -m["level"])


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
    return _GROUP_OF.get(field, "named")
