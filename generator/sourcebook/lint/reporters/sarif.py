"""For code hosts and editors: SARIF 2.1.0 (OASIS), with the rules' pages in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote

from sourcebook import __version__
from sourcebook.findings import Edit, Finding, Place, Severity
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.report import Report
from sourcebook.lint.rule import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
"""Stands for the root of the repository, which whoever reads the report knows."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_report(report: Report) -> str:
    """The report as SARIF, with a line break at its end."""
    findings = (*report.findings, *report.accepted)
    numbers = {rule.code: number for number, rule in enumerate(report.rules)}
    marks = zip(findings, fingerprints(findings), strict=True)
    run = {
        "tool": {
            "driver": {
                "name": "Sourcebook",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, mark, numbers) for finding, mark in marks],
    }
    shape = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    docs = rule.docs
    text = f"{docs.why}\n\nHow to mend it: {docs.fix}\n\nSource: {docs.source}"
    markdown = f"{docs.why}\n\n**How to mend it.** {docs.fix}\n\n**Source.** {docs.source}"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": docs.promise},
        "fullDescription": {"text": f"{docs.promise} {docs.why}"},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(report: Report, finding: Finding, mark: str, numbers: dict[str, int]) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(report, finding.place)}
    if finding.path or finding.section:
        name = ".".join(part for part in (finding.section, finding.path) if part)
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"sourcebook/v1": mark},
    }
    if finding.code in numbers:
        result["ruleIndex"] = numbers[finding.code]
    if finding.repair is not None:
        changes = [*_changes(report, finding.repair.edits)]
        result["fixes"] = [
            {"description": {"text": finding.fix or "Mend it."}, "artifactChanges": changes}
        ]
    if finding.accepted is not None:
        result["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": finding.accepted.why}
        ]
    return result


def _physical(report: Report, place: Place) -> dict[str, Any]:
    return {"artifactLocation": _artifact(report, place.file), "region": _region(place)}


def _artifact(report: Report, file: str) -> dict[str, str]:
    return {"uri": quote(report.in_repository(file)), "uriBaseId": ROOT}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _changes(report: Report, edits: tuple[Edit, ...]) -> Iterator[dict[str, Any]]:
    ordered = sorted(edits, key=lambda edit: edit.place)
    for file, group in groupby(ordered, key=lambda edit: edit.place.file):
        yield {
            "artifactLocation": _artifact(report, file),
            "replacements": [
                {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.text}}
                for edit in group
            ],
        }
