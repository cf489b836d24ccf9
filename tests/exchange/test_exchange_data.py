"""Data out: the shapes, and the facts of three engagements to the minute and the day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from render.examples import loaded as example
from render.playbooks import loaded
from sourcebook.errors import UsageError
from sourcebook.exchange.data import KINDS, left_out, meetings, overlap, schema
from sourcebook.model.playbook import Playbook

HARBOURLINE, NORTHBRIDGE = "harbourline-mobile", "northbridge-health"
FALKENRATH = "falkenrath-erp"
BUSY = {
    ("boston", "bogota"): "2026-05-04 480",
    ("boston", "buenos-aires"): "2026-05-04 480, 2026-11-01 420, 2027-03-14 480, 2027-11-07 420",
    ("seattle", "bogota"): "2026-05-04 360, 2026-11-01 300, 2027-03-14 360, 2027-11-07 300",
    ("seattle", "buenos-aires"): "2026-05-04 300, 2026-11-01 240, 2027-03-14 300, 2027-11-07 240",
    ("boston", "seattle"): "2026-05-04 300",
    ("bogota", "buenos-aires"): "2026-05-04 480",
}


def book(slug: str) -> Playbook:
    return example(slug).playbook


def _pairs(slug: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {(pair["a"], pair["b"]): pair["ranges"] for pair in overlap(book(slug))["pairs"]}


def _told(ranges: list[dict[str, Any]], since: str = "2020-01-01") -> str:
    """``2026-05-04 480, …``: the minutes from the days on which they change."""
    told: list[str] = []
    for one in ranges:
        if one["to"] >= since and (not told or told[-1].split()[1] != str(one["minutes"])):
            told.append(f"{one['from']} {one['minutes']}")
    return ", ".join(told)


def test_one_offset_all_year() -> None:
    pairs = _pairs(HARBOURLINE)
    across = [pairs[a, b] for a in ("london", "dublin") for b in ("porto", "lisbon")]
    assert [_told(ranges) for ranges in across] == ["2026-02-02 510"] * 4
    hours = {(it["a"], it["b"]) for one in across for r in one for it in r["windows"]}
    assert hours == {("09:00–17:30", "09:00–17:30")}


def test_two_continents_of_which_one_changes_its_clocks() -> None:
    assert {pair: _told(ranges) for pair, ranges in _pairs(NORTHBRIDGE).items()} == BUSY


def test_weeks_in_which_only_one_continent_has_changed_its_clocks() -> None:
    pairs = _pairs(FALKENRATH)
    assert _told(pairs["stuttgart", "krakow"]) == "2021-04-01 450"
    assert _told(pairs["stuttgart", "bengaluru"], "2026-10-01") == (
        "2026-03-29 420, 2026-10-25 360, 2027-03-28 420, 2027-10-31 360"
    )
    assert _told(pairs["stuttgart", "detroit"], "2026-10-01") == (
        "2026-03-29 180, 2026-10-25 240, 2026-11-01 180, 2027-03-14 240, 2027-03-28 180, "
        "2027-10-31 240, 2027-11-07 180"
    )
    assert _told(pairs["detroit", "bengaluru"], "2026-10-01") == (
        "2026-03-08 90, 2026-11-01 30, 2027-03-14 90, 2027-11-07 30"
    )


def test_a_pair_that_works_apart_says_so() -> None:
    apart = [(p["a"], p["b"]) for p in overlap(book(FALKENRATH))["pairs"] if p["async"]]
    assert apart == [("detroit", "bengaluru")]
    assert not any(pair["async"] for pair in overlap(book(NORTHBRIDGE))["pairs"])


@pytest.mark.parametrize("slug", [HARBOURLINE, NORTHBRIDGE, FALKENRATH])
def test_ranges_cover_the_whole_term_without_gaps(slug: str) -> None:
    of, day = book(slug), dt.timedelta(days=1)
    for ranges in _pairs(slug).values():
        first = [dt.date.fromisoformat(one["from"]) for one in ranges]
        last = [dt.date.fromisoformat(one["to"]) for one in ranges]
        assert (first[0], last[-1]) == (of.engagement.start_date, of.engagement.end_date)
        assert [end + day for end in last[:-1]] == first[1:]


def held(
    slug: str, meeting: str, first: str | None = None, last: str | None = None
) -> list[dict[str, Any]]:
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    found = meetings(book(slug), *days)["occurrences"]
    return [one for one in found if one["meeting"] == meeting]


def _off(found: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The places that have a holiday, by the day that was planned."""
    return {
        one["moved_from"] or one["start"][:10]: set(one["holiday"])
        for one in found
        if one["holiday"]
    }


