"""Each item says what else names it: in its card, or below the section where it has none."""

from __future__ import annotations

import re

from render.playbooks import page, site

BOOK = {
    "roles": {"roles": [{"id": "lead", "title": "Delivery lead"}]},
    "goals": {"goals": [{"id": "G1", "title": "Fewer faults", "risk": ["R-1"]}]},
    "milestones": {
        "milestones": [
            {"id": "M1", "title": "First release", "goals": ["G1"]},
            {"id": "M2", "title": "Second release", "goals": ["G1"], "depends_on": ["M1"]},
        ]
    },
    "communication": {
        "channels": [{"id": "chat", "name": "Team chat", "owner": "lead"}],
        "meetings": [{"id": "daily", "title": "Daily", "channel": "chat"}],
    },
}


def test_a_card_names_what_names_it_by_kind():
    html = page(site(BOOK), "goals.html").html
    related = re.search(r'<div class="pb-related".*?</div>', html, re.S)
    assert related is not None
    assert "Milestones:" in related[0]
    assert 'href="milestones.html#milestone-M1">First release' in related[0]
    assert 'href="milestones.html#milestone-M2">Second release' in related[0]


def test_items_in_tables_are_told_below_the_section():
    html = page(site(BOOK), "communication.html").html
    part = html[html.index('id="related"') :]
    assert 'href="#channel-chat">' in part
    assert "Meetings:" in part
    assert 'href="#meeting-daily">Daily' in part


def test_an_item_does_not_name_itself_and_what_nothing_names_says_nothing():
    html = page(site(BOOK), "milestones.html").html
    second = html[html.index('id="milestone-M2"') :]
    assert "pb-related" not in second
    assert 'id="related"' not in page(site(BOOK), "roles.html").html
