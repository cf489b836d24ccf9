"""What pages call things: names, phrases, labels; no ids and no key paths in their place."""

from __future__ import annotations

from render.examples import loaded
from render.markup import read
from render.playbooks import page, site

DATA = {
    "engagement": {"parties": [{"id": "house", "name": "House & Co", "side": "vendor"}]},
    "roles": {"roles": [{"id": "lead", "title": "Lead", "party": "house"}]},
    "goals": {
        "goals": [
            {"id": "G1", "title": "Login, fast", "achievability": {"reviewed_by": ["lead"]}},
            {"id": "G2", "title": "Rating"},
        ]
    },
    "milestones": {"milestones": [{"id": "M1", "due": "2027-01-04", "goals": ["G1", "G2"]}]},
    "knowledge": {
        "areas": [{"id": "pay", "title": "Payments"}],
        "sessions": [{"id": "KT-04", "area": "pay", "type": "walkthrough", "from_role": "lead"}],
    },
    "governance": {
        "escalation": {
            "paths": [
                {"id": "incident-sev-1", "levels": [{"level": 1, "roles": {"house": "lead"}}]}
            ]
        }
    },
    "delivery": {"documentation_plan": [{"artefact": "Release RB-01 guide", "owner": "lead"}]},
    "quality": {
        "indicators": [
            {
                "id": "gateway-latency",
                "standard": "REQ-06",
                "owner": "lead",
                "last_result": {"date": "2026-11-01", "value": 2},
            }
        ],
        "gates": [{"id": "gate-release", "stage": "Release window"}],
    },
    "communication": {
        "meetings": [{"id": "release-window", "name": "Release window", "day": ["first mon"]}]
    },
    "change": {"requests": [{"id": "CR-1", "affects": ["gate-release", "release-window", "G2"]}]},
    "improvement": {
        "retrospectives": [
            {"id": "r1", "type": "delivery", "date": "2026-11-13", "participants": ["lead"]}
        ]
    },
    "compliance": {"processing": {"transfers": [{"from": "IE", "to": "EEA"}]}},
}


def _text(path):
    return read(page(site(DATA), path).html).text.replace("\u00a0", " ")


def test_a_role_page_says_in_words_what_the_role_does():
    shown = _text("roles/lead.html")
    for words in (
        "Login, fast reviewed its achievability",
        "Incident sev-1 level 1, House & Co",
        "Walkthrough: Payments hands over",
        "Release RB-01 guide keeps it current",
        "Gateway latency answers for it",
        "Delivery retrospective, 13 Nov 2026 takes part",
    ):
        assert words.replace(" ", "") in shown.replace(" ", "")
    assert "·" not in shown.partition("Decides")[2]


def test_names_with_commas_are_parted_by_semicolons():
    assert "Login, fast; Rating" in _text("milestones.html")


def test_two_items_of_one_name_are_told_apart_by_their_kind():
    shown = _text("change.html")
    assert "Release window (quality gate), Release window (meeting), Rating" in shown


def test_items_without_a_title_are_called_by_what_they_are_about():
    assert "Gateway latency: REQ-06 gateway-latency" in _text("quality.html")
    assert "Delivery retrospective, 13 Nov 2026" in _text("improvement.html")


def test_words_of_an_id_are_spelt_as_the_playbook_spells_them():
    """Not where it writes them in small letters too: "it" is no IT."""
    slas = [
        {"id": "fhir-freshness", "metric": "Delay on the FHIR path, IT aside: it is late, AGE-S2"},
        {"id": "ticket-age", "metric": "Days that a ticket is old"},
        {"id": "it-desk", "metric": "Minutes until SEV-1 calls are answered by a GraphQL engineer"},
        {"id": "sev-2-graphql-calls", "metric": "Calls"},
    ]
    shown = read(page(site({"service_levels": {"slas": slas}}), "service-levels.html").html).text
    for words in ("FHIR freshness", "Ticket age", "It desk", "SEV-2 GraphQL calls"):
        assert words in shown


def test_a_dependency_is_called_by_what_is_needed():
    needed = [{"id": "dep-desk", "description": "Letter of the statistician", "owed_by": "house"}]
    data = DATA | {"scope": {"dependencies": needed}}
    made = site(data)
    scope = read(page(made, "scope.html").html).text
    assert scope.count("Letter of the statistician") == 1
    assert "Dep desk" not in scope
    assert "Dependencies: Letter of the statistician" in read(page(made, "index.html").html).text