def test_holidays_of_the_service_review_in_porto() -> None:
    found = held(HARBOURLINE, "service-review")
    assert _off(found) == {"2027-05-27": {"porto"}, "2027-06-24": {"porto"}}
    names = [one["holiday"] for one in found if one["holiday"]]
    assert names == [{"porto": "Corpus Christi"}, {"porto": "Saint John's Day"}]
    assert all(one["moved_from"] is None and not one["skipped"] for one in found)  # no policy


def test_holidays_of_the_steering_on_first_mondays() -> None:
    found = held(HARBOURLINE, "steering", "2027-01-01", "2027-12-31")
    in_ireland = {"2027-02-01", "2027-05-03", "2027-06-07", "2027-08-02"}
    off = _off(found)
    assert {day for day, places in off.items() if "dublin" in places} == in_ireland
    assert {day for day, places in off.items() if {"porto", "lisbon"} <= places} == {"2027-11-01"}
    assert set(off) == {*in_ireland, "2027-11-01"}
    moved = {one["moved_from"]: one["start"][:10] for one in found if one["moved_from"]}
    assert moved == {day: f"{day[:8]}{int(day[8:]) + 1:02}" for day in off}  # to the Tuesday


def test_the_stand_up_moves_in_bogota_and_never_in_seattle() -> None:
    found = held(NORTHBRIDGE, "stand-up", "2026-10-01", "2027-04-30")
    assert {one["local"]["seattle"][11:] for one in found} == {"06:30"}
    assert all("seattle" not in one["outside_hours"] for one in found)  # it may stay away
    late = [one["start"][:10] for one in found if one["local"]["bogota"][11:] == "09:30"]
    assert (late[0], late[-1]) == ("2026-11-02", "2027-03-12")
    early = {one["start"][:10] for one in found} - set(late)
    assert all(not "2026-11-02" <= day <= "2027-03-12" for day in early)


def test_holidays_on_third_and_first_mondays() -> None:
    off = _off(held(NORTHBRIDGE, "service-review", "2027-01-01", "2027-12-17"))
    assert {day for day, places in off.items() if "boston" in places} == {
        "2027-01-18", "2027-02-15", "2027-04-19"
    }  # fmt: skip
    assert {day for day, places in off.items() if "bogota" in places} == {
        "2027-08-16", "2027-10-18", "2027-11-15"
    }  # fmt: skip
    assert {day for day, places in off.items() if "buenos-aires" in places} == {
        "2027-06-21", "2027-08-16"
    }  # fmt: skip
    board = held(NORTHBRIDGE, "program-board", "2027-07-01", "2027-07-31")
    assert _off(board) == {"2027-07-05": {"boston", "bogota"}}
    assert [one["start"] for one in board] == ["2027-07-06T11:00:00-04:00"]


def test_the_change_board_by_every_clock() -> None:
    found = held(FALKENRATH, "change-board", "2026-10-01", "2027-04-30")
    told = {one["start"][:10]: one for one in found}
    late = [day for day, one in told.items() if one["local"]["bengaluru"][11:] == "19:00"]
    assert (late[0], late[-1]) == ("2026-10-28", "2027-03-24")
    early = [day for day in told if day not in late]
    assert {told[day]["local"]["bengaluru"][11:] for day in early} == {"18:00"}
    assert [day for day in told if told[day]["local"]["detroit"][11:] == "09:30"] == [
        "2026-10-28", "2027-03-17", "2027-03-24"
    ]  # fmt: skip
    assert [day for day in told if told[day]["outside_hours"] == ["bengaluru"]] == late
    assert all(not told[day]["outside_hours"] for day in early)


def test_wednesdays_on_holidays() -> None:
    found = held(FALKENRATH, "change-board", "2026-10-01", "2027-04-30")
    holidays = {one["moved_from"] or one["start"][:10]: one["holiday"] for one in found}
    assert holidays["2026-11-11"] == {
        "krakow": "National Independence Day", "detroit": "Veterans Day"
    }  # fmt: skip
    assert holidays["2027-01-06"] == {"stuttgart": "Epiphany", "krakow": "Epiphany"}
    assert holidays["2027-03-10"] == {"bengaluru": "Eid al-Fitr (estimated)"}


