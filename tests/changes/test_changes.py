"""What is said of edits: in words, by id, with the weight that they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from changes.states import difference, two
from lint.workspace import DAY
from sourcebook.changes.comparing import compared
from sourcebook.changes.comparison import joined
from sourcebook.changes.consequences import Asked, consequences
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Playbook

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))


def books(root: Path, case: dict[str, Any]) -> tuple[Playbook, Playbook]:
    before, after = two(root, case["edit"], case.get("given"))
    return load_playbook(before, "base").playbook, load_playbook(after, "base").playbook


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_edit_is_told(tmp_path: Path, case: dict[str, Any]) -> None:
    before, after = books(tmp_path, case)
    changes, _ = joined(compared(before, after), consequences(before, after, Asked(DAY)))
    assert [f"{each.weight.value} | {each.text}" for each in changes] == case["says"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_nothing_is_told_of_a_state_and_itself(tmp_path: Path, case: dict[str, Any]) -> None:
    _, after = books(tmp_path, case)
    assert not compared(after, after)
    assert not consequences(after, after, Asked(DAY))


FACTS = yaml.safe_load((Path(__file__).parent / "facts.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", FACTS, ids=[case["name"] for case in FACTS])
def test_what_comes_of_an_edit_is_told(tmp_path: Path, case: dict[str, Any]) -> None:
    before, after = two(tmp_path, case["edit"], case.get("given"))
    (its,) = difference(before, after).engagements
    facts = [fact.text for fact in its.consequences]
    assert len(facts) == len(case["says"])
    assert [
        fact for fact, begin in zip(facts, case["says"], strict=True) if not fact.startswith(begin)
    ] == []


def test_what_refers_to_a_change_is_suspect_beside_it(tmp_path: Path) -> None:
    plan = """\
meta: {owner: client-lead, last_reviewed: 2026-11-02}
milestones:
  - {id: M1, title: One, due: 2026-12-01, status: planned}
  - {id: M2, title: Two, due: 2027-02-01, depends_on: [M1], status: planned}
  - {id: M3, title: Three, due: 2027-03-01, depends_on: [M1], status: planned}
"""
    edit = {"milestones.yaml": {"due: 2026-12-01": "due: 2026-12-02"}}
    (its,) = difference(*two(tmp_path, edit, {"milestones.yaml": plan})).engagements
    (change,) = its.changes
    assert change.follows == ("suspect until reviewed: milestone M2, milestone M3",)
