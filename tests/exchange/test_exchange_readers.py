"""Feeds are read back by two readers that are not ours, with the same instants for two years."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from exchange.calendars import DAY, book
from exchange.rfc5545 import faults
from render.examples import loaded as example
from sourcebook.analysis.occurrences import occurrences
from sourcebook.exchange.ics import feed
from sourcebook.model.playbook import Playbook
from tools import npm_package, require_tool

LAST = DAY + dt.timedelta(days=731)
Instants = set[tuple[str, dt.datetime, dt.datetime]]
HERE = Path(__file__).parent

RHYTHMS: list[dict[str, Any]] = [
    {"every": "day"},
    {"every": "day", "day": ["sun"], "local_time": "01:30"},
    {"every": "day", "day": ["sun"], "local_time": "02:30", "tz": "America/New_York"},
    {"every": "day", "day": ["sat", "sun"], "local_time": "01:30", "holiday_policy": "move"},
    {"every": "week", "day": ["mon", "thu"], "holiday_policy": "move"},
    {"every": "2 weeks", "day": ["fri", "mon"], "starting": "2026-01-09", "holiday_policy": "skip"},
    {"every": "month", "day": ["last thu"], "tz": "America/New_York", "holiday_policy": "skip"},
    {"every": "month", "day": ["31", "last fri", "fifth mon"]},
    {"every": "3 months", "day": ["second wed"], "tz": "Asia/Kolkata"},
    {"every": "month", "day": ["last"], "holiday_policy": "move", "until": "2027-09-30"},
    {"every": "month", "day": ["1"], "starting": "2027-01-01", "holiday_policy": "skip"},
    {"every": "month", "day": ["1"], "starting": "2027-01-01", "holiday_policy": "move"},
    {"every": "year", "starting": "2026-12-25", "holiday_policy": "move"},
    {"every": "year", "starting": "2024-02-29"},
    {"rrule": "FREQ=DAILY;INTERVAL=5;COUNT=90"},
    {"rrule": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "tz": "Australia/Lord_Howe"},
    {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "starting": "2026-01-04"},
    {"rrule": "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2MO,-1FR"},
    *(
        {"rrule": f"FREQ={rare}"}
        for rare in (
            "YEARLY;BYDAY=20MO",
            "YEARLY;BYWEEKNO=10,20;BYDAY=MO",
            "YEARLY;BYMONTHDAY=15",
            "YEARLY;BYYEARDAY=100,-1",
            "MONTHLY;BYMONTHDAY=10,20,30;BYSETPOS=-1",
            "WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=2",
            "DAILY;BYMONTHDAY=1,-1",
        )
    ),
    {"date": "2027-03-28", "local_time": "01:30"},
    {"date": "2027-10-31", "local_time": "01:30"},
    {"date": "2027-03-09", "duration_min": 1500, "tz": "America/New_York"},
]
EXAMPLES = ("falkenrath-erp", "harbourline-mobile", "northbridge-health")
ZONES = (
    "Africa/Casablanca", "America/Nuuk", "America/Santiago", "America/St_Johns", "Asia/Gaza",
    "Asia/Kathmandu", "Asia/Tehran", "Australia/Adelaide", "Australia/Lord_Howe", "Europe/Dublin",
    "Europe/Lisbon", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "UTC",
)  # fmt: skip
"""Zones that change at odd dates, by odd amounts, or whose offsets are odd."""


@cache
def playbooks() -> dict[str, Playbook]:
    """Each rhythm and zone as an engagement of its own, and the examples."""
    rhythms = {" ".join(map(str, one.values())): book(_named(one)) for one in RHYTHMS}
    daily = {"every": "day", "day": ["sat", "sun", "wed"], "local_time": "02:15"}
    zones = {zone: book(_named({**daily, "tz": zone})) for zone in ZONES}
    examples = {slug: example(slug).playbook for slug in EXAMPLES}
    return rhythms | zones | examples


def _named(meeting: dict[str, Any]) -> dict[str, Any]:
    return {"id": "m", "name": "M", **meeting}


def ours(of: Playbook) -> Instants:
    return {
        (one.meeting.name or "", one.start.astimezone(dt.UTC), one.end.astimezone(dt.UTC))
        for one in occurrences(of, DAY, LAST)
        if not one.skipped and one.meeting.side == "joint" and DAY <= one.start.date() <= LAST
    }


def theirs(text: bytes) -> Instants:
    """What recurring-ical-events reads."""
    calendar = icalendar.Calendar.from_ical(text)
    found = recurring_ical_events.of(calendar).between(DAY, LAST + dt.timedelta(days=1))
    return {
        (str(event["SUMMARY"]), event.start.astimezone(dt.UTC), event.end.astimezone(dt.UTC))
        for event in found
        if isinstance(event.start, dt.datetime)
    }


@pytest.fixture(scope="module")
def ical_js(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Instants]:
    """What ical.js reads, in one process for all: days of UTC, one more on either side."""
    node, library = require_tool("node"), npm_package("ical.js", "2", "ical")
    folder, paths = tmp_path_factory.mktemp("feeds"), []
    for number, of in enumerate(playbooks().values()):
        paths.append(folder / f"{number}.ics")
        paths[-1].write_bytes(feed(of, DAY))
    day = dt.timedelta(days=1)
    command = [node, HERE / "instants.mjs", library / "dist" / "ical.js", f"{DAY - day}Z"]
    done = subprocess.run(
        [*command, f"{LAST + 2 * day}Z"],
        input="\n".join(map(str, paths)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(zip(playbooks(), map(_instants, json.loads(done.stdout)), strict=True))


def _instants(found: list[list[str]]) -> Instants:
    return {
        (name, dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))
        for name, start, end in found
    }


@pytest.mark.parametrize("name", playbooks())
def test_a_reader_in_python_finds_the_same_instants(name: str) -> None:
    of = playbooks()[name]
    assert theirs(feed(of, DAY)) == ours(of) != set()


@pytest.mark.parametrize("name", playbooks())
def test_ical_js_finds_the_same_instants(name: str, ical_js: dict[str, Instants]) -> None:
    of = playbooks()[name]
    days = {m.meeting.name: m.start.tzinfo for m in occurrences(of, DAY, LAST)}
    found = {
        one for one in ical_js[name] if DAY <= one[1].astimezone(days.get(one[0])).date() <= LAST
    }
    assert found == ours(of) != set()


@pytest.mark.parametrize("name", playbooks())
def test_it_keeps_to_the_standard(name: str) -> None:
    assert faults(feed(playbooks()[name], DAY)) == []


@pytest.mark.parametrize("zone", ZONES[:-1])
def test_a_zone_that_no_reader_knows_goes_by_our_rules(zone: str) -> None:
    """Under a name of our own, so that nobody looks it up."""
    of, own = playbooks()[zone], f"Own {zone.replace('/', ' ')}"
    text = feed(of, DAY).replace(f"={zone}:".encode(), f"={own}:".encode())
    text = text.replace(f"TZID:{zone}\r\n".encode(), f"TZID:{own}\r\n".encode())
    assert theirs(text) == ours(of)
