"""Who must come to a meeting, and from where."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import cached_property, lru_cache

from sourcebook.analysis.parties import active
from sourcebook.lean import dataclass
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
    return _by_role(book).get(role) if role is not None else None


@lru_cache(maxsize=2)  # rules ask for the same roles again and again
def _by_role(book: Playbook) -> dict[str, Seat]:
    found = {}
    for id, target in book.index.by_kind.get("role", {}).items():
        if isinstance(role := target.item, Role):
            place = book.index.find("location", role.location)
            party = book.index.find("party", role.party)
            found[id] = Seat(
                role,
                place.item if place and isinstance(place.item, Location) else None,
                party.item if party and isinstance(party.item, Party) else None,
            )
    return found


class Seats(tuple[Seat, ...]):
    """Several seats, each once."""

    def throughout(self, first: dt.date, last: dt.date) -> tuple[Location, ...] | None:
        """The places from which people come from one day to another; ``None`` if they change."""
        before = bisect_right(self._changes, first)
        return self.on(first) if before == bisect_right(self._changes, last) else None

    def on(self, day: dt.date) -> tuple[Location, ...]:
        """The places from which people come on a day, each once."""
        number = bisect_right(self._changes, day)
        if number not in self._found:
            self._found[number] = _places(self, day)
        return self._found[number]

    @cached_property
    def _changes(self) -> list[dt.date]:
        """The days from which others take part than before."""
        parties = [its.party for its in self if its.party]
        begins = {party.from_ for party in parties if party.from_}
        ends = {party.until for party in parties if party.until and party.until < dt.date.max}
        return sorted(begins | {day + dt.timedelta(days=1) for day in ends})

    @cached_property
    def _found(self) -> dict[int, tuple[Location, ...]]:
        """The places by how many of these days have passed."""
        return {}


def seats(book: Playbook, meeting: Meeting) -> Seats:
    """The roles that must come, each once: the participants but for those that may stay away."""
    named = meeting.participants
    if "*" in named:
        named = tuple(role.id for role in book.roles.roles if role.id)
    wanted = [role for role in dict.fromkeys(named) if role not in meeting.optional_]
    return Seats(found for role in wanted if (found := seat(book, role)))


def places(seats: tuple[Seat, ...], day: dt.date) -> tuple[Location, ...]:
    """The places from which people come on a day, each once."""
    return seats.on(day) if isinstance(seats, Seats) else _places(seats, day)


def _places(seats: tuple[Seat, ...], day: dt.date) -> tuple[Location, ...]:
    found: dict[str, Location] = {}
    for one in seats:
        place = one.place
        if place is not None and place.id and place.id not in found and one.taken(day):
            found[place.id] = place
    return tuple(found.values())
