"""The shared edition holds nothing internal, and asks for nothing that it keeps back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from model.reader import load
from sourcebook.model.edition import internal_places, scalars, shared_edition
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

ENGAGEMENT = "name: Trial\nstatus: active\nphase: delivery\n"
ROLES = """\
roles:
  - {id: lead, title: Lead}
  - {id: buyer, title: Buyer, visibility: internal}
activities:
  - id: review
    title: Review
    raci: {lead: R, buyer: A}
  - id: talks
    title: Talks about money
    visibility: internal
    raci: {lead: A}
"""
RISKS = """\
register:
  - {id: R-1, title: First, owner: lead, likelihood: 4, impact: 4}
  - {id: R-2, title: Second, owner: lead, visibility: internal}
  - {id: R-3, title: Third, owner: buyer}
"""


def shared(folder: Path, files: dict[str, str]) -> Playbook:
    made = shared_edition(load(folder, {"engagement.yaml": ENGAGEMENT, **files}))
    assert made is not None
    return made.playbook


def texts(book: Playbook) -> str:
    """All that an edition's source holds, in one text."""
    data = {key: section.data for key, section in book.source.sections.items()}
    pages = [(page.path, page.text, dict(page.meta)) for page in book.source.pages]
    return json.dumps([data, pages], default=str)


def test_an_internal_item_is_left_out_and_the_others_keep_their_places(tmp_path: Path) -> None:
    book = shared(tmp_path, {"roles.yaml": ROLES, "risks.yaml": RISKS})
    assert [risk.id for risk in book.risks.register_] == ["R-1", "R-3"]
    third = At("risks") / "register" / 1
    assert book.spelled(third / "title") == "register[R-3].title"
    assert book.locate(third / "title").line == 4
    assert "Second" not in texts(book)


def test_what_points_at_an_internal_item_is_left_out(tmp_path: Path) -> None:
    book = shared(tmp_path, {"roles.yaml": ROLES, "risks.yaml": RISKS})
    assert book.roles.activities[0].raci == {"lead": "R"}
    assert book.risks.register_[1].owner is None
    assert "buyer" not in texts(book)


def test_a_place_that_lost_its_value_is_withheld_and_its_neighbours_are_not(tmp_path: Path) -> None:
    book = shared(tmp_path, {"roles.yaml": ROLES, "risks.yaml": RISKS})
    assert book.withholds(At("risks") / "register" / 1 / "owner")
    assert book.withholds(At("risks") / "register")  # it lacks an item
    assert book.withholds(At("roles") / "activities" / 0 / "raci")
    assert not book.withholds(At("risks") / "register" / 0 / "owner")
    assert not book.withholds(At("risks") / "register" / 1 / "title")
    assert book.withholds(At("partner"))
    assert book.withholds(At("exit") / "strategy_options")  # whether it was given or not
    assert not book.withholds(At("exit") / "plan")


def test_the_internal_edition_withholds_nothing(tmp_path: Path) -> None:
    book = load(tmp_path, {"engagement.yaml": ENGAGEMENT, "roles.yaml": ROLES}).playbook
    assert not book.withholds(At("partner"))
    assert not book.withholds(At("exit") / "strategy_options")


@pytest.mark.parametrize(
    "said",
    [
        "meta: {visibility: internal}",
        "meta: {visibility: intrenal}",  # what nobody knows counts as internal
        "meta: {visibility: [shared]}",
    ],
)
def test_an_internal_section_is_not_there(tmp_path: Path, said: str) -> None:
    book = shared(tmp_path, {"risks.yaml": f"{said}\n{RISKS}"})
    assert "risks" not in book.source.sections
    assert book.withholds(At("risks"))
    assert "First" not in texts(book)


def test_an_internal_engagement_has_no_shared_edition(tmp_path: Path) -> None:
    text = f"meta: {{visibility: internal}}\n{ENGAGEMENT}"
    assert shared_edition(load(tmp_path, {"engagement.yaml": text})) is None


def test_a_section_that_is_internal_by_default_shares_what_the_catalogue_shares(
    tmp_path: Path,
) -> None:
    text = "meta: {owner: lead}\nprocessing: {purpose: Support}\nphi: {permitted_uses: Claims}\n"
    book = shared(tmp_path, {"compliance.yaml": text, "partner.yaml": "supplier_tier: critical\n"})
    assert set(book.source.sections["compliance"].data) == {"processing"}
    assert "partner" not in book.source.sections
    assert book.withholds(At("compliance") / "meta")
    assert book.withholds(At("compliance") / "phi" / "permitted_uses")
    assert not book.withholds(At("compliance") / "processing" / "purpose")


