"""The strict look at iCalendar files finds what is wrong: or it would prove nothing."""

from __future__ import annotations

import pytest

from exchange.calendars import DAY, book
from exchange.rfc5545 import faults
from sourcebook.exchange.ics import feed

GOOD = feed(
    book(
        {"id": "m", "name": "A, b; c", "purpose": "é" * 99, "every": "month", "day": "last thu"}
        | {"tz": "America/New_York", "holiday_policy": "move"}
    ),
    DAY,
)


def test_a_feed_is_right() -> None:
    assert faults(GOOD) == []
    assert b"RDATE" in GOOD
    assert b"EXDATE" in GOOD


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"\r\nDURATION", b"\nDURATION", "without CRLF"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "has no end"),
        (b"A\\, b\\; c", b"A\\, b\\; c" + b"x" * 70, "octets"),
        ("é".encode() + b"\r\n ", b"\xc3\r\n \xa9", "cut in two"),
        (b"A\\, b", b"A\x07 b", "control character"),
        (b"A\\, b", b"A, b", "SUMMARY is no TEXT"),
        (b"A\\, b\\; c", b"A\\, b; c", "SUMMARY is no TEXT"),
        (b"A\\, b", b"A\\: b", "SUMMARY is no TEXT"),
        (b"DURATION:PT45M", b"DURATION:45M", "DURATION is no DURATION"),
        (b"DURATION:PT45M", b"DURATION:P", "DURATION is no DURATION"),
        (b"DURATION:PT45M", b"DURATION:PT", "DURATION is no DURATION"),
        (b"SEQUENCE:", b"SEQUENCE:x", "SEQUENCE is no INTEGER"),
        (b"T000000Z\r\n", b"T000000\r\n", "DTSTAMP is no UTC"),
        (b"DTSTART;TZID=America/New_York:2026", b"DTSTART;TZID=America/New_York:26", "no LOCAL"),
        (b"TZID=America/New_York:", b"TZID=America/Boston:", "America/Boston is not told"),
        (b"EXDATE;TZID=America/New_York:", b"EXDATE;VALUE=DATE:", "of another sort"),
        (b"TZOFFSETTO:-0400", b"TZOFFSETTO:-4", "TZOFFSETTO is no UTC-OFFSET"),
        (b"150000Z\r\n", b"150000\r\n", "UNTIL="),
        (b"FREQ=MONTHLY;", b"", "does not begin with one FREQ"),
        (b"BYDAY=-1TH", b"BYDAY=LASTTH", "BYDAY=LASTTH is no part of a rule"),
        (b"SEQUENCE:", b"COLOUR:red\r\nSEQUENCE:", "has a COLOUR"),
        (b"UID:meeting-m@demo.sourcebook\r\n", b"", "has no UID"),
        (b"UID:review-communication", b"UID:meeting-m", "is there twice"),
        (b"SUMMARY:", b"SUMMARY:one\r\nSUMMARY:", "has several SUMMARY"),
        (b"BEGIN:DAYLIGHT", b"BEGIN:STANDARD", "ends that is not open"),
        (b"VERSION:2.0", b"VERSION 2.0", "no property"),
    ],
)
def test_what_is_wrong_is_told(old: bytes, new: bytes, told: str) -> None:
    assert old in GOOD
    found = faults(GOOD.replace(old, new))
    assert any(told in fault for fault in found), found


def test_a_rule_that_never_ends_is_told() -> None:
    start, end = GOOD.index(b";UNTIL="), GOOD.index(b"\r\n", GOOD.index(b";UNTIL="))
    assert any("never ends" in fault for fault in faults(GOOD[:start] + GOOD[end:]))
