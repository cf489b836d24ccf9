"""Whether an exit would work, who can be reached when, and which role has too much on it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from render.examples import loaded as example
from render.playbooks import loaded
from sourcebook.analysis.exit_readiness import checks
from sourcebook.analysis.raci import overloads, rows
from sourcebook.analysis.thresholds import defaults
from sourcebook.analysis.week_cover import DAY as MINUTES
from sourcebook.analysis.week_cover import Reach, week_cover
from sourcebook.model.edition import shared_edition

DAY = dt.date(2026, 11, 22)
READY = {
    "engagement": {"parties": [
        {"id": "us", "side": "client"}, {"id": "them", "side": "vendor"},
    ]},
    "roles": {"roles": [{"id": "lead", "party": "us"}, {"id": "maker", "party": "them"}]},
    "knowledge": {"areas": [{"id": "k", "holders": [{"role": "lead", "level": 3}]}]},
    "exit": {
        "triggers": ["Notice"],
        "strategy_options": [{"option": "insource"}, {"option": "reprovide"}],
        "transition_period_days": 90,
        "plan": [{"id": "E1", "start_offset_days": 0, "duration_days": 60}],
        "data_return": {"format": "CSV", "within_days": 30, "deletion_certificate": True},
        "access_revocation": {"within_hours": 1, "owner": "lead"},
        "exit_manager": {"us": "lead", "them": "maker"},
        "rehearsal": {"last_tested": "2026-10-01", "frequency_days": 365},
    },
}  # fmt: skip


def _found(changes):
    data = {**READY, "exit": {**READY["exit"], **changes.pop("exit", {})}, **changes}
    found = checks(loaded(data).playbook, defaults(), DAY)
    return {check.name: (check.ready, check.note) for check in found}


def test_all_is_ready_where_nothing_is_missing():
    found = _found({})
    assert {ready for ready, _ in found.values()} == {True}
    assert found["Access ends"] == (True, "within 1 hour")
    assert found["The time is long enough"] == (True, "60 of 90 days needed")


@pytest.mark.parametrize(
    ("changes", "name", "ready", "note"),
    [
        ({"triggers": []}, "Triggers are agreed", False, "no triggers"),
        ({"strategy_options": [{}]}, "There are ways to go on", False, "1 option"),
        ({"exit_manager": {}}, "Somebody leads it", False, "nobody is named"),
        ({"exit_manager": {"us": "lead"}}, "Somebody leads it", False, "nobody for them"),
        ({"transition_period_days": 59}, "The time is long enough", False, "60 of 59 days needed"),
        ({"plan": []}, "The time is long enough", False, "there is no plan"),
        (
            {"data_return": {"within_days": 5, "deletion_certificate": False}},
            "Data comes back, copies go",
            False,
            "no form, no proof of deletion",
        ),
        ({"access_revocation": None}, "Access ends", False, "no deadline"),
        (
            {"access_revocation": {"within_hours": 4}},
            "Access ends",
            False,
            "within 4 hours, by nobody",
        ),
        ({"rehearsal": {"last_tested": None}}, "It was tried out", False, "never"),
        (
            {"rehearsal": {"last_tested": "2025-11-21"}},
            "It was tried out",
            False,
            "366 days ago, due every 365",
        ),
    ],
)
def test_what_is_missing_is_said(changes, name, ready, note):
    assert _found({"exit": changes})[name] == (ready, note)


def test_nobody_can_tell_who_could_carry_on_without_areas():
    found = _found({"knowledge": {}})["The client could carry on"]
    assert found == (None, "no knowledge areas are written down")


# --- the hours of the week

PLACES = {
    "engagement": READY["engagement"],
    "roles": {
        "roles": [
            {"id": "lead", "party": "us", "location": "boston"},
            {"id": "maker", "party": "them", "location": "sydney"},
        ],
        "locations": [
            {
                "id": "boston", "tz": "America/New_York", "work_start": "09:00",
                "work_end": "17:00", "work_days": ["mon", "tue"],
            },
            {
                "id": "sydney", "tz": "Australia/Sydney", "work_start": "06:00",
                "work_end": "10:00", "work_days": ["tue"],
            },
        ],
    },
}  # fmt: skip


def _stretches(cover, day):
    return [(s.begin // 60, s.end // 60, s.reach) for s in cover.days[day]]


def test_the_week_by_the_clients_clock():
    """Tuesday from six in Sydney is Monday from two in Boston (25 May 2026, summer there)."""
    cover = week_cover(loaded(PLACES).playbook, dt.date(2026, 5, 27))
    assert cover.tz == "America/New_York"
    assert _stretches(cover, 0) == [
        (0, 9, Reach.NOBODY), (9, 16, Reach.CLIENT), (16, 17, Reach.BOTH),
        (17, 20, Reach.VENDOR), (20, 24, Reach.NOBODY),
    ]  # fmt: skip
    assert _stretches(cover, 6) == [(0, 24, Reach.NOBODY)]
    assert cover.minutes(Reach.BOTH) == 60


def test_support_over_midnight_and_on_call():
    support = {"tz": "Europe/London", "days": ["sun"], "start": "20:00", "end": "02:00"}
    book = loaded({"service_levels": {"support_hours": {**support, "on_call": True}}}).playbook
    cover = week_cover(book, DAY)
    assert _stretches(cover, 0) == [(0, 2, Reach.SUPPORT), (2, 24, Reach.ON_CALL)]
    assert _stretches(cover, 6) == [(0, 20, Reach.ON_CALL), (20, 24, Reach.SUPPORT)]
    assert cover.minutes(Reach.NOBODY) == 0


@pytest.mark.parametrize("slug", ["harbourline-mobile", "northbridge-health"])
def test_each_day_of_the_examples_is_whole(slug):
    cover = week_cover(example(slug).playbook, DAY)
    for day in cover.days:
        assert day[0].begin == 0
        assert day[-1].end == MINUTES
        assert all(a.end == b.begin and a.reach is not b.reach for a, b in pairwise(day))


def test_no_hours_no_cover():
    assert week_cover(loaded({}).playbook, DAY) is None


# --- load


def test_a_role_with_most_of_the_letters_is_overloaded():
    activities = [
        {"id": f"a{n}", "raci": {"lead": "A" if n < 4 else "C", "maker": "R", "other": "A/R"}}
        for n in range(6)
    ]
    book = loaded({"roles": {"activities": activities}}).playbook
    found = overloads(rows(book), defaults())
    assert [(o.role, o.letter, o.count, o.total) for o in found] == [
        ("lead", "A", 4, 6), ("other", "A", 6, 6), ("maker", "R", 6, 6), ("other", "R", 6, 6),
    ]  # fmt: skip
    assert overloads(rows(book)[:5], defaults()) == ()


def test_what_the_shared_edition_keeps_back_is_not_judged():
    book = shared_edition(example()).playbook
    names = {check.name for check in checks(book, defaults(), DAY)}
    assert "There are ways to go on" not in names
    assert "Triggers are agreed" in names
