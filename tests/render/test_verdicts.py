"""What a page says of a state: never better than what is known."""

from __future__ import annotations

import re

from render.examples import AS_OF
from render.markup import read
from render.playbooks import NOWHERE, loaded, page, site
from sourcebook.findings import Finding, Severity
from sourcebook.render.site import engagement_site
from sourcebook.source.settings import Settings


def _columns(html):
    """The board's columns by their head, each with the text of its cards."""
    found = re.findall(
        r'<section class="pb-col [^"]*" role="group" aria-label="([^"]*)">(.*?)</section>', html
    )
    found = found or re.findall(
        r'<section class="pb-col [^"]*" role="group" aria-label="([^"]*)">(.*?)</section>',
        html,
        re.DOTALL,
    )
    return {head: read(f"<div>{body}</div>").text for head, body in found}


def test_a_partial_verification_is_not_verified():
    check = {"last_verified": "2026-11-04", "frequency_days": 90}
    protocols = [
        {
            "id": "SEC-1",
            "title": "Restore",
            "verification": {**check, "result": "partial"},
            "exceptions": [{"until": "2027-01-31"}, {"until": "2026-11-01"}, {"reason": "x"}],
        },
        {"id": "SEC-2", "title": "Sign-on", "verification": {**check, "result": "pass"}},
        {"id": "SEC-3", "title": "Unknown", "verification": {**check, "result": "passed"}},
    ]
    shown = _columns(page(site({"security": {"protocols": protocols}}), "security.html").html)
    assert "Restore" in shown["Partial"]
    assert "exception until 31 Jan 2027" in shown["Partial"].replace("\u00a0", " ")
    assert "exception ended 1 Nov 2026" in shown["Partial"].replace("\u00a0", " ")
    assert "exception without an end" in shown["Partial"]
    assert "Restore" not in shown["Verified"]
    assert "Sign-on" in shown["Verified"]
    assert "Unknown" in shown["No result"]


def test_results_stand_worst_first():
    """What missed its limit, what is not known, what is met."""
    limit = {"operator": ">=", "value": 99, "unit": "%"}
    day = {"date": "2026-11-01"}
    indicators = [
        {"id": name, "acceptable_level": limit, "last_result": {**day, "value": value}}
        for name, value in (("held", 99.5), ("open", None), ("lost", 98), ("kept", 99))
    ]
    slas = [
        {"id": name, "target": limit, "results": [{"period": "2026-10", "value": value}]}
        for name, value in (("held", 99.5), ("open", None), ("lost", 98), ("kept", 99))
    ]
    made = site({"quality": {"indicators": indicators}, "service_levels": {"slas": slas}})
    for path in ("quality.html", "service-levels.html"):
        html = page(made, path).html
        table = html[html.index("Last result") :]
        names = re.findall(r">(Held|Open|Lost|Kept)<", table[: table.index("</table>")])
        assert names == ["Lost", "Open", "Held", "Kept"]


def test_the_head_of_a_section_counts_what_is_to_be_mended():
    def shown(*weights):
        found = [Finding("X", "x", each, "m", NOWHERE, "demo", "risks") for each in weights]
        book = loaded({"risks": {"meta": {"owner": "x"}}}).playbook
        made = engagement_site(book, tuple(found), AS_OF, Settings())
        return read(page(made, "risks.html").html).text

    error, warning, info = Severity.ERROR, Severity.WARNING, Severity.INFO
    assert "2 errors, 1 warning" in shown(error, error, warning, info)
    assert "2 for information" in shown(info, info)
    assert "1 warning" in shown(warning, info)
    assert "Findingsnone" in shown()


def test_the_review_of_a_section_is_called_so():
    made = site({"goals": {"meta": {"last_reviewed": "2026-01-01", "review_every_days": 30}}})
    for path in ("freshness.html", "index.html"):
        shown = read(page(made, path).html).text
        assert "Review of the section" in shown


WRONG = {
    "goals": {
        "goals": [
            {
                "id": "G1",
                "title": "Rating",
                "measure": {"baseline": 3.6, "target": "4,4", "unit": "stars"},
                "due": "31/12/2027",
                "actuals": [{"date": "2026-11-01", "value": 4.0}],
            },
            7,
        ]
    },
    "quality": {
        "test_levels": [{"id": "unit", "level": "Unit", "runs": "sometimes", "automated": "often"}]
    },
    "roles": {"roles": [{"id": "lead"}], "activities": [{"id": "a", "raci": {"lead": "Q"}}]},
    "communication": {"meetings": [{"id": "m", "name": "Sync", "day": ["mon", "someday"]}]},
    "exit": {"transition_period_days": "half a year"},
}


