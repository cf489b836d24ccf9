"""Freshness, progress and schedule: what a day makes of the dates in a playbook."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.playbooks import loaded
from sourcebook.analysis import freshness, schedule
from sourcebook.analysis.freshness import Light, due
from sourcebook.analysis.progress import progress
from sourcebook.model.paths import At

DAY = dt.date(2026, 11, 22)


def _ago(days):
    return DAY - dt.timedelta(days)


@pytest.mark.parametrize(
    ("last", "every", "light", "late"),
    [
        (_ago(90), 90, Light.DUE, 0),
        (_ago(91), 90, Light.OVERDUE, 1),
        (_ago(72), 90, Light.DUE, 0),
        (_ago(71), 90, Light.GOOD, 0),
        (_ago(24), 30, Light.DUE, 0),
        (_ago(23), 30, Light.GOOD, 0),
        (_ago(335), 365, Light.DUE, 0),
        (_ago(334), 365, Light.GOOD, 0),
        (DAY, 90, Light.GOOD, 0),
        (_ago(-5), 90, Light.GOOD, 0),
        (None, 90, Light.NEVER, 0),
        (None, None, Light.NEVER, 0),
        (_ago(900), None, Light.GOOD, 0),
        (_ago(900), 0, Light.GOOD, 0),
    ],
)
def test_light(last, every, light, late):
    """The day that something is due is still in time.

    It is due soon in the last fifth of its rhythm, and at most 30 days before.
    """
    entry = due(At("risks"), "Review", None, last, every, DAY)
    assert entry.light is light
    assert entry.overdue_days(DAY) == late


@given(st.dates(), st.integers(1, 10**60))
def test_no_rhythm_leads_past_the_calendar(last, every):
    assert due(At("risks"), "Review", None, last, every, DAY).next >= last


def test_the_light_of_a_verification_is_its_day_and_what_came_out():
    check = {"last_verified": str(_ago(1)), "frequency_days": 90}
    old = {"last_verified": str(_ago(91)), "frequency_days": 90}
    data = {
        "protocols": [
            {"id": "failed", "verification": {**check, "result": "fail"}},
            {"id": "passed", "verification": {**check, "result": "pass"}},
            {"id": "in-part", "verification": {**check, "result": "partial"}},
            {"id": "once", "verification": {**old, "result": "partial"}},
            {"id": "unknown", "verification": check},
            {"id": "never"},
            {"id": "late", "verification": {**check, "frequency_days": 0, "last_verified": None}},
        ]
    }
    found = freshness.verifications(loaded({"security": data}).playbook, DAY)
    assert [(e.title, e.light) for e in found] == [
        ("failed", Light.FAILED),
        ("passed", Light.GOOD),
        ("in-part", Light.PARTIAL),
        ("once", Light.OVERDUE),
        ("unknown", Light.NEVER),
        ("never", Light.NEVER),
        ("late", Light.NEVER),
    ]
    assert found[0].next == found[1].next


def test_a_section_is_reviewed_only_if_it_is_there():
    book = loaded(
        {
            "risks": {"meta": {"last_reviewed": str(_ago(91)), "owner": "lead"}},
            "goals": {},
            "partner": {"not_applicable": {"reason": "none"}},
        }
    ).playbook
    assert [(e.at.section, e.light, e.owner) for e in freshness.reviews(book, DAY)] == [
        ("goals", Light.NEVER, None),
        ("risks", Light.OVERDUE, "lead"),
        ("partner", Light.NEVER, None),
    ]


def test_each_rhythm_of_a_section_is_a_duty():
    long_ago = str(_ago(1000))
    book = loaded(
        {
            "security": {
                "access": {"last_review": long_ago, "review_frequency_days": 90, "owner": "a"},
                "assurance": {"testing": {"last_pentest": long_ago, "pentest_frequency_days": 365}},
                "awareness_training": {
                    "required": True,
                    "last_completed": long_ago,
                    "frequency_days": 365,
                },
            },
            "risks": {"continuity": {"last_tested": long_ago, "test_frequency_days": 365}},
            "exit": {"rehearsal": {"last_tested": long_ago, "frequency_days": 365}},
            "quality": {
                "indicators": [
                    {
                        "id": "q",
                        "standard": "Speed",
                        "frequency_days": 30,
                        "last_result": {"date": long_ago},
                    }
                ]
            },
        }
    ).playbook
    late = {e.title for e in freshness.duties(book, DAY) if e.light is Light.OVERDUE}
    assert late == {
        "Access review",
        "Penetration test",
        "Awareness training",
        "Continuity test",
        "Exit rehearsal",
        "Measurement: Speed",
    }


def test_training_that_nobody_must_take_is_no_duty():
    book = loaded({"security": {"awareness_training": {"required": False}}}).playbook
    assert "Awareness training" not in {e.title for e in freshness.duties(book, DAY)}


def _goal(baseline, target, direction, value, **more):
    measure = {"baseline": baseline, "target": target, "direction": direction}
    actuals = [] if value is None else [{"date": "2026-11-01", "value": value}]
    data = {"goals": [{"id": "g", "measure": measure, "actuals": actuals, **more}]}
    (entry,) = progress(loaded({"goals": data}).playbook, DAY)
    return entry


def _asked(value):
    return {"checkpoints": [{"date": "2026-11-01", "expected": value}]}


LATE = {"due": "2026-11-21"}


@pytest.mark.parametrize(
    ("goal", "share", "word"),
    [
        (_goal(0, 10, "up", 4), 0.4, "on course"),
        (_goal(40, 10, "down", 25), 0.5, "on course"),
        (_goal(40, 10, "down", 10), 1.0, "target met"),
        (_goal(40, 10, "down", 5), 35 / 30, "target met"),
        (_goal(0, 10, "up", -5), -0.5, "on course"),
        (_goal(5, 5, "up", 5), 1.0, "target met"),
        (_goal(5, 5, "up", 4), 0.0, "on course"),
        (_goal(5, 5, "down", 6), 0.0, "on course"),
        (_goal(5, 5, "down", 4), 1.0, "target met"),
        (_goal(0, 10, "up", 4, **_asked(4)), 0.4, "on course"),
        (_goal(0, 10, "up", 3.9, **_asked(4)), 0.39, "behind"),
        (_goal(40, 10, "down", 25, **_asked(25)), 0.5, "on course"),
        (_goal(40, 10, "down", 26, **_asked(25)), 14 / 30, "behind"),
        (_goal(0.1, 0.4, "up", 0.3, **_asked(0.3)), 2 / 3, "on course"),
        (_goal(0, 10, "up", 4, **LATE), 0.4, "missed"),
        (_goal(0, 10, "up", 10, **LATE), 1.0, "target met"),
        (_goal(0, 10, "up", 4, due="2026-11-22"), 0.4, "on course"),
        (_goal(0, 10, "up", None, **LATE), None, "not measured"),
        (_goal(None, 10, "up", 4), None, "not measured"),
        (_goal(0, None, "up", 4), None, "not measured"),
        (_goal(0, 10, "up", 4, status="dropped", **LATE), 0.4, "dropped"),
        (_goal(0, 10, "up", 4, status="achieved"), 0.4, "achieved"),
        (_goal(-1e308, 1e308, "up", 1e308), None, "not known"),
    ],
)
def test_progress(goal, share, word):
    assert goal.share == (None if share is None else pytest.approx(share))
    assert goal.word == word


def test_only_what_was_measured_by_the_day_counts():
    """The last of the past ones, whatever their order; checkpoints likewise."""
    dates = ["2026-10-01", "2026-11-22", "2026-11-23", "2026-09-01"]
    goal = _goal(
        0,
        10,
        "up",
        None,
        actuals=[{"date": day, "value": n} for n, day in enumerate(dates)] + [{"value": 9}],
        checkpoints=[{"date": day, "expected": n + 1} for n, day in enumerate(dates)],
    )
    assert (goal.latest, goal.latest_on, goal.share) == (1, DAY, 0.1)
    assert (goal.expected, goal.word) == (0.2, "behind")


def _steps(*milestones, start="2026-01-01"):
    data = {
        "engagement": {"start_date": start} if start else {},
        "milestones": {"milestones": list(milestones)},
    }
    return loaded(data).playbook


def _m(id, due, *after, **more):
    return {"id": id, "due": due, "depends_on": list(after), **more}


def _shape(book):
    return [(s.milestone.id, str(s.start), s.critical) for s in schedule.steps(book)]


def test_a_milestone_runs_from_what_it_waits_for():
    book = _steps(
        _m("c", "2026-06-01", "a", "b"),
        _m("a", "2026-02-01"),
        _m("b", "2026-04-01"),
    )
    assert _shape(book) == [
        ("a", "2026-01-01", False),
        ("b", "2026-01-01", True),
        ("c", "2026-04-01", True),
    ]


def test_without_a_start_of_the_engagement_a_first_milestone_is_a_day():
    assert _shape(_steps(_m("a", "2026-02-01"), start=None)) == [("a", "2026-02-01", True)]


def test_what_is_due_before_it_can_begin_is_a_day():
    book = _steps(_m("a", "2026-05-01"), _m("b", "2026-03-01", "a"))
    assert _shape(book) == [("b", "2026-03-01", False), ("a", "2026-01-01", True)]


@pytest.mark.parametrize("others", [["b"], ["a"], ["c"]])
def test_a_circle_ends(others):
    book = _steps(
        _m("a", "2026-02-01", *others), _m("b", "2026-03-01", "a"), _m("c", "2026-04-01", "b")
    )
    assert [id for id, _, critical in _shape(book) if critical] == ["a", "b", "c"]


def test_what_has_no_date_or_is_cancelled_is_left_out():
    book = _steps(
        _m("a", "2026-02-01", status="cancelled"),
        {"id": "b"},
        _m("c", "2026-03-01", "a", "b", "unknown"),
        {"due": "2026-04-01"},
    )
    assert _shape(book) == [("c", "2026-01-01", False), (None, "2026-01-01", True)]
    assert schedule.steps(_steps()) == ()


@pytest.mark.parametrize(
    ("milestones", "next_"),
    [
        ([], None),
        ([_m("a", "2026-02-01", status="accepted")], None),
        ([_m("a", "2026-02-01"), _m("b", "2026-03-01", gate=True)], "b"),
        ([_m("a", "2026-02-01"), _m("b", "2026-03-01", gate=True, status="accepted")], "a"),
        ([_m("b", "2026-03-01", gate=True), _m("a", "2026-02-01", gate=True)], "a"),
        ([_m("a", "2026-02-01", status="rejected", gate=True), _m("b", "2026-03-01")], "b"),
        ([_m("a", "2026-02-01", status="cancelled", gate=True), _m("b", "2026-03-01")], "b"),
    ],
)
def test_the_next_gate(milestones, next_):
    """The first open gate by date; where no gate is open, the first open milestone."""
    step = schedule.next_gate(_steps(*milestones))
    assert (step.milestone.id if step else None) == next_
