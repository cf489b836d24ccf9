"""For the many tools that read Checkstyle's XML."""

from __future__ import annotations

from sourcebook.lint.report import Report
from sourcebook.lint.reporters.markup import Element

VERSION = "4.3"
"""Of the format, as its readers expect it."""


def checkstyle_report(report: Report) -> str:
    """The report as Checkstyle XML."""
    root = Element("checkstyle", {"version": VERSION})
    files: dict[str, Element] = {}
    for finding in report.findings:
        name, place = report.in_repository(finding.place.file), finding.place
        if name not in files:
            files[name] = root.add(Element("file", {"name": name}))
        files[name].add(
            Element(
                "error",
                {
                    "line": place.line,
                    "column": place.column,
                    "severity": finding.severity.word,
                    "message": finding.message,
                    "source": f"sourcebook.{finding.code}",
                },
            )
        )
    return str(root)
