"""Findings on pages have names in place of ids, and days as the pages write them."""

from __future__ import annotations

import pytest

from render.playbooks import NOWHERE, loaded
from sourcebook.findings import Finding, Severity
from sourcebook.render.retelling import Retelling

DATA = {
    "engagement": {"contracts": [{"id": "sow-1", "title": "First statement of work"}]},
    "roles": {
        "locations": [{"id": "bogota", "city": "Bogotá"}, {"id": "home", "city": "Home office"}],
        "roles": [
            {"id": "vendor-architect", "title": "Solution architect"},
            {"id": "lead", "title": "Head of delivery"},
        ],
    },
    "communication": {
        "channels": [{"id": "review", "tool": "Review tool"}],
        "meetings": [
            {"id": "stand-up", "name": "Daily stand-up"},
            {"id": "review", "name": "Sprint review"},
            {"id": "teach-back", "name": "Quarterly teach-back"},
            {"id": "release", "name": "Release window"},
        ],
    },
    "quality": {"gates": [{"id": "release", "stage": "Release to the stores"}]},
    "milestones": {"milestones": [{"id": "m-beta", "title": "Beta"}, {"id": "M2", "title": "Go"}]},
    "security": {"protocols": [{"id": "SEC-10", "title": "Managed devices"}]},
}


def told(code: str, message: str, section: str = "") -> str:
    finding = Finding(code, "x", Severity.ERROR, message, NOWHERE, "demo", section)
    return Retelling(loaded(DATA).playbook).told(finding).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "message", "shown"),
    [
        (
            "TIM004",
            "'stand-up', at 08:30 in bogota, moves to 09:30 from 2026-11-23 to 2027-03-12, as "
            "clocks there keep those of America/bogota.",
            "'Daily stand-up', at 08:30 in Bogotá, moves to 09:30 from 23 Nov 2026 to "
            "12 Mar 2027, as clocks there keep those of America/bogota.",
        ),
        (
            "SEC003",
            "'SEC-10' was last verified 2026-05-04; due 2026-08-02 (112 days overdue).",
            "'Managed devices' was last verified 4 May 2026; due 2 Aug 2026 (112 days overdue).",
        ),
        (
            "RAC001",
            "Activity 'x' has 2 Accountable roles (vendor-architect and lead).",
            "Activity 'x' has 2 Accountable roles (Solution architect and lead).",
        ),
        ("MIL004", "M2 depends on m-beta due 2027-01-29.", "M2 depends on Beta due 29 Jan 2027."),
        (
            "FRS002",
            "Contract sow-1 expires on 2026-12-31.",
            "Contract First statement of work expires on 31 Dec 2026.",
        ),
    ],
)
def test_names_and_days_are_told_as_pages_tell_them(code: str, message: str, shown: str) -> None:
    assert told(code, message) == shown


def test_words_of_the_sentence_and_parts_of_others_stay() -> None:
    for message in (
        "Add a client holder and a teach-back session, to be led from home.",
        "See risk-2026-08-11, files/2026-08-11-notes.md and 2026-02-31.",
        "There is no 'stand-up-2', and 'a sentence of m-beta-2' is none.",
    ):
        assert told("KNW002", message) == message


def test_of_two_items_with_one_id_the_one_of_the_section_is_meant() -> None:
    """Where the section has both, or none, the id stays."""
    assert (
        told("QUA001", "'release' is no gate.", "quality") == "'Release to the stores' is no gate."
    )
    assert told("COM001", "'review' has no day.", "communication") == "'review' has no day."
    assert told("GOV001", "'review' is too short.", "governance") == "'review' is too short."


@pytest.mark.parametrize("code", ["STR004", "REF001", "TXT001", "PRV001", "CFG001", "SEC008"])
def test_what_is_written_in_a_file_stays_as_it_is(code: str) -> None:
    message = "'stand-up' is not a known role. Write 2026-11-22, or 'vendor-architect'."
    assert told(code, message) == message
