"""The calendars to subscribe to that a site offers: which there are, and where each lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sourcebook.model.playbook import Playbook
from sourcebook.render.naming import title_of

ENGAGEMENT_FEED = "calendar.ics"
"""The path of the feed of all meetings of both sides, from the site's root."""

HOW_TO_SUBSCRIBE = "calendar.html#subscribe"
"""Where a site says what one does with such a file."""


@dataclass(frozen=True)
class Feed:
    """A calendar that lies beside the pages of a site."""

    path: str  # from the site's root: "roles/vendor-sre.ics"
    title: str  # "Porto"
    of: Literal["engagement", "role", "location"]
    id: str = ""  # of the role or location


def role_feed(id: str) -> str:
    """The path of a role's feed."""
    return f"roles/{id}.ics"


def location_feed(id: str) -> str:
    """The path of a location's feed."""
    return f"locations/{id}.ics"


def feeds(book: Playbook) -> tuple[Feed, ...]:
    """The engagement's own first, then one for each location and each role that has an id."""
    found = [Feed(ENGAGEMENT_FEED, "The whole engagement", "engagement")]
    for target in book.index.by_kind.get("location", {}).values():
        title = title_of(book, target.item)
        found.append(Feed(location_feed(target.id), title, "location", target.id))
    for target in book.index.by_kind.get("role", {}).values():
        found.append(Feed(role_feed(target.id), title_of(book, target.item), "role", target.id))
    return tuple(found)
