"""Linting one engagement after another, or several at a time in processes of their own."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sourcebook.analysis.holidays import Table, Year, known_tables, take_tables
from sourcebook.analysis.members import member
from sourcebook.analysis.plain import written
from sourcebook.analysis.redaction import redacted
from sourcebook.analysis.score import score
from sourcebook.findings import Finding
from sourcebook.lean import dataclass
from sourcebook.lint.cache import Cache
from sourcebook.lint.codes import MISSPELT
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.cores import cores
from sourcebook.lint.frames import SourceLines
from sourcebook.lint.linted import Linted
from sourcebook.lint.memory import settled, swept
from sourcebook.lint.report import discreet
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Loaded
from sourcebook.source.document import Document
from sourcebook.source.project import Project

_EXPOSED = "SEC008"
_FEW = 24
"""So many engagements are done before other processes are at work."""
_AT_ONCE = 4  # engagements that a process takes on


class _Reading:
    """Reads files as a project does, and keeps what it has read."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.files: dict[str, bytes] = {}  # by their paths
        self.documents: list[Document] = []

    def __call__(self, file: str, raw: bytes) -> Document:
        if file.isascii():  # else it may be spelled otherwise
            self.files[f"{self._project.root}/{file}"] = raw
        document = self._project.read(file, raw)
        self.documents.append(document)
        return document


@dataclass(frozen=True)
class Batch:
    """What engagements are linted by."""

    project: Project
    configuration: Configuration
    as_of: dt.date
    repairs: bool = False
    cache: Cache | None = None

    def each(self, slugs: Sequence[str], jobs: int | None = None) -> Iterator[Linted]:
        """What is found in each engagement, in their order; with ``jobs`` processes at most."""
        jobs = min(jobs or cores(), len(slugs) // (_FEW // 2))
        settled()
        if jobs < 2 or sys.platform == "win32":
            for slug in slugs:
                yield self._kept(slug, self.one(slug))
                swept()
            return
        import multiprocessing  # a single file is linted without it

        global _current
        _current = self
        try:
            with multiprocessing.get_context("fork").Pool(jobs) as pool:
                made = pool.imap(_one, slugs, chunksize=_AT_ONCE)
                for slug, (its, tables) in zip(slugs, made, strict=True):
                    take_tables(tables)
                    yield self._kept(slug, its)
        finally:
            _current = None

    def _kept(self, slug: str, made: tuple[Linted, bytes | None]) -> Linted:
        linted, entry = made
        if self.cache and entry is not None:
            self.cache.keep(slug, entry)
        return linted

    def one(self, slug: str) -> tuple[Linted, bytes | None]:
        """What is found in one engagement, and what the cache may remember of it."""
        before = self.cache.begun(slug) if self.cache else None
        reading = _Reading(self.project)
        loaded = load_playbook(replace(self.project, read=reading), slug)
        findings = self._found(loaded)
        causes = self.configuration.waits_for(loaded, self.as_of)
        whole = self._found(loaded, waiting=False) if causes else findings
        options = self.configuration.options(slug)
        linted = Linted(
            findings,
            score(loaded.playbook, options.thresholds, options.asking, options.words),
            causes=causes,
            whole=whole if causes else (),
            member=self._member(loaded, whole),
        )
        if self.cache is None:
            return linted, None
        texts = {its.file: its.text for its in reading.documents}
        lines = SourceLines(self.project.root, self.configuration.work_domains, texts)
        places = dict.fromkeys((its.place.file, its.place.line) for its in (*findings, *whole))
        linted = replace(linted, lines={place: lines(*place) or "" for place in places})
        return linted, self.cache.entry(slug, before, linted, reading.files)

    def _found(self, loaded: Loaded, *, waiting: bool = True) -> tuple[Finding, ...]:
        """What is found, with how it is mended where that is asked for."""
        findings = self.configuration.check(loaded, self.as_of, waiting=waiting)
        if self.repairs or any(finding.code in MISSPELT for finding in findings):
            from sourcebook.lint.fixes import repaired

            findings = repaired(loaded, findings, None if self.repairs else MISSPELT)
        return tuple(discreet(findings))

    def _member(self, loaded: Loaded, findings: Sequence[Finding]) -> str:
        """What the portfolio has to know of it, without the secrets that stand there."""
        severities = self.configuration.options(loaded.playbook.slug).severities
        unasked = _EXPOSED in severities and severities[_EXPOSED] is None
        if unasked or any(finding.code == _EXPOSED for finding in findings):
            loaded = redacted(loaded)
        thresholds = self.configuration.common.thresholds
        return written(member(loaded.playbook, self.as_of, thresholds, vacant=False))


_current: Batch | None = None


def _one(slug: str) -> tuple[tuple[Linted, bytes | None], dict[Year, Table]]:
    """What is found in an engagement, and the public holidays that were looked up for it."""
    assert _current is not None  # noqa: S101 -- set before the process began
    swept()
    before = {*known_tables()}
    made = _current.one(slug)
    new = ((year, its) for year, its in known_tables().items() if year not in before)
    return made, {year: its and {**its} for year, its in new}
