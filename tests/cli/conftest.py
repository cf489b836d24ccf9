"""A project to run commands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lint.workspace import make_project
from sourcebook.cli import main

Run = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean project; the working folder is its root, and no day is set around it."""
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    root = make_project(tmp_path / "project")
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("as_of: 2026-11-22\n", "utf-8")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(project: Path) -> Run:  # noqa: ARG001 -- the working folder comes with it
    """Runs a command line in the project."""
    return lambda *arguments: CliRunner().invoke(main, arguments)
