"""What the next weeks bring: gates, renewals, ends, days off, papers that run out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sourcebook.analysis.holidays import holidays
from sourcebook.analysis.schedule import steps
from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook

KINDS = ("Gate", "Renewal", "Exit", "Expiry", "Holiday")
"""What a prospect may be, the most important first."""


@dataclass(frozen=True)
class Prospect:
    """Something on a day; ``kind`` and ``id`` of the item lead to it, if it is one."""

    day: dt.date
    kind: str  # one of KINDS
    title: str
    section: str
    item_kind: str = ""
    item: str = ""


def prospects(book: Playbook, first: dt.date, last: dt.date) -> tuple[Prospect, ...]:
    """All of it between two days, both included, in the order of the days."""
    parts = (_gates(book), _term(book), _papers(book), _holidays(book, first, last))
    found = {each for part in parts for each in part if first <= each.day <= last}
    return tuple(sorted(found, key=lambda each: (each.day, KINDS.index(each.kind), each.title)))


def _gates(book: Playbook) -> Iterator[Prospect]:
    for step in steps(book):
        its = step.milestone
        if its.gate and its.status not in ("accepted", "rejected"):
            title = its.title or its.id or ""
            yield Prospect(step.due, "Gate", title, "milestones", "milestone", its.id or "")


def _term(book: Playbook) -> Iterator[Prospect]:
    card = book.engagement
    if card.renewal_date:
        yield Prospect(card.renewal_date, "Renewal", "Decision on renewal", "engagement")
    if card.end_date:
        yield Prospect(card.end_date, "Exit", "Last day of the term", "engagement")
    for at, party in book.each("engagement", "parties"):
        if party.until and party.until != card.end_date:
            title = f"Last day of {party.name or party.id or at.keys[-1]}"
            yield Prospect(party.until, "Exit", title, "engagement", "party", party.id or "")


def _papers(book: Playbook) -> Iterator[Prospect]:
    for _, its in book.each("engagement", "contracts"):
        if its.expires:
            title = its.title or its.id or ""
            yield Prospect(its.expires, "Expiry", title, "engagement", "contract", its.id or "")
    for _, its in book.each("security", "assurance.certifications"):
        if its.expires:
            yield Prospect(its.expires, "Expiry", its.name or "Certificate", "security")


def _holidays(book: Playbook, first: dt.date, last: dt.date) -> Iterator[Prospect]:
    for at, place in book.each("roles", "locations"):
        city = place.city or place.id or str(at.keys[-1])
        for day in holidays(place, first, last).days.values():
            title = f"{city}: {day.name}" + (" (estimated)" if day.estimated else "")
            yield Prospect(day.date, "Holiday", title, "roles", "location", place.id or "")