def _agreed(*roles):
    return {"meta": {"status": "agreed", "agreed_by": list(roles)}}


def test_the_overview_counts_agreements_as_the_pages_show_them():
    parties = [{"id": "bank", "side": "client"}, {"id": "house", "side": "vendor"}]
    roles = [{"id": "lead", "party": "bank"}, {"id": "maker", "party": "house"}]
    made = site(
        {
            "engagement": {"parties": parties},
            "roles": {"roles": roles},
            "goals": _agreed("lead", "maker"),
            "scope": _agreed("lead"),
            "partner": _agreed("lead"),
            "exit": _agreed(),
        }
    )
    shown = read(page(made, "index.html").html).text
    assert "4 of 6" in shown
    assert "1 by both sides, 1 by the client, 1 by one side, 1 by nobody named" in shown


def test_where_a_vendor_goes_and_another_comes_the_agreement_names_who_gave_it():
    parties = [
        {"id": "bank", "side": "client"},
        {"id": "old", "side": "vendor"},
        {"id": "new", "side": "successor", "from": "2026-01-01"},
    ]
    roles = [{"id": f"of-{p['id']}", "party": p["id"]} for p in parties]
    made = site(
        {
            "engagement": {"parties": parties},
            "roles": {"roles": roles},
            "goals": _agreed("of-bank", "of-old", "of-new"),
            "scope": _agreed("of-bank", "of-new"),
            "exit": _agreed("of-bank", "of-old"),
        }
    )
    assert "All three sides" in read(page(made, "goals.html").html).text
    assert "Client and next vendor" in read(page(made, "scope.html").html).text
    assert "Client and vendor" in read(page(made, "exit.html").html).text
    told = "1 by all three sides, 1 by client and vendor, 1 by client and next vendor"
    assert told in read(page(made, "index.html").html).text


LEVELS = [
    {
        "id": "up",
        "metric": "Share of hours up",
        "target": {"operator": ">=", "value": 99.9, "unit": "%"},
        "breach_action": "Root cause within 5 days",
        "results": [
            {"period": "2026-08", "value": 99.95},
            {"period": "2026-09", "value": 99.2},
            {"period": "2026-10", "value": 99.96},
        ],
    },
    {
        "id": "fast",
        "metric": "Minutes to answer",
        "target": {"operator": "<=", "value": 15, "unit": "minutes"},
        "results": [{"period": "2026-10", "value": 21}],
    },
]


def test_every_breach_of_a_service_level_is_logged_the_newest_first():
    made = site({"service_levels": {"slas": LEVELS}})
    shown = read(page(made, "service-levels.html").html).text.replace("\u00a0", " ")
    log = shown[shown.index("Breaches 2 results") :]
    assert "Oct 2026Fast21 min≤ 15 min" in log
    assert "Sep 2026Up99.2 %≥ 99.9 %Root cause within 5 days" in log
    assert log.index("Oct 2026Fast") < log.index("Sep 2026Up")
    assert "last in Oct 2026: Fast" in shown
    kept = site({"service_levels": {"slas": [{**LEVELS[1], "results": [{"value": 5}]}]}})
    assert "None: every result so far kept its target" in page(kept, "service-levels.html").html


def test_the_overview_has_the_service_levels_the_worst_first():
    made = site({"service_levels": {"slas": LEVELS}})
    shown = read(page(made, "index.html").html).text.replace("\u00a0", " ")
    levels = shown[shown.index("Service levels") :]
    assert "MissedFastMinutes to answer21 min in Oct 2026≤ 15 min" in levels
    assert "MetUpShare of hours up99.96 % in Oct 2026≥ 99.9 %" in levels
    assert levels.index("Minutes to answer") < levels.index("Share of hours")


def test_a_section_is_missed_only_where_it_is_asked_for():
    made = site({"engagement": {"phase": "transition", "name": "Demo"}})
    start = read(page(made, "index.html").html).text
    quality = read(page(made, "quality.html").html).text
    assert "Not needed yet: " in start
    assert "Quality and testing" in start.partition("Not needed yet: ")[2].partition(".")[0]
    assert "not needed before phase delivery" in quality
    assert "not needed before" not in read(page(made, "goals.html").html).text
    for path in ("quality.html", "goals.html"):
        html = page(made, path).html
        assert "Agreed" not in html
        assert "engagement.yaml" not in html


