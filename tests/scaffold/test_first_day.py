"""The first day of somebody who has read nothing: an empty folder, and what commands say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold.conftest import git
from sourcebook.cli import main

pytestmark = pytest.mark.slow

DAY = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
GOALS = """\
meta: {owner: client-delivery-lead, last_reviewed: 2026-11-20}
objective: Fewer calls from shops, and each of them answered sooner.
goals:
  - id: G1
    title: Answers within four hours
    statement: The vendor raises the share of answers within four hours from 72 to 95 percent.
    ownr: client-delivery-lead
    measure: {metric: Calls answered, unit: "%", baseline: 72, target: 95, direction: upwards}
    relevance: {business_outcome: Shops lose fewer sales}
    due: 2027-06-30
"""
RISKS = """\
meta: {owner: client-delivery-lead, last_reviewed: 2026-11-20}
register:
  - id: R-1
    title: The night shift is one person
    category: operational
    description: When that person is ill, nobody answers from 22:00 to 06:00.
    likelihood: 2
    impact: 3
    owner: vendor-delivery-manager
    response: reduce
    status: open
"""
EXIT = """\
meta: {owner: client-delivery-lead, last_reviewed: 2026-11-20}
triggers: [Notice by either side]
transition_period_days: 90
data_return: {format: CSV, within_days: 30, deletion_certificate: true, includes: [Calls]}
"""


def says(folder: Path, *arguments: str, code: int = 0) -> str:
    """What a command says, on both of its outputs, in a folder."""
    result = CliRunner().invoke(main, ["-C", str(folder), *arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same day for whatever is done."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAY.timestamp())))
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, DAY.isoformat())


def test_each_message_leads_to_the_next_command(tmp_path: Path) -> None:
    assert "sourcebook new project" in says(tmp_path, "--help")
    assert "begin a project: sourcebook new project" in says(tmp_path, "lint", code=2)
    told = says(tmp_path, "new", "project", "our-playbooks")
    assert "cd our-playbooks" in told
    assert "sourcebook new engagement acme-support" in told
    books = tmp_path / "our-playbooks"
    for command in ("lint", "build"):
        assert "Start one with: sourcebook new engagement" in says(books, command, code=2)
    assert "Commit it (git init, git add --all" in says(books, "diff", code=2)

    git(books, "init", "-q", "-b", "main")
    told = says(books, "new", "engagement", "acme-support", "--no-input")
    assert "sourcebook lint acme-support --next" in told
    assert "git add --all, then git commit" in says(books, "diff", code=2)
    assert "placeholders are left in engagement.yaml" in says(books, "lint", "--next")

    own = books / "playbooks" / "acme-support"
    written = {"goals": GOALS, "risks": RISKS, "exit": EXIT}
    for name, text in written.items():
        heading = (own / f"{name}.yaml").read_text("utf-8").partition("\n")[0]
        (own / f"{name}.yaml").write_text(f"{heading}\n{text}", "utf-8")
    told = says(books, "lint", "acme-support/goals.yaml", code=2)
    assert "Did you mean 'playbooks/acme-support/goals.yaml'?" in told
    told = says(books, "lint", "playbooks/acme-support/goals.yaml", code=1)
    assert "unknown field 'ownr'. Did you mean 'owner', which is required?" in told
    assert "'upwards' is not one of the words known here. Write one of: up, down." in told
    mended = (own / "goals.yaml").read_text("utf-8")
    mended = mended.replace("ownr:", "owner:").replace("upwards", "up")
    (own / "goals.yaml").write_text(mended, "utf-8")
    says(books, "lint")

    git(books, "add", "--all")
    git(books, "commit", "-qm", "Begin")
    assert "Nothing changed from HEAD to the files here." in says(books, "diff")
    for name, old, new in (("risks", "likelihood: 2", "likelihood: 5"), ("exit", ": 30", ": 20")):
        text = (own / f"{name}.yaml").read_text("utf-8")
        (own / f"{name}.yaml").write_text(text.replace(old, new), "utf-8")
    told = says(books, "diff")
    assert "Exit: data return: within 30 → 20 days" in told
    assert "Risk R-1: 6 → 15; high, and without contingency" in told
    assert "RSK003" in told

    git(books, "commit", "-qam", "After the review")
    assert "site/internal/acme-support" in says(books, "build")
    for edition, subjects in (("internal", 1), ("shared", 0)):
        site = books / "site" / edition / "acme-support"
        page = (site / "changed.html").read_text("utf-8")
        assert "data return: within 30 → 20 days" in page
        assert "score 6 → 15; high, and without contingency" in page
        assert page.count("After the review") == subjects
        assert 'href="changed.html"' in (site / "index.html").read_text("utf-8")
    assert git(books, "status", "--short") == ""
