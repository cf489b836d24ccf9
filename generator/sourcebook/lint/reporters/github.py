"""For GitHub Actions: workflow commands, which become annotations on the lines of a change."""

from __future__ import annotations

from sourcebook.findings import Finding, Severity
from sourcebook.lint.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(report: Report) -> str:
    """One command a finding, each on its line; nothing where there is no finding."""
    return "".join(f"{_command(report, finding)}\n" for finding in report.findings)


def _command(report: Report, finding: Finding) -> str:
    place = finding.place
    properties = {"file": report.in_repository(place.file), "line": str(place.line)}
    if place.end_line > place.line:
        properties["endLine"] = str(place.end_line)
    else:  # GitHub takes columns only within one line
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{finding.code} {finding.slug}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{finding.message}\nFix: {finding.fix}" if finding.fix else finding.message
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
