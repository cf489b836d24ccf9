"""The five letters of a goal on its page say what the rules of goals say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lint.test_lint_cases import CASES
from lint.workspace import DAY, FACTS, change, make_project
from sourcebook.analysis.smart import verdicts
from sourcebook.lint.engine import lint
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project

LETTERS = {"GOL002": "S", "GOL003": "M", "GOL004": "A", "GOL005": "R", "GOL006": "T"}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{code}-{case['name']}".replace(" ", "-"))
        for code in LETTERS
        for group in yaml.safe_load((CASES / f"{code}.yaml").read_text("utf-8")).values()
        for case in group
    ]


@pytest.mark.parametrize("case", _cases())
def test_a_letter_is_met_where_its_rule_finds_nothing(case: dict[str, Any], tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, **{key: case[key] for key in ("replace", "write", "delete") if key in case})
    project = Project.find(tmp_path)
    whole = load_playbook(project, "base")
    found = lint(whole, FACTS)
    for number, (at, goal) in enumerate(whole.playbook.each("goals", "goals")):
        if goal.status != "active":
            continue
        place = f"goals[{goal.id or number}]"
        missed = {LETTERS[f.code] for f in found if f.code in LETTERS and f.path.startswith(place)}
        judged = verdicts(whole.playbook, at, goal, FACTS.thresholds, DAY)
        assert {v.letter for v in judged if not v.met} == missed, (judged, found)
        assert all(v.speaks or v.against for v in judged)
