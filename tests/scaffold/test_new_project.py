"""``sourcebook new project``: whole at once, and never over what is there."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from scaffold.conftest import git, sourcebook
from sourcebook import __version__
from sourcebook.cli import main

ROOT = Path(__file__).parent.parent.parent


def texts(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def new(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", "project", str(folder), *arguments])


def test_it_has_all_that_a_repository_needs(new_project: Path) -> None:
    files = texts(new_project)
    assert {
        ".github/workflows/check.yml", ".github/workflows/publish.yml", ".gitlab-ci.yml",
        ".gitignore", ".pre-commit-config.yaml", ".schema/goals.json", ".vscode/settings.json",
        "HOSTING.md", "README.md", "hosting/Dockerfile", "mkdocs.yml", "requirements.txt",
        "site_config/lint.yml", "site_config/site.yml",
    } <= files.keys()  # fmt: skip
    left = [name for name, text in files.items() if re.search(r"\[\[ | \]\]|\[%|%\]", text)]
    assert left == []
    assert not any("dot-" in name for name in files)
    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == "Our playbooks"
    assert f"@v{__version__}" in files["requirements.txt"]
    assert os.access(new_project / "hosting" / "upload-s3.sh", os.X_OK)
    assert not (new_project / ".git").exists()  # whether it is a repository is for its people


def test_from_nothing_to_a_first_engagement(tmp_path: Path) -> None:
    result = new(tmp_path / "books", "--name", 'The "best" books', "--source", "./a.whl")
    assert result.exit_code == 0
    assert "git init" in result.output
    assert "requirements.txt" not in result.output  # where CI gets it from has been said
    folder = tmp_path / "books"
    told = CliRunner().invoke(main, ["-C", str(folder), "lint"])
    assert told.exit_code == 2
    assert "Start one with: sourcebook new engagement" in told.stderr
    sourcebook(folder, "new", "engagement", "acme", "--no-input")
    sourcebook(folder, "lint")
    sourcebook(folder, "schema", "--editor", "--check")
    assert yaml.safe_load((folder / "mkdocs.yml").read_text())["site_name"] == 'The "best" books'


def test_nothing_that_git_should_not_have_is_left_after_work(built: Path) -> None:
    assert git(built, "status", "--short") == ""
    assert (built / "site").is_dir()


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", "utf-8")
    result = new(tmp_path)
    assert result.exit_code == 0
    assert "Kept as they are: README.md." in result.output
    assert (tmp_path / "README.md").read_text("utf-8") == "mine\n"
    before = texts(tmp_path)
    again = new(tmp_path, "--name", "Other")
    assert "Nothing to write." in again.output
    assert texts(tmp_path) == before


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("", "utf-8")
    result = new(tmp_path)
    assert result.exit_code == 2
    assert ".github" in result.stderr


def test_an_empty_name_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["new", "project", ""])
    assert result.exit_code == 2
    assert "'.' for the one you are in" in result.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", ["README.md", "HOSTING.md"])
def test_its_documents_name_what_is_there(new_project: Path, name: str) -> None:
    text = (new_project / name).read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert [link for link in links if not (new_project / link).exists()] == []
    paths = re.findall(r"`((?:hosting|\.github|site_config)/[\w./-]*)`", text)
    assert [path for path in paths if not (new_project / path).exists()] == []
    for command in set(re.findall(r"^sourcebook ([a-z]+(?: engagement)?)", text, re.MULTILINE)):
        sourcebook(new_project, *command.split(), "--help")


def test_its_settings_are_those_of_editors_and_valid(new_project: Path) -> None:
    settings = json.loads((new_project / ".vscode" / "settings.json").read_text("utf-8"))
    assert all((new_project / name).is_file() for name in settings["yaml.schemas"])
