"""A project as `sourcebook new project` writes it, with an engagement, in a repository."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook.cli import main
from tools import require_tool

ROOT = Path(__file__).parent.parent.parent
SLUG = "harbourline-mobile"
DAY = "2026-11-22"


def git(folder: Path, *arguments: str) -> str:
    """What git says; commits have an author of their own, whoever runs the tests."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=no"]
    command = [require_tool("git"), *who, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def sourcebook(folder: Path, *arguments: str) -> str:
    """Run a command in a folder; what it prints."""
    result = CliRunner().invoke(main, ["-C", str(folder), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def stand_ins(folder: Path, *names: str, does: str = "") -> None:
    """Programs that write down how they are called, in the file that ``CALLS`` names."""
    folder.mkdir(exist_ok=True)
    for name in names:
        text = f'#!/bin/sh\necho "{name} $*" >>"$CALLS"\n{does}\n'
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(stat.S_IRWXU)


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project as it was written; not to be changed."""
    folder = tmp_path_factory.mktemp("new") / "our-playbooks"
    sourcebook(folder.parent, "new", "project", str(folder))
    return folder


@pytest.fixture(scope="session")
def built(new_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an example in it, and both editions of its site; not to be changed."""
    folder = tmp_path_factory.mktemp("built") / "our-playbooks"
    shutil.copytree(new_project, folder)
    for name in ("_shared", SLUG):
        shutil.copytree(ROOT / "playbooks" / name, folder / "playbooks" / name, dirs_exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Begin")
    sourcebook(folder, "build", "--as-of", DAY)
    return folder