def test_sessions_of_one_kind_and_area_are_told_apart_by_their_days():
    again = [
        {"id": f"KT-{n}", "area": "pay", "type": "shadow", "from_role": "lead", "date": day}
        for n, day in enumerate(("2026-10-14", "2027-01-27"))
    ]
    sessions = [*DATA["knowledge"]["sessions"], *again]
    data = DATA | {"knowledge": DATA["knowledge"] | {"sessions": sessions}}
    shown = read(page(site(data), "roles/lead.html").html).text.replace("\u00a0", " ")
    assert "Shadow: Payments, 14 Oct 2026" in shown
    assert "Shadow: Payments, 27 Jan 2027" in shown
    assert "Walkthrough: Payments, " not in shown


def test_a_lesson_says_the_look_back_that_it_comes_from():
    lessons = [{"id": "L-1", "lesson": "Ask first", "origin": "r1"}]
    data = DATA | {"improvement": DATA["improvement"] | {"lessons": lessons}}
    html = page(site(data), "improvement.html").html
    assert '<a href="#retrospective-r1">Delivery retrospective, 13' in html


def test_a_contract_that_ends_is_called_by_its_title():
    contract = {"id": "msa-x", "title": "Master agreement", "expires": "2027-01-31"}
    data = {"engagement": {"end_date": "2027-12-31", "contracts": [contract]}}
    shown = read(page(site(data), "freshness.html").html).text
    assert "Contract: Master agreement" in shown
    assert "msa-x" not in shown


def test_rules_and_rhythms_of_meetings_are_words():
    meetings = [
        {"id": "board", "rrule": "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH", "kind": "working-session"},
        {"id": "visit", "every": "year", "starting": "2026-09-14", "local_time": "10:00",
         "tz": "America/Argentina/Buenos_Aires"},
    ]  # fmt: skip
    made = site({"communication": {"meetings": meetings}})
    shown = read(page(made, "communication.html").html).text.replace("\u00a0", " ")
    assert "every 3 months, second Thursday (FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH)" in shown
    assert "working session" in shown
    assert "every year, 14 Sep" in read(page(made, "start-here.html").html).text.replace(
        "\u00a0", " "
    )


def test_codes_are_words():
    assert "first Monday" in _text("communication.html")
    assert "Ireland (IE)" in _text("compliance.html")
    shown = read(page(site(loaded()), "index.html").html).text
    assert "(dora-30-2)" in shown
    assert "EU financial entity" in shown
    shown = read(page(site(loaded()), "milestones.html").html).text
    assert "in-progress" not in shown


def test_a_placeholder_is_no_name():
    made = site({"engagement": {"name": "TODO", "summary": "TODO"}})
    assert made.name == "demo"
    start = page(made, "index.html")
    assert start.title == "demo"
    assert "TODO" not in start.description
    for path in ("start-here.html", "findings.html"):
        assert "TODO" not in page(made, path).description


def test_a_word_is_explained_once():
    terms = [
        {"term": "A", "definition": "Accountable in a RACI row."},
        {"term": "Reverse shadow", "definition": "The learner works."},
        {"term": "raci", "definition": "Letters."},
    ]
    html = page(site({"scope": {"glossary": terms}}), "glossary.html").html
    ids = read(html).ids
    assert {"term-a", "term-reverse-shadow", "term-raci", "term-shadowing"} <= set(ids)
    assert {"term-accountable", "term-reverse-shadowing"} & set(ids) == set()


def test_nothing_is_left_blank_in_a_table():
    roles = [{"id": "a", "title": "Lead", "deputy": "b"}, {"id": "b", "title": "Other"}]
    activities = [{"id": "x", "title": "Run", "raci": {"a": "A", "b": "R"}}]
    data = {"roles": {"roles": roles, "activities": activities}}
    html = page(site(data), "roles.html").html
    assert "<td></td>" not in html
    assert "Check</th>" not in html
    data["roles"]["activities"].append({"id": "y", "title": "Stop", "raci": {"a": "R"}})
    assert "Check</th>" in page(site(data), "roles.html").html
