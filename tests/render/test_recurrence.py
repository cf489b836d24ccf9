"""Recurrence rules in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.render.recurrence import repetition


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=3TH", "every 3 months, third Thursday"),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR", "every month, last Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;WKST=MO", "every week, Monday, Wednesday"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("FREQ=DAILY;COUNT=10", "every day, 10 times"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month, on day 15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month, last day"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2", "every month, second Thursday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month, last working day"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYDAY=1MO", "every year, first Monday, in Jan, Jul"),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231", "every week, Tuesday, until 31 Dec 2027"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2", "by rule FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2"),
        ("FREQ=YEARLY;BYWEEKNO=20", "by rule FREQ=YEARLY;BYWEEKNO=20"),
        ("FREQ=MONTHLY;BYDAY=12MO", "by rule FREQ=MONTHLY;BYDAY=12MO"),
        ("FREQ=YEARLY;BYMONTH=13", "by rule FREQ=YEARLY;BYMONTH=13"),
        ("FREQ=DAILY;UNTIL=20261399", "by rule FREQ=DAILY;UNTIL=20261399"),
    ],
)
def test_repetition(rule, words):
    assert repetition(rule).replace("\u00a0", " ") == words


@given(st.text())
def test_any_rule_is_shown(rule):
    assert repetition(rule)
