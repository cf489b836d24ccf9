"""Days and instants of meetings: rhythms, days that a month lacks, hours that clocks lack."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import dateutil.rrule
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from model.reader import record
from sourcebook.analysis.calendar import Recurrence, compiled, instant, recurrence
from sourcebook.model.sections.communication import Meeting


def held(first: str, last: str, **fields: Any) -> list[str]:
    """The days of a meeting, as text without the century."""
    found = recurrence(record(Meeting, **fields))
    assert found is not None
    days = found.days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return [f"{day:%y-%m-%d}" for day in days]


def monthly(*days: str, every: str = "month", starting: str = "2026-01-01") -> dict[str, Any]:
    return {"every": every, "day": days, "starting": starting}


@pytest.mark.parametrize(
    ("meeting", "days"),
    [
        (monthly("last thu"), "26-01-29 26-02-26 26-03-26 26-04-30 26-05-28 26-06-25"),
        (monthly("fifth fri"), "26-01-30 26-05-29"),
        (monthly("31"), "26-01-31 26-03-31 26-05-31"),
        (monthly("30"), "26-01-30 26-03-30 26-04-30 26-05-30 26-06-30"),
        (monthly("last"), "26-01-31 26-02-28 26-03-31 26-04-30 26-05-31 26-06-30"),
        (monthly("last", "last sat"), "26-01-31 26-02-28 26-03-28 26-03-31 26-04-25 26-04-30"
         " 26-05-30 26-05-31 26-06-27 26-06-30"),
        (monthly("first mon", starting="2026-03-03"), "26-04-06 26-05-04 26-06-01"),
        (monthly("31", every="3 months", starting="2026-01-31"), "26-01-31"),
        (monthly("second wed", every="3 months", starting="2026-02-12"), "26-05-13"),
        ({"every": "week", "day": ("tue",), "starting": "2026-06-10"},
         "26-06-16 26-06-23 26-06-30"),
        ({"every": "2 weeks", "day": ("fri", "mon"), "starting": "2026-05-29"},
         "26-05-29 26-06-08 26-06-12 26-06-22 26-06-26"),
        ({"every": "2 weeks", "day": ("fri",), "starting": "2026-06-01"}, "26-06-05 26-06-19"),
        ({"every": "day", "starting": "2026-06-25"}, "26-06-25 26-06-26 26-06-29 26-06-30"),
        ({"every": "day", "day": ("sat", "sun"), "starting": "2026-06-25"}, "26-06-27 26-06-28"),
        ({"every": "day", "starting": "2026-06-25", "until": "2026-06-26"}, "26-06-25 26-06-26"),
        ({"every": "year", "starting": "2025-04-09"}, "26-04-09"),
        ({"every": "year", "starting": "2024-02-29"}, ""),
        ({"date": "2026-06-07", "every": "week", "day": ("mon",)}, "26-06-07"),
        ({"date": "2026-07-07"}, ""),
        ({"rrule": "RRULE:FREQ=MONTHLY;BYDAY=-1FR", "starting": "2026-04-30"}, "26-05-29 26-06-26"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "starting": "2026-04-02"},
         "26-05-01 26-06-01"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "starting": "2026-01-05"}, ""),
        ({"rrule": "FREQ=DAILY;COUNT=3", "starting": "2025-12-31"}, "26-01-01 26-01-02"),
        ({"rrule": "FREQ=DAILY;UNTIL=20260102", "starting": "2026-01-01"}, "26-01-01 26-01-02"),
        ({"rrule": "FREQ=DAILY", "until": "2026-01-02", "starting": "2026-01-01"},
         "26-01-01 26-01-02"),
        ({"rrule": "FREQ=YEARLY;BYDAY=20MO", "starting": "2026-01-01"}, "26-05-18"),
    ],
)  # fmt: skip
def test_days(meeting: dict[str, Any], days: str) -> None:
    """In the first half of 2026."""
    assert held("2026-01-01", "2026-06-30", **meeting) == days.split()


def test_the_29th_of_february() -> None:
    leap = {"every": "year", "starting": "2024-02-29"}
    assert held("2024-01-01", "2033-12-31", **leap) == ["24-02-29", "28-02-29", "32-02-29"]


@pytest.mark.parametrize(("stop", "last"), [("083000Z", "26-03-03"), ("082959Z", "26-03-02")])
def test_an_end_in_utc_is_turned_to_the_own_clock(stop: str, last: str) -> None:
    meeting = {"local_time": "09:30", "tz": "Europe/Berlin", "starting": "2026-03-01"}
    rule = f"FREQ=DAILY;UNTIL=20260303T{stop}"
    assert held("2026-01-01", "2026-12-31", rrule=rule, **meeting)[-1] == last


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"every": "week", "starting": "2026-01-01"},
        {"every": "week", "day": ("last thu",), "starting": "2026-01-01"},
        {"every": "month", "day": ("thu",), "starting": "2026-01-01"},
        {"every": "week", "day": ("thu",)},
        {"rrule": "FREQ=DAILY"},
        *(
            {"rrule": f"FREQ={rule}", "starting": "2026-01-01"}
            for rule in (
                "DAILY;INTERVAL=0",
                "DAILY;BYDAY=MO;BYSETPOS=5",
                "WEEKLY;BYDAY=MO,TU;BYSETPOS=-8",
                "DAILY;COUNT=99999",
                "DAILY;BYMONTH=2;BYMONTHDAY=30",
                "DAILY;BYMONTHDAY=32",
                "MONTHLY;BYMONTH=13",
                "MONTHLY;BYDAY=6TH",
                "MONTHLY;BYDAY=0TH",
                "DAILY;UNTIL=20261399",
                "WEEKLY;BYDAY=1MO",
                "WEEKLY;BYMONTHDAY=1",
                "MONTHLY;BYWEEKNO=20",
                "MONTHLY;BYYEARDAY=100",
                "YEARLY;BYWEEKNO=20;BYDAY=1MO",
            )
        ),
    ],
)
def test_what_never_comes_has_no_days(fields: dict[str, Any]) -> None:
    assert recurrence(record(Meeting, **fields)) is None


@pytest.mark.parametrize(
    "rule",
    [
        "DAILY;INTERVAL=7;BYDAY=TU",  # from a Monday
        "WEEKLY;BYDAY=MO;BYSETPOS=2",
        "MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "YEARLY;BYWEEKNO=1;BYMONTH=6",
        "YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_a_rule_whose_parts_never_meet_is_soon_given_up(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library looks until the year 9999: it is asked of a time of which little is left."""
    asked: list[dt.datetime] = []
    rrulestr = dateutil.rrule.rrulestr

    def told(text: str, dtstart: dt.datetime) -> Any:
        asked.append(dtstart)
        return rrulestr(text, dtstart=dtstart)

    monkeypatch.setattr(dateutil.rrule, "rrulestr", told)
    fields = {"rrule": f"FREQ={rule}", "starting": "2026-01-05"}
    assert held("2026-01-01", "2028-12-31", **fields) == []
    assert [(day.year, day.weekday()) for day in asked] == [(9626, 0)]


