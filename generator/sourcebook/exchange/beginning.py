"""The first files of an engagement: what is known of it stands in them, the rest is to do."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sourcebook.exchange.places import Place, work_days
from sourcebook.exchange.skeleton import Values

CLIENT_LEAD, VENDOR_LEAD = "client-delivery-lead", "vendor-delivery-manager"
"""The roles that an engagement begins with, one of each side."""

_TODO = "TODO"
_NEAR_MINUTES = 180
"""Clocks that differ by less leave most of a working day in common: nearshore."""


@dataclass(frozen=True)
class Company:
    """A side of the engagement; without a name it is still to be named."""

    side: str  # "client" or "vendor"
    name: str | None = None
    places: tuple[Place, ...] = ()

    @property
    def id(self) -> str:
        """The company's id: from its name, so that references say who is meant."""
        return id_of(self.name or "", self.side)


@dataclass(frozen=True)
class Beginning:
    """What is known of an engagement on its first day. What is None is still to be said."""

    name: str
    client: Company
    vendor: Company
    start: dt.date | None = None
    end: dt.date | None = None
    phase: str = "transition"
    delivery_model: str | None = None
    criticality: str | None = None
    profiles: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    owner: str = CLIENT_LEAD  # of each section, until somebody says otherwise
    inherited: Values = field(default_factory=dict)  # of engagement.yaml, from another one

    def engagement(self) -> Values:
        """The values of engagement.yaml."""
        known: dict[str, Any] = {
            "name": self.name,
            "phase": self.phase,
            "start_date": self.start,
            "end_date": self.end,
            "delivery_model": self.delivery_model,
            "location_model": self._location_model(),
            "criticality": self.criticality,
            "extends": [*self.layers] or None,
            "regulatory_profiles": [*self.profiles] or None,
        }
        sides = (self.client, self.vendor)
        parties = [_party(company, self._ids[company.side]) for company in sides]
        said = {key: value for key, value in known.items() if value is not None}
        return {**self._meta(), "parties": parties, **self.inherited, **said}

    def roles(self) -> Values:
        """The values of roles.yaml: the places, the lead of each side, and what they share out."""
        taken: set[str] = set()
        sited = [
            (company, _free(id_of(place.city, "place"), taken), place)
            for company in (self.client, self.vendor)
            for place in company.places
        ]
        first = {company.side: id for company, id, _ in reversed(sited)}
        leads = (
            (CLIENT_LEAD, "Delivery lead of the client", self.client),
            (VENDOR_LEAD, "Delivery manager of the vendor", self.vendor),
        )
        roles = [
            {"id": id, "title": title, "party": self._ids[company.side],
             "location": first.get(company.side, _TODO)}
            for id, title, company in leads
        ]  # fmt: skip
        activities = [
            {
                "id": "delivery",
                "title": "Deliver what was agreed",
                "raci": {VENDOR_LEAD: "A/R", CLIENT_LEAD: "C"},
            },
            {
                "id": "milestone-acceptance",
                "title": "Accept a milestone",
                "kind": "milestone-acceptance",
                "raci": {CLIENT_LEAD: "A/R", VENDOR_LEAD: "C"},
            },
        ]
        places = [_location(id, place) for _, id, place in sited]
        return {
            **self._meta(),
            **({"locations": places} if places else {}),
            "roles": roles,
            "activities": activities,
        }

    def values(self, section: str) -> Values:
        """The values that a section's file begins with."""
        if section == "engagement":
            return self.engagement()
        return self.roles() if section == "roles" else self._meta()

    def _meta(self) -> Values:
        return {"meta": {"owner": self.owner}}

    @property
    def _ids(self) -> dict[str, str]:
        """The id of each side's party; companies of one name are told apart by a number."""
        taken: set[str] = set()
        return {side.side: _free(side.id, taken) for side in (self.client, self.vendor)}

    def _location_model(self) -> str | None:
        """How far the vendor works from the client: by country, then by what the clocks say."""
        client, vendor = self.client.places, self.vendor.places
        if not client or not vendor:
            return None
        if {place.country for place in vendor} <= {place.country for place in client}:
            return "onshore"
        apart = [*_apart(client, vendor, self.start or dt.date.min)]
        if not apart:
            return None
        return "nearshore" if max(apart) < _NEAR_MINUTES else "offshore"


def id_of(name: str, otherwise: str) -> str:
    """An id from a name: ``Mare Alta, Lda.`` → ``mare-alta-lda``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or otherwise


def _party(company: Company, id: str) -> dict[str, Any]:
    known = {
        "id": id,
        "name": company.name or None,
        "side": company.side,
        "country": company.places[0].country if company.places else None,
    }
    return {key: value for key, value in known.items() if value is not None}


def _location(id: str, place: Place) -> dict[str, Any]:
    known = {
        "id": id,
        "city": place.city,
        "country": place.country,
        "tz": place.tz,
        "work_days": [*work_days(place.country)],
        "work_start": place.start,
        "work_end": place.end,
    }
    return {key: value for key, value in known.items() if value is not None}


def _free(id: str, taken: set[str]) -> str:
    """The id, or the first with a number behind it that is not taken yet."""
    new, number = id, 1
    while new in taken:
        number += 1
        new = f"{id}-{number}"
    taken.add(new)
    return new


def _apart(client: tuple[Place, ...], vendor: tuple[Place, ...], day: dt.date) -> Iterator[float]:
    """Minutes between the clocks of each two places, on a day."""
    noon = dt.datetime.combine(max(day, dt.date(2000, 1, 1)), dt.time(12), dt.UTC)
    for a in client:
        for b in vendor:
            if a.tz and b.tz:
                here, there = (noon.astimezone(ZoneInfo(tz)) for tz in (a.tz, b.tz))
                its, other = here.utcoffset(), there.utcoffset()
                if its is not None and other is not None:
                    yield abs((its - other).total_seconds()) / 60
