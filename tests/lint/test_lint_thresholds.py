"""What rules measure against: each says which thresholds, and each threshold has a rule."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from lint.test_lint_cases import CASES, make_case
from lint.workspace import DAY, FACTS
from sourcebook.analysis.members import member
from sourcebook.analysis.portfolio import Portfolio
from sourcebook.analysis.thresholds import defaults
from sourcebook.lint.registry import RULES
from sourcebook.lint.rule import Rule
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project

NUMBERS = defaults()


class Watched(dict[str, float]):
    """Thresholds that remember which of them were looked at."""

    def __init__(self) -> None:
        super().__init__(NUMBERS)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> float:
        self.read.add(name)
        return super().__getitem__(name)


def cases(rule: Rule) -> list[dict[str, Any]]:
    groups = yaml.safe_load((CASES / f"{rule.code}.yaml").read_text("utf-8"))
    return [*groups["bad"], *groups["good"]]


def read_by(rule: Rule, root: Path, case: dict[str, Any]) -> set[str]:
    make_case(root, case)
    numbers, project = Watched(), Project.find(root)
    if rule.across is not None:
        books = [load_playbook(project, slug).playbook for slug in project.engagements()]
        members = tuple(member(book, DAY, NUMBERS) for book in books)
        for _ in rule.across(Portfolio(members, DAY), numbers):
            pass
        return numbers.read
    facts = dataclasses.replace(FACTS, thresholds=numbers)
    book = load_playbook(project, "base").playbook
    assert rule.check is not None
    for _ in rule.check(book, facts):
        pass
    return numbers.read


@pytest.mark.parametrize("rule", [r for r in RULES if r.thresholds], ids=lambda rule: rule.code)
def test_a_rule_reads_the_thresholds_that_it_names(rule: Rule, tmp_path: Path) -> None:
    read: set[str] = set()
    for number, case in enumerate(cases(rule)):
        read |= read_by(rule, tmp_path / str(number), case)
        if read == {*rule.thresholds}:
            break
    assert read == {*rule.thresholds}


@pytest.mark.parametrize(
    "rule",
    [r for r in RULES if (r.check or r.across) and not r.thresholds],
    ids=lambda rule: rule.code,
)
def test_a_rule_that_names_none_reads_none(rule: Rule, tmp_path: Path) -> None:
    assert read_by(rule, tmp_path, cases(rule)[0]) == set()


def test_every_threshold_has_a_rule_that_goes_by_it() -> None:
    gathered = {
        "portfolio.look_ahead_days"
    }  # what a portfolio knows of an engagement reaches so far
    assert {name for rule in RULES for name in rule.thresholds} | gathered == {*NUMBERS}
