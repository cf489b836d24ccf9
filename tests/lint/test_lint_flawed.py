"""A project with a fault for every rule: exactly those are found, and each is told well.

``flawed`` is in delivery and breaks nearly every rule; ``flawed-draft`` has just begun,
``flawed-forgotten`` ended without being closed, and ``flawed-orphaned`` names a layer that is not
there: these are for the rules that leave nothing to the others.
``expected.txt`` holds every finding, ``# fault: CODE`` stands where one was put in. The list is
kept by hand: whoever changes a line of it has read the message.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lint.workspace import DAY
from sourcebook.cli import main
from sourcebook.findings import Finding, Severity
from sourcebook.lint.configuration import configured
from sourcebook.lint.registry import RULES
from sourcebook.lint.run import Request, lint_project
from sourcebook.source.document import Document
from sourcebook.source.project import Project

ROOT = Path(__file__).parent / "flawed"
ELSEWHERE = {"STR007", "GOL001", "FRS003", "REF003"}
"""Rules that say of an engagement what leaves the others nothing to speak of."""

_FAULT = re.compile(r"# fault: ([A-Z]{3}\d{3}(?: [A-Z]{3}\d{3})*)")


@cache
def found() -> tuple[Finding, ...]:
    project = Project.find(ROOT)
    return lint_project(project, configured(project), DAY, Request()).findings


def told(finding: Finding) -> str:
    place = f"{finding.place.file}:{finding.place.line}"
    return f"{finding.code} {finding.severity.word} {place} {finding.path}".rstrip()


def test_exactly_the_faults_that_were_put_in_are_found() -> None:
    expected = (ROOT / "expected.txt").read_text("utf-8").splitlines()
    assert sorted(map(told, found())) == expected
    assert expected == sorted(expected)


def test_every_rule_speaks_and_nearly_all_in_one_engagement() -> None:
    in_one = {f.code for f in found() if f.place.file.startswith("playbooks/flawed/")}
    one = [rule for rule in RULES if rule.across is None]  # the others need a portfolio
    codes = {rule.code for rule in one if not rule.between}  # or an earlier state
    assert codes == {finding.code for finding in found()}
    assert codes - in_one == ELSEWHERE
    assert len(in_one) >= 75


def test_each_fault_is_marked_where_it_was_put_in() -> None:
    """File by file, the codes that comments name are those that are found."""
    marked, spoken = defaultdict(set), defaultdict(set)
    for path in sorted((ROOT / "playbooks").rglob("*.*")):
        for match in _FAULT.finditer(path.read_text("utf-8")):
            marked[path.relative_to(ROOT).as_posix()] |= set(match[1].split())
    for finding in found():
        spoken[finding.place.file].add(finding.code)
    assert marked == spoken


@pytest.mark.parametrize("finding", found(), ids=lambda f: f"{f.code}-{f.path or f.section}")
def test_a_message_names_the_thing(finding: Finding) -> None:
    said = finding.message.casefold()
    assert any(name.casefold() in said for name in names(finding)), said


def names(finding: Finding) -> set[str]:
    """What a person would call the thing: an item by id or title, else a word of where it is."""
    items = [part for part in re.findall(r"\[([^\]]+)\]", finding.path) if not part.isdigit()]
    if items:
        document = Document("", (ROOT / finding.place.file).read_text("utf-8"))
        return {items[-1], *titles(document.data, items[-1])}
    words = re.findall(r"[a-z]{5,}", f"{finding.section} {finding.path}")
    whole = {finding.path or Path(finding.place.file).name, finding.profile or finding.section}
    return {*(word.removesuffix("s") for word in words), *whole} - {""}


def titles(data: Any, item: str) -> Iterator[str]:
    """The titles of the items with that id, anywhere in the data."""
    if isinstance(data, dict):
        if data.get("id") == item and "title" in data:
            yield data["title"]
        data = list(data.values())
    for inner in data if isinstance(data, list) else ():
        yield from titles(inner, item)


@pytest.mark.parametrize("finding", found(), ids=lambda f: f"{f.code}-{f.path or f.section}")
def test_a_fix_reads_by_itself(finding: Finding) -> None:
    """It may stand without the message: in a list, an editor or a pull request."""
    first = (finding.fix or "Mend").partition(" ")[0]
    assert first[:1].isupper()
    assert first not in {"Or", "And", "But", "Else", "Otherwise", "Then", "It", "This", "That"}
    assert not re.match(r"(?!Write it (as|in) )\w+ (it|them)\b", finding.fix or "")


def test_explain_knows_every_code_that_was_found() -> None:
    codes = sorted({finding.code for finding in found()})
    result = CliRunner().invoke(main, ["explain", *codes])
    assert result.exit_code == 0
    for code in codes:
        assert re.search(rf"^{code} ", result.output, re.MULTILINE)
    assert result.output.count("How to fix it: ") == len(codes)


def test_only_one_engagement_is_a_draft_and_its_errors_are_softened() -> None:
    draft = [f for f in found() if f.engagement == "flawed-draft"]
    assert draft
    assert all(finding.severity <= Severity.WARNING for finding in draft)
