"""``sourcebook explain``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Run
from sourcebook.lint.registry import RULES


@pytest.mark.parametrize("name", ["STR003", "str003", "unknown-field", "Unknown-Field"])
def test_a_rule_by_code_or_slug(run: Run, name: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 0
    assert result.output.startswith("STR003 unknown-field (warning)\n\nEvery key is a field")
    assert all(f"\n{part}" in result.output for part in ("Why: ", "How to fix it: ", "Source: "))
    assert "Bad (goals.yaml):\n    objektive:" in result.output


def test_several_and_all(run: Run) -> None:
    assert run("explain", "STR001", "REF001").output.count("Source: ") == 2
    shape = json.loads(run("explain", "--all", "--format", "json").output)
    assert shape["version"] == 1
    assert [rule["code"] for rule in shape["rules"]] == [rule.code for rule in RULES]
    page = run("explain", "--all", "--format", "md").output
    assert page.count("\n## ") + 1 == len(RULES)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["REF0011"], "'REF0011' is no rule. Did you mean 'REF001'?"),
        (["unknown-feild"], "Did you mean 'unknown-field'?"),
        (["money"], "Groups: STR, REF"),
        (["prt"], "'prt' is a group of rules: PRT001, PRT002, PRT003, PRT004, PRT005."),
        ([], "Name rules, such as RSK003, or give --all alone."),
        (["--all", "STR001"], "give --all alone"),
    ],
)
def test_a_wrong_command_line(run: Run, arguments: list[str], words: str) -> None:
    result = run("explain", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_it_needs_no_project_and_knows_a_projects_own_rules(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "site_config" / "lint.yml").write_text(HOUSE, "utf-8")
    assert run("explain", "ACM001").output.startswith("ACM001 ")
    monkeypatch.chdir(project.parent)
    assert run("explain", "STR003").exit_code == 0
    assert run("explain", "ACM001").exit_code == 2


HOUSE = """\
house_rules:
  - {code: ACM001, path: roles.roles.location, must: {filled: true}, message: A role has a place}
"""


LINT = """\
thresholds: {risk.high_threshold: 15}
engagements:
  base:
    thresholds: {risk.high_threshold: 20}
"""


def test_thresholds_are_told_as_they_are_here(run: Run, project: Path) -> None:
    line = "    risk.high_threshold        12   (practice (5x5))\n"
    assert line in run("explain", "RSK003").output
    (project / "site_config" / "lint.yml").write_text(LINT, "utf-8")
    shown = run("explain", "RSK003").output
    assert "Thresholds (set under thresholds in site_config/lint.yml):\n" in shown
    assert "risk.high_threshold        15   (this project's own; it ships as 12, practice" in shown
    assert f"    {'':<26} base: 20\n" in shown
    assert "risk.force_high_on_impact  5   (practice)" in shown
    assert "- `risk.high_threshold`: 15 (this" in run("explain", "RSK003", "-f", "md").output
    (rule,) = json.loads(run("explain", "RSK003", "-f", "json").output)["rules"]
    assert rule["thresholds"][0] == {
        "name": "risk.high_threshold", "value": 15, "shipped": 12, "basis": "practice (5x5)",
        "engagements": {"base": 20},
    }  # fmt: skip
    assert "Thresholds" not in run("explain", "STR003").output
