"""A run of the linter over a project: what is asked for, read, linted, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.analysis.shares import Score
from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.hashing import blake2b
from sourcebook.lean import dataclass
from sourcebook.lint.baseline import NOTHING, Baseline, InScope, Split, told_by
from sourcebook.lint.cache import Cache, project_cache
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.linted import Linted, first_told
from sourcebook.lint.memory import sparing
from sourcebook.lint.merging import in_order, merged
from sourcebook.lint.report import Report, reported
from sourcebook.lint.revisions import as_it_was, folder_in_repository
from sourcebook.lint.selection import EVERYTHING, Selection
from sourcebook.lint.typed import Typed, in_place
from sourcebook.lint.weighing import weigh
from sourcebook.source.project import Project, Survey

if TYPE_CHECKING:
    from sourcebook.lint.configuration import Configuration
    from sourcebook.lint.frames import SourceLines
    from sourcebook.lint.rule import Between

Asked = Callable[[], "Configuration"]
"""Reads what a project asks, once it is needed: where nothing has changed it never is."""


@dataclass(frozen=True)
class Request:
    """What is to be linted, and what of it told. Without names, everything."""

    names: Sequence[str] = ()  # slugs, or paths of folders or files
    baseline: Baseline = NOTHING  # what is known is not told
    selection: Selection = EVERYTHING  # of rules
    since: str | None = None  # a revision: only what came after it is told
    typed: Typed | None = None  # in place of names: a file as it is being typed
    repairs: bool = False  # whether all findings, not misspelt ones alone, say how they are mended
    rules: bool = True  # whether the report is to hold the rules
    cached: bool = False  # whether what was found before is taken for what is found now
    jobs: int | None = None  # how many processes may work on it; all processors without
    waiting: bool | None = None
    """Whether what is missing waits for its cause; without, where the cause is told."""
    between: Mapping[str, Between] = field(default_factory=dict)
    """With a revision, what finds which rules in the change from there, by their codes."""


def lint_project(
    project: Project, configuration: Configuration, as_of: dt.date, request: Request
) -> Report:
    """What a request finds in a project. Raises UsageError where it asks for nothing there is."""
    return lint_as_asked(project, lambda: configuration, as_of, request)


def lint_as_asked(project: Project, asked: Asked, as_of: dt.date, request: Request) -> Report:
    """As lint_project; the configuration is read where it is needed."""
    linter = _Linter(asked, as_of, request, project.home)
    files: Sequence[str] | None
    if request.typed is not None:
        found, files = linter.typed(project, request.typed), (request.typed.file,)
        in_scope = _scope(files)
    else:
        survey = project.survey()
        found, files = linter.named(project, survey), _files(project, request.names, survey.slugs)
        in_scope = _looked_at(project, request.names, survey.slugs)
    telling = _Telling(request, files, in_scope)
    changed: Sequence[Finding] = ()
    if request.since is not None:
        with as_it_was(project, request.since) as before:
            old = linter.before(before, found.slugs).findings(waiting=())
            telling = replace(telling, old=frozenset(fingerprints(old)))
            if request.between and request.typed is None:
                changed = _chosen(linter.between(before, project, found.slugs), request, files)
    split, waits, untold = telling.told(found)
    standing = in_order([*split.standing, *changed]) if changed else split.standing
    return replace(
        reported(standing, found.slugs, as_of),
        known=split.known,
        stale=split.stale,
        rules=asked().rules if request.rules else (),
        scores=found.scores,
        lines=found.lines,
        waits=waits,
        untold=untold,
        saved=request.typed is None,
        base=folder_in_repository(project.root),
    )


def source_lines(project: Project, configuration: Configuration, request: Request) -> SourceLines:
    """The lines that a report of the request may show."""
    from sourcebook.lint.frames import SourceLines

    typed = request.typed
    texts = {typed.file: typed.text} if typed else {}
    return SourceLines(project.root, configuration.work_domains, texts)


@dataclass(frozen=True)
class _Found:
    """What was found in some engagements, before anything is chosen of it."""

    linted: Mapping[str, Linted]  # by engagement
    strays: tuple[Finding, ...]  # of no engagement
    across: tuple[Finding, ...]  # of several together

    @property
    def slugs(self) -> tuple[str, ...]:
        """The engagements."""
        return tuple(self.linted)

    @property
    def scores(self) -> Mapping[str, Score]:
        """The score of each engagement."""
        return {slug: its.score for slug, its in self.linted.items()}

    @property
    def lines(self) -> Mapping[tuple[str, int], str]:
        """The lines that the findings stand on."""
        return {place: line for its in self.linted.values() for place, line in its.lines.items()}

    @property
    def waiting(self) -> tuple[str, ...]:
        """The engagements where something is to be mended first."""
        return tuple(slug for slug, its in self.linted.items() if its.causes)

    def findings(self, waiting: Collection[str]) -> tuple[Finding, ...]:
        """All findings, but of these engagements those that wait."""
        each = (its.findings if slug in waiting else its.all for slug, its in self.linted.items())
        return (*self.strays, *merged(each), *self.across)


@dataclass(frozen=True)
class _Telling:
    """What of all that was found is told."""

    request: Request
    files: Sequence[str] | None
    in_scope: InScope
    old: frozenset[str] = frozenset()  # the fingerprints of what was there before

    def told(self, found: _Found) -> tuple[Split, Mapping[str, str], Mapping[str, str]]:
        """The findings by whether they stand; and by engagement what others wait for, and what
        they would wait for, were it told.

        Nothing waits for a cause that is not told: a run would pass in which nobody looked.
        """
        waiting = found.waiting if self.request.waiting is not False else ()
        if not waiting:
            return self._split(found, ()), {}, {}
        split, everything = self._split(found, waiting), self._split(found, ())
        told = told_by(split.standing)
        waits = {slug: first_told(found.linted[slug].causes, told) for slug in waiting}
        untold = {slug: found.linted[slug].causes[0].reason for slug in waiting if not waits[slug]}
        waits = {slug: cause for slug, cause in waits.items() if cause}
        if self.request.waiting is None and untold:
            split = self._split(found, waits.keys())
        return replace(split, stale=everything.stale), waits, untold

    def _split(self, found: _Found, waiting: Collection[str]) -> Split:
        request, findings = self.request, found.findings(waiting)
        split = request.baseline.split(
            _chosen(findings, request, self.files),
            lambda entry: self.in_scope(entry) and request.selection.holds(entry.code),
        )
        return replace(split, standing=self._new(split.standing, findings))

    def _new(
        self, standing: tuple[Finding, ...], findings: Sequence[Finding]
    ) -> tuple[Finding, ...]:
        """Those of the standing findings that were not there before."""
        if self.request.since is None:
            return standing
        marks = zip(findings, fingerprints(findings), strict=True)
        new = {id(finding) for finding, mark in marks if mark not in self.old}
        return tuple(finding for finding in standing if id(finding) in new)


@dataclass(frozen=True)
class _Linter:
    """Lints engagements of a project by its configuration, as of a day."""

    asked: Asked
    as_of: dt.date
    request: Request
    home: Path

    def named(self, project: Project, survey: Survey) -> _Found:
        """What is found in the engagements that names mean; without any, in all of the project."""
        names = self.request.names
        slugs = project.select(names, survey.slugs)
        strays = survey.findings if project.means_everything(names, survey.slugs) else ()
        if not slugs and not strays:
            raise UsageError(project.how_to_start)
        cache = None
        if self.request.cached:
            cache = project_cache(project, survey.slugs, self.as_of, repairs=self.request.repairs)
        whole = slugs == survey.slugs and _files(project, names, survey.slugs) is None
        return self._found(project, slugs, strays, cache, whole=whole)

    def typed(self, project: Project, its: Typed) -> _Found:
        """What is found with a text in place of a file; of a layer, in all engagements."""
        with in_place(project, its) as copy:
            return self._found(copy, copy.engagements(), copy.findings)

    def before(self, project: Project, slugs: Sequence[str]) -> _Found:
        """What was found in those of the engagements that there were."""
        known = project.engagements()
        there = [slug for slug in slugs if slug in known]
        return self._found(project, there, project.findings, whole=there == [*known])

    def between(
        self, before: Project, project: Project, slugs: Sequence[str]
    ) -> tuple[Finding, ...]:
        """What is found in the change of those of the engagements that there were."""
        from sourcebook.model.loading import load_playbook

        known = before.engagements()
        changed = (slug for slug in slugs if slug in known and _differs(before, project, slug))
        return merged(
            self.asked().check_between(
                load_playbook(before, slug),
                load_playbook(project, slug),
                self.as_of,
                self.request.between,
            )
            for slug in changed
        )

    def _found(
        self,
        project: Project,
        slugs: Sequence[str],
        strays: Iterable[Finding],
        cache: Cache | None = None,
        *,
        whole: bool = False,
    ) -> _Found:
        across: Sequence[Finding] = ()
        try:
            with sparing():
                all_ = dict(zip(slugs, self._each(project, slugs, cache), strict=True))
            if whole:
                across = self._across(project, [its.member for its in all_.values()], cache)
        finally:
            if cache:
                cache.save()
        return _Found(all_, tuple(strays), tuple(across))

    def _across(
        self, project: Project, members: Sequence[str], cache: Cache | None
    ) -> tuple[Finding, ...]:
        """What is found in all engagements together: known from before, or found now."""
        found = cache.recall_across(members) if cache else None
        if found is None:
            from sourcebook.lint.across import findings_across, known_members

            found = findings_across(known_members(members), self.as_of, self.asked())
            if cache:
                cache.keep_across(members, found)
        if not found:
            return found
        from sourcebook.lint.across import accepted_across

        return accepted_across(found, project, self.as_of, self.asked)

    def _each(
        self, project: Project, slugs: Sequence[str], cache: Cache | None
    ) -> Iterator[Linted]:
        """What is found in each engagement: known from before, or found now."""
        known = {slug: cache.recall(slug) for slug in slugs} if cache else {}
        new = [slug for slug in slugs if known.get(slug) is None]
        if not new:
            return (its for slug in slugs if (its := known[slug]) is not None)
        from sourcebook.lint.batch import Batch  # and with it the model, and all rules
        from sourcebook.lint.calendars import kept_calendars

        batch = Batch(project, self.asked(), self.as_of, self.request.repairs, cache)
        with kept_calendars(self.home) if self.request.cached else nullcontext():
            made = iter([*batch.each(new, self.request.jobs)])
        return (known.get(slug) or next(made) for slug in slugs)


def _differs(before: Project, after: Project, slug: str) -> bool:
    """Whether an engagement, or a layer, may not be what it was."""
    marks: list[bytes] = []
    for project in (before, after):
        mark = blake2b(digest_size=20)
        folders = (project.playbooks / slug, project.shared)
        if not all(weigh(str(each), mark) for each in folders if each.exists()):
            return True
        marks.append(mark.digest())
    return marks[0] != marks[1]


def _chosen(
    findings: Iterable[Finding], request: Request, files: Sequence[str] | None
) -> list[Finding]:
    return [
        finding
        for finding in findings
        if request.selection.holds(finding.code)
        and (files is None or _stands_in(finding.place.file, files))
    ]


def looked_at(project: Project, names: Sequence[str]) -> InScope:
    """Whether a run over the names finds what an entry of a baseline speaks of, if it is there."""
    return _looked_at(project, names, project.engagements())


def _looked_at(project: Project, names: Sequence[str], known: tuple[str, ...]) -> InScope:
    if project.means_everything(names, known):
        return _scope(None)
    files = _files(project, names, known)
    return _scope(files or _folders(project, project.select(names, known)))


def _folders(project: Project, slugs: Iterable[str]) -> tuple[str, ...]:
    playbooks = project.playbooks.relative_to(project.root).as_posix()
    return tuple(f"{playbooks}/{slug}" for slug in slugs)


def _scope(files: Sequence[str] | None) -> InScope:
    return lambda entry: files is None or _stands_in(entry.file, files)


def _files(project: Project, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...] | None:
    """The files and layers that are named, from the root; ``None`` if an engagement is."""
    chosen = []
    for name in names:
        if name in known:
            return None
        path = next(p for p in (Path(name), project.root / name) if p.exists())
        path = path.parent.resolve() / path.name
        if path.is_dir() and not path.is_relative_to(project.shared):
            return None
        chosen.append(path.relative_to(project.root).as_posix())
    return tuple(chosen) or None


def _stands_in(place: str, files: Sequence[str]) -> bool:
    return any(place == file or place.startswith(f"{file}/") for file in files)
