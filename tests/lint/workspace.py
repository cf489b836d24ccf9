"""A project to lint: a small engagement in which nothing is missing, and changes to it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from sourcebook.analysis.members import member
from sourcebook.analysis.thresholds import defaults
from sourcebook.changes.finders import FINDERS
from sourcebook.findings import Finding
from sourcebook.lint.across import findings_across
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.engine import lint
from sourcebook.lint.merging import merged
from sourcebook.lint.rule import Facts
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project

BASE = Path(__file__).parent / "base"
DAY = dt.date(2026, 11, 22)
FACTS = Facts(DAY, defaults())


def make_project(root: Path, slugs: Sequence[str] = ("base",)) -> Path:
    """A project whose engagements are all the base."""
    for slug in slugs:
        shutil.copytree(BASE, root / "playbooks" / slug)
    return root


def change(
    folder: Path,
    *,
    replace: Mapping[str, Mapping[str, str]] | None = None,
    write: Mapping[str, str] | None = None,
    delete: Sequence[str] = (),
) -> None:
    """Change files: whole files written, texts replaced once each, files deleted."""
    for name, text in (write or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name, pairs in (replace or {}).items():
        text = (folder / name).read_text("utf-8")
        for old, new in pairs.items():
            assert text.count(old) >= 1, f"{name} does not hold {old!r}"
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, "utf-8")
    for name in delete:
        (folder / name).unlink()


def findings_of(root: Path) -> tuple[Finding, ...]:
    """What the linter finds in all engagements of a project."""
    project = Project.find(root)
    books = [load_playbook(project, slug) for slug in project.engagements()]
    members = [member(book.playbook, DAY, FACTS.thresholds) for book in books]
    found = merged(lint(book, FACTS) for book in books)
    return (*found, *findings_across(members, DAY, Configuration()))


def findings_since(before: Path, after: Path) -> tuple[Finding, ...]:
    """What the linter finds in the change of the base from one project to a later one."""
    earlier, later = (load_playbook(Project.find(root), "base") for root in (before, after))
    return Configuration().check_between(earlier, later, DAY, FINDERS)