def test_its_own_word_makes_an_internal_section_shared_but_for_internal_fields(
    tmp_path: Path,
) -> None:
    text = "meta: {visibility: shared}\nphi: {permitted_uses: Claims}\nregister: {reference: X-1}\n"
    book = shared(tmp_path, {"compliance.yaml": text})
    assert set(book.source.sections["compliance"].data) == {"meta", "phi"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("exit.yaml", "alternative_providers: [MARK]\n"),
        ("security.yaml", "protocols:\n  - {id: p, verification: {evidence_ref: MARK}}\n"),
        ("risks.yaml", "register:\n  - {id: R-1, titel: MARK}\n"),  # no field that is known
        ("risks.yaml", "register: {MARK: 1}\n"),  # not of the shape that is wanted
        ("risks.yaml", "register:\n  - {id: R-1, title: [MARK]}\n"),
        ("goals.yaml", "x-own:\n  - {note: MARK, visibility: internal}\n"),
        ("pages/plan.md", "---\nvisibility: internal\n---\nMARK\n"),
        ("pages/plan.md", "---\nvisibility: secret\n---\nMARK\n"),
        ("pages/plan.md", "---\nvisibility: [\n---\nMARK\n"),  # front matter that is refused
        ("risks.yaml", "register:\n  - {id: R-1, title: MARK}\n  - [\n"),  # a refused file
    ],
)
def test_what_is_internal_or_not_understood_is_left_out(
    tmp_path: Path, file: str, text: str
) -> None:
    book = shared(tmp_path, {file: text})
    assert "MARK" not in texts(book)
    assert book.source.findings == ()


def test_an_own_field_of_a_shared_section_is_shared(tmp_path: Path) -> None:
    assert "MARK" in texts(shared(tmp_path, {"goals.yaml": "x-own: MARK\n"}))


def test_health_checks_are_shared_once_both_sides_have_given_theirs(tmp_path: Path) -> None:
    text = """\
health_checks:
  - {date: 2026-01-09, respondent_side: [client, vendor]}
  - {date: 2026-01-10, respondent_side: client, dimensions: {trust: 4}}
  - {date: 2026-01-12, respondent_side: vendor, dimensions: {trust: 3}}
  - {date: 2026-04-10, respondent_side: client, dimensions: {trust: 5}}
  - {date: 2026-05-01, dimensions: {trust: 1}}
"""
    book = shared(tmp_path, {"improvement.yaml": text})
    assert [str(check.date) for check in book.improvement.health_checks] == [
        "2026-01-10",
        "2026-01-12",
    ]


def test_the_first_of_two_items_may_be_internal(tmp_path: Path) -> None:
    text = "register:\n  - {id: R-1, title: A, visibility: internal}\n  - {id: R-1, title: B}\n"
    book = shared(tmp_path, {"risks.yaml": text, "goals.yaml": "goals:\n  - {id: G1, risk: R-1}\n"})
    assert [risk.title for risk in book.risks.register_] == ["B"]
    assert book.goals.goals[0].risk == "R-1"


def test_nothing_is_copied_where_nothing_is_internal(tmp_path: Path) -> None:
    whole = load(tmp_path, {"engagement.yaml": ENGAGEMENT, "roles.yaml": "roles: [{id: lead}]\n"})
    made = shared_edition(whole)
    assert made is not None
    section = made.playbook.source.sections["roles"]
    assert section.data is whole.playbook.source.sections["roles"].data


def test_places_of_what_is_internal_are_known(tmp_path: Path) -> None:
    files = {"roles.yaml": ROLES, "exit.yaml": "triggers: [{none: x}]\n"}
    internal = internal_places(load(tmp_path, {"engagement.yaml": ENGAGEMENT, **files}).playbook)
    assert At("roles", ("roles", 1)) in internal
    assert At("roles", ("activities", 1)) in internal


def test_scalars_are_found_with_their_paths() -> None:
    data: dict[str, Any] = {"a": [1, {"b": "c"}], "d": None, "e": False}
    assert list(scalars(data)) == [(("a", 0), 1), (("a", 1, "b"), "c"), (("e",), False)]
