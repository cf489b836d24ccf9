"""What else in a playbook names an item: the way back along each reference."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sourcebook.analysis.mentions import Mention, Mentions
from sourcebook.model.index import Target
from sourcebook.model.playbook import SECTIONS
from sourcebook.render import wording
from sourcebook.render.links import SHORT_TITLES, Link, Links
from sourcebook.render.shown import Row, Shown

_NAMES = {"activity": "RACI"}


@dataclass(frozen=True)
class Named:
    """An item, and what names it, by kind."""

    link: Link
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Related:
    """The back references of one playbook, as one page links them."""

    mentions: Mentions
    links: Links

    def of(self, kind: str, id: str) -> tuple[Row, ...]:
        """What names an item, a row for each kind of thing; itself and its parts are left out."""
        found: dict[str, dict[str, Shown]] = {}
        for mention in self.mentions.of(kind, id):
            holder = mention.holder
            if holder is not None and (holder.kind, holder.id) == (kind, id):
                continue
            label = (
                _kinds(holder)
                if holder
                else SHORT_TITLES.get(
                    mention.given.at.section, SECTIONS[mention.given.at.section].title
                )
            )
            link = self.links.to(holder) if holder else self._field(mention)
            found.setdefault(label, {})[link.href or link.text] = Shown(
                "link", text=link.text, link=link
            )
        return tuple(
            Row(label, Shown("series", items=tuple(links.values())))
            for label, links in found.items()
        )

    def beside(self, section: str, told: Collection[str]) -> tuple[Named, ...]:
        """The named items of a section that are not among those ``told``, in its own order.

        Roles are left out: each has a page of its own for that.
        """
        found = [
            target
            for target in self.mentions.named_in(section)
            if target.kind != "role" and target.id not in told
        ]
        made = (Named(self.links.to(t), self.of(t.kind, t.id)) for t in sorted(found, key=_order))
        return tuple(named for named in made if named.rows)

    def _field(self, mention: Mention) -> Link:
        """The field of a section that names the item, where no item of its own does."""
        first = next(key for key in mention.given.at.keys if isinstance(key, str))
        return Link(wording.label(first), self.links.at(mention.given.at))


def _order(target: Target) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(key, str), key) for key in target.at.keys)


def _kinds(holder: Target) -> str:
    """``data class`` → "Data classes"."""
    name = holder.kind
    if name in _NAMES:
        return _NAMES[name]
    many = name[:-1] + "ies" if name.endswith("y") else name + ("es" if name.endswith("s") else "s")
    return many[:1].upper() + many[1:]
