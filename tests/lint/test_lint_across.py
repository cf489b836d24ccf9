"""Findings that only a whole portfolio has: when they are told, how they are tuned, what is kept.

What each of them finds is a case of its rule: see ``test_lint_cases``.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lint.workspace import DAY, change, make_project
from sourcebook.findings import Finding
from sourcebook.lint import across
from sourcebook.lint.configuration import configured
from sourcebook.lint.reporters.json import json_report
from sourcebook.lint.reporters.sarif import sarif_report
from sourcebook.lint.run import Request, lint_project
from sourcebook.source.project import Project

ROOT = Path(__file__).parents[2]
HOLDER = {
    "roles.yaml": {
        "responsibilities: [Delivers]": "responsibilities: [Delivers], holder_ref: dir-7"
        ", time_allocation_pct: 60"
    }
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two engagements that count on the same person: PRT003, and PRT004 for their weekly."""
    for slug in ("base", "other"):
        make_project(tmp_path, (slug,))
        change(tmp_path / "playbooks" / slug, replace=HOLDER)
    return Project.find(tmp_path)


def found(project: Project, request: Request | None = None) -> list[Finding]:
    report = lint_project(project, configured(project), DAY, request or Request())
    return [finding for finding in report.findings if finding.code.startswith("PRT")]


def codes(project: Project, request: Request | None = None) -> list[str]:
    return [finding.code for finding in found(project, request)]


def test_they_belong_to_no_engagement_and_stand_in_the_first(project: Project) -> None:
    told = found(project)
    assert sorted(finding.code for finding in told) == ["PRT003", "PRT004"]
    assert {finding.engagement for finding in told} == {""}
    assert {finding.place.file.split("/")[1] for finding in told} == {"base"}


@pytest.mark.parametrize("name", ["base", "playbooks/other", "playbooks/base/roles.yaml"])
def test_a_part_of_the_portfolio_does_not_tell_of_the_whole(project: Project, name: str) -> None:
    assert codes(project, Request((name,))) == []


@pytest.mark.parametrize("names", [("base", "other"), ("playbooks",)])
def test_all_engagements_by_name_are_the_whole(project: Project, names: tuple[str, ...]) -> None:
    assert sorted(codes(project, Request(names))) == ["PRT003", "PRT004"]


def test_a_project_tunes_them(project: Project) -> None:
    (project.root / "site_config").mkdir()
    (project.root / "site_config" / "lint.yml").write_text(
        "thresholds: {portfolio.holder_pct: 120}\nseverity: {PRT004: info}\n", "utf-8"
    )
    assert [(its.code, its.severity.word) for its in found(project)] == [("PRT004", "info")]
    (project.root / "site_config" / "lint.yml").write_text("severity: {PRT004: off}\n", "utf-8")
    assert codes(project) == ["PRT003"]


def test_what_was_found_is_known_the_next_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(project, Request(cached=True))
    monkeypatch.setattr(across, "findings_across", lambda *_: pytest.fail("looked at again"))
    assert found(project, Request(cached=True)) == first != []


def test_a_change_in_one_engagement_is_looked_at_with_what_is_known_of_the_others(
    project: Project,
) -> None:
    assert len(found(project, Request(cached=True))) == 2
    roles = project.playbooks / "other" / "roles.yaml"
    roles.write_text(roles.read_text("utf-8").replace("dir-7", "dir-8"), "utf-8")
    assert found(project, Request(cached=True)) == []


def test_reports_for_programs_hold_them(project: Project) -> None:
    request = Request(rules=True)
    report = lint_project(project, configured(project), DAY, request)
    told = json.loads(json_report(report))["findings"]
    assert [(its["code"], its["engagement"]) for its in told if its["code"] == "PRT003"] == [
        ("PRT003", None)
    ]
    (run,) = json.loads(sarif_report(report))["runs"]
    assert "PRT003" in {its["ruleId"] for its in run["results"]}
    assert "PRT005" in {its["id"] for its in run["tool"]["driver"]["rules"]}


