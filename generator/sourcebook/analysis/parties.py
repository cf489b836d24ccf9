"""Who stands on which side of the table."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.engagement import Party


@dataclass(frozen=True)
class Side:
    """A side of the engagement: its word, and the letter that stands for it everywhere."""

    key: str  # "client", "vendor", "successor", "subcontractor", "advisor"
    letter: str
    word: str


SIDES = {
    side.key: side
    for side in (
        Side("client", "C", "Client"),
        Side("vendor", "V", "Vendor"),
        Side("successor", "N", "Next vendor"),
        Side("subcontractor", "S", "Sub-supplier"),
        Side("advisor", "A", "Adviser"),
    )
}


def side_of_party(book: Playbook, party: str | None) -> Side | None:
    """The side of a party by its id; ``None`` where either is not known."""
    target = book.index.find("party", party)
    if target is None or not isinstance(target.item, Party) or target.item.side is None:
        return None
    return SIDES.get(target.item.side)


def side_of_role(book: Playbook, role: str | None) -> Side | None:
    """The side of the party that a role belongs to."""
    return _sides(book).get(role) if role is not None else None


@lru_cache(maxsize=2)  # rules ask for the same roles again and again
def _sides(book: Playbook) -> dict[str, Side | None]:
    roles = book.index.by_kind.get("role", {})
    return {
        id: side_of_party(book, getattr(target.item, "party", None)) for id, target in roles.items()
    }


def active(party: Party, day: dt.date) -> bool:
    """Whether a party takes part on that day, by its ``from`` and ``until``."""
    return (party.from_ is None or party.from_ <= day) and (
        party.until is None or day <= party.until
    )


def stays(book: Playbook) -> dict[str, tuple[dt.date, dt.date]]:
    """From when to when parties take part that have people at a place, by the place's id."""
    found: dict[str, tuple[dt.date, dt.date]] = {}
    for role in book.roles.roles:
        target = book.index.find("party", role.party)
        if role.location and target and isinstance(target.item, Party):
            begin, end = target.item.from_ or dt.date.min, target.item.until or dt.date.max
            first, last = found.get(role.location, (begin, end))
            found[role.location] = min(first, begin), max(last, end)
    return found


def last_day(book: Playbook, day: dt.date) -> dt.date:
    """The day, or the last one of the term where that has passed: who took part stays so."""
    end = book.engagement.end_date
    return min(day, end) if end else day


def active_vendors(book: Playbook, day: dt.date) -> tuple[Party, ...]:
    """The vendors whose ``until`` has not passed, and the successors that have begun, by then.

    A vendor counts before its first day too: what is asked of both sides is agreed beforehand.
    """
    day = last_day(book, day)
    return tuple(
        party
        for party in book.engagement.parties
        if party.id
        and (
            (party.side == "vendor" and (party.until is None or day <= party.until))
            or (party.side == "successor" and active(party, day))
        )
    )


def party_of_role(book: Playbook, role: str | None) -> str | None:
    """The id of the party that fills a role; ``None`` where either is not known."""
    target = book.index.find("role", role)
    party = getattr(target.item, "party", None) if target else None
    return party if book.index.find("party", party) else None


def camp_of_role(book: Playbook, role: str | None) -> str | None:
    """The camp of a role: ``client``, ``vendor``, ``successor`` or ``advisor``.

    A sub-supplier stands in its vendor's camp.
    """
    side = side_of_role(book, role)
    if side is None:
        return None
    return "vendor" if side.key == "subcontractor" else side.key
