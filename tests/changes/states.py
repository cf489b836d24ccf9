"""Two states of a small project, and what is said of how they differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lint.workspace import DAY, change, make_project
from sourcebook.changes.change import Comparison
from sourcebook.changes.checking import Checker
from sourcebook.changes.comparison import compare
from sourcebook.changes.states import Here
from sourcebook.lint.configuration import Configuration
from sourcebook.model.fields import Audience
from sourcebook.source.project import Project

Edits = Mapping[str, str | Mapping[str, str] | None]
"""By file: its new text, texts to replace, or ``None`` to delete it."""


def edit(folder: Path, edits: Edits) -> None:
    """Change the files of an engagement."""
    for file, how in edits.items():
        if how is None:
            change(folder, delete=[file])
        elif isinstance(how, str):
            change(folder, write={file: how})
        else:
            change(folder, replace={file: how})


def two(root: Path, edits: Edits, given: Edits | None = None) -> tuple[Project, Project]:
    """The base engagement before and after edits; what is given stands in both."""
    found = []
    for name, more in (("before", {}), ("after", edits)):
        folder = make_project(root / name) / "playbooks" / "base"
        edit(folder, given or {})
        edit(folder, more)
        found.append(Project.find(root / name))
    return found[0], found[1]


def difference(
    before: Project, after: Project, edition: Audience = Audience.INTERNAL
) -> Comparison:
    """All that changed from one project to another."""
    return compare(Here(before), Here(after), Checker(Configuration(), DAY), (), edition)


def said(comparison: Comparison) -> list[str]:
    """Each change as a line: its weight, and its words."""
    return [
        f"{each.weight.value} | {each.text}"
        for its in comparison.engagements
        for each in its.changes
    ]
