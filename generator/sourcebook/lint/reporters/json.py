"""For programs: one JSON object whose shape is promised by ``findings.schema.json``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from sourcebook import __version__
from sourcebook.analysis.shares import Score, Share
from sourcebook.findings import Accepted, Edit, Finding, Repair, Severity
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.report import Report

VERSION = 1
"""Grows when a reader of the older shape would break; new keys may come without."""


def json_report(report: Report) -> str:
    """The report as JSON, with a line break at its end."""
    findings = (*report.findings, *report.accepted)
    shape = {
        "version": VERSION,
        "tool": f"sourcebook {__version__}",
        "as_of": report.as_of.isoformat(),
        "findings": [
            _finding(finding, mark)
            for finding, mark in zip(findings, fingerprints(findings), strict=True)
        ],
        "summary": _summary(report),
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = files("sourcebook.lint.reporters").joinpath("findings.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _finding(finding: Finding, mark: str) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.word,
        "message": finding.message,
        "engagement": finding.engagement or None,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "path": finding.path,
        "profile": finding.profile,
        "clause": finding.clause,
        "fix": finding.repair and _fix(finding.repair),
        "accepted": finding.accepted and _accepted(finding.accepted),
        "fingerprint": mark,
    }


def _fix(repair: Repair) -> dict[str, Any]:
    return {"safe": repair.safe, "edits": [_edit(edit) for edit in repair.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    place = edit.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": edit.text,
    }


def _accepted(accepted: Accepted) -> dict[str, Any]:
    return {"by": accepted.by, "until": accepted.until.isoformat(), "reason": accepted.why}


def _summary(report: Report) -> dict[str, Any]:
    return {
        "engagements": list(report.engagements),
        **{_plural(severity): report.count(severity) for severity in reversed(Severity)},
        "accepted": len(report.accepted),
        "known": len(report.known),
        "sections": {
            name or "": {_plural(severity): row[severity] for severity in reversed(Severity)}
            for name, row in sorted(report.by_section.items())
        },
        "score": _share(report.filled) if report.filled else None,
        "scores": {slug: _score(score) for slug, score in report.scores.items()},
        "waits": dict(report.waits),
    }


def _score(score: Score) -> dict[str, Any]:
    sections = {key: _share(share) for key, share in score.sections.items()}
    return {**_share(score.whole), "sections": sections}


def _share(share: Share) -> dict[str, Any]:
    return {"filled": share.filled, "asked": share.asked, "percent": share.percent}


def _plural(severity: Severity) -> str:
    return f"{severity.word}s"
