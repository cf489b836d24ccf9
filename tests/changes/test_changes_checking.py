"""Findings of states are remembered by all that they depend on, and never told when stale."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from changes.past import Past
from lint.workspace import make_project
from sourcebook.changes.checking import FOLDER
from sourcebook.cli import main
from sourcebook.lint.configuration import Configuration

Diff = Callable[..., str]
OWNED = "owner: client-lead\n    response"


@pytest.fixture
def past(tmp_path: Path) -> Past:
    made = Past(make_project(tmp_path / "project", ("base", "second")))
    (made.root / "site_config").mkdir()
    made.commit("2026-01-05", "Begin", risks={"Delay": "Late"})
    changed = made.base / "risks.yaml"
    changed.write_text(
        changed.read_text("utf-8").replace(OWNED, "owner: nobody\n    response"), "utf-8"
    )
    return made


@pytest.fixture
def diff(past: Past) -> Diff:
    """What `sourcebook diff` says in the project."""

    def run(*arguments: str) -> str:
        command = ["-C", str(past.root), "diff", "--as-of", "2026-11-22", *arguments]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
        return result.output

    return run


@pytest.fixture
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("linted again")

    monkeypatch.setattr(Configuration, "check", refuse)


def files(past: Past) -> list[Path]:
    return sorted((past.root / FOLDER).glob("*.line"))


def test_what_was_found_is_not_looked_for_again(
    past: Past, diff: Diff, request: pytest.FixtureRequest
) -> None:
    once = diff()
    assert "REF001" in once
    assert len(files(past)) == 2  # two states of the engagement that changed
    request.getfixturevalue("nobody_looks")
    assert diff() == once
    assert past.git("status", "--short") == "M playbooks/base/risks.yaml"


@pytest.mark.usefixtures("nobody_looks")
def test_what_nobody_changed_is_not_looked_at(past: Past, diff: Diff) -> None:
    past.git("checkout", "--quiet", "playbooks")
    assert "REF001" not in diff()
    assert files(past) == []


def test_another_day_edition_or_configuration_is_another_question(past: Past, diff: Diff) -> None:
    diff()
    for arguments, count in ((("--as-of", "2026-11-23"), 4), (("--edition", "shared"), 6)):
        diff(*arguments)
        assert len(files(past)) == count
    (past.root / "site_config" / "lint.yml").write_text("severity: {REF001: off}\n", "utf-8")
    assert "REF001" not in diff()


def test_another_layer_is_another_question(past: Past, diff: Diff) -> None:
    diff()
    known = len(files(past))
    layer = past.root / "playbooks" / "_shared" / "basis"
    layer.mkdir(parents=True)
    (layer / "layer.yaml").write_text("title: Basis\npurpose: All\nowner: Us\n", "utf-8")
    diff()
    assert len(files(past)) > known


@pytest.mark.parametrize("harm", [lambda whole: whole[:-9], lambda _: b"", lambda _: b"{}" * 40])
def test_a_damaged_file_does_not_exist(
    past: Past, diff: Diff, harm: Callable[[bytes], bytes]
) -> None:
    once = diff()
    for file in files(past):
        file.write_bytes(harm(file.read_bytes()))
    assert diff() == once


def test_where_nothing_can_be_written_it_is_told_all_the_same(past: Past, diff: Diff) -> None:
    once = diff()
    shutil.rmtree(past.root / ".cache")
    (past.root / ".cache").write_text("in the way", "utf-8")
    assert diff() == once


def test_with_an_overlay_nothing_is_remembered(past: Past, diff: Diff, tmp_path: Path) -> None:
    overlay = tmp_path / "ours" / "base"
    overlay.mkdir(parents=True)
    diff("--overlay", str(overlay.parent))
    assert files(past) == []


def test_no_secret_is_kept(past: Past, diff: Diff) -> None:
    word = "hunter2-and-more-99"
    plan = past.base / "exit.yaml"
    said = f'"The shop stays open, password: {word}"'
    plan.write_text(plan.read_text("utf-8").replace("The shop stays open.", said), "utf-8")
    assert "SEC008" in diff()
    assert files(past)
    assert [file for file in files(past) if word.encode() in file.read_bytes()] == []