def test_the_term_stands_for_a_first_day_where_the_rhythm_does_not_need_one() -> None:
    begin = dt.date(2026, 2, 2)
    week = recurrence(record(Meeting, every="week", day=("thu",)), begin)
    assert week is not None
    assert week.days(begin, dt.date(2026, 2, 12)) == (dt.date(2026, 2, 5), dt.date(2026, 2, 12))
    assert recurrence(record(Meeting, every="2 weeks", day=("thu",)), begin) is None
    assert recurrence(record(Meeting, every="year"), begin) is None


@given(
    st.sampled_from(["day", "week", "2 weeks", "month", "3 months", "year"]),
    st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31)),
    st.sampled_from(["mon", "fri", "second tue", "fifth wed", "last sun", "31", "1", "last"]),
)
def test_a_rhythm_and_the_rule_that_it_stands_for_mean_the_same(
    every: str, first: dt.date, day: str
) -> None:
    rules = compiled(every, (day,), first)
    own = recurrence(record(Meeting, every=every, day=(day,), starting=f"{first}"))
    if not rules:
        assert own is None
        return
    assert own is not None
    other = recurrence(record(Meeting, rrule=rules[0], starting=f"{first}"))
    assert other is not None
    end = first + dt.timedelta(days=800)
    days = own.days(first, end)
    assert days == other.days(first, end)
    middle = first + dt.timedelta(days=400)
    assert days == (*own.days(first, middle), *own.days(middle + dt.timedelta(days=1), end))


