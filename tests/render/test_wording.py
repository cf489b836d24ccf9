"""Values in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of, records_of
from sourcebook.render import wording

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("name", "unit", "words"),
    [
        ("last_reviewed", "", "Last reviewed"),
        ("leaver_revoke_hours", "hours", "A leaver's access is gone within"),
        ("respond_within_min", "minutes", "Respond within"),
        ("acceptance_window_days", "working days", "Acceptance window"),
        ("max_cost_pct", "percent", "Cost up to"),
        ("frequency_days", "days", "Every"),
        ("test_frequency_days", "days", "Test every"),
        ("frequency", "", "Frequency"),
        ("decision_log_ref", "", "Decision log"),
        ("handover_hours", "", "Handover hours"),
        ("days", "days", "Days"),
        ("rto_hours", "hours", "Recovery time (RTO)"),
        ("pm-maturity", "", "Project management maturity"),
        ("ip", "", "Intellectual property"),
    ],
)
def test_label(name, unit, words):
    assert wording.label(name, unit) == words


def test_every_field_has_a_label_of_words():
    """Capital first, no underscore, never empty."""
    for kind in SECTIONS.values():
        for record in records_of(kind):
            for name, spec in fields_of(record).items():
                words = wording.label(name, spec.meta.unit)
                assert words, name
                assert words[0].isupper(), name
                assert "_" not in words, name


@pytest.mark.parametrize(
    ("day", "long", "short", "month"),
    [
        (dt.date(2026, 11, 22), f"22{SPACE}Nov{SPACE}2026", "Sun 22 Nov", "Nov"),
        (dt.date(2027, 1, 1), f"1{SPACE}Jan{SPACE}2027", "Fri 1 Jan", "Jan"),
    ],
)
def test_dates(day, long, short, month):
    assert wording.date(day) == long
    assert wording.short_date(day) == short
    assert wording.month(day) == month


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3, "3"),
        (3.0, "3"),
        (4.4, "4.4"),
        (0.5, "0.5"),
        (-2.5, "−2.5"),
        (0.1 + 0.2, "0.3"),
        (99.95, "99.95"),
        (1250, "1250"),
        (1250.5, "1250.5"),
        (-9999, "−9999"),
        (10_000, "10,000"),
        (12_345.678, "12,345.678"),
        (12_345_678_901, "12,345,678,901"),
        (2e15, "2e+15"),
        (10**60, "1e+60"),
        (0.00001, "0.00001"),
        (1e-12, "1e−12"),
        (100, "100"),
        (1e9, "1,000,000,000"),
    ],
)
def test_number(value, words):
    assert wording.number(value) == words


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**60), 10**60))
def test_a_number_reads_back_to_nine_digits(value):
    back = float(wording.number(value).replace("−", "-").replace(",", ""))
    assert back == pytest.approx(value, rel=1e-5 if abs(value) >= 1e15 else 1e-8, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (30, "minutes", "30 min"),
        (1, "minutes", "1 min"),
        (4, "hours", "4 h"),
        (1, "days", "1 day"),
        (2, "days", "2 days"),
        (0, "days", "0 days"),
        (1, "working days", "1 working day"),
        (0.5, "days", "0.5 days"),
        (1, "people", "1 person"),
        (3, "people", "3 people"),
        (25, "%", "25 %"),
        (25, "percent", "25 %"),
        (4.4, "stars", "4.4 stars"),
        (-7, "°C", "−7 °C"),
        (7, "", "7"),
    ],
)
def test_quantity(value, unit, words):
    shown = wording.quantity(value, unit)
    assert shown.replace(SPACE, " ") == words
    assert " " not in shown.partition(SPACE)[0]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (480, "minutes", "8 h"),
        (59, "minutes", "59 min"),
        (24, "hours", "24 h"),
        (48, "hours", "2 days"),
        (50, "hours", "50 h"),
        (1440, "hours", "60 days"),
        (90, "days", "90 days"),
        (3, "of 5", "3 of 5"),
    ],
)
def test_span(value, unit, words):
    assert wording.span(value, unit).replace(SPACE, " ") == words


@pytest.mark.parametrize(
    ("total", "words"),
    [(0, "0 min"), (1, "1 min"), (59, "59 min"), (60, "1 h"), (90, "1 h 30 min"), (1440, "24 h")],
)
def test_minutes(total, words):
    assert wording.minutes(total) == words.replace(" ", SPACE)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("mon tue wed thu fri", "Mon–Fri"),
        ("fri wed thu", "Wed–Fri"),
        ("mon tue", "Mon, Tue"),
        ("mon wed fri", "Mon, Wed, Fri"),
        ("sun mon tue wed thu", "Mon, Tue, Wed, Thu, Sun"),
        ("mon mon tue wed", "Mon–Wed"),
        ("sat", "Sat"),
        ("", ""),
    ],
)
def test_weekdays(days, words):
    assert wording.weekdays(days.split()) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (59, "8 weeks"),
        (60, "2 months"),
        (435, "14 months"),
    ],
)
def test_months_left(span, words):
    start = dt.date(2026, 11, 22)
    assert wording.months_left(start, start + dt.timedelta(span)) == words


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("per-commit", "per commit"),
        ("eu_controller", "EU controller"),
        ("pre-release", "before each release"),
        ("in-progress", "in progress"),
        ("A/R", "A/R"),
        ("MSA", "MSA"),
        ("2 weeks", "2 weeks"),
    ],
)
def test_choice(word, words):
    assert wording.choice(word) == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Boston", "Boston"),
        ("Buenos Aires", "Buenos…"),
        ("מסירת הידע", "מסירת …\u200f"),  # which is read from the right
        ("1. מסירת הידע", "1. מסי…\u200f"),
    ],
)
def test_what_is_cut_ends_where_it_is_read_to(text, told):
    assert wording.cut(text, 7) == told


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 risks"), (1, "1 risk"), (2, "2 risks"), (11, "11 risks")]
)
def test_plural(count, words):
    assert wording.plural(count, "risk") == words
    assert wording.plural(count, "risk", "risks") == words


@pytest.mark.parametrize(("sign", "printed"), [(">=", "≥"), ("<=", "≤"), ("==", "="), ("~", "~")])
def test_operator(sign, printed):
    assert wording.operator(sign) == printed


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("areas", "1 area"),
        ("open failures", "1 open failure"),
        ("defects of severity 1 or 2 a month", "1 defect of severity 1 or 2 a month"),
        ("stories", "1 story"),
        ("people", "1 person"),
        ("ms at the 95th percentile", "1 ms at the 95th percentile"),
        ("of 10 questions", "1 of 10 questions"),
        ("% of sessions", "1 % of sessions"),
    ],
)
def test_one_thing_is_no_plural(unit: str, told: str) -> None:
    assert wording.quantity(1, unit).replace(SPACE, " ") == told
    assert wording.quantity(2, unit).replace(SPACE, " ") == f"2 {unit}"
