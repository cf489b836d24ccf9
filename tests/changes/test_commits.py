"""The commits that touched each engagement: git is asked once, for all of them."""

from __future__ import annotations

import datetime as dt
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

from changes.past import Past
from lint.workspace import BASE
from sourcebook.changes import commits as module
from sourcebook.changes.commits import Commits
from sourcebook.source.git import Git
from sourcebook.source.project import Project

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    """Two engagements and a layer, in a folder of a repository."""
    root = tmp_path / "project"
    (root / "playbooks" / "_shared" / "ours").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: Several\n", "utf-8")
    for slug in ("base", "other"):
        shutil.copytree(BASE, root / "playbooks" / slug)
    its = Past(tmp_path, slug="../project/playbooks/base")
    its.commit("2025-10-01", "All of it")
    return its


def touched(past: Past, name: str, day: str, subject: str = "") -> str:
    """A commit that writes a file; its id."""
    file = past.root / "project" / name
    file.write_text(f"# {day}\n", "utf-8")
    past.git("add", "--all")
    past.git("commit", "--quiet", "--allow-empty-message", "-m", subject, day=day)
    return past.git("rev-parse", "HEAD")


def told(past: Past, slug: str, day: dt.date = DAY) -> list[str]:
    return [its.id for its in Commits(Project.find(past.root / "project")).of(slug, day)]


def test_each_engagement_has_its_commits_and_those_of_layers(past: Past) -> None:
    first = touched(past, "playbooks/base/goals.yaml", "2026-01-05", "Goals: \x1f one")
    odd = touched(past, "playbooks/base/goals.yaml", "2026-01-06", "Goals: \x1e two")
    layer = touched(past, "playbooks/_shared/ours/layer.yaml", "2026-02-05")
    second = touched(past, "playbooks/other/risks.yaml", "2026-03-05")
    touched(past, "README.md", "2026-04-05")
    touched(past, "playbooks/base.md", "2026-05-05")
    assert told(past, "base") == [layer, odd, first]
    assert told(past, "other") == [second, layer]
    assert told(past, "third") == [layer]


def test_a_commit_is_told_with_its_parent_day_and_subject(past: Past) -> None:
    parent = touched(past, "playbooks/base/goals.yaml", "2026-01-05")
    id = touched(past, "playbooks/base/goals.yaml", "2026-11-22", "It is this day's")
    found = next(Commits(Project.find(past.root / "project")).of("base", DAY))
    noon = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    assert found == module.Commit(id, parent, noon, "It is this day's")


def test_only_the_year_up_to_the_day_is_told(past: Past) -> None:
    touched(past, "playbooks/base/goals.yaml", "2025-11-21")
    last_year = touched(past, "playbooks/base/goals.yaml", "2025-11-24")
    later = touched(past, "playbooks/base/goals.yaml", "2026-11-23")
    assert told(past, "base") == [last_year]
    assert told(past, "base", dt.date(2026, 11, 23)) == [later, last_year]


def test_no_more_than_the_latest_are_told(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    days = [f"2026-0{month}-01" for month in (1, 2, 3)]
    made = [touched(past, "playbooks/base/goals.yaml", day) for day in days]
    touched(past, "playbooks/other/goals.yaml", "2026-04-01")
    assert told(past, "base") == [made[2], made[1]]


def test_a_branch_that_was_merged_is_one_step(past: Past) -> None:
    past.git("checkout", "--quiet", "-b", "aside")
    touched(past, "playbooks/base/goals.yaml", "2026-01-05")
    past.git("checkout", "--quiet", "main")
    touched(past, "README.md", "2026-01-06")
    past.git("merge", "--quiet", "--no-ff", "-m", "Joined", "aside", day="2026-01-07")
    assert told(past, "base") == [past.git("rev-parse", "HEAD")]
    assert told(past, "other") == []


def test_another_process_is_sent_no_history(past: Past) -> None:
    made = touched(past, "playbooks/base/goals.yaml", "2026-01-05")
    commits = Commits(Project.find(past.root / "project"))
    mark = commits.mark("base")
    sent = pickle.dumps(commits)
    assert made.encode() not in sent
    assert pickle.loads(sent).mark("base") == mark  # noqa: S301 -- our own


def test_git_is_asked_for_them_once(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer = Git.answer

    def counted(self: Git, *arguments: str, **settings: Any) -> str | None:
        asked.append(arguments[0])
        return answer(self, *arguments, **settings)

    monkeypatch.setattr(Git, "answer", counted)
    commits = Commits(Project.find(past.root / "project"))
    for slug in ("base", "other"):
        commits.mark(slug)
        list(commits.of(slug, DAY))
    assert asked.count("log") == 1
