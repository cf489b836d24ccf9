"""What feeds hold and for whom; that they keep to RFC 5545."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import icalendar
import pytest

from exchange.calendars import DAY, book
from exchange.rfc5545 import faults
from render.examples import loaded as example
from render.playbooks import loaded
from sourcebook.exchange.audience import Audience, of_location, of_role
from sourcebook.exchange.ics import feed, site_feeds
from sourcebook.exchange.timezones import timezone
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location, Role
from sourcebook.render.feeds import feeds

EXAMPLES = ("falkenrath-erp", "harbourline-mobile", "northbridge-health")


def plain(text: bytes) -> str:
    """A feed with its lines unfolded."""
    return text.decode().replace("\r\n ", "")


def uids(text: bytes) -> list[str]:
    """What is in a feed, without the engagement."""
    return re.findall("UID:([^@]+)", plain(text))


def meetings(text: bytes) -> list[str]:
    """The meetings in a feed, by their ids."""
    return [uid.removeprefix("meeting-") for uid in uids(text) if uid.startswith("meeting-")]


def role(of: Playbook, id: str) -> Audience:
    target = of.index.find("role", id)
    assert target is not None
    assert isinstance(target.item, Role)
    return of_role(of, target.item)


def location(of: Playbook, id: str) -> Audience:
    target = of.index.find("location", id)
    assert target is not None
    assert isinstance(target.item, Location)
    return of_location(of, target.item)


def test_the_same_day_gives_the_same_bytes_and_the_next_one_only_another_stamp() -> None:
    of = example().playbook
    assert feed(of, DAY) == feed(of, DAY)
    later = feed(of, DAY + dt.timedelta(days=20)).replace(b"DTSTAMP:20261212", b"DTSTAMP:20261122")
    assert later == feed(of, DAY)
    assert b"UID:meeting-steering@harbourline-mobile.sourcebook" in feed(of, DAY)
    assert b"SEQUENCE:20740\r\n" in feed(of, DAY)  # days to the review of 14 October 2026


@pytest.mark.parametrize(
    "name",
    [
        "Café; of, \\ all " * 12,
        "naïve 東京 " * 30,
        "x" * 66,
        "x" * 67,
        "x" * 68,
        "é" * 200,
        "a" + "é" * 200,
        "🌍" * 60,
        "a; b: c, d\\n e",
    ],
)
def test_names_of_all_sorts_are_read_as_they_were_written(name: str) -> None:
    of = book({"id": "m", "name": name, "every": "week", "day": ["mon"], "purpose": name})
    text = feed(of, DAY)
    assert faults(text) == []
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["SUMMARY"] == event["DESCRIPTION"].partition("\nTakes")[0] == name


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
    found = ["meeting-joint", "milestone-M1", "review-communication"]
    assert re.findall("UID:([a-z]+-[^@]+)", text) == found
    assert "SUMMARY:Gate M1: Opening\r\n" in text
    assert "DTSTART;VALUE=DATE:20270225\r\n" in text


def test_an_engagement_without_meetings_has_an_empty_feed() -> None:
    calendar = icalendar.Calendar.from_ical(feed(loaded({}).playbook, DAY))
    assert calendar.walk("VEVENT") == []


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/London", ["BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"]),
        ("America/New_York", ["BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"]),
        ("Australia/Lord_Howe", ["BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU"]),
        ("Asia/Kolkata", []),
    ],
)
def test_zones_are_told_by_rules(zone: str, rules: list[str]) -> None:
    text = timezone(zone, DAY, dt.date(2028, 11, 22)).decode()
    assert re.findall(r"RRULE:FREQ=YEARLY;(.+)\r\n", text) == rules


def test_a_rule_of_clocks_that_is_given_up_ends() -> None:
    """Moscow changed its clocks until 2011."""
    text = plain(timezone("Europe/Moscow", dt.date(2009, 1, 1), dt.date(2013, 12, 31)))
    found = re.findall(r"RRULE:(.+?)\r\n", text)
    ends = [rule.rpartition("UNTIL=")[2] for rule in found]
    assert ends == ["20100327T230000Z", "20101030T230000Z"]
    assert "DTSTART:20110327T020000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0400\r\n" in text


@pytest.mark.parametrize("slug", EXAMPLES)
def test_all_feeds_of_an_example_keep_to_the_standard(slug: str) -> None:
    of = example(slug).playbook
    made = dict(site_feeds(of, DAY))
    assert [one.path for one in feeds(of)] == list(made)
    assert len(made) == 1 + len(of.roles.roles) + len(of.roles.locations)
    assert {path: found for path, text in made.items() if (found := faults(text))} == {}


def test_a_role_has_what_it_is_asked_to_and_the_meetings_of_its_own_side() -> None:
    weekly = {"every": "week", "day": ["mon"]}
    planned = [
        {"id": "all", **weekly},
        {"id": "named", "participants": ["london"], **weekly},
        {"id": "may", "participants": ["boston"], "optional": ["london"], **weekly},
        {"id": "own", "side": "client", "participants": ["london"], **weekly},
        {"id": "whole-side", "side": "client", "participants": ["*"], **weekly},
        {"id": "hidden", "visibility": "internal", "participants": ["london"], **weekly},
        {"id": "other", "participants": ["boston"], **weekly},
    ]
    of = book(*planned, **_sides())
    assert meetings(feed(of, DAY)) == ["all", "named", "may", "other"]
    mine = ["all", "named", "may", "own", "whole-side", "hidden"]
    assert meetings(feed(of, DAY, role(of, "london"))) == mine
    assert meetings(feed(of, DAY, role(of, "kolkata"))) == ["all"]
    assert meetings(feed(of, DAY, location(of, "london"))) == ["all", "named", "may"]


def _sides(**vendor: str) -> dict[str, Any]:
    """London is the client's; the others are the vendor's."""
    roles = {"boston": "vendor", "kolkata": "vendor", "london": "client"}
    week = ["mon", "tue", "wed", "thu", "fri"]
    hours = {"work_days": week, "work_start": "09:00", "work_end": "17:00"}
    zones = {"boston": "America/New_York", "kolkata": "Asia/Kolkata", "london": "Europe/London"}
    countries = {"boston": "US", "kolkata": "UA", "london": "GB"}
    return {
        "engagement": {
            "start_date": "2026-01-01",
            "end_date": "2029-12-31",
            "parties": [
                {"id": "client", "side": "client"},
                {"id": "vendor", "side": "vendor", **vendor},
            ],
        },
        "roles": {
            "locations": [
                {"id": id, "tz": zones[id], "country": countries[id], **hours} for id in roles
            ],
            "roles": [{"id": id, "location": id, "party": party} for id, party in roles.items()],
        },
    }


def test_who_takes_part_no_more_has_no_more_meetings() -> None:
    daily = {"id": "m", "name": "M", "every": "day"}
    of = book(daily, **_sides(until="2027-03-31"))
    assert "UNTIL=20270331T090000Z" in plain(feed(of, DAY, role(of, "boston")))
    assert "UNTIL=20281229T100000Z" in plain(feed(of, DAY, role(of, "london")))


def test_a_location_has_its_holidays_or_says_that_they_are_not_known() -> None:
    of = book({"id": "m", "every": "day"}, **_sides())
    london = plain(feed(of, DAY, location(of, "london")))
    assert "DTSTART;VALUE=DATE:20270326\r\nSUMMARY:Holiday in London: Good Friday" in london
    assert "not known" not in london
    kolkata = plain(feed(of, DAY, location(of, "kolkata")))
    assert "X-WR-CALDESC:The public holidays of Kolkata are not known.\r\n" in kolkata
    assert "holiday-" not in kolkata


def test_a_meeting_says_which_days_were_moved_and_why() -> None:
    of = example().playbook
    text = plain(feed(of, DAY)).replace("\N{NO-BREAK SPACE}", " ")
    assert "\\nMoved from 1 Feb 2027 to 2 Feb 2027: Saint Brigid's Day in Dublin\\n" in text


def test_what_is_due_is_there_for_who_sees_to_it() -> None:
    """Each on its day, under a name that stays."""
    of = book(
        **_sides(),
        goals={"meta": {"owner": "london", "last_reviewed": "2026-11-02", "review_every_days": 90}},
        partner={"meta": {"owner": "london", "last_reviewed": "2026-11-02"}},
        security={
            "protocols": [
                {
                    "id": "access",
                    "title": "Access",
                    "owner": "boston",
                    "verification": {"last_verified": "2026-11-01", "frequency_days": 30},
                }
            ],
            "access": {"owner": "london", "last_review": "2026-07-01", "review_frequency_days": 90},
        },
        knowledge={
            "areas": [{"id": "pay", "title": "Payments"}],
            "sessions": [
                {"id": "s1", "area": "pay", "date": "2027-01-05"}
                | {"from_role": "boston", "to_roles": ["london"]}
            ],
        },
    )
    told = {
        "review-goals": ("20270131", "Review due: Goals"),
        "review-partner": ("20270131", "Review due: Partner"),
        "verification-security-protocols-access": ("20261201", "Verification due: Access"),
        "check-security-access": ("20260929", "Due: Access review"),  # overdue: there until done
        "session-s1": ("20270105", "Knowledge transfer: Session: Payments"),
    }
    whole = plain(feed(of, DAY))
    assert "review-partner" not in whole  # the section is internal
    london = plain(feed(of, DAY, role(of, "london")))
    boston = plain(feed(of, DAY, role(of, "boston")))
    assert [uid for uid in told if uid in london] == [
        "review-goals", "review-partner", "check-security-access", "session-s1"
    ]  # fmt: skip
    assert [uid for uid in told if uid in boston] == [
        "verification-security-protocols-access", "session-s1"
    ]  # fmt: skip
    for uid, (day, summary) in told.items():
        event = next(part for part in (london + boston).split("BEGIN:") if f"UID:{uid}@" in part)
        assert f"DTSTART;VALUE=DATE:{day}\r\nSUMMARY:{summary}" in event
        assert "TRANSP:TRANSPARENT" in event


def test_ids_that_are_missing_or_there_twice_do_no_harm() -> None:
    weekly = {"every": "week", "day": ["mon"]}
    of = book({"id": None, **weekly}, {"id": "m", **weekly}, {"id": "m", **weekly})
    text = feed(of, DAY)
    assert faults(text) == []
    assert meetings(text) == ["number-1", "m", "number-3"]
