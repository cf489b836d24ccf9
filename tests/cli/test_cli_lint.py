"""``sourcebook lint`` as a person meets it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import jsonschema
import pytest

from cli.conftest import Run
from lint.workspace import change
from sourcebook.lint.reporters.json import json_schema


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


def test_a_clean_project(run: Run) -> None:
    result = run("lint")
    first, score = result.output.splitlines()
    assert (result.exit_code, first) == (0, "No findings in base (as of 2026-11-22).")
    assert score.startswith("Score: 100 % - ")
    assert run("lint", "--quiet").output == ""


def test_findings_fail_at_the_bar(run: Run, base: Path) -> None:
    change(base, replace={"goals.yaml": {"objective:": "objektive: x\nobjective:"}})
    assert run("lint").exit_code == 0
    result = run("lint", "--fail-on", "warning")
    assert result.exit_code == 1
    assert "playbooks/base/goals.yaml:2:1  warning  STR003 unknown-field  unknown field" in (
        result.output
    )
    assert "     2 | objektive: x\n       | ^^^^^^^^^\n" in result.output


@pytest.mark.parametrize("where", [".", "playbooks", "playbooks/base", "playbooks/base/pages"])
def test_it_runs_from_any_folder_of_the_project(
    run: Run, base: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (base / "pages").mkdir()
    monkeypatch.chdir(base.parents[1] / where)
    assert run("lint").exit_code == 0
    assert run("lint", "base").exit_code == 0


def test_another_folder_by_option(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.parent)
    assert run("lint").exit_code == 2
    assert run("-C", "project", "lint").exit_code == 0
    assert Path.cwd() == project.parent


def test_a_file_shows_what_stands_in_it_alone(run: Run, base: Path) -> None:
    change(
        base,
        replace={"goals.yaml": {"due: 2027-03-31": "due: x"}, "exit.yaml": {"meta:": "mata:"}},
    )
    shown = run("lint", "playbooks/base/goals.yaml", "--quiet").output
    assert [line.split(":")[0] for line in shown.splitlines()] == ["playbooks/base/goals.yaml"]
    assert len(run("lint", "playbooks/base", "--quiet").output.splitlines()) == 2


def test_strays_beside_engagements_are_told(run: Run, project: Path) -> None:
    (project / "playbooks" / "notes.txt").write_text("hello", "utf-8")
    assert "STR010" in run("lint").output
    assert "STR010" not in run("lint", "base").output
    assert "STR010" in run("lint", "playbooks").output
    assert "STR010" in run("lint", ".").output
    assert "STR010" not in run("lint", "playbooks/base").output


def test_within_an_engagement_a_dot_means_it_alone(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(project / "playbooks" / "base", project / "playbooks" / "My Shop")
    monkeypatch.chdir(project / "playbooks" / "base")
    assert run("lint", ".", "-q").output == ""
    assert "STR010" in run("lint", "..", "-q").output
    monkeypatch.chdir(project / "playbooks" / "My Shop")
    refused = run("lint", ".")
    assert refused.exit_code == 2
    assert "Rename it to 'my-shop'." in refused.stderr


@pytest.mark.parametrize("name", ["playbooks/My Shop", "My Shop", "playbooks/My Shop/goals.yaml"])
def test_a_folder_whose_name_is_no_slug(run: Run, project: Path, name: str) -> None:
    shutil.copytree(project / "playbooks" / "base", project / "playbooks" / "My Shop")
    result = run("lint", name)
    assert result.exit_code == 2
    assert "Rename it to 'my-shop'." in result.stderr


@pytest.mark.parametrize("name", ["playbooks/shop", "shop"])
def test_a_link_that_leads_out_of_playbooks(
    run: Run, project: Path, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (project / "playbooks" / "shop").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    result = run("lint", name)
    assert result.exit_code == 2
    assert "playbooks/shop is a link that leads out of its folder" in result.stderr


def test_a_misspelt_engagement(run: Run) -> None:
    result = run("lint", "bsae")
    assert result.exit_code == 2
    assert "'bsae' is no engagement, and no path of one. Did you mean 'base'?" in result.stderr


def test_a_misspelt_file(run: Run) -> None:
    result = run("lint", "playbooks/base/gaols.yaml")
    assert result.exit_code == 2
    assert "Did you mean 'playbooks/base/goals.yaml'?" in result.stderr
    assert "playbooks/base holds no such file." in run("lint", "playbooks/base/x.yaml").stderr


def test_a_file_that_may_not_be_read_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: object, *rest: object, **more: object) -> object:
            if str(path).endswith("goals.yaml"):
                raise PermissionError(13, "Permission denied")
            return real(path, *rest, **more)

        return opened

    for name in ("sourcebook.source.folders.readable", "pathlib.Path.open"):
        module, _, function = name.rpartition(".")
        monkeypatch.setattr(name, refusing(getattr(resolve_name(module), function)))
    result = run("lint", "--no-cache")
    assert result.exit_code == 1, result.stderr
    assert "goals.yaml: cannot be opened: permission denied. Check that you may" in result.output


def test_a_project_without_engagements(run: Run, project: Path) -> None:
    (project / "playbooks" / "base").rename(project / "elsewhere")
    result = run("lint")
    assert result.exit_code == 2
    assert "There is no engagement" in result.stderr


def test_json_is_valid_and_may_go_to_a_file(run: Run, base: Path, project: Path) -> None:
    change(base, delete=["risks.yaml"])
    result = run("lint", "--format", "json")
    assert result.exit_code == 1
    shape: dict[str, Any] = json.loads(result.output)
    jsonschema.validate(shape, json_schema())
    (finding,) = shape["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == (
        "STR001",
        "playbooks/base/engagement.yaml",
        1,
    )
    both = run("lint", "-f", "text", "-f", "json:out.json")
    assert both.output.startswith("playbooks/base/engagement.yaml:1:1  error    STR001")
    assert (project / "out.json").read_text("utf-8") == result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "xml"], "'xml' is no format. Choose from: text, json, sarif"),
        (["--format", "json:"], "names no file"),
        (["-f", "json", "-f", "text"], "Only one format can go to the terminal"),
        (["-f", "json:a", "-f", "sarif:a"], "Two formats cannot share a file"),
        (["-f", "json:no/such/folder.json"], "cannot be written"),
        (["--as-of", "22.11.2026"], "'--as-of': '22.11.2026' is no date of the calendar. Write"),
        (["--as-of", "2026-02-30"], "'2026-02-30' is no date of the calendar."),
        (["--fail-on", "fatal"], "'fatal' is not one of"),
        (["--colour"], "No such option"),
    ],
)
def test_a_wrong_command_line(run: Run, arguments: list[str], words: str) -> None:
    result = run("lint", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_the_day_comes_from_option_then_epoch_then_project(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225599")
    assert "as of 2027-01-02" in run("lint", "--as-of", "2027-01-02").output
    assert "as of 2025-12-31" in run("lint").output
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert "as of 2026-11-22" in run("lint").output
    (project / "site_config" / "site.yml").write_text("as_of: tomorrow\n", "utf-8")
    result = run("lint")
    assert result.exit_code == 2
    assert "CFG001 site_config/site.yml:1" in result.stderr


def test_a_waiver_ends_by_the_day_that_is_given(run: Run, base: Path) -> None:
    waiver = "not_applicable: {reason: A trial, approved_by: client-lead, until: 2026-12-31}\n"
    change(base, write={"exit.yaml": waiver})
    assert run("lint").exit_code == 0
    assert run("lint", "--as-of", "2027-01-01").exit_code == 1


def test_many_infos_are_counted_unless_somebody_asks(run: Run, project: Path) -> None:
    (project / "site_config" / "lint.yml").write_text("depth: full\n", "utf-8")
    counted = run("lint")
    assert counted.exit_code == 0
    assert " infos, counted by rule; --show-info lists them:\n" in counted.output
    assert "  info     STR002" not in counted.output
    count = int(counted.output.partition(" infos, counted")[0].rpartition("\n")[2])
    for asked in (["--show-info"], ["--fail-on", "info"], ["--select", "STR002"], ["--quiet"]):
        assert run("lint", *asked).output.count("  info     STR002") == count > 5
    assert len(json.loads(run("lint", "-f", "json").output)["findings"]) == count
