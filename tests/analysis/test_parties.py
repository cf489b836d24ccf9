"""Who takes part on a day, and in whose camp a role stands."""

from __future__ import annotations

import datetime as dt

import pytest

from render.playbooks import loaded
from sourcebook.analysis import parties
from sourcebook.model.playbook import Playbook

BOOK = {
    "engagement": {
        "end_date": "2027-12-31",
        "parties": [
            {"id": "plant", "side": "client"},
            {"id": "old", "side": "vendor", "from": "2021-04-01", "until": "2027-03-31"},
            {"id": "new", "side": "successor", "from": "2026-11-02"},
            {"id": "helper", "side": "subcontractor"},
            {"id": "lawyer", "side": "advisor"},
            {"side": "vendor"},
        ],
    },
    "roles": {
        "roles": [
            {"id": "buyer", "party": "plant"},
            {"id": "seller", "party": "old"},
            {"id": "heir", "party": "new"},
            {"id": "tester", "party": "helper"},
            {"id": "counsel", "party": "lawyer"},
            {"id": "lost", "party": "nobody"},
        ]
    },
}


def book() -> Playbook:
    return loaded(BOOK).playbook


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        ("2020-01-01", ["old"]),
        ("2026-11-01", ["old"]),
        ("2026-11-02", ["old", "new"]),
        ("2027-03-31", ["old", "new"]),
        ("2027-04-01", ["new"]),
        ("2029-01-01", ["new"]),
    ],
)
def test_a_vendor_is_active_until_its_last_day_and_a_successor_from_its_first(
    day: str, ids: list[str]
) -> None:
    found = parties.active_vendors(book(), dt.date.fromisoformat(day))
    assert [party.id for party in found] == ids


def test_who_took_part_at_the_end_of_the_term_stays_so_afterwards() -> None:
    assert parties.last_day(book(), dt.date(2030, 1, 1)) == dt.date(2027, 12, 31)
    assert parties.last_day(book(), dt.date(2026, 1, 1)) == dt.date(2026, 1, 1)
    assert parties.last_day(loaded({}).playbook, dt.date(2030, 1, 1)) == dt.date(2030, 1, 1)


@pytest.mark.parametrize(
    ("role", "party", "camp"),
    [
        ("buyer", "plant", "client"),
        ("seller", "old", "vendor"),
        ("heir", "new", "successor"),
        ("tester", "helper", "vendor"),
        ("counsel", "lawyer", "advisor"),
        ("lost", None, None),
        ("unknown", None, None),
        (None, None, None),
    ],
)
def test_a_role_belongs_to_a_party_and_to_a_camp(
    role: str | None, party: str | None, camp: str | None
) -> None:
    assert parties.party_of_role(book(), role) == party
    assert parties.camp_of_role(book(), role) == camp
