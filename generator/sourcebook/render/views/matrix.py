"""Columns of roles, for the pictures that have a role a column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.analysis.parties import SIDES, Side, side_of_role
from sourcebook.render.context import Context
from sourcebook.render.links import Links
from sourcebook.render.shown import facets


@dataclass(frozen=True)
class RoleColumn:
    """A role at the head of a column."""

    id: str
    text: str
    href: str | None
    side: Side | None
    css: str

    @property
    def facets(self) -> str:
        """What columns are narrowed by: side, role."""
        return facets(self.side.word if self.side else "", self.text)


def role_columns(ctx: Context, links: Links, ids: Iterable[str]) -> tuple[RoleColumn, ...]:
    """The roles by side, each side in the playbook's order; what no item defines comes last."""
    order = {id: n for n, id in enumerate(ctx.book.index.by_kind.get("role", {}))}
    sides = tuple(SIDES)
    made = []
    for id in dict.fromkeys(ids):
        link, side = links.role(id), side_of_role(ctx.book, id)
        css = f" pb-side--{side.letter.lower()} k-{side.letter.lower()}" if side else ""
        made.append(
            RoleColumn(id, link.text if link else id, link.href if link else None, side, css)
        )
    return tuple(
        sorted(
            made,
            key=lambda c: (sides.index(c.side.key) if c.side else 9, order.get(c.id, 10**6), c.id),
        )
    )