def test_the_old_vendor_takes_part_no_more_and_the_new_one_not_yet() -> None:
    """Kaveri until 31 March 2027, Wisla from 2 November 2026: holidays count for who comes."""
    (republic_day,) = held(FALKENRATH, "change-board", "2022-01-26", "2022-02-01")
    assert republic_day["moved_from"] == "2022-01-26"
    assert republic_day["holiday"] == {"bengaluru": "Republic Day"}
    after = held(FALKENRATH, "change-board", "2027-04-01", "2027-12-31")
    assert all("bengaluru" not in one["holiday"] for one in after)
    before = held(FALKENRATH, "change-board", "2025-01-01", "2026-10-31")
    assert all("krakow" not in one["holiday"] for one in before)


def _location(**more: Any) -> dict[str, Any]:
    hours = {"work_start": "09:00", "work_end": "17:00"}
    return {
        "tz": "Europe/London",
        "work_days": ["mon", "tue", "wed", "thu", "fri"],
        **hours,
        **more,
    }


def _book(locations: list[dict[str, Any]], *planned: dict[str, Any], **term: str) -> Playbook:
    common = {"tz": "Europe/London", "duration_min": 60, "participants": ["*"], "every": "day"}
    return loaded(
        {
            "engagement": term or {"start_date": "2027-03-22", "end_date": "2027-03-30"},
            "roles": {
                "locations": locations,
                "roles": [
                    {"id": f"r-{n}", "location": its.get("id")} for n, its in enumerate(locations)
                ],
            },
            "communication": {
                "meetings": [{"starting": "2027-03-22", **common, **m} for m in planned]
            },
        }
    ).playbook


def test_a_week_that_begins_on_sunday_and_shifts_past_midnight() -> None:
    week = ["sun", "mon", "tue", "wed", "thu"]
    of = _book(
        [
            _location(id="riyadh", tz="Asia/Riyadh", work_days=week),
            _location(id="night", work_start="22:00", work_end="06:00"),
            _location(id="kathmandu", tz="Asia/Kathmandu"),
        ],
        {"id": "m", "day": ["sun"], "local_time": "10:00"},
    )
    found = {(p["a"], p["b"]): p["ranges"] for p in overlap(of)["pairs"]}
    night = found["riyadh", "night"]  # Riyadh's Monday with the night that begins on Sunday is none
    assert [(r["from"], r["minutes"]) for r in night] == [("2027-03-22", 0)]
    (one,) = found["riyadh", "kathmandu"]
    assert one["windows"] == [{"a": "09:00–14:15", "b": "11:45–17:00"}]
    (sunday,) = meetings(of)["occurrences"]
    assert sunday["local"]["riyadh"] == "2027-03-28T12:00"
    assert sunday["outside_hours"] == ["night", "kathmandu"]


@pytest.mark.parametrize(
    ("time", "day", "start", "utc"),
    [
        ("01:30", "2027-03-28", "2027-03-28T02:30:00+01:00", "01:30"),  # skipped: later by the gap
        ("01:30", "2027-10-31", "2027-10-31T01:30:00+01:00", "00:30"),  # twice: the first
        ("01:00", "2027-03-28", "2027-03-28T02:00:00+01:00", "01:00"),
        ("00:59", "2027-03-28", "2027-03-28T00:59:00+00:00", "00:59"),
    ],
)
def test_hours_that_clocks_skip_or_repeat(time: str, day: str, start: str, utc: str) -> None:
    of = _book(
        [_location(id="kathmandu", tz="Asia/Kathmandu")],
        {"id": "m", "every": None, "date": day, "local_time": time},
        start_date="2027-01-01",
        end_date="2027-12-31",
    )
    (one,) = meetings(of)["occurrences"]
    assert one["start"] == start
    hour, minute = map(int, utc.split(":"))
    there = dt.datetime.fromisoformat(f"{day}T{utc}") + dt.timedelta(hours=5, minutes=45)
    assert one["local"] == {"kathmandu": f"{there:%Y-%m-%dT%H:%M}"}
    assert dt.datetime.fromisoformat(one["end"]) - dt.datetime.fromisoformat(start) == (
        dt.timedelta(hours=1)
    )
    assert (hour, minute) == dt.datetime.fromisoformat(start).utctimetuple()[3:5]