@pytest.mark.parametrize(
    ("day", "time", "tz", "utc"),
    [
        ("2026-03-28", "01:30", "Europe/London", "2026-03-28T01:30"),
        ("2026-03-29", "01:30", "Europe/London", "2026-03-29T01:30"),  # skipped: 02:30 there
        ("2026-10-25", "01:30", "Europe/London", "2026-10-25T00:30"),  # twice: the first counts
        ("2026-03-08", "02:30", "America/New_York", "2026-03-08T07:30"),  # skipped: 03:30
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45"),  # by half an hour
        ("2026-07-01", "09:45", "Asia/Kathmandu", "2026-07-01T04:00"),
    ],
)
def test_instants(day: str, time: str, tz: str, utc: str) -> None:
    found = instant(dt.date.fromisoformat(day), dt.time.fromisoformat(time), tz)
    assert f"{found.astimezone(dt.UTC):%Y-%m-%dT%H:%M}" == utc
    assert found.tzinfo == ZoneInfo(tz)


def test_a_skipped_time_is_later_by_the_gap() -> None:
    assert f"{instant(dt.date(2026, 3, 29), dt.time(1, 30), 'Europe/London'):%H:%M}" == "02:30"


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
    st.integers(1, 4),
    st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
    st.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31)),
    st.integers(0, 500),
)
def test_weeks_are_counted_as_dateutil_counts_them(first, interval, names, begin, length):
    start = dt.datetime.combine(first, dt.time(9, 30))
    until = dt.datetime.combine(begin + dt.timedelta(days=length), dt.time.max)
    days = ",".join(sorted(names))
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={days};WKST=MO"
    whole = rrulestr(f"{rule};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=start)
    wanted = tuple(moment.date() for moment in whole if moment.date() >= begin)
    assert Recurrence(start, (rule,)).days(begin, until.date()) == wanted


@given(
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2026, 12, 31)),
    st.sampled_from(["MONTHLY", "MONTHLY;INTERVAL=3", "MONTHLY;INTERVAL=13", "YEARLY;BYMONTH=2"]),
    st.sampled_from([
        "DAY=1MO", "DAY=5FR,-1SU", "DAY=-5WE", "DAY=TH,MO", "MONTHDAY=31,-31", "MONTHDAY=29",
        "DAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1,23", "MONTHDAY=-1,1,31;BYSETPOS=3",
    ]),
    st.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31)),
    st.integers(0, 2500),
)  # fmt: skip
def test_months_are_counted_as_dateutil_counts_them(first, often, days, begin, length):
    start, end = first.replace(second=0, microsecond=0), begin + dt.timedelta(days=length)
    rule = f"FREQ={often};BY{days}"
    whole = rrulestr(f"{rule};UNTIL={end:%Y%m%d}T235959", dtstart=start)
    wanted = tuple(moment.date() for moment in whole if moment.date() >= begin)
    assert Recurrence(start, (rule,)).days(begin, end) == wanted


@pytest.mark.parametrize("time", ["09:29", "09:30"])
def test_the_last_day_counts_if_the_end_is_not_before_it_begins(time: str) -> None:
    until = dt.datetime.fromisoformat(f"2026-03-02T{time}")
    start = dt.datetime(2026, 1, 5, 9, 30)
    months = Recurrence(start, ("FREQ=MONTHLY;BYDAY=1MO",), until)
    weeks = Recurrence(start, ("FREQ=WEEKLY;BYDAY=MO;WKST=MO",), until)
    last = dt.date(2026, 3, 2)
    for its in (months, weeks):
        assert (last in its.days(start.date(), dt.date(2026, 12, 31))) is (time == "09:30")
