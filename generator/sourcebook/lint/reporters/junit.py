"""For CI that shows test results: JUnit XML in the shape that Jenkins publishes.

An engagement is a suite, a finding a test of it: failed where the finding fails the run, passed
with an output where it is milder. A suite without findings has one test, that passed.
"""

from __future__ import annotations

from collections.abc import Sequence

from sourcebook.findings import Finding
from sourcebook.lint.report import Report
from sourcebook.lint.reporters.markup import Element

NAME = "sourcebook lint"


def junit_report(report: Report) -> str:
    """The report as JUnit XML."""
    slugs = dict.fromkeys((*report.engagements, *(its.engagement for its in report.findings)))
    suites = {
        slug: [finding for finding in report.findings if finding.engagement == slug]
        for slug in slugs
    }
    failures = sum(_fails(report, finding) for finding in report.findings)
    tests = sum(max(1, len(findings)) for findings in suites.values())
    root = Element("testsuites", {"name": NAME, "tests": tests, "failures": failures})
    for slug, findings in suites.items():
        root.add(_suite(report, slug or "(several engagements)", findings))
    return str(root)


def _suite(report: Report, name: str, findings: Sequence[Finding]) -> Element:
    failures = sum(_fails(report, finding) for finding in findings)
    counts = {"tests": max(1, len(findings)), "failures": failures, "errors": 0, "skipped": 0}
    suite = Element(
        "testsuite",
        {"name": name, **counts, "time": "0", "timestamp": f"{report.as_of}T00:00:00"},
    )
    for finding in findings:
        _add_test(report, suite, finding)
    if not findings:
        suite.add(Element("testcase", {"name": NAME, "classname": name, "time": "0"}))
    return suite


def _add_test(report: Report, suite: Element, finding: Finding) -> None:
    place = finding.place
    file = report.in_repository(place.file)
    where = f"{file}:{place.line}:{place.column}"
    name = f"{finding.code} {finding.slug} at {finding.path or f'line {place.line}'}"
    test = suite.add(Element("testcase", {"name": name, "classname": file, "time": "0"}))
    lines = [where, finding.message, *([f"Fix: {finding.fix}"] if finding.fix else ())]
    text = "\n".join(map(_on_one_line, lines))
    if _fails(report, finding):
        word = finding.severity.word
        test.add(Element("failure", {"message": finding.message, "type": word}, text))
    else:
        test.add(Element("system-out", {}, f"{finding.severity.word}: {text}"))


def _on_one_line(text: str) -> str:
    """What a playbook says begins no line: some CI take lines such as ``::error::`` for orders."""
    return " ".join(text.split())


def _fails(report: Report, finding: Finding) -> bool:
    return finding.severity >= report.bar
