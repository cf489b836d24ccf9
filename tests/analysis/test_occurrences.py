"""Every single time of meetings: who must come, what holidays do, what collides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from render.examples import loaded as example
from render.playbooks import loaded
from sourcebook.analysis.occurrences import (
    Occurrence,
    clashes,
    occurrences,
    series,
    wanted_twice,
)
from sourcebook.model.playbook import Playbook

WEEK = ["mon", "tue", "wed", "thu", "fri"]
FALKENRATH = {
    "stuttgart": ("DE", "DE-BW", "Europe/Berlin", "08:30", "17:00"),
    "bengaluru": ("IN", "IN-KA", "Asia/Kolkata", "10:00", "19:00"),
    "krakow": ("PL", None, "Europe/Warsaw", "08:00", "16:00"),
    "detroit": ("US", "US-MI", "America/Detroit", "08:00", "17:00"),
}
BOARD = {
    "id": "board",
    "every": "week",
    "day": "wed",
    "starting": "2026-10-07",
    "local_time": "14:30",
    "tz": "Europe/Berlin",
    "duration_min": 60,
    "participants": ["*"],
}


def book(*meetings: dict[str, Any], **term: str) -> Playbook:
    """A client in Stuttgart and Detroit; a vendor until March in Bengaluru, the next in Krakow."""
    parties = [
        {"id": "client", "side": "client"},
        {"id": "old", "side": "vendor", "until": "2027-03-31"},
        {"id": "new", "side": "successor", "from": "2026-11-02"},
    ]
    at = {"stuttgart": "client", "bengaluru": "old", "krakow": "new", "detroit": "client"}
    return loaded(
        {
            "engagement": {"start_date": "2026-01-01", "end_date": "2027-12-31", **term}
            | {"parties": parties},
            "roles": {
                "locations": [
                    {"id": id, "country": country, "tz": tz, "work_days": WEEK}
                    | ({"subdivision": part} if part else {})
                    | {"work_start": start, "work_end": end}
                    for id, (country, part, tz, start, end) in FALKENRATH.items()
                ],
                "roles": [{"id": id, "party": party, "location": id} for id, party in at.items()],
            },
            "communication": {"meetings": list(meetings)},
        }
    ).playbook


def between(of: Playbook, first: str, last: str) -> tuple[Occurrence, ...]:
    return occurrences(of, dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_an_occurrence_is_told_by_the_clock_of_every_place() -> None:
    found = between(book(BOARD), "2026-10-19", "2026-11-08")
    told = [[f"{one.local(place):%H:%M}" for place in one.places] for one in found]
    assert told == [
        ["14:30", "18:00", "08:30"],
        ["14:30", "19:00", "09:30"],  # Europe has changed its clocks
        ["14:30", "19:00", "14:30", "08:30"],  # America too, and the successor takes part
    ]
    outside = [[place.id for place in one.places if one.outside(place)] for one in found]
    assert outside == [[], ["bengaluru"], ["bengaluru"]]


def test_who_takes_part_no_more_need_not_come() -> None:
    last, first = between(book(BOARD), "2027-03-31", "2027-04-07")
    assert "bengaluru" in last.roles
    assert first.roles == ("stuttgart", "krakow", "detroit")


@pytest.mark.parametrize(
    ("day", "holidays"),
    [
        ("2026-11-11", {"krakow": "National Independence Day", "detroit": "Veterans Day"}),
        ("2027-01-06", {"stuttgart": "Epiphany", "krakow": "Epiphany"}),
        ("2027-03-10", {"bengaluru": "Eid al-Fitr"}),
    ],
)
def test_wednesdays_on_holidays(day: str, holidays: dict[str, str]) -> None:
    (one,) = between(book(BOARD), day, day)
    assert {place: holiday.name for place, holiday in one.holidays.items()} == holidays
    assert not one.skipped
    assert not one.moved


@pytest.mark.parametrize(
    ("policy", "day", "held"),
    [
        ("move", "2027-01-06", "2027-01-07"),
        ("skip", "2027-01-06", None),
        ("run-without", "2027-01-06", "2027-01-06"),
        ("move", "2027-03-10", "2027-03-10"),  # estimated: no policy looks at it
        ("move", "2027-01-13", "2027-01-13"),
    ],
)
def test_policies(policy: str, day: str, held: str | None) -> None:
    found = between(book({**BOARD, "holiday_policy": policy}), day, day)
    assert [None if one.skipped else f"{one.start:%Y-%m-%d}" for one in found] == [held]
    assert f"{found[0].planned_start:%Y-%m-%dT%H:%M}" == f"{day}T14:30"


def _moving(**changed: str) -> dict[str, Any]:
    return {**BOARD, "holiday_policy": "move", **changed}


@pytest.mark.parametrize(
    ("meeting", "planned", "held"),
    [
        # Christmas is on a Friday; Michigan and Poland are off on the day before as well
        (_moving(day="fri"), "2026-12-25", "2026-12-28"),
        (_moving(day="fri", until="2026-12-27"), "2026-12-25", None),
        (_moving(every="day", day="mon"), "2027-03-29", "2027-03-30"),
        (_moving(every="day", day="thu"), "2026-12-24", "2026-12-28"),
        ({**_moving(), "every": "day", "day": WEEK}, "2026-12-25", None),  # the next one comes
    ],
)
def test_a_meeting_moves_to_the_next_common_working_day_if_there_is_one_in_time(
    meeting: dict[str, Any], planned: str, held: str | None
) -> None:
    (one,) = (o for o in between(book(meeting), planned, planned) if str(o.planned) == planned)
    assert (None if one.skipped else f"{one.start:%Y-%m-%d}") == held


def test_nothing_moves_past_the_term() -> None:
    of = book(_moving(day="fri"), end_date="2026-12-27")
    assert [one.skipped for one in between(of, "2026-12-25", "2027-01-31")] == [True]


def test_what_moves_into_a_time_is_in_it_and_what_moves_out_of_it_too() -> None:
    of = book(_moving(day="fri"))
    for first, last in (("2026-12-26", "2026-12-31"), ("2026-12-25", "2026-12-25")):
        assert [str(one.planned) for one in between(of, first, last)] == ["2026-12-25"]


def test_meetings_without_a_time_a_zone_or_a_rhythm_are_left_out() -> None:
    bare = [
        {k: v for k, v in BOARD.items() if k != name} | {"id": name}
        for name in ("local_time", "tz", "every")
    ]
    assert between(book(*bare), "2026-01-01", "2027-12-31") == ()


def test_a_shift_past_midnight() -> None:
    night = {**BOARD, "local_time": "01:00", "duration_min": 30, "day": "sat"}
    of = book({**night, "participants": ["krakow"]})
    place = of.roles.locations[2].changed(work_start=dt.time(22), work_end=dt.time(6))
    (one,) = between(of, "2026-11-07", "2026-11-07")
    assert not one.outside(place)


def test_the_facts_of_the_first_example() -> None:
    found = between(example().playbook, "2026-11-22", "2027-11-22")
    told = {
        (one.meeting.id, str(one.planned)): (one.moved, sorted(one.holidays))
        for one in found
        if one.holidays and one.meeting.id in ("service-review", "steering")
    }
    assert told == {
        ("service-review", "2027-05-27"): (False, ["porto"]),
        ("service-review", "2027-06-24"): (False, ["porto"]),
        ("steering", "2027-02-01"): (True, ["dublin"]),
        ("steering", "2027-05-03"): (True, ["dublin", "london"]),
        ("steering", "2027-06-07"): (True, ["dublin"]),
        ("steering", "2027-08-02"): (True, ["dublin"]),
        ("steering", "2027-11-01"): (True, ["lisbon", "porto"]),
    }
    assert clashes(series(example().playbook, dt.date(2026, 11, 22), dt.date(2027, 11, 22))) == {}


def test_two_meetings_at_once() -> None:
    other = {**BOARD, "id": "other", "local_time": "09:30", "tz": "America/Detroit"}
    of = book(BOARD, {**other, "participants": ["stuttgart", "detroit"]})
    found = clashes(series(of, dt.date(2026, 10, 19), dt.date(2026, 11, 8)))
    assert list(found) == [("board", "other")]
    (pair,) = found["board", "other"]  # in the week between the changes of clocks
    assert f"{pair[0].start:%m-%d}" == "10-28"
    assert wanted_twice(*pair) == ("stuttgart", "detroit")
