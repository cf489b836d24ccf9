"""Whose calendar it is, and what belongs in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sourcebook.analysis.parties import camp_of_role
from sourcebook.model.fields import Audience as Edition
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Item
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.engagement import Party
from sourcebook.model.sections.roles import Location, Role
from sourcebook.render.naming import title_of

Span = tuple[dt.date, dt.date]
_ALWAYS = (dt.date.min, dt.date.max)


@dataclass(frozen=True)
class Audience:
    """Those who read a calendar: everybody, a role, or all who work at a location.

    A role's calendar has the meetings of its own side as well, and what is internal if it takes
    part in it; the others have what both sides may know.
    """

    of: Literal["engagement", "role", "location"]
    name: str = ""
    roles: tuple[Role, ...] = ()
    place: Location | None = None

    @cached_property
    def ids(self) -> frozenset[str | None]:
        """The roles by their ids."""
        return frozenset(role.id for role in self.roles)

    def spans(self, book: Playbook, meeting: Meeting) -> tuple[Span, ...]:
        """The times in which they are asked to a meeting; none if they are not."""
        open_ = meeting.side == "joint" and meeting.visibility != "internal"
        if self.of == "engagement":
            return (_ALWAYS,) if open_ else ()
        if self.of == "location" and not open_:
            return ()
        return tuple(_stay(book, role) for role in self.roles if _asked(book, meeting, role))

    def reads(self, owners: frozenset[str | None], *, hidden: bool, for_all: bool) -> bool:
        """Whether a day that concerns some roles, or everybody, belongs in their calendar."""
        if self.of == "engagement":
            return not hidden
        mine = not owners.isdisjoint(self.ids)
        return (mine and (not hidden or self.of == "role")) or (for_all and not hidden)


EVERYBODY = Audience("engagement")


def of_role(book: Playbook, role: Role) -> Audience:
    """Those who fill a role."""
    return Audience("role", title_of(book, role), (role,))


def of_location(book: Playbook, place: Location) -> Audience:
    """Those who work at a location."""
    there = tuple(role for role in book.roles.roles if place.id and role.location == place.id)
    return Audience("location", title_of(book, place), there, place)


def _asked(book: Playbook, meeting: Meeting, role: Role) -> bool:
    """Whether a role may come. What is for everybody of one side is not for the other."""
    if role.id is None:
        return False
    if role.id in meeting.participants or role.id in meeting.optional_:
        return True
    return "*" in meeting.participants and (
        meeting.side == "joint" or camp_of_role(book, role.id) == meeting.side
    )


def _stay(book: Playbook, role: Role) -> Span:
    """The days on which the party of a role takes part."""
    target = book.index.find("party", role.party)
    party = target.item if target and isinstance(target.item, Party) else None
    return (party and party.from_) or dt.date.min, (party and party.until) or dt.date.max


def hidden(book: Playbook, at: At) -> bool:
    """Whether what stands there is kept from the other side: by itself, or with its section."""
    section = book.section(at.section)
    told = section.meta.visibility if section.meta else None
    if told == "internal" or (told is None and section.audience is Edition.INTERNAL):
        return True
    steps = (book.value(At(at.section, at.keys[:depth])) for depth in range(1, len(at.keys) + 1))
    return any(isinstance(item, Item) and item.visibility == "internal" for item in steps)
