"""How an engagement's score went, month by month, as git has its playbook.

What was asked for then is asked as the project asks now: the scores of all months can be compared.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sourcebook.analysis.score import score
from sourcebook.changes.commits import MOST, Commit, Commits
from sourcebook.changes.states import Revision
from sourcebook.errors import UsageError
from sourcebook.lint.identity import identity
from sourcebook.lint.weighing import weigh
from sourcebook.model.loading import load_playbook
from sourcebook.render.context import Measures
from sourcebook.render.dossier import Mark
from sourcebook.source.git import Git
from sourcebook.source.kept import keep
from sourcebook.source.project import Project

FOLDER = ".cache/sourcebook/trend"
MONTHS = 11
"""Ends of months before the day, of which a score is told."""


class Trends:
    """The scores of a project's engagements in the year before a day."""

    def __init__(self, project: Project, as_of: dt.date, commits: Commits | None = None) -> None:
        self._project, self._as_of = project, as_of
        self._commits = commits or Commits(project)

    @cached_property
    def note(self) -> str:
        """Why nothing, or not all, is known; empty where all is."""
        return self._commits.note

    def of(self, slug: str, measures: Measures) -> tuple[Mark, ...]:
        """The score at the end of each month in which git has the engagement, the oldest first."""
        git = self._commits.git
        commits = list(self._commits.of(slug, self._as_of)) if git else []
        if git is None or not commits:
            return ()
        stood = {day: id for day in months(self._as_of) if (id := _stood(commits, day))}
        memory = _Memory(self._project.home / FOLDER / f"{slug}.json", self._mark)
        known = memory.recall()
        new = [id for id in dict.fromkeys(stood.values()) if id not in known]
        if new:
            known |= zip(new, self._scores(git, slug, new, measures), strict=True)
            memory.keep({id: known[id] for id in stood.values()})
        return tuple(
            Mark(day, percent) for day, id in stood.items() if (percent := known[id]) is not None
        )

    def _scores(
        self, git: Git, slug: str, commits: Sequence[str], measures: Measures
    ) -> Iterator[int | None]:
        """The score at each commit, rounded down; ``None`` where the engagement was not there."""
        seen: dict[str, int | None] = {}
        with tempfile.TemporaryDirectory(prefix="sourcebook-") as folder:
            for commit in commits:
                state = Revision(git, self._project, commit[:12], commit, Path(folder).resolve())
                mark = state.marks.get(slug)
                if mark is not None and mark not in seen:
                    seen[mark] = _score(state, slug, measures)
                yield seen[mark] if mark is not None else None

    @cached_property
    def _mark(self) -> str:
        """What changes when the same files may have another score; empty: nobody can tell."""
        project, code = self._project, identity()
        mark = blake2b(code or b"", digest_size=8)
        own = project.home / "site_config"
        known = code and not project.stand and (not own.exists() or weigh(str(own), mark))
        return mark.hexdigest() if known and not project.overlays else ""


def months(as_of: dt.date) -> Sequence[dt.date]:
    """The last days of the months before a day, the oldest first."""
    found = [as_of.replace(day=1) - dt.timedelta(days=1)]
    while len(found) < MONTHS:
        found.append(found[-1].replace(day=1) - dt.timedelta(days=1))
    return found[::-1]


def _stood(commits: Sequence[Commit], day: dt.date) -> str:
    """The commit whose files were there at the end of a day; empty where nobody can tell."""
    for commit in commits:
        if commit.at.date() <= day:
            return commit.id
    return commits[-1].parent if len(commits) < MOST else ""


def _score(state: Revision, slug: str, measures: Measures) -> int | None:
    try:
        book = load_playbook(state.project([slug]), slug).playbook
    except UsageError:  # a partial clone
        return None
    share = score(book, measures.thresholds, measures.asking, measures.words).whole
    return share.filled * 100 // share.asked if share.asked else None


@dataclass(frozen=True)
class _Memory:
    """The scores at commits, in a file; one that is damaged does not exist."""

    file: Path
    mark: str

    def recall(self) -> dict[str, int | None]:
        """What is known."""
        try:
            shape: Any = json.loads(self.file.read_bytes())
            return dict(shape["scores"]) if self.mark and shape["mark"] == self.mark else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def keep(self, scores: dict[str, int | None]) -> None:
        """Write it down; where nothing can be written, nothing is."""
        if self.mark:
            keep(self.file, (json.dumps({"mark": self.mark, "scores": scores}).encode(),))
