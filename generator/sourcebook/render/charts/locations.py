"""Which data is kept, worked on and seen where: a row a kind of data, a column an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.render.links import Link


@dataclass(frozen=True)
class Place:
    """Where something is done with a kind of data, and by whom."""

    data: str  # the kind of data
    activity: str
    country: str
    region: str
    party: Link | None


@dataclass(frozen=True)
class Kind:
    """A kind of data, and what has to be known of it before all."""

    name: str
    href: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A kind of data with its places, a cell an activity."""

    kind: Kind
    cells: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True)
class Locations:
    """Everything that the template shows."""

    label: str
    activities: tuple[str, ...]
    rows: tuple[Row, ...]
    countries: tuple[str, ...]


def locations(kinds: Sequence[Kind], places: Sequence[Place]) -> Locations | None:
    """The kinds of data by activity; those without a place stay, since that is worth knowing."""
    if not places:
        return None
    activities = tuple(dict.fromkeys(place.activity for place in places))
    known = {kind.name for kind in kinds}
    others = [Kind(n, "", ()) for n in dict.fromkeys(p.data for p in places) if n not in known]
    rows = tuple(
        Row(
            kind,
            tuple(
                tuple(p for p in places if p.data == kind.name and p.activity == activity)
                for activity in activities
            ),
        )
        for kind in (*kinds, *others)
    )
    countries = tuple(sorted({place.country for place in places if place.country}))
    return Locations("Kinds of data by activity and country", activities, rows, countries)
