"""Every rule against its cases: ``cases/<code>.yaml`` says how to break the base, what is found.

A case changes the base (``write``: whole files; ``replace``: texts in files; ``delete``), then
``finds`` lists the rule's findings in their order: ``path``, ``at`` (a text that the line of
the finding begins with, blanks aside), ``says`` (words of the message), ``silent`` (words that it
has not), ``fix`` (the whole line), ``severity``. ``silent`` of a case names codes that must have
nothing to say of it. A rule about what changed has ``before``: changes of the base that stand in
the earlier state too. ``beside`` gives more engagements by their slugs, each the base with changes
of its own; ``all`` changes every one of them alike, before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from lint.workspace import change, findings_of, findings_since, make_project
from sourcebook.findings import Finding
from sourcebook.lint.registry import RULES

CASES = Path(__file__).parent / "cases"


def cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for kind, group in yaml.safe_load(file.read_text("utf-8")).items():
            for case in group:
                name = f"{file.stem}-{kind}-{case['name']}"
                yield pytest.param(file.stem, case, id=name.replace(" ", "-"))


@pytest.mark.parametrize(("code", "case"), list(cases()))
def test_case(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    make_case(tmp_path, case)
    found = findings_of(tmp_path)
    if "before" in case:
        make_case(tmp_path / "before", {"all": case["before"]})
        found = (*found, *findings_since(tmp_path / "before", tmp_path))
    own = [finding for finding in found if finding.code == code]
    wanted = case.get("finds", [])
    assert [f.path for f in own] == [w["path"] for w in wanted], [f.message for f in own]
    for finding, expected in zip(own, wanted, strict=True):
        _check(finding, expected, tmp_path)
    spoke = {finding.code for finding in found}
    assert not spoke & set(case.get("silent", ())), [f.message for f in found]


def make_case(root: Path, case: dict[str, Any]) -> None:
    """The project of a case: the base, and what is beside it, with their changes."""
    beside = {slug: its or {} for slug, its in case.get("beside", {}).items()}
    playbooks = make_project(root, ("base", *beside)) / "playbooks"
    for slug, its in {"base": case, **beside}.items():
        for changes in (case.get("all", {}), case.get("before", {}), its):
            kinds = [key for key in ("replace", "write", "delete") if key in changes]
            change(playbooks / slug, **{key: changes[key] for key in kinds})


def _check(finding: Finding, expected: dict[str, Any], root: Path) -> None:
    for words in _several(expected.get("says", [])):
        assert words in finding.message
    for words in _several(expected.get("silent", [])):
        assert words not in finding.message
    assert expected.get("fix", finding.fix) == finding.fix
    if "severity" in expected:
        assert finding.severity.word == expected["severity"]
    if "at" in expected:
        line = (root / finding.place.file).read_text("utf-8").splitlines()[finding.place.line - 1]
        assert line.strip().startswith(expected["at"]), line
    if "file" in expected:
        assert finding.place.file == f"playbooks/base/{expected['file']}"


def _several(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else words


def test_the_base_is_clean(tmp_path: Path) -> None:
    assert findings_of(make_project(tmp_path)) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_its_page_and_its_cases(rule: Any) -> None:
    """A promise, why, how to mend it and where it comes from; a good case and two bad ones."""
    docs = rule.docs
    assert all([docs.promise, docs.why, docs.fix, docs.source])
    assert docs.promise.endswith(".")
    given = yaml.safe_load((CASES / f"{rule.code}.yaml").read_text("utf-8"))
    assert len(given["good"]) >= 1
    assert len(given["bad"]) >= 2


def test_cases_are_of_rules() -> None:
    assert {file.stem for file in CASES.glob("*.yaml")} == {rule.code for rule in RULES}
