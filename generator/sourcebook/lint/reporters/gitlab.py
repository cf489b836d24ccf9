"""For GitLab: a Code Quality report, shown in merge requests."""

from __future__ import annotations

import json

from sourcebook.findings import Severity
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.report import Report

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab_report(report: Report) -> str:
    """The report as a JSON list, with a line break at its end."""
    shape = [
        {
            "description": f"{finding.code} {finding.slug}: {finding.message}",
            "check_name": finding.code,
            "fingerprint": mark,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": report.in_repository(finding.place.file),
                "lines": {"begin": finding.place.line, "end": finding.place.end_line},
            },
        }
        for finding, mark in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
