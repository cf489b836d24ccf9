"""The page of accepted exceptions, and that no other page counts them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from lint.workspace import DAY, change, findings_of, make_project
from render import examples
from sourcebook.findings import Accepted, Finding, Place, Severity
from sourcebook.render.pages import Page
from sourcebook.render.views import health
from sourcebook.site.builder import Builder
from sourcebook.source.project import Project

FOUND = Finding(
    "KNW001", "bus-factor-too-low", Severity.ERROR, "Held by 1 <role>.",
    Place("playbooks/base/knowledge.yaml", 9, 5), "base", "knowledge", "areas[x]",
)  # fmt: skip
ACCEPTED = dataclasses.replace(
    FOUND, accepted=Accepted(dt.date(2027, 1, 31), "training <b>", "client-architect")
)


def page(*accepted: Finding) -> Page:
    return health.accepted(examples.context(findings=accepted))


def test_it_says_what_why_by_whom_and_until_when() -> None:
    html = page(ACCEPTED).html
    assert "KNW001</code></a> Held by 1 &lt;role&gt;." in html
    assert "playbooks/base/knowledge.yaml:9" in html
    assert "training &lt;b&gt;" in html
    assert 'href="roles/client-architect.html"' in html
    assert "31\u00a0Jan\u00a02027<small>2 months</small>" in html


def test_without_any_it_says_so() -> None:
    assert "<b>Nothing is accepted.</b>" in page().html


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    comment = "# sourcebook: ignore[STR003] until=2027-01-31 -- our own"
    change(
        make_project(tmp_path) / "playbooks" / "base",
        replace={"goals.yaml": {"objective:": f"x: 1  {comment}\ny: 2\nobjective:"}},
        write={
            "exit.yaml":
                "not_applicable: {reason: A trial, approved_by: client-lead, until: 2027-01-31}\n",
        },
    )
    return Builder(Project.find(tmp_path), DAY)


def pages(builder: Builder) -> dict[str, Page]:
    return {page.path: page for page in builder.site(builder.checked("base")).pages}


def test_the_site_shows_what_the_command_tells(builder: Builder) -> None:
    checked = builder.checked("base")
    assert list(checked.findings) == list(findings_of(builder.project.root))
    assert checked.summary.warnings == 1
    found = pages(builder)
    assert "unknown field &#39;y&#39;" in found["findings.html"].html
    assert "unknown field &#39;x&#39;" not in found["findings.html"].html
    assert '1 finding is <a href="accepted.html">accepted for a while</a>' in (
        found["findings.html"].html
    )
    assert "unknown field &#39;x&#39;" in found["accepted.html"].html
    assert "A trial" in found["accepted.html"].html


def test_it_stands_in_the_navigation(builder: Builder) -> None:
    site = builder.site(builder.checked("base"))
    (group,) = [group for group in site.nav if group.title == "Health"]
    assert group.paths[-2:] == ("accepted.html", "changed.html")


def test_the_configuration_and_the_baseline_hold_for_the_site(builder: Builder) -> None:
    folder = builder.project.root / "site_config"
    folder.mkdir()
    (folder / "lint.yml").write_text("severity: {STR003: error}\n", "utf-8")
    again = Builder(builder.project, DAY)
    assert (again.checked("base").summary.errors, again.checked("base").summary.warnings) == (1, 0)
    (folder / "lint-baseline.json").write_text(
        '{"version": 1, "findings": [{"file": "playbooks/base/goals.yaml", "code": "STR003", '
        '"section": "goals", "path": "y"}]}', "utf-8",
    )
    last = Builder(builder.project, DAY)
    assert [f.accepted is not None for f in last.checked("base").findings] == [True]


def test_a_site_says_what_is_not_told_yet_and_why(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    extends = {"status: active": "status: active\nextends: [rules]"}
    change(folder, replace={"engagement.yaml": extends}, delete=["scope.yaml"])
    builder = Builder(Project.find(tmp_path), DAY)
    checked = builder.checked("base")
    assert [finding.code for finding in checked.findings] == ["REF003"]
    html = builder.page(builder.draft(checked), health.FINDINGS).html
    said = "<b>What is missing is not told yet</b>, since a layer is not found: mend that first."
    assert said in html
    shared = builder.shared(checked)
    assert shared is not None
    assert "not told yet" not in builder.page(builder.draft(shared), health.FINDINGS).html


def test_a_cause_that_the_baseline_knows_leaves_no_site_without_its_gaps(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    extends = {"status: active": "status: active\nextends: [rules]"}
    change(folder, replace={"engagement.yaml": extends}, delete=["scope.yaml"])
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config/lint-baseline.json").write_text(
        '{"version": 1, "findings": [{"file": "playbooks/base/engagement.yaml", "code": "REF003", '
        '"section": "engagement", "path": "extends[0]"}]}', "utf-8",
    )
    builder = Builder(Project.find(tmp_path), DAY)
    checked = builder.checked("base")
    assert [finding.code for finding in checked.findings] == ["STR001"]
    assert "not told yet" not in builder.page(builder.draft(checked), health.FINDINGS).html
