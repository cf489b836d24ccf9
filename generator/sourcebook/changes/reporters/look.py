"""How a comparison is to be shown, and where its items can be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import field

from sourcebook.changes.change import Action, Change, Comparison
from sourcebook.changes.weight import HEADINGS, Weight
from sourcebook.findings import Place
from sourcebook.lean import dataclass
from sourcebook.model.fields import Audience
from sourcebook.render.addresses import source_address
from sourcebook.render.links import anchor, role_page, section_page
from sourcebook.render.wording import plural
from sourcebook.source.settings import Settings


@dataclass(frozen=True)
class Look:
    """What a reporter knows beside the comparison."""

    as_of: dt.date
    edition: Audience = Audience.INTERNAL
    colour: bool = False
    settings: Settings = field(default_factory=Settings)
    site: str = ""  # the address at which the sites lie: links lead to their pages
    folder: str = ""  # the project's within its repository, with a slash at its end

    def page(self, slug: str, change: Change) -> str | None:
        """The page that shows what changed; else its file on the repository's host."""
        if self.site:
            return f"{self.site.rstrip('/')}/{slug}/{page_of(change)}"
        if change.place is None or change.action is Action.REMOVED:
            return None
        return self.source(change.place)

    def source(self, place: Place) -> str | None:
        """A line of a file on the repository's host."""
        whole = Place(f"{self.folder}{place.file}", place.line)
        return source_address(self.settings, whole, whole=self.edition is Audience.SHARED)


def page_of(change: Change) -> str:
    """The path of the page that shows a change, from the root of its site."""
    if not change.section:
        path = (change.place.file if change.place else "").split("/", 2)[-1]
        return path.removesuffix(".md") + ".html" if path.endswith(".md") else path
    page = section_page(change.section)
    if not change.id or change.action is Action.REMOVED:
        return page
    if change.kind == "role":
        return role_page(change.id)
    return f"{page}#{anchor(change.kind, change.id)}"


_WHOM = {
    Weight.BOTH: "for both sides",
    Weight.CLIENT: "for the client",
    Weight.VENDOR: "for the vendor",
}


def counted(comparison: Comparison) -> str:
    """``7 changes, 5 of them breaking: 2 for both sides, 3 for the client``."""
    weights = comparison.weights
    parts = [f"{weights.count(each)} {whom}" for each, whom in _WHOM.items() if each in weights]
    breaking = sum(weights.count(each) for each in _WHOM)
    editorial = weights.count(Weight.EDITORIAL)
    said = plural(len(weights), "change")
    if breaking:
        said += f", {breaking} of them breaking ({', '.join(parts)})"
    if editorial:
        said += f", {editorial} editorial"
    return said


def heading(weight: Weight) -> str:
    """What a report calls the changes of that weight."""
    return HEADINGS[weight]


def between(comparison: Comparison) -> str:
    """``from main to the files here``."""
    return f"from {comparison.base} to {comparison.head}"
