"""Hours that two places share: clocks that change, shifts past midnight, the date line."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reader import record
from sourcebook.analysis.overlap import (
    Window,
    overlap_minutes,
    ranges,
    shift,
    weekdays_apart,
    works_on,
)
from sourcebook.model.sections.roles import Location

WEEK = ("mon", "tue", "wed", "thu", "fri")


def at(tz: str, start: str, end: str, days: tuple[str, ...] = WEEK) -> Location:
    return record(Location, tz=tz, work_start=start, work_end=end, work_days=days)


LONDON = at("Europe/London", "09:00", "17:30")
PORTO = at("Europe/Lisbon", "09:00", "18:00")
STUTTGART = at("Europe/Berlin", "08:30", "17:00")
BENGALURU = at("Asia/Kolkata", "10:00", "19:00")
DETROIT = at("America/Detroit", "08:00", "17:00")
SEATTLE = at("America/Los_Angeles", "09:00", "17:00")
AUCKLAND = at("Pacific/Auckland", "09:00", "17:00")
NIGHT = at("Europe/London", "22:00", "06:00")
EARLY = at("Europe/London", "05:00", "13:00")


@pytest.mark.parametrize(
    ("a", "b", "day", "minutes"),
    [
        (LONDON, PORTO, "2026-11-23", 510),
        (LONDON, PORTO, "2026-07-06", 510),
        (LONDON, PORTO, "2026-11-22", 0),  # a Sunday
        (STUTTGART, BENGALURU, "2026-10-23", 420),
        (STUTTGART, BENGALURU, "2026-10-26", 360),
        (STUTTGART, DETROIT, "2026-10-23", 180),
        (STUTTGART, DETROIT, "2026-10-26", 240),  # Europe has changed its clocks, America not yet
        (BENGALURU, DETROIT, "2026-10-30", 90),
        (BENGALURU, DETROIT, "2026-11-02", 30),
        (SEATTLE, AUCKLAND, "2026-11-23", 300),  # with Auckland's Tuesday
        (SEATTLE, AUCKLAND, "2026-11-27", 0),  # Auckland's Saturday
        (SEATTLE, AUCKLAND, "2026-11-22", 0),
        (NIGHT, EARLY, "2026-11-23", 60),
        (NIGHT, EARLY, "2026-11-27", 0),
        (NIGHT, NIGHT, "2026-03-27", 480),
        (at("Europe/London", "00:00", "00:00"), LONDON, "2026-11-23", 510),
        (Location(), LONDON, "2026-11-23", 0),
    ],
)
def test_minutes_of_a_day(a: Location, b: Location, day: str, minutes: int) -> None:
    date = dt.date.fromisoformat(day)
    assert overlap_minutes(a, b, date) == overlap_minutes(b, a, date) == minutes


def test_a_night_in_which_clocks_change_has_its_true_length() -> None:
    every_day = (*WEEK, "sat", "sun")
    night = at("Europe/London", "22:00", "06:00", every_day)
    assert overlap_minutes(night, night, dt.date(2026, 3, 28)) == 420
    assert overlap_minutes(night, night, dt.date(2026, 10, 24)) == 540


def test_a_time_that_clocks_skip_moves_forward_by_the_gap() -> None:
    span = shift(at("Europe/London", "01:30", "09:00", ("sun",)), dt.date(2026, 3, 29))
    assert span is not None
    assert span[0] == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)


@given(
    st.sampled_from([LONDON, STUTTGART, SEATTLE, AUCKLAND, NIGHT, EARLY, DETROIT]),
    st.sampled_from([PORTO, BENGALURU, AUCKLAND, NIGHT, SEATTLE]),
    st.dates(),
)
def test_both_places_see_the_same_overlap_on_any_date(
    a: Location, b: Location, day: dt.date
) -> None:
    assert overlap_minutes(a, b, day) == overlap_minutes(b, a, day) >= 0


BOSTON = at("America/New_York", "09:00", "17:00")
BOGOTA = at("America/Bogota", "08:00", "17:00")
BUENOS_AIRES = at("America/Argentina/Buenos_Aires", "09:00", "18:00")
KRAKOW = at("Europe/Warsaw", "08:00", "16:00")
KATHMANDU = at("Asia/Kathmandu", "10:00", "18:00")
RIYADH = at("Asia/Riyadh", "08:00", "16:00", ("sun", "mon", "tue", "wed", "thu"))
TERM = (dt.date(2026, 6, 1), dt.date(2027, 12, 17))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (LONDON, PORTO, "06-01 510"),
        (STUTTGART, KRAKOW, "06-01 450"),
        (STUTTGART, BENGALURU, "06-01 420, 10-25 360, 03-28 420, 10-31 360"),
        (
            STUTTGART,
            DETROIT,
            "06-01 180, 10-25 240, 11-01 180, 03-14 240, 03-28 180, 10-31 240, 11-07 180",
        ),
        (BENGALURU, DETROIT, "06-01 90, 11-01 30, 03-14 90, 11-07 30"),
        (BOSTON, BUENOS_AIRES, "06-01 480, 11-01 420, 03-14 480, 11-07 420"),
        (SEATTLE, BOGOTA, "06-01 360, 11-01 300, 03-14 360, 11-07 300"),
        (SEATTLE, BUENOS_AIRES, "06-01 300, 11-01 240, 03-14 300, 11-07 240"),
        (LONDON, KATHMANDU, "06-01 255, 10-25 195, 03-28 255, 10-31 195"),
        (LONDON, RIYADH, "06-01 300, 10-25 240, 03-28 300, 10-31 240"),
        (NIGHT, EARLY, "06-01 60"),
        (NIGHT, NIGHT, "06-01 480"),
        (LONDON, at("Europe/London", "09:00", "17:30", ("sat", "sun")), "06-01 0"),
    ],
)
def test_ranges(a: Location, b: Location, expected: str) -> None:
    """Dates lead from one change of clocks to the next, without gaps."""
    found = ranges(a, b, *TERM)
    told: list[str] = []
    for one in found:
        if not told or told[-1].split()[1] != str(one.minutes):
            told.append(f"{one.first:%m-%d} {one.minutes}")
    assert ", ".join(told) == expected
    assert (found[0].first, found[-1].last) == TERM
    for one, following in pairwise(found):
        assert following.first - one.last == dt.timedelta(days=1)


def test_windows_are_told_by_both_clocks() -> None:
    first, second = ranges(BOSTON, BOGOTA, dt.date(2026, 10, 1), dt.date(2026, 12, 1))
    assert (first.minutes, second.minutes) == (480, 480)
    nine, five = dt.time(9), dt.time(17)
    assert first.windows == (Window((nine, five), (dt.time(8), dt.time(16))),)
    assert second.windows == (Window((nine, five), (nine, five)),)


def test_a_shift_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    (one,) = ranges(SEATTLE, AUCKLAND, dt.date(2026, 11, 1), dt.date(2027, 3, 13))
    assert one.minutes == 300  # Seattle's Monday with Auckland's Tuesday
    assert one.windows == (Window((dt.time(12), dt.time(17)), (dt.time(9), dt.time(14))),)


def test_days_on_which_nothing_overlaps() -> None:
    assert weekdays_apart(LONDON, RIYADH) == ("fri", "sun")
    assert weekdays_apart(LONDON, PORTO) == ()


@given(
    st.sampled_from([LONDON, STUTTGART, SEATTLE, DETROIT, RIYADH]),
    st.sampled_from([PORTO, BENGALURU, BUENOS_AIRES, KATHMANDU, RIYADH]),
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)),
)
def test_a_range_holds_on_each_of_its_common_days(a: Location, b: Location, day: dt.date) -> None:
    (one,) = ranges(a, b, day, day)
    assert one.minutes == ranges(b, a, day, day)[0].minutes
    if works_on(a, day) and works_on(b, day):
        assert one.minutes == overlap_minutes(a, b, day)
    around = ranges(a, b, day - dt.timedelta(days=300), day + dt.timedelta(days=300))
    (same,) = (each for each in around if each.first <= day <= each.last)
    assert (same.minutes, same.windows) == (one.minutes, one.windows)
