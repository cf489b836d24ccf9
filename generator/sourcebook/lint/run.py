"""A run of the linter over a project: what is asked for, read, linted, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.analysis.score import Score, score
from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.lint.baseline import NOTHING, Baseline, InScope
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.engine import merged
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.fixes import repaired
from sourcebook.lint.frames import SourceLines
from sourcebook.lint.report import Report, discreet, reported
from sourcebook.lint.revisions import as_it_was, folder_in_repository
from sourcebook.lint.selection import EVERYTHING, Selection
from sourcebook.lint.typed import Typed, in_place
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Playbook
from sourcebook.source.project import Project


@dataclass(frozen=True)
class Request:
    """What is to be linted, and what of it told. Without names, everything."""

    names: Sequence[str] = ()  # slugs, or paths of folders or files
    baseline: Baseline = NOTHING  # what is known is not told
    selection: Selection = EVERYTHING  # of rules
    since: str | None = None  # a revision: only what came after it is told
    typed: Typed | None = None  # in place of names: a file as it is being typed
    repairs: bool = False  # whether each finding is to say how it is mended


def lint_project(
    project: Project, configuration: Configuration, as_of: dt.date, request: Request
) -> Report:
    """What a request finds in a project. Raises UsageError where it asks for nothing there is."""
    linter = _Linter(configuration, as_of, request.repairs)
    files: Sequence[str] | None
    if request.typed is not None:
        found, files = linter.typed(project, request.typed), (request.typed.file,)
    else:
        found, files = linter.named(project, request.names), _files(project, request.names)
    chosen = _chosen(found.findings, request.selection, files)
    in_scope = _scope(files) if request.typed else looked_at(project, request.names)
    split = request.baseline.split(
        chosen, lambda entry: in_scope(entry) and request.selection.holds(entry.code)
    )
    standing = split.standing
    if request.since is not None:
        with as_it_was(project, request.since) as before:
            standing = _new(standing, found, linter.before(before, found.slugs))
    return replace(
        reported(standing, found.slugs, as_of),
        known=split.known,
        stale=split.stale,
        rules=configuration.rules,
        scores=found.scores,
        base=folder_in_repository(project.root),
    )


def source_lines(project: Project, configuration: Configuration, request: Request) -> SourceLines:
    """The lines that a report of the request may show."""
    options = (configuration.common, *configuration.engagements.values())
    work_domains = frozenset[str]().union(*(each.work_domains for each in options))
    typed = request.typed
    return SourceLines(project.root, work_domains, {typed.file: typed.text} if typed else {})


@dataclass(frozen=True)
class _Found:
    """What was found in some engagements, before anything is chosen of it."""

    slugs: tuple[str, ...]
    findings: tuple[Finding, ...]
    scores: Mapping[str, Score]


@dataclass(frozen=True)
class _Linter:
    """Lints engagements of a project by its configuration, as of a day."""

    configuration: Configuration
    as_of: dt.date
    repairs: bool

    def named(self, project: Project, names: Sequence[str]) -> _Found:
        """What is found in the engagements that names mean; without any, in all of the project."""
        slugs, strays = project.select(names), () if names else project.findings
        if not slugs and not strays:
            raise UsageError(project.how_to_start)
        return self._found(project, slugs, strays)

    def typed(self, project: Project, its: Typed) -> _Found:
        """What is found with a text in place of a file; of a layer, in all engagements."""
        with in_place(project, its) as copy:
            return self._found(copy, copy.engagements(), copy.findings)

    def before(self, project: Project, slugs: Sequence[str]) -> _Found:
        """What was found in those of the engagements that there were."""
        known = project.engagements()
        return self._found(project, [slug for slug in slugs if slug in known], project.findings)

    def _found(self, project: Project, slugs: Sequence[str], strays: Iterable[Finding]) -> _Found:
        reports, scores = [], {}
        for slug in slugs:
            loaded = load_playbook(project, slug)
            findings = self.configuration.check(loaded, self.as_of)
            reports.append(discreet(repaired(loaded, findings)) if self.repairs else findings)
            scores[slug] = self._score(loaded.playbook)
        return _Found(tuple(slugs), (*strays, *merged(reports)), scores)

    def _score(self, book: Playbook) -> Score:
        options = self.configuration.options(book.slug)
        return score(book, options.thresholds, options.asking)


def _chosen(
    findings: Iterable[Finding], selection: Selection, files: Sequence[str] | None
) -> list[Finding]:
    return [
        finding
        for finding in findings
        if selection.holds(finding.code)
        and (files is None or _stands_in(finding.place.file, files))
    ]


def _new(standing: Sequence[Finding], now: _Found, before: _Found) -> tuple[Finding, ...]:
    """Those of the standing findings that were not there before."""
    known = {*fingerprints(before.findings)}
    marks = zip(now.findings, fingerprints(now.findings), strict=True)
    new = {id(finding) for finding, mark in marks if mark not in known}
    return tuple(finding for finding in standing if id(finding) in new)


def looked_at(project: Project, names: Sequence[str]) -> InScope:
    """Whether a run over the names finds what an entry of a baseline speaks of, if it is there."""
    if not names:
        return _scope(None)
    playbooks = project.playbooks.relative_to(project.root).as_posix()
    files = _files(project, names) or tuple(f"{playbooks}/{slug}" for slug in project.select(names))
    return _scope(files)


def _scope(files: Sequence[str] | None) -> InScope:
    return lambda entry: files is None or _stands_in(entry.file, files)


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
