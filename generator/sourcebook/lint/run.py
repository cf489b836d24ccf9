"""A run of the linter over a project: what is asked for, read, linted, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.lint.baseline import NOTHING, Baseline, Entry, InScope
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.engine import merged
from sourcebook.lint.report import Report, reported
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project


@dataclass(frozen=True)
class Request:
    """What is to be linted, and what of it told. Without names, everything."""

    names: Sequence[str] = ()  # slugs, or paths of folders or files
    baseline: Baseline = NOTHING  # what is known is not told


def lint_project(
    project: Project, configuration: Configuration, as_of: dt.date, request: Request
) -> Report:
    """What a request finds in a project. Raises UsageError where it asks for nothing there is."""
    slugs = project.select(request.names)
    strays = () if request.names else project.findings
    if not slugs and not strays:
        raise UsageError(
            f"There is no engagement in {project.playbooks} yet: a folder in it with an "
            "engagement.yaml is one."
        )
    reports = (configuration.check(load_playbook(project, slug), as_of) for slug in slugs)
    files = _files(project, request.names)
    found = [*strays, *merged(reports)]
    chosen = [f for f in found if files is None or _stands_in(f.place.file, files)]
    split = request.baseline.split(chosen, looked_at(project, request.names))
    report = reported(split.standing, slugs, as_of)
    return replace(report, known=split.known, stale=split.stale)


def looked_at(project: Project, names: Sequence[str]) -> InScope:
    """Whether a run over the names finds what an entry of a baseline speaks of, if it is there."""
    if not names:
        return lambda _entry: True
    playbooks = project.playbooks.relative_to(project.root).as_posix()
    files = _files(project, names) or tuple(f"{playbooks}/{slug}" for slug in project.select(names))

    def in_scope(entry: Entry) -> bool:
        return _stands_in(entry.file, files)

    return in_scope


def _files(project: Project, names: Sequence[str]) -> tuple[str, ...] | None:
    """The files and layers that are named, from the root; ``None`` if an engagement is."""
    chosen = []
    for name in names:
        if name in project.engagements():
            return None
        path = next(p for p in (Path(name), project.root / name) if p.exists())
        path = path.parent.resolve() / path.name
        if path.is_dir() and not path.is_relative_to(project.shared):
            return None
        chosen.append(path.relative_to(project.root).as_posix())
    return tuple(chosen) or None


def _stands_in(place: str, files: Sequence[str]) -> bool:
    return any(place == file or place.startswith(f"{file}/") for file in files)
