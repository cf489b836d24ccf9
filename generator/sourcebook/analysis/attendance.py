"""Who must come to a meeting, and from where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from sourcebook.analysis.parties import active
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.engagement import Party
from sourcebook.model.sections.roles import Location, Role


@dataclass(frozen=True)
class Seat:
    """A role, where it works, and the party that fills it; what is not known is ``None``."""

    role: Role
    place: Location | None
    party: Party | None

    def taken(self, day: dt.date) -> bool:
        """Whether its party takes part on that day."""
        return self.party is None or active(self.party, day)


def seat(book: Playbook, role: str | None) -> Seat | None:
    """The seat of a role by its id; ``None`` where there is no such role."""
    target = book.index.find("role", role)
    if target is None or not isinstance(target.item, Role):
        return None
    place = book.index.find("location", target.item.location)
    party = book.index.find("party", target.item.party)
    return Seat(
        target.item,
        place.item if place and isinstance(place.item, Location) else None,
        party.item if party and isinstance(party.item, Party) else None,
    )


class Seats(tuple[Seat, ...]):
    """Several seats, each once."""

    @cached_property
    def all_places(self) -> tuple[Location, ...] | None:
        """The places of all of them; ``None`` if not all of them are taken on every day."""
        if any(its.party and (its.party.from_ or its.party.until) for its in self):
            return None
        return _places(self, dt.date.min)


def seats(book: Playbook, meeting: Meeting) -> Seats:
    """The roles that must come, each once: the participants but for those that may stay away."""
    named = meeting.participants
    if "*" in named:
        named = tuple(role.id for role in book.roles.roles if role.id)
    wanted = [role for role in dict.fromkeys(named) if role not in meeting.optional_]
    return Seats(found for role in wanted if (found := seat(book, role)))


def places(seats: tuple[Seat, ...], day: dt.date) -> tuple[Location, ...]:
    """The places from which people come on a day, each once."""
    if isinstance(seats, Seats) and seats.all_places is not None:
        return seats.all_places
    return _places(seats, day)


def _places(seats: tuple[Seat, ...], day: dt.date) -> tuple[Location, ...]:
    found: dict[str, Location] = {}
    for one in seats:
        place = one.place
        if place is not None and place.id and place.id not in found and one.taken(day):
            found[place.id] = place
    return tuple(found.values())
