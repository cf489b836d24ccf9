"""Time zones in which people work, and the pair of places that shares the least."""

from __future__ import annotations

from typing import Any

import pytest

from render.playbooks import loaded
from sourcebook.analysis.zones import Shortest, shortest_overlap, zones

WEEK = ["mon", "tue", "wed", "thu", "fri"]
PLACES = {
    "stuttgart": ("Europe/Berlin", "08:30", "17:00"),
    "detroit": ("America/Detroit", "08:00", "17:00"),
    "bengaluru": ("Asia/Kolkata", "10:00", "19:00"),
    "krakow": ("Europe/Warsaw", "08:00", "16:00"),
}


def book(staff: dict[str, list[str]], **sections: Any) -> Any:
    """A playbook in which parties, named by their side, have roles at places."""
    return loaded(
        {
            "engagement": {
                "start_date": "2026-06-01",
                "parties": [{"id": side, "side": side} for side in staff],
            },
            "roles": {
                "locations": [
                    {"id": id, "tz": tz, "work_start": a, "work_end": b, "work_days": WEEK}
                    for id, (tz, a, b) in PLACES.items()
                ],
                "roles": [
                    {"id": f"{side}-{place}", "party": side, "location": place}
                    for side, places in staff.items()
                    for place in places
                ],
            },
            **sections,
        }
    ).playbook


def test_zones_are_counted_by_their_names() -> None:
    assert zones(book({})) == (
        "Europe/Berlin",
        "America/Detroit",
        "Asia/Kolkata",
        "Europe/Warsaw",
    )
    assert zones(loaded({}).playbook) == ()


@pytest.mark.parametrize(
    ("staff", "worst"),
    [
        ({"client": ["stuttgart"], "vendor": ["bengaluru"]}, ("stuttgart", "bengaluru", 360)),
        ({"client": ["stuttgart"], "subcontractor": ["detroit"]}, ("stuttgart", "detroit", 180)),
        ({"vendor": ["bengaluru"], "successor": ["krakow"]}, ("bengaluru", "krakow", 390)),
        ({"client": ["stuttgart", "detroit"], "vendor": ["krakow"]}, ("detroit", "krakow", 120)),
        ({"client": ["stuttgart", "detroit"]}, None),
        ({"client": ["stuttgart"], "advisor": ["detroit"]}, None),
        ({}, None),
    ],
)
def test_the_worst_pair_is_of_two_camps(
    staff: dict[str, list[str]], worst: tuple[str, str, int] | None
) -> None:
    assert shortest_overlap(book(staff)) == (Shortest(*worst) if worst else None)


def test_pairs_that_work_apart_are_left_out_in_either_order() -> None:
    staff = {"client": ["stuttgart", "detroit"], "vendor": ["bengaluru"]}
    assert shortest_overlap(book(staff)) == Shortest("detroit", "bengaluru", 30)
    apart = {"overlap": {"async_pairs": [["bengaluru", "detroit"]]}}
    found = shortest_overlap(book(staff, communication=apart))
    assert found == Shortest("stuttgart", "bengaluru", 360)


def test_without_a_start_there_is_no_year_to_look_at() -> None:
    empty = book({"client": ["stuttgart"], "vendor": ["detroit"]}, engagement={})
    assert shortest_overlap(empty) is None
