"""Where each thing is on the site: the page and the anchor of every item."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from sourcebook.analysis.parties import Side, side_of_party, side_of_role
from sourcebook.findings import Place
from sourcebook.model.index import Target
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Item
from sourcebook.model.schema import stem
from sourcebook.model.values import Ref
from sourcebook.render.naming import title_of


def section_page(key: str) -> str:
    """The path of a section's page; the manifest's is the overview."""
    return "index.html" if key == "engagement" else f"{stem(key)}.html"


SHORT_TITLES = {
    "engagement": "Overview",
    "scope": "Scope",
    "milestones": "Milestones",
    "roles": "Roles & RACI",
    "communication": "Communication",
    "governance": "Governance & escalation",
    "quality": "Quality",
    "service_levels": "Service levels",
    "change": "Change",
    "security": "Security",
    "compliance": "Data & compliance",
    "risks": "Risks",
    "knowledge": "Knowledge",
    "exit": "Exit",
    "improvement": "Improvement",
    "partner": "Partner",
}
"""The names of sections in the navigation, where their titles are longer."""


_ENVELOPE = ("meta", "not_applicable")


def role_page(id: str) -> str:
    """The path of a role's page."""
    return f"roles/{id}.html"


def spot(book: Playbook, place: Place) -> str:
    """Where something stands in the source, for people; in the shared edition the file alone.

    Line numbers there would tell how much stands above that is kept back.
    """
    return place.file if book.is_shared else f"{place.file}:{place.line}"


def anchor(kind: str, id: str) -> str:
    """The permanent anchor of an item on its section's page: ``risk-R-07``."""
    return f"{kind.replace(' ', '-')}-{id}"


@dataclass(slots=True)  # not frozen, which would take thrice as long: a site has thousands
class Link:
    """A reference as a page shows it; without ``href`` it leads nowhere. It never changes."""

    text: str
    href: str | None = None
    side: Side | None = None
    unresolved: bool = False


Known = dict[At, tuple[str, str, Side | None]]
"""What links to items say: a title, the way from the site's root, a side. Pages share it."""


@dataclass(frozen=True)
class Links:
    """The links of one page: every address is relative to it. It makes each of them once."""

    book: Playbook
    root: str  # the page's way to the site's root
    here: str = ""  # the page's path; links within it are anchors alone
    known: Known = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _made(self) -> dict[At, Link]:
        return {}

    def to(self, target: Target) -> Link:
        """A link to an item: a role's own page, or the item's anchor."""
        link = self._made.get(target.at)
        if link is None:
            if target.at not in self.known:
                self.known[target.at] = self._about(target)
            text, href, side = self.known[target.at]
            link = self._made[target.at] = Link(text, self._way(href), side)
        return link

    def _about(self, target: Target) -> tuple[str, str, Side | None]:
        title = title_of(self.book, target.item)
        if target.kind == "role":
            return title, role_page(target.id), side_of_role(self.book, target.id)
        side = side_of_party(self.book, target.id) if target.kind == "party" else None
        return title, self.href(target), side

    def _way(self, href: str) -> str:
        """The way to an address from this page."""
        page, sign, _ = href.partition("#")
        return href[len(page) :] if sign and page == self.here else self.root + href

    def item(self, at: At, item: Item) -> Link:
        """A link to an item that stands there; without an address if it has no id."""
        if item.id:
            return self.to(Target(item.kind, item.id, at, item))
        return Link(title_of(self.book, item))

    def href(self, target: Target) -> str:
        """The path and anchor of an item, from the site's root; without it where none is shown."""
        page = section_page(target.at.section)
        shown = self._shown(target.at.section)
        return f"{page}#{anchor(target.kind, target.id)}" if shown else page

    def anchor(self, at: At, item: Item) -> str:
        """The anchor of an item; none for the second of two with the same id."""
        target = self.book.index.find(item.kind, item.id)
        return anchor(item.kind, target.id) if target is not None and target.at == at else ""

    def follow(self, ref: Ref, id: str) -> Link:
        """The link for a reference as it was written."""
        if id == "*" and ref.everyone:
            return Link("Everyone")
        target = self.book.index.resolve(ref, id)
        if target is not None:
            return self.to(target)
        return Link(id, unresolved=not ref.or_text)

    def role(self, id: str | None) -> Link | None:
        """The link to a role; ``None`` where none was named."""
        return self.follow(Ref(("role",)), id) if id else None

    def at(self, at: At) -> str:
        """The address of a place: the nearest item around it, else its section's page."""
        index = self.book.index
        around = index.around(at)
        if around and (item := index.find(around.kind, around.id)):
            return self._way(self.href(item))
        first = str(at.keys[0]) if at.keys else ""
        return self.root + section_page(at.section) + (f"#{first}" if self._part(at) else "")

    def _part(self, at: At) -> bool:
        """Whether the section's page has a part for the field that a place is in."""
        if not at.keys or at.keys[0] in _ENVELOPE or not self._shown(at.section):
            return False
        first = At(at.section) / at.keys[0]
        return bool(self.book.value(first)) or self.book.none_reason(first) is not None

    def _shown(self, section: str) -> bool:
        """Whether a page shows what the section holds."""
        return self.book.state(section) is State.PRESENT
