"""A role's page: everything that this role owns, decides, attends, holds and is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sourcebook.analysis import raci
from sourcebook.analysis.mentions import Mention
from sourcebook.model.index import Target
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.sections.knowledge import KnowledgeArea
from sourcebook.model.sections.roles import Role
from sourcebook.render import wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.links import Link, Links, role_page
from sourcebook.render.pages import Page

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
class Duty:
    """A line of a role's page: what, where it stands, in which part."""

    link: Link
    note: str
    section: str


@dataclass(frozen=True)
class DutyGroup:
    """Duties of one sort."""

    anchor: str
    title: str
    duties: tuple[Duty, ...]


def role_pages(ctx: Context) -> tuple[Page, ...]:
    """A page a role that has an id."""
    roles = ctx.book.index.by_kind.get("role", {})
    rows = raci.rows(ctx.book)
    return tuple(_page(ctx, target, rows) for target in roles.values())


def _page(ctx: Context, target: Target, rows: tuple[raci.Row, ...]) -> Page:
    path = role_page(target.id)
    links, describer = ctx.links(path), ctx.describer(path)
    role = target.item
    assert isinstance(role, Role)  # noqa: S101 - the kind of the index says so
    place = ctx.book.locate(target.at)
    card = describer.card(target.at, role, ("responsibilities", "holder_ref"))
    me = links.to(target)
    spec = PageSpec(
        path,
        target.title,
        f"What {target.title} owns, decides, attends and knows in {ctx.book.name}.",
        "role",
        place,
        code=target.id,
    )
    return ctx.page(
        spec,
        title=target.title,
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
        edit=ctx.edit(place),
        file=f"{place.file}:{place.line}",
        back=links.root + links.href(target),
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
        duty = _duty(links, mention)
        sorted_.setdefault(group, {})[duty.link.href or duty.link.text, duty.note] = duty
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


def _duty(links: Links, mention: Mention) -> Duty:
    section = SECTIONS[mention.given.at.section].title
    steps = [k for k in mention.given.at.keys if isinstance(k, str) and k != mention.field]
    field = wording.label(mention.field).lower()
    if mention.holder is not None and mention.holder.item.id:
        inner = [
            k for k in mention.given.at.keys[len(mention.holder.at.keys) :] if isinstance(k, str)
        ]
        note = " ".join(
            wording.label(k).lower() for k in inner if k not in (mention.field, mention.given.value)
        )
        link = (
            links.to(mention.holder)
            if mention.holder.kind != "role"
            else Link(mention.holder.title, links.root + links.href(mention.holder))
        )
        return Duty(
            Link(link.text, link.href),
            " · ".join(filter(None, (mention.holder.kind, note, field))),
            section,
        )
    first = wording.label(steps[0]) if steps and steps[0] != "meta" else section
    return Duty(
        Link(first, links.at(mention.given.at)),
        "section" if steps[:1] == ["meta"] else field,
        section,
    )
