"""The calendar feed, read back by a reader that is not ours, and checked against RFC 5545."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from render.examples import loaded as example
from render.playbooks import loaded
from sourcebook.analysis.occurrences import occurrences
from sourcebook.exchange.ics import feed
from sourcebook.exchange.timezones import timezone
from sourcebook.model.playbook import Playbook

DAY = dt.date(2026, 11, 22)
PLACES = {"boston": "America/New_York", "kolkata": "Asia/Kolkata", "london": "Europe/London"}
Instants = set[tuple[str, dt.datetime, dt.datetime]]


def book(*meetings: dict[str, Any], **sections: Any) -> Playbook:
    week = ["mon", "tue", "wed", "thu", "fri"]
    hours = {"work_days": week, "work_start": "09:00", "work_end": "17:00"}
    countries = {"boston": "US", "kolkata": "IN", "london": "GB"}
    common = {"local_time": "10:00", "duration_min": 45, "participants": ["*"]}
    return loaded(
        {
            "engagement": {"start_date": "2026-01-01", "end_date": "2029-12-31"},
            "roles": {
                "locations": [
                    {"id": id, "tz": tz, "country": countries[id], **hours}
                    for id, tz in PLACES.items()
                ],
                "roles": [{"id": id, "location": id} for id in PLACES],
            },
            "communication": {
                "meta": {"last_reviewed": "2026-10-14"},
                "meetings": [
                    {"tz": "Europe/London", "starting": "2026-01-05", **common, **meeting}
                    for meeting in meetings
                ],
            },
            **sections,
        }
    ).playbook


def ours(of: Playbook, first: dt.date, last: dt.date) -> Instants:
    return {
        (one.meeting.name or "", one.start.astimezone(dt.UTC), one.end.astimezone(dt.UTC))
        for one in occurrences(of, first, last)
        if not one.skipped and one.meeting.side == "joint" and first <= one.start.date() <= last
    }


def theirs(text: bytes, first: dt.date, last: dt.date) -> Instants:
    calendar = icalendar.Calendar.from_ical(text)
    found = recurring_ical_events.of(calendar).between(first, last + dt.timedelta(days=1))
    return {
        (str(event["SUMMARY"]), event.start.astimezone(dt.UTC), event.end.astimezone(dt.UTC))
        for event in found
        if isinstance(event.start, dt.datetime)
    }


RHYTHMS: list[dict[str, Any]] = [
    {"every": "day"},
    {"every": "day", "day": ["sun"], "local_time": "01:30"},
    {"every": "day", "day": ["sun"], "local_time": "02:30", "tz": "America/New_York"},
    {"every": "week", "day": ["mon", "thu"], "holiday_policy": "move"},
    {"every": "2 weeks", "day": ["fri", "mon"], "starting": "2026-01-09", "holiday_policy": "skip"},
    {"every": "month", "day": ["last thu"], "tz": "America/New_York", "holiday_policy": "skip"},
    {"every": "month", "day": ["31", "last fri", "fifth mon"]},
    {"every": "3 months", "day": ["second wed"], "tz": "Asia/Kolkata"},
    {"every": "month", "day": ["last"], "holiday_policy": "move", "until": "2027-09-30"},
    {"every": "year", "starting": "2026-12-25", "holiday_policy": "move"},
    {"rrule": "FREQ=DAILY;INTERVAL=5;COUNT=90"},
    {"rrule": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "tz": "Australia/Lord_Howe"},
    {"date": "2027-03-28", "local_time": "01:30"},
    {"date": "2026-12-25", "holiday_policy": "skip"},
]


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: " ".join(map(str, rhythm.values())))
def test_a_reader_finds_the_same_instants_for_two_years(rhythm: dict[str, Any]) -> None:
    of = book({"id": "m", "name": "M", **rhythm})
    last = DAY + dt.timedelta(days=731)
    wanted = ours(of, DAY, last)
    assert wanted or rhythm.get("date") == "2026-12-25"
    assert theirs(feed(of, DAY), DAY, last) == wanted


def test_a_reader_finds_all_of_the_first_example() -> None:
    of, last = example().playbook, dt.date(2028, 1, 31)
    assert theirs(feed(of, DAY), DAY, last) == ours(of, DAY, last)


def test_the_same_day_gives_the_same_bytes_and_the_next_one_only_another_stamp() -> None:
    of = example().playbook
    assert feed(of, DAY) == feed(of, DAY)
    uids = re.findall(rb"UID:(.+)\r\n", feed(of, DAY))
    assert len(uids) == len(set(uids)) > 10
    assert b"UID:meeting-steering@harbourline-mobile.sourcebook" in feed(of, DAY)
    assert b"SEQUENCE:20740\r\n" in feed(of, DAY)  # days to the review of 14 October 2026


def test_lines_are_as_the_standard_wants_them() -> None:
    of = book({"id": "m", "name": "Café; of, \\ all " * 12, "every": "week", "day": ["mon"]})
    text = feed(of, DAY)
    lines = text.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Café; of, \\ all " * 12
    for line in re.findall(rb"RRULE:(.+)\r\n", text):
        assert re.search(rb"UNTIL=\d{8}T\d{6}Z", line) or b"BYMONTH" in line


def test_what_one_side_holds_alone_or_may_not_be_known_is_not_in_it() -> None:
    weekly = {"every": "week", "day": ["mon"]}
    of = book(
        {"id": "client-only", "side": "client", **weekly},
        {"id": "hidden", "visibility": "internal", **weekly},
        {"id": "joint", **weekly},
        milestones={
            "milestones": [
                {"id": "M1", "title": "Opening", "due": "2027-02-25", "gate": True},
                {"id": "M2", "due": "2027-02-26", "visibility": "internal"},
                {"id": "M3", "due": "2027-02-27", "status": "cancelled"},
            ]
        },
    )
    text = feed(of, DAY).decode()
    assert re.findall("UID:([a-z]+-[^@]+)", text) == ["meeting-joint", "milestone-M1"]
    assert "SUMMARY:Gate M1: Opening\r\n" in text
    assert "DTSTART;VALUE=DATE:20270225\r\n" in text


def test_an_engagement_without_meetings_has_an_empty_feed() -> None:
    calendar = icalendar.Calendar.from_ical(feed(loaded({}).playbook, DAY))
    assert calendar.walk("VEVENT") == []


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/London", ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]),
        ("Australia/Lord_Howe", ["BYDAY=1SU;BYMONTH=4", "BYDAY=1SU;BYMONTH=10"]),
        ("Asia/Kolkata", []),
    ],
)
def test_zones_are_told_by_rules(zone: str, rules: list[str]) -> None:
    text = timezone(zone, DAY, dt.date(2028, 11, 22)).to_ical().decode()
    assert re.findall(r"RRULE:FREQ=YEARLY;(.+)\r\n", text) == rules


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Gaza", "Europe/Dublin"])
def test_zones_that_no_simple_rule_describes_are_right_all_the_same(zone: str) -> None:
    of = book({"id": "m", "name": "M", "every": "day", "tz": zone})
    # A name that no reader knows: it has to go by our rules.
    text = feed(of, DAY).replace(f"={zone}:".encode(), f"=Own-{zone[-5:]}:".encode())
    text = text.replace(f"TZID:{zone}".encode(), f"TZID:Own-{zone[-5:]}".encode())
    last = DAY + dt.timedelta(days=730)
    assert theirs(text, DAY, last) == ours(of, DAY, last)
