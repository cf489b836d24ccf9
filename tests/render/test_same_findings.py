"""The pages show the findings that the command tells, each with its place in page and source."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from render import examples
from sourcebook.findings import Finding, Place, Severity
from sourcebook.lint.configuration import configured
from sourcebook.lint.run import Request, lint_project
from sourcebook.render.retelling import Retelling
from sourcebook.render.views import health
from sourcebook.site.builder import Builder
from sourcebook.source.project import Project

REPOSITORY = Path(__file__).parents[2]
SLUG = "harbourline-mobile"
OF_DUTIES = ("FRS001", "FRS002", "SEC003")


@pytest.fixture(scope="module")
def told() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    project = Project.find(REPOSITORY)
    request = Request(names=[SLUG], cached=False)
    report = lint_project(project, configured(project), examples.AS_OF, request)
    return report.findings, report.accepted


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    builder = Builder(Project.find(REPOSITORY), examples.AS_OF)
    return {page.path: page.html for page in builder.site(builder.checked(SLUG)).pages}


def shown(html: str) -> Counter[tuple[str, str]]:
    """Codes and places of the findings on a page."""
    place = r"<small>(?:<a [^>]*>)?([^<·]+?:\d+)\b"
    rule = r'href="\.\./guide/rules\.html#(\w+)">'
    found = re.findall(rf"{rule}.*?{place}", html, re.DOTALL)
    return Counter((code, unescape(where).strip()) for code, where in found)


def places(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    return Counter((its.code, f"{its.place.file}:{its.place.line}") for its in findings)


def test_the_findings_page_shows_what_the_command_tells(
    told: tuple[tuple[Finding, ...], ...], pages: dict[str, str]
) -> None:
    standing, _ = told
    assert shown(pages["findings.html"]) == places(standing)
    assert len(standing) > 2


def test_each_leads_to_its_place_on_the_site(pages: dict[str, str]) -> None:
    html = pages["findings.html"]
    assert 'href="communication.html#meeting-service-review">Monthly service review</a>' in html
    assert 'href="security.html#access">Access</a>' in html
    assert 'href="knowledge.html#knowledge-area-hsm-key-ceremony"' in pages["accepted.html"]


def test_the_page_of_exceptions_shows_what_is_accepted(
    told: tuple[tuple[Finding, ...], ...], pages: dict[str, str]
) -> None:
    _, accepted = told
    html = pages["accepted.html"]
    assert len(accepted) > 0
    for finding in accepted:
        assert f"#{finding.code}" in html
        assert f"{finding.place.file}:{finding.place.line}" in unescape(html)


def test_the_freshness_page_calls_overdue_what_the_command_calls_overdue(
    told: tuple[tuple[Finding, ...], ...], pages: dict[str, str]
) -> None:
    retelling = Retelling(examples.loaded(SLUG).playbook)
    late = [finding for finding in told[0] if finding.code in OF_DUTIES]
    rows = re.findall(r"<tr\b.*?</tr>", pages["freshness.html"], re.DOTALL)
    overdue = [row for row in rows if re.search(r">(Overdue|Failed|No result)\b", row)]
    assert len(overdue) == len(late) > 0
    for finding in late:
        what = retelling.told(finding).split(" was ")[0].strip("'")
        assert any(what in unescape(row) for row in overdue)


def test_sections_with_errors_come_first() -> None:
    def finding(section: str, severity: Severity) -> Finding:
        return Finding("ABC001", "x", severity, "So.", Place("x.yaml"), SLUG, section)

    found = (
        finding("goals", Severity.WARNING),
        finding("risks", Severity.WARNING),
        finding("scope", Severity.INFO),
        finding("", Severity.ERROR),
        finding("risks", Severity.ERROR),
        finding("risks", Severity.WARNING),
    )
    html = health.findings(examples.context(findings=found)).html
    heads = re.findall(r'<h2 id="(\w+)">.*?<span class="pb-sub"[^>]*>([^<]*)', html)
    assert heads == [
        ("risks", "1 error, 2 warnings"),
        ("folder", "1 error"),
        ("goals", "1 warning"),
        ("scope", "1 info"),
    ]
