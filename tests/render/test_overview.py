"""The overview: what comes next, and how the playbook stands."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from render.markup import read
from render.playbooks import NOWHERE, loaded, page, site
from sourcebook.findings import Finding, Severity
from sourcebook.render.charts.path import Stop, path
from sourcebook.render.site import engagement_site
from sourcebook.source.settings import Settings

TODAY = dt.date(2026, 11, 22)
PASSED = {"id": "M1", "title": "Start", "due": "2026-03-01", "status": "accepted"}
GATE = {
    "id": "M2",
    "title": "Live",
    "due": "2027-02-25",
    "gate": True,
    "status": "planned",
    "acceptance_criteria": [
        {"statement": "The load test holds", "evidence_ref": "wiki, page Load"},
        {"statement": "Both stores say yes"},
    ],
}


def _overview(*milestones: dict[str, object]) -> str:
    html = page(site({"milestones": {"milestones": list(milestones)}}), "index.html").html
    return read(html).text.replace("\u00a0", " ")


def test_the_next_gate_tells_its_criteria_and_which_of_them_are_proved() -> None:
    shown = _overview(PASSED, GATE)
    assert "The load test holds proof on file" in shown
    assert "Both stores say yes no proof yet" in shown
    assert "1 of 2 milestones accepted, next M2 Live, 25 Feb 2027" in shown


def test_of_many_criteria_the_first_are_told_and_the_rest_are_a_click_away() -> None:
    many = [{"statement": f"Step {n}"} for n in range(8)]
    shown = _overview({**GATE, "acceptance_criteria": many})
    assert "8 acceptance criteria" in shown
    assert "Step 4 no proof yet" in shown
    assert "Step 5" not in shown
    assert "3 more" in shown


def test_the_overview_says_the_score() -> None:
    assert "score 0 %" in _overview()


def test_names_on_the_way_never_touch_and_the_next_one_has_its_name() -> None:
    stops = [
        Stop(f"M{n}", "Step", TODAY + dt.timedelta(days=n), "next" if n == 7 else "later")
        for n in range(50)
    ]
    drawn = path(stops, TODAY)
    assert drawn is not None
    named = [mark.x for mark in drawn.marks if mark.text]
    assert "M7" in [mark.text for mark in drawn.marks]
    assert 5 < len(named) < 12
    assert min(b - a for a, b in pairwise(named)) >= 9


@pytest.mark.parametrize(
    ("first", "last", "gone", "today"),
    [(-10, 10, 50.0, True), (1, 10, 3.0, False), (-10, -1, 97.0, False)],
)
def test_the_way_is_gone_up_to_today(first: int, last: int, gone: float, today: bool) -> None:
    ends = [Stop(f"M{n}", "", TODAY + dt.timedelta(days=n), "later") for n in (first, last)]
    drawn = path(ends, TODAY)
    assert drawn is not None
    assert drawn.gone == gone
    assert (drawn.today is not None) is today


def test_names_too_long_for_the_way_are_numbers() -> None:
    stops = [Stop("first-release", "", TODAY, "done"), Stop("M2", "", dt.date(2027, 1, 1), "next")]
    drawn = path(stops, TODAY)
    assert drawn is not None
    assert [mark.text for mark in drawn.marks] == ["1", "2"]


def test_a_party_with_places_abroad_says_each_country_and_its_hours_in_their_order() -> None:
    def place(id: str, country: str, tz: str, begins: str) -> dict[str, str]:
        hours = {"work_start": begins, "work_end": "17:00"}
        return {"id": id, "city": id.capitalize(), "country": country, "tz": tz, **hours}

    roles = [
        {"id": f"r-{where}", "party": "house", "location": where}
        for where in ("ulm", "stuttgart", "detroit")
    ]
    data = {
        "engagement": {"parties": [{"id": "house", "name": "House", "country": "DE"}]},
        "roles": {
            "locations": [
                place("ulm", "DE", "Europe/Berlin", "08:30"),
                place("stuttgart", "DE", "Europe/Berlin", "08:30"),
                place("detroit", "US", "America/Detroit", "08:00"),
            ],
            "roles": roles,
        },
    }
    html = page(site(data), "index.html").html
    assert "Ulm and Stuttgart, Germany; Detroit, United States" in html
    for told in (
        "<span>Ulm and Stuttgart</span><span>UTC+1</span><span>08:30–17:00</span>",
        "<span>Detroit</span><span>UTC−5</span><span>08:00–17:00</span>",
    ):
        assert f"<div>{told}</div>" in html


@pytest.mark.parametrize(
    ("weights", "badge"),
    [
        ((Severity.ERROR, Severity.WARNING), "1 error"),
        ((Severity.WARNING, Severity.WARNING, Severity.INFO), "2 warnings"),
        ((Severity.INFO,), "no error"),
    ],
)
def test_the_overview_says_the_worst_of_the_findings(
    weights: tuple[Severity, ...], badge: str
) -> None:
    """Many warnings and no error are no good news."""
    found = tuple(Finding("X", "x", each, "m", NOWHERE, "demo", "risks") for each in weights)
    made = engagement_site(loaded({}).playbook, found, TODAY, Settings())
    html = page(made, "index.html").html
    said = html[html.index(">Findings<") :][:400]
    assert badge in said
    assert ("pb-badge--good" in said) is (badge == "no error")


def test_names_from_right_to_left_leave_the_times_beside_them_in_order() -> None:
    """Each stands by itself; other names are as they were."""
    days = {"work_days": ["mon", "tue"], "work_start": "09:00", "work_end": "17:00"}
    places = [
        {"id": "a", "city": "דימונה", "tz": "Asia/Jerusalem", **days},
        {"id": "b", "city": "Porto", "tz": "Europe/Lisbon", **days},
    ]
    roles = [{"id": f"r-{p['id']}", "party": "x", "location": p["id"]} for p in places]
    meeting = {
        "id": "sync", "name": "Sync", "every": "week", "day": ["tue"], "starting": "2026-11-03",
        "local_time": "10:00", "tz": "Europe/Lisbon", "participants": ["*"], "duration_min": 30,
    }  # fmt: skip
    data = {
        "engagement": {"parties": [{"id": "x", "name": "X"}]},
        "roles": {"locations": places, "roles": roles},
        "communication": {"meetings": [meeting]},
    }
    html = page(site(data), "index.html").html
    assert "\u2068דימונה\u2069 and Porto" in html
    assert "12:00\u00a0\u2068דימונה\u2069" in html or "12:00 \u2068דימונה\u2069" in html
    assert "\u2068Porto" not in html
    assert ">דימונה</text>" in html, "beside nothing, a picture counts its letters alone"
