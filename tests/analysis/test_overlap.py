"""Hours that two places share: clocks that change, shifts past midnight, the date line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.overlap import overlap_minutes, shift
from sourcebook.model.sections.roles import Location

WEEK = ("mon", "tue", "wed", "thu", "fri")


def at(tz: str, start: str, end: str, days: tuple[str, ...] = WEEK) -> Location:
    return Location(tz=tz, work_start=start, work_end=end, work_days=days)


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
