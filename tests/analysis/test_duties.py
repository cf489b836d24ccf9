"""What is due: checks, last days, retrospectives, and when anybody last looked."""

from __future__ import annotations

import datetime as dt

from render.playbooks import loaded
from sourcebook.analysis import freshness
from sourcebook.analysis.freshness import Light
from sourcebook.analysis.thresholds import defaults

DAY = dt.date(2026, 11, 22)


def test_a_section_without_a_rhythm_has_the_usual_one():
    book = loaded({
        "goals": {"meta": {"last_reviewed": "2026-10-01"}},
        "risks": {"meta": {"last_reviewed": "2026-10-01", "review_every_days": 90}},
        "scope": {"meta": {"last_reviewed": "2020-10-01", "status": "retired"}},
    }).playbook  # fmt: skip
    usual = {**defaults(), "freshness.section_review_days": 50}
    found = freshness.reviews(book, DAY, usual)
    assert [(e.title, e.every_days, e.overdue_days(DAY)) for e in found] == [
        ("Goals", 50, 2), ("Risks and contingency", 90, 0),
    ]  # fmt: skip
    assert book.value(found[0].dated) == dt.date(2026, 10, 1)


def test_every_duty_says_where_its_date_stands():
    book = loaded({
        "engagement": {"end_date": "2028-01-31", "contracts": [
            {"id": "nda", "expires": "2026-12-01"}, {"id": "msa", "expires": "2028-01-31"},
        ]},
        "security": {
            "access": {"last_review": "2026-01-01", "review_frequency_days": 90},
            "awareness_training": {"required": True, "last_completed": "2026-06-01"},
            "assurance": {
                "testing": {"last_pentest": "2026-06-01", "pentest_frequency_days": 90},
                "certifications": [{"name": "ISO", "expires": "2026-11-21"}],
            },
        },
        "risks": {
            "continuity": {"last_tested": "2026-06-01", "test_frequency_days": 90},
            "register": [
                {"id": "R-1", "review_by": "2026-11-21"},
                {"id": "R-2", "review_by": "2026-11-21", "status": "closed"},
            ],
        },
        "exit": {
            "meta": {"last_reviewed": "2025-11-21", "review_every_days": 400},
            "rehearsal": {"last_tested": "2025-11-22"},
        },
        "partner": {"viability": {"reassessment_due": "2026-11-22"}},
    }).playbook  # fmt: skip
    found = [*freshness.checks(book, DAY), *freshness.expiries(book, DAY)]
    assert {e.title: e.light for e in found} == {
        "Access review": Light.OVERDUE,
        "Penetration test": Light.OVERDUE,
        "Awareness training": Light.GOOD,
        "Continuity test": Light.OVERDUE,
        "Exit rehearsal": Light.DUE,
        "Exit plan review": Light.OVERDUE,
        "Review of risk R-1": Light.OVERDUE,
        "Partner reassessment": Light.DUE,
        "Contract nda": Light.DUE,
        "Certificate ISO": Light.OVERDUE,
    }
    assert all(isinstance(book.value(entry.dated), dt.date) for entry in found)
    assert set(found) <= set(freshness.duties(book, DAY))


def test_retrospectives_count_from_the_start_until_one_was_held():
    book = loaded({
        "engagement": {"start_date": "2026-11-01"},
        "improvement": {
            "cadence": {"delivery_days": 14, "risk_days": 30},
            "retrospectives": [
                {"id": "a", "type": "risk", "date": "2026-11-20"},
                {"id": "b", "type": "delivery", "date": "2026-11-23"},
            ],
        },
    }).playbook  # fmt: skip
    found = freshness.retrospectives(book, DAY)
    assert [(e.title, e.last, e.overdue_days(DAY)) for e in found] == [
        ("Delivery retrospective", None, 7), ("Risk retrospective", dt.date(2026, 11, 20), 0),
    ]  # fmt: skip


def test_when_anybody_last_looked():
    sections = {"goals": {"meta": {"last_reviewed": "2026-05-01"}}}
    assert freshness.last_touched(loaded({}).playbook, DAY) is None
    assert freshness.last_touched(loaded(sections).playbook, DAY) == dt.date(2026, 5, 1)
    sections["change"] = {"requests": [
        {"id": "a", "raised_on": "2026-06-01", "decided_on": "2026-12-24"},
    ]}  # fmt: skip
    assert freshness.last_touched(loaded(sections).playbook, DAY) == dt.date(2026, 6, 1)
