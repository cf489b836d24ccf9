"""The hooks for pre-commit: commands that there are, for the files that they look at."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from lint.workspace import change, make_project
from sourcebook.cli import main

ROOT = Path(__file__).parent.parent.parent
HOOKS: dict[str, Any] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_project(tmp_path))
    return tmp_path


def run(id: str) -> Any:
    program, *arguments = shlex.split(HOOKS[id]["entry"])
    assert program == "sourcebook"
    return CliRunner().invoke(main, [*arguments, *HOOKS[id].get("args", [])])


def test_there_are_two_and_each_says_what_it_does() -> None:
    assert {*HOOKS} == {"sourcebook-lint", "sourcebook-schema"}
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert hook["name"]
        assert hook["description"].endswith(".")


@pytest.mark.parametrize("id", HOOKS)
def test_they_run_for_playbooks_alone(id: str) -> None:
    files = re.compile(HOOKS[id]["files"])
    assert files.search("playbooks/acme/goals.yaml")
    assert not files.search("src/playbooks/goals.yaml")
    assert not files.search("README.md")


def test_lint_fails_on_errors(project: Path) -> None:
    folder = project / "playbooks" / "base"
    assert run("sourcebook-lint").exit_code == 0
    change(folder, delete=["risks.yaml"])
    result = run("sourcebook-lint")
    assert result.exit_code == 1
    assert "STR001" in result.output
    assert result.output.startswith("1. error: ")


def test_schema_writes_what_editors_need(project: Path) -> None:
    assert run("sourcebook-schema").exit_code == 0
    assert (project / ".schema" / "goals.json").is_file()
