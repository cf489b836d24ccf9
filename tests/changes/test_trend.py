"""The course of a score through the months, as git has the playbook."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from changes.past import Past
from lint.workspace import BASE
from sourcebook.changes import trend as module
from sourcebook.changes.trend import FOLDER, Trends, months
from sourcebook.render.context import Measures
from sourcebook.render.dossier import Mark
from sourcebook.source.project import Project

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    """A playbook of August whose goals were written in October."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Course\n", "utf-8")
    shutil.copytree(BASE, tmp_path / "playbooks" / "base")
    its = Past(tmp_path)
    goals = its.base / "goals.yaml"
    text = goals.read_text("utf-8")
    goals.unlink()
    its.commit("2026-08-10", "All but the goals")
    goals.write_text(text, "utf-8")
    its.commit("2026-10-05", "The goals")
    return its


def _course(root: Path) -> tuple[Mark, ...]:
    return Trends(Project.find(root), DAY).of("base", Measures())


def test_each_month_end_has_the_score_of_its_commit(past: Past) -> None:
    marks = _course(past.root)
    assert [mark.day for mark in marks] == [
        dt.date(2026, 8, 31), dt.date(2026, 9, 30), dt.date(2026, 10, 31),
    ]  # fmt: skip
    august, september, october = (mark.percent for mark in marks)
    assert august == september < october


def test_what_is_known_is_read_once(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = _course(past.root)
    monkeypatch.setattr(module, "_score", lambda *_: pytest.fail("was read again"))
    assert _course(past.root) == marks
    (past.root / FOLDER / "base.json").write_text("{", "utf-8")
    with pytest.raises(pytest.fail.Exception):
        _course(past.root)


def test_of_the_year_before_it_knows_the_last_state(past: Past) -> None:
    past.commit("2027-09-05", "Later", goals={"G1": "G-1"})
    marks = Trends(Project.find(past.root), dt.date(2027, 11, 22)).of("base", Measures())
    assert marks[0].day == dt.date(2026, 12, 31)
    assert len(marks) == 11


def test_a_shallow_clone_tells_what_it_has_and_says_so(past: Past, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    past.git("clone", "--quiet", "--depth", "1", past.root.as_uri(), str(clone))
    trends = Trends(Project.find(clone), DAY)
    assert trends.of("base", Measures()) == ()
    assert "shallow" in trends.note


def test_without_a_repository_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: None\n", "utf-8")
    shutil.copytree(BASE, tmp_path / "playbooks" / "base")
    assert _course(tmp_path) == ()


def test_months_end_on_their_last_days() -> None:
    assert months(DAY)[-1] == dt.date(2026, 10, 31)
    assert months(DAY)[0] == dt.date(2025, 12, 31)
    assert dt.date(2026, 2, 28) in months(DAY)
