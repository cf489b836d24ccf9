"""For the summary of a CI job, and wherever Markdown is shown: counts, then a table of findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcebook.findings import Finding, Severity
from sourcebook.lint.report import Report
from sourcebook.lint.reporters.wording import counted, score_line, waiting_lines, whom

MOST = 500
"""Findings that are listed; GitHub cuts a summary of over a mebibyte."""

_MARKS = {Severity.ERROR: "❌ error", Severity.WARNING: "⚠️ warning", Severity.INFO: "ℹ️ info"}


def markdown_report(report: Report) -> str:
    """The report as Markdown (GitHub's and GitLab's tables)."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "## Sourcebook"
    yield ""
    if report.findings:
        yield f"**{counted(report)}** in {unmarked(whom(report))} (as of {report.as_of})."
    else:
        yield f"**No findings** in {unmarked(whom(report))} (as of {report.as_of})."
    if line := score_line(report):
        yield ""
        yield line
    for line in waiting_lines(report):
        yield ""
        yield unmarked(line)
    if not report.findings:
        return
    yield ""
    yield "| | Where | Rule | What is wrong | What to do |"
    yield "|---|---|---|---|---|"
    ordered = sorted(report.findings, key=lambda its: (-its.severity, its.order))
    yield from (_row(report, finding) for finding in ordered[:MOST])
    if len(ordered) > MOST:
        yield ""
        yield f"… and {len(ordered) - MOST} more."


def _row(report: Report, finding: Finding) -> str:
    place = finding.place
    where = f"{report.in_repository(place.file)}:{place.line}"
    rule = f"{finding.code} {finding.slug}"
    parts = (_MARKS[finding.severity], where, rule, finding.message, finding.fix or "")
    return f"| {' | '.join(map(unmarked, parts))} |"


_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&@$-])")


def unmarked(text: str) -> str:
    """Text that means itself, in a table too: no markup, no tag, no mention, no line break."""
    return " ".join(_MARKUP.sub(lambda match: f"&#{ord(match[0])};", text).split())
