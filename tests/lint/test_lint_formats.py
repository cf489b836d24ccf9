"""What reports for code hosts and CI look like: each in the shape that its readers want."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from sourcebook.analysis.shares import Score, Share
from sourcebook.findings import Accepted, Edit, Finding, Place, Repair, Severity
from sourcebook.lint.next_steps import FIRST, next_steps
from sourcebook.lint.registry import RULES
from sourcebook.lint.report import Report
from sourcebook.lint.reporters import REPORTER_BY_NAME, Look, next_view, statistics_view
from sourcebook.lint.reporters.json import json_schema

DAY = dt.date(2026, 11, 22)
GOALS = "playbooks/a/goals.yaml"
HERE = Place(GOALS, 7, 5, 7, 12)
NASTY = 'A "x" <b>|`*_[l](u)</b> 100 %, a: b\nnext \x1b[31m &amp; @all ]]>'


def finding(
    severity: Severity = Severity.ERROR,
    code: str = "GOL003",
    place: Place = HERE,
    message: str = "It is wrong.",
    **more: Any,
) -> Finding:
    path = more.pop("path", "goals[G1].measure")
    section = more.pop("section", "goals")
    return Finding(
        code, "some-rule", severity, message, place, "a", section, path, fix="Mend it.", **more
    )


def report(*findings: Finding, **more: Any) -> Report:
    return Report(findings, ("a",), DAY, rules=RULES, **more)


def said(name: str, given: Report) -> str:
    return REPORTER_BY_NAME[name](given, Look(lambda _file, _number: None))


ALL = report(
    finding(),
    finding(Severity.WARNING, "GOL006", Place(GOALS, 3, 1, 5, 2), NASTY),
    finding(Severity.INFO, "STR001", Place("playbooks/a b/ö.yaml"), path=""),
    accepted=(
        finding(accepted=Accepted(dt.date(2027, 1, 31), "training in January", "client-lead")),
    ),
    scores={"a": Score({"goals": Share(9, 10), "risks": Share(1, 1)})},
    base="docs/",
)


def test_every_format_is_the_same_each_time_and_survives_an_empty_report() -> None:
    for name in REPORTER_BY_NAME:
        assert said(name, ALL) == said(name, ALL)
        assert said(name, ALL).endswith("\n")
        assert "training in January" not in said(name, ALL) or name in ("json", "sarif")
        empty = said(name, report())
        assert empty.endswith("\n") or empty == ""


def test_json_keeps_its_promise() -> None:
    shape = json.loads(said("json", ALL))
    jsonschema.validate(shape, json_schema())
    assert shape["summary"]["score"] == {"filled": 10, "asked": 11, "percent": 90}
    assert shape["summary"]["scores"]["a"]["sections"]["risks"]["percent"] == 100
    assert shape["findings"][0]["file"] == GOALS


# SARIF 2.1.0 as far as it is used here; its own schema, too, lets no object hold anything else.
def obj(required: str, optional: str = "", **properties: Any) -> dict[str, Any]:
    names = required.split()
    assert set(properties) == {*names, *optional.split()}
    return {
        "type": "object",
        "required": names,
        "properties": properties,
        "additionalProperties": False,
    }


def listed(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT = {"type": "string", "minLength": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
FROM_ONE = {"type": "integer", "minimum": 1}
MESSAGE = obj("text", "markdown", text=TEXT, markdown=TEXT)
ARTIFACT = obj(
    "uri", "uriBaseId", uri={"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"}, uriBaseId=TEXT
)
REGION = obj(
    "startLine startColumn endLine endColumn",
    startLine=FROM_ONE, startColumn=FROM_ONE, endLine=FROM_ONE, endColumn=FROM_ONE,
)  # fmt: skip
REPLACEMENT = obj(
    "deletedRegion insertedContent",
    deletedRegion=REGION,
    insertedContent=obj("text", text={"type": "string"}),
)
LOCATION = obj(
    "physicalLocation",
    "logicalLocations",
    physicalLocation=obj("artifactLocation region", artifactLocation=ARTIFACT, region=REGION),
    logicalLocations=listed(obj("fullyQualifiedName", fullyQualifiedName=TEXT)),
)
RULE = obj(
    "id name shortDescription fullDescription help defaultConfiguration",
    id=TEXT, name={"type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$"}, shortDescription=MESSAGE,
    fullDescription=MESSAGE, help=MESSAGE, defaultConfiguration=obj("level", level=LEVEL),
)  # fmt: skip
RESULT = obj(
    "ruleId level message locations partialFingerprints",
    "ruleIndex fixes suppressions",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    fixes=listed(
        obj(
            "description artifactChanges",
            description=MESSAGE,
            artifactChanges=listed(
                obj(
                    "artifactLocation replacements",
                    artifactLocation=ARTIFACT,
                    replacements=listed(REPLACEMENT) | {"minItems": 1},
                )
            ),
        )
    ),
    suppressions=listed(
        obj(
            "kind status justification",
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification=TEXT,
        )
    ),
)
DRIVER = obj("name semanticVersion rules", name=TEXT, semanticVersion=TEXT, rules=listed(RULE))
RUN = obj(
    "tool columnKind results",
    tool=obj("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=listed(RESULT),
)
SARIF = obj(
    "$schema version runs", **{"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": listed(RUN)}
)


def test_sarif() -> None:
    edits = (Edit(Place(GOALS, 7, 5, 7, 12), "x: 1"), Edit(Place(GOALS, 3, 1, 3, 1), ""))
    mended = finding(repair=Repair(True, edits))
    given = dataclasses.replace(ALL, findings=(*ALL.findings, mended))
    shape = json.loads(said("sarif", given))
    jsonschema.validate(shape, SARIF)
    (run,) = shape["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first, second, third, fixed, accepted = run["results"]
    assert [one["level"] for one in run["results"]] == [
        "error",
        "warning",
        "note",
        "error",
        "error",
    ]
    location = first["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == f"docs/{GOALS}"
    assert location["logicalLocations"] == [{"fullyQualifiedName": "goals.goals[G1].measure"}]
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "docs/playbooks/a%20b/%C3%B6.yaml"
    )
    assert len(fixed["fixes"][0]["artifactChanges"][0]["replacements"]) == 2
    assert accepted["suppressions"][0]["justification"] == "training in January"
    assert "suppressions" not in second
    marks = [one["partialFingerprints"]["sourcebook/v1"] for one in run["results"]]
    assert len(set(marks)) == len(marks)


def test_github_commands_cannot_be_broken_out_of() -> None:
    first, second, third = said("github", ALL).splitlines()
    assert first == (
        "::error file=docs/playbooks/a/goals.yaml,line=7,col=5,endColumn=12,"
        "title=GOL003 some-rule::It is wrong.%0AFix: Mend it."
    )
    assert second.startswith("::warning file=docs/playbooks/a/goals.yaml,line=3,endLine=5,title=")
    assert "100 %25, a: b%0Anext" in second
    assert third.startswith("::notice ")
    tricky = finding(place=Place("playbooks/a:b,c%/x.yaml", 1, 1, 1, 2))
    assert "file=playbooks/a%3Ab%2Cc%25/x.yaml,line=1," in said("github", report(tricky))


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {"type": "object", "required": ["begin"],
                              "properties": {"begin": FROM_ONE, "end": FROM_ONE}},
                },
            },
        },
    },
}  # fmt: skip


def test_gitlab_has_what_it_requires() -> None:
    shape = json.loads(said("gitlab", ALL))
    jsonschema.validate(shape, GITLAB)
    assert [one["severity"] for one in shape] == ["critical", "minor", "info"]
    assert len({one["fingerprint"] for one in shape}) == 3
    assert shape[0]["location"]["path"] == f"docs/{GOALS}"


# What the schema of Jenkins (xunit-plugin, junit-10.xsd) allows: attributes and children.
JUNIT: dict[str, tuple[set[str], set[str]]] = {
    "testsuites": ({"name", "time", "tests", "failures", "errors", "disabled"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id",
         "package", "file", "log", "url", "version", "group"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name", "classname", "time", "assertions", "status", "class", "file", "line", "log",
         "group", "url"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}  # fmt: skip


@pytest.mark.parametrize("bar", list(Severity))
def test_junit_fails_what_fails_the_run(bar: Severity) -> None:
    root = ElementTree.fromstring(said("junit", dataclasses.replace(ALL, bar=bar)))  # noqa: S314
    for element in root.iter():
        attributes, children = JUNIT[element.tag]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children
    (suite,) = root
    failing = sum(each.severity >= bar for each in ALL.findings)
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == (
        "a",
        "3",
        str(failing),
    )
    assert len(root.findall(".//failure")) == failing
    assert len(root.findall(".//system-out")) == 3 - failing
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))


def test_junit_without_findings_has_a_test_that_passed() -> None:
    root = ElementTree.fromstring(said("junit", report()))  # noqa: S314
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    (case,) = root.iter("testcase")
    assert len(case) == 0


def test_checkstyle_groups_by_file() -> None:
    root = ElementTree.fromstring(said("checkstyle", ALL))  # noqa: S314
    assert (root.tag, root.get("version")) == ("checkstyle", "4.3")
    assert [file.get("name") for file in root] == [f"docs/{GOALS}", "docs/playbooks/a b/ö.yaml"]
    errors = root.findall("./file/error")
    assert [each.get("severity") for each in errors] == ["error", "warning", "info"]
    for each in errors:
        assert set(each.attrib) == {"line", "column", "severity", "message", "source"}
    assert errors[0].get("source") == "sourcebook.GOL003"
    assert errors[1].get("message") == NASTY.replace("\x1b", "\ufffd")


def test_markdown_is_a_table_that_content_cannot_break() -> None:
    text = said("markdown", ALL)
    assert "**1 error, 1 warning, 1 info** in a (as of 2026&#45;" not in text
    assert "Score: 90 % - 10 of 11 required fields" in text
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) == 4
    for row in rows:
        assert row.count("|") == 6
        assert not re.search(r"[<>`*\[\]@]", row)
    assert "**No findings** in a" in said("markdown", report())


def test_markdown_lists_no_more_than_a_summary_holds() -> None:
    many = report(*(finding(place=Place(GOALS, line, 1, line, 2)) for line in range(1, 700)))
    text = said("markdown", many)
    assert text.endswith("… and 199 more.\n")
    assert len(text.encode()) < 1_000_000


def test_statistics_count_rules_the_most_frequent_first() -> None:
    given = report(finding(), finding(Severity.WARNING, "COM005"), finding(code="COM005"))
    shown = statistics_view(given, Look(lambda _file, _number: None))
    assert shown.splitlines()[:2] == [
        "2  error    COM005 some-rule",
        "1  error    GOL003 some-rule",
    ]
    assert shown.endswith("2 errors, 1 warning, 0 infos of 2 rules in a (as of 2026-11-22).\n")
    assert "No findings" in statistics_view(report(), Look(lambda _file, _number: None))


def test_the_next_steps_in_their_order() -> None:
    given = report(
        finding(Severity.INFO, "COM006", section="communication"),
        finding(code="KNW001", section="knowledge"),
        finding(code="EXT001", section="exit"),
        finding(code="STR001", section="goals"),
        finding(code="GOL003", section="goals"),
        finding(code="GOL003", section="goals"),
        finding(code="RAC001", section="roles"),
        finding(Severity.WARNING, "COM005", section="communication"),
        finding(Severity.WARNING, "PRV001", section="exit"),
    )
    steps = next_steps(given, 99)
    assert [step.findings[0].code for step in steps] == [
        "PRV001",
        "RAC001",
        "GOL003",
        "STR001",
        "KNW001",
        "EXT001",
        "COM005",
        "COM006",
    ]
    assert {"goals", "communication", "roles", "security"} == set(FIRST)
    shown = next_view(given, Look(lambda _file, _number: None))
    assert shown.startswith("1. warning: It is wrong.\n   playbooks/a/goals.yaml:7:5  PRV001")
    assert "GOL003 some-rule, and 1 more like it" in shown
    assert "6. " not in shown
    assert "6 of 9 findings" in shown
    assert "Nothing to do in a" in next_view(report(), Look(lambda _file, _number: None))


def test_what_hides_others_comes_first_and_what_is_blank_where_all_else_points() -> None:
    given = report(
        finding(code="COM004", section="communication"),
        finding(code="TXT001", section="communication"),
        finding(code="TXT001", section="communication"),
        finding(code="RAC001", section="roles"),
        finding(code="STR002", section="roles"),
        finding(code="TXT001", section="engagement"),
        finding(Severity.WARNING, "STR003", section="goals"),
        finding(code="REF003", section="engagement"),
        finding(code="STR000", section="knowledge"),
    )
    found = [(step.findings[0].section, step.findings[0].code) for step in next_steps(given, 99)]
    assert found == [
        ("engagement", "REF003"),
        ("knowledge", "STR000"),
        ("engagement", "TXT001"),
        ("roles", "STR002"),
        ("communication", "TXT001"),
        ("communication", "COM004"),
        ("roles", "RAC001"),
        ("goals", "STR003"),
    ]


def test_what_steers_a_terminal_reaches_none() -> None:
    given = report(finding(message=NASTY))
    assert "\x1b" not in next_view(given, Look(lambda _file, _number: None))