def test_what_is_skipped_or_moved_is_told_once_in_adjoining_times() -> None:
    of = _book(
        [_location(id="boston", tz="America/New_York", country="US")],
        {"id": "skip", "every": "week", "day": ["fri"], "local_time": "10:00"}
        | {"holiday_policy": "skip", "starting": "2026-12-18"},
        {"id": "move", "every": "week", "day": ["fri"], "local_time": "11:00"}
        | {"holiday_policy": "move", "starting": "2026-12-18"},
        start_date="2026-12-01",
        end_date="2027-01-31",
    )
    early = meetings(of, dt.date(2026, 12, 21), dt.date(2026, 12, 27))["occurrences"]
    late = meetings(of, dt.date(2026, 12, 28), dt.date(2026, 12, 31))["occurrences"]
    assert [(o["meeting"], o["start"][:10], o["skipped"]) for o in early] == [
        ("skip", "2026-12-25", True)
    ]
    assert [(o["meeting"], o["start"][:10], o["moved_from"]) for o in late] == [
        ("move", "2026-12-28", "2026-12-25")
    ]
    assert early[0]["holiday"] == late[0]["holiday"] == {"boston": "Christmas Day"}


@pytest.mark.parametrize("slug", [HARBOURLINE, NORTHBRIDGE, FALKENRATH])
@pytest.mark.parametrize("kind", KINDS)
def test_data_are_of_the_shape_that_their_schema_says(kind: str, slug: str) -> None:
    shape = json.loads(schema(kind))
    Draft202012Validator.check_schema(shape)
    data = overlap(book(slug)) if kind == "overlap" else meetings(book(slug))
    assert list(Draft202012Validator(shape).iter_errors(data)) == []
    assert data["pairs" if kind == "overlap" else "occurrences"]
    strict = Draft202012Validator(shape)
    assert not strict.is_valid(data | {"more": 1})
    assert not strict.is_valid(data | {"version": 2})


def test_what_lacks_something_is_left_out_and_told() -> None:
    of = _book(
        [_location(id="a"), _location(id="b", tz=None), _location(work_start=None, work_days=[])],
        {"id": "m", "local_time": "10:00"},
        {"id": "no-time"},
        {"name": "Nameless", "local_time": "10:00"},
        {"id": "never", "local_time": "10:00", "every": "week"},
    )
    assert overlap(of)["pairs"] == []
    assert left_out(of, "overlap") == [
        "Location 'b' is left out: it has no tz.",
        "Location '2' is left out: it has no id and no work_start and no work_days.",
    ]
    assert {one["meeting"] for one in meetings(of)["occurrences"]} == {"m"}
    assert left_out(of, "meetings") == [
        "Meeting 'no-time' is left out: it has no local_time.",
        "Meeting 'Nameless' is left out: it has no id.",
        "Meeting 'never' is left out: it has no day on which it is ever held.",
    ]


def test_without_a_term_the_days_have_to_be_given() -> None:
    of = _book([_location(id="a")], {"id": "m", "local_time": "10:00"}, name="Demo")
    day = dt.date(2027, 3, 22)
    with pytest.raises(UsageError, match=r"engagement.yaml says no start_date and no end_date"):
        overlap(of)
    with pytest.raises(UsageError, match=r"says no end_date"):
        meetings(of, day)
    assert len(meetings(of, day, day)["occurrences"]) == 1
    with pytest.raises(UsageError, match=r"2027-03-22 is after 2027-03-21"):
        meetings(of, day, dt.date(2027, 3, 21))


def test_days_that_a_location_adds_or_takes_away_count_for_its_meetings() -> None:
    changes = {
        "add": [{"date": "2027-03-24", "name": "Works outing"}],
        "remove": ["2027-03-26"],  # Good Friday
    }
    of = _book(
        [_location(id="leeds", country="GB", subdivision="GB-ENG", holidays=changes)],
        {"id": "m", "local_time": "10:00", "holiday_policy": "skip"},
    )
    off = {
        one["start"][:10]: one["holiday"] for one in meetings(of)["occurrences"] if one["skipped"]
    }
    assert off == {
        "2027-03-24": {"leeds": "Works outing"},
        "2027-03-29": {"leeds": "Easter Monday"},
    }