def test_no_secret_comes_into_what_is_kept(project: Project) -> None:
    secret = "ghp_" + "a1B2c3D4e5" * 3 + "F6g7H8"
    roles = project.playbooks / "base" / "roles.yaml"
    roles.write_text(roles.read_text("utf-8").replace("dir-7", secret), "utf-8")
    found(project, Request(cached=True))
    kept = b"".join(
        file.read_bytes() for file in (project.root / ".cache").rglob("*") if file.is_file()
    )
    assert b"vendor-lead" in kept
    assert secret.encode() not in kept


SHARE = "time_allocation_pct: 60"
COMMENT = "# sourcebook: ignore[PRT003{}] until=2027-01-31 by=client-lead -- half is planned"


def accept(project: Project, slug: str, comment: str) -> None:
    """A comment at the end of the line of the share that is promised twice."""
    file = project.playbooks / slug / "roles.yaml"
    lines = file.read_text("utf-8").split("\n")
    told = [f"{line} {comment}" if SHARE in line else line for line in lines]
    file.write_text("\n".join(told), "utf-8")


def test_a_comment_where_one_stands_accepts_it_and_no_other(project: Project) -> None:
    assert codes(project, Request(cached=True)) == ["PRT004", "PRT003"]
    accept(project, "base", COMMENT.format(""))
    for _ in range(2):  # found anew, and known from before
        assert codes(project, Request(cached=True)) == ["PRT004"]
    report = lint_project(project, configured(project), DAY, Request())
    assert [(its.code, its.accepted and its.accepted.by) for its in report.accepted] == [
        ("PRT003", "client-lead")
    ]
    assert "STR006" not in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    ("slug", "comment"),
    [
        ("other", COMMENT.format("")),  # the finding stands in the first engagement
        ("base", COMMENT.format("").replace("2027-01-31", "2020-01-31")),
        ("base", COMMENT.format("").replace("client-lead", "nobody")),
        ("base", COMMENT.format("").replace("PRT003", "PRT001")),
    ],
)
def test_what_accepts_something_else_or_is_wrong_accepts_nothing(
    project: Project, slug: str, comment: str
) -> None:
    accept(project, slug, comment)
    assert {its.code: its.accepted for its in found(project)} == {"PRT003": None, "PRT004": None}


def test_what_is_accepted_is_not_on_the_portfolios_page_from_the_next_build_on(
    project: Project, tmp_path: Path
) -> None:
    from sourcebook.model.fields import Audience
    from sourcebook.site.build import build_sites

    (tmp_path / "mkdocs.yml").write_text("site_name: Two\n", "utf-8")
    out = tmp_path / "site"

    def page() -> str:
        build_sites(project, ("base", "other"), out, DAY, lambda _: None, (Audience.INTERNAL,))
        return (out / "internal" / "index.html").read_text("utf-8")

    assert "#PRT003" in page()
    accept(project, "base", COMMENT.format(""))
    assert "#PRT003" not in page()


def test_a_fault_of_a_layer_is_told_once_for_all_who_use_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    layer = tmp_path / "playbooks" / "_shared" / "security-baseline" / "security.yaml"
    text = layer.read_text("utf-8")
    layer.write_text(text + "\nsecure_developement: [Reviews]\n", "utf-8")
    project = Project.find(tmp_path)
    report = lint_project(project, configured(project), DAY, Request())
    (told,) = (its for its in report.findings if its.code == "STR003")
    assert told.place.file == "playbooks/_shared/security-baseline/security.yaml"
    assert told.engagement == ""
    for slug in ("falkenrath-erp", "harbourline-mobile", "northbridge-health"):
        assert slug in told.message


def test_a_meeting_that_collides_with_several_is_told_once(tmp_path: Path) -> None:
    slugs = ("base", "other", "third", "fourth", "fifth")
    for slug in slugs:
        make_project(tmp_path, (slug,))
        change(tmp_path / "playbooks" / slug, replace=HOLDER)
    (told,) = [its for its in found(Project.find(tmp_path)) if its.code == "PRT004"]
    assert (
        "in 'Weekly' of fifth, 'Weekly' of fourth, 'Weekly' of other …and 1 more at the same time, "
        "13 times"
    ) in told.message
