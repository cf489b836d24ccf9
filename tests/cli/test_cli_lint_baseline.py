"""``sourcebook lint`` with a baseline, and with exceptions, as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import change, make_project
from sourcebook.cli.legacy import DEFAULT
from sourcebook.lint.baseline import FILE


@pytest.fixture
def base(project: Path) -> Path:
    """An engagement with a legacy: a section that is missing, a key that nobody knows."""
    folder = project / "playbooks" / "base"
    unknown = {"goals.yaml": {"objective:": "x: 1\nobjective:"}}
    change(folder, delete=["risks.yaml"], replace=unknown)
    return folder


def codes(output: str) -> list[str]:
    return [line.split()[2] for line in output.splitlines()]


def test_both_know_the_same_file() -> None:
    assert DEFAULT == FILE


def test_a_legacy_is_written_and_told_no_more(run: Run, base: Path) -> None:
    assert run("lint").exit_code == 1
    written = run("lint", "--write-baseline")
    assert (written.exit_code, written.stderr) == (0, "")
    assert "2 entries, 2 of them new; 0 removed." in written.output
    result = run("lint")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output.splitlines()[0] == (
        "No findings in base (as of 2026-11-22). 2 stand in the baseline."
    )
    shape = json.loads(run("lint", "-f", "json").output)
    assert (shape["findings"], shape["summary"]["known"]) == ([], 2)
    change(base, replace={"goals.yaml": {"x: 1\n": "# a line more\nx: 1\ny: 2\n"}})
    assert codes(run("lint", "-q").output) == ["STR003"]


def test_what_is_mended_is_told_and_pruned(run: Run, base: Path) -> None:
    run("lint", "--write-baseline")
    change(base, replace={"goals.yaml": {"x: 1\n": ""}})
    result = run("lint")
    assert result.exit_code == 0
    assert result.stderr == (
        "sourcebook: mended, and still in the baseline site_config/lint-baseline.json:\n"
        "  STR003 playbooks/base/goals.yaml x\n"
        "  Run `sourcebook lint --write-baseline`.\n"
    )
    assert "0 of them new; 1 removed." in run("lint", "--write-baseline").output
    assert run("lint").stderr == ""


@pytest.mark.parametrize("name", ["playbooks", "."])
def test_the_path_of_all_looks_at_all_that_a_baseline_knows(
    run: Run, base: Path, project: Path, name: str
) -> None:
    stray, layer = project / "playbooks" / "notes.txt", "playbooks/_shared/rules/risks.yaml"
    stray.write_text("hello", "utf-8")
    change(
        base, replace={"engagement.yaml": {"status: active": "status: active\nextends: [rules]"}}
    )
    change(project, write={layer: "nobody: knows\n"})
    run("lint", "--write-baseline")
    stray.unlink()
    change(project, write={layer: "x-nobody: knows\n"})
    assert "  STR010 playbooks/notes.txt\n" in run("lint", name).stderr
    assert f"  STR003 {layer} nobody\n" in run("lint", name).stderr
    assert "0 of them new; 2 removed." in run("lint", name, "--write-baseline").output


def test_updating_one_engagement_keeps_the_others(run: Run, base: Path, project: Path) -> None:
    make_project(project, ["other"])
    change(project / "playbooks" / "other", delete=["exit.yaml"])
    run("lint", "--write-baseline")
    change(base, replace={"goals.yaml": {"x: 1\n": ""}})
    assert run("lint", "other").stderr == ""
    assert "2 entries, 0 of them new; 1 removed." in run("lint", "base", "--write-baseline").output
    result = run("lint")
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("lint", "playbooks/other/goals.yaml").stderr == ""


@pytest.mark.usefixtures("base")
def test_another_file(run: Run, project: Path) -> None:
    assert run("lint", "--write-baseline=old.json").exit_code == 0
    assert run("lint").exit_code == 1
    assert run("lint", "--baseline", "old.json").exit_code == 0
    assert (project / "old.json").is_file()
    assert not (project / FILE).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--write-baseline", "base"], "name engagements before the option"),
        (["--baseline", "no.json"], "cannot be read"),
        (["--baseline", "playbooks/base/x.json"], "is no JSON"),
        (["--write-baseline=playbooks/base/goals.yaml/x.json"], "cannot be written"),
    ],
)
def test_a_wrong_file(run: Run, base: Path, arguments: list[str], words: str) -> None:
    (base / "x.json").write_text("{", "utf-8")
    result = run("lint", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_what_is_accepted_does_not_fail_and_can_be_listed(run: Run, project: Path) -> None:
    comment = "# sourcebook: ignore[STR003] until=2027-01-31 by=client-lead -- our own"
    change(
        project / "playbooks" / "base",
        replace={
            "goals.yaml": {"objective:": f"x: 1  {comment}\nobjective:"},
        },
    )
    result = run("lint", "--fail-on", "info")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        0,
        "No findings in base (as of 2026-11-22). 1 is accepted; --show-accepted lists them.",
    )
    shown = run("lint", "--show-accepted").output
    assert "   accepted by client-lead until 2027-01-31: our own\n" in shown
    (finding,) = json.loads(run("lint", "-f", "json").output)["findings"]
    assert finding["accepted"]["reason"] == "our own"
    assert run("lint", "--as-of", "2027-02-01").exit_code == 1


def test_a_wrong_configuration_is_a_mistake(run: Run, project: Path) -> None:
    (project / "site_config" / "lint.yml").write_text("severity: {STR03: off}\n", "utf-8")
    result = run("lint")
    assert result.exit_code == 2
    assert "CFG001 site_config/lint.yml:1: 'STR03' is no rule. Did you mean 'STR0" in result.stderr