def test_a_value_that_cannot_be_read_is_shown_as_it_was_written():
    made = site(WRONG)
    for path, written in {
        "goals.html": ("4,4 wrong", "31/12/2027 wrong", "7 wrong"),
        "quality.html": ("sometimes wrong", "often wrong"),
        "communication.html": ("someday wrong",),
        "exit.html": ("half a year wrong",),
    }.items():
        shown = read(page(made, path).html).text
        assert [text for text in written if text not in shown] == []
    assert "'half a year' is not a whole number" in read(page(made, "exit.html").html).text


LADDER = {
    "engagement": {"parties": [{"id": "bank", "side": "client"}, {"id": "house"}]},
    "communication": {
        "channels": [
            {"id": "line", "tool": "Incident line", "address_ref": "+44 20 7946 0143"},
            {"id": "room", "tool": "Room", "address_ref": "https://meet.example/room"},
            {"id": "desk", "tool": "Desk", "address_ref": "third floor, door 7"},
        ]
    },
    "governance": {
        "escalation": {
            "severities": [{"id": "sev-1", "definition": "All is down.", "examples": ["No login"]}],
            "paths": [
                {
                    "id": "incident",
                    "severity": "sev-1",
                    "levels": [
                        {"level": n, "roles": {"bank": "a", "house": "b"}, "channel": channel}
                        for n, channel in enumerate(("line", "room", "desk", "nobody"), 1)
                    ],
                }
            ],
        }
    },
}


def test_a_rung_says_how_to_reach_its_channel():
    made = site(LADDER)
    for path in ("governance.html", "index.html"):
        reading = read(page(made, path).html)
        assert "tel:+442079460143" in reading.links
        assert "https://meet.example/room" in reading.links
        assert "third floor, door 7" in reading.text


def test_the_ladders_stand_before_the_severities():
    html = page(site(LADDER), "governance.html").html
    assert html.index("escalation-path-incident") < html.index("severity-sev-1")
    assert "No login" in html


def test_there_is_no_verdict_on_what_cannot_be_read():
    goal = {
        "id": "G1",
        "title": "Rating",
        "measure": {"baseline": 3.6, "target": 4.4, "unit": "stars", "note": "unknown key"},
        "checkpoints": [{"date": "2026-10-01", "expected": 4.0}],
        "actuals": [{"date": "2026-11-01", "value": 4.1}, {"date": "2026-11-20", "value": "3,7"}],
    }
    level = {"operator": ">=", "value": 99.9, "unit": "%"}
    data = {
        "goals": {"goals": [goal]},
        "quality": {
            "indicators": [{"id": "q", "acceptable_level": level, "last_result": {"value": "99,8"}}]
        },
        "service_levels": {"slas": [{"id": "s", "target": level, "results": [{"value": 100}, 7]}]},
    }
    made = site(data)
    for path in ("goals.html", "quality.html", "service-levels.html"):
        shown = read(page(made, path).html).text
        assert "Not known" in shown
        assert "On course" not in shown
        assert "Met" not in shown.replace("Metric", "")
    goal["actuals"].pop()
    assert "On course" in read(page(site(data), "goals.html").html).text


def test_numbers_have_their_unit():
    level = {"operator": ">=", "value": 99.9, "unit": "%"}
    made = site(
        {
            "quality": {
                "indicators": [
                    {
                        "id": "q",
                        "acceptable_level": level,
                        "last_result": {"value": 99.78, "date": "2026-11-16"},
                    }
                ],
                "defects": [{"severity": "4", "fix_within_hours": 1440}],
            },
            "service_levels": {
                "slas": [
                    {"id": "s", "target": level, "results": [{"period": "2026-10", "value": 99.95}]}
                ],
                "scorecard": [{"dimension": "Quality", "score": 3}],
            },
            "goals": {
                "goals": [
                    {
                        "id": "G1",
                        "measure": {"unit": "stars", "baseline": 3.6},
                        "checkpoints": [{"date": "2026-10-01", "expected": 4}],
                        "actuals": [{"date": "2026-10-01", "value": 3.9}],
                    }
                ]
            },
            "improvement": {"health_checks": [{"dimensions": {"trust": 4}}]},
            "change": {"thresholds": [{"class": "small", "max_cost_pct": 5}]},
            "communication": {"meetings": [{"id": "m", "duration_min": 480}]},
        }
    )
    for path, texts in {
        "quality.html": ("99.78 % on 16 Nov 2026", "60 days"),
        "service-levels.html": ("99.95 % in Oct 2026", "3 of 5"),
        "goals.html": ("3.6 stars", "4 stars", "3.9 stars"),
        "improvement.html": ("4 of 5",),
        "change.html": ("5 % of the budget",),
        "communication.html": ("8 h",),
    }.items():
        shown = read(page(made, path).html).text.replace("\u00a0", " ")
        assert [text for text in texts if text not in shown] == []
