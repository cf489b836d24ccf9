"""A run of the linter over a project: what is asked for, read, linted, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.engine import merged
from sourcebook.lint.report import Report, reported
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project


@dataclass(frozen=True)
class Request:
    """What is to be linted, and what of it told. Without names, everything."""

    names: Sequence[str] = ()  # slugs, or paths of folders or files


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
    chosen = [finding for finding in found if files is None or _stands_in(finding, files)]
    return reported(chosen, slugs, as_of)


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


def _stands_in(finding: Finding, files: Sequence[str]) -> bool:
    place = finding.place.file
    return any(place == file or place.startswith(f"{file}/") for file in files)
