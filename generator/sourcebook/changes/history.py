"""What changed in an engagement, commit by commit, as git tells it."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sourcebook.analysis.redaction import redacted
from sourcebook.changes.change import Change
from sourcebook.changes.commits import Commit, Commits
from sourcebook.changes.comparing import compared, renames
from sourcebook.changes.comparison import joined
from sourcebook.changes.consequences import Asked, consequences
from sourcebook.changes.states import Revision
from sourcebook.errors import UsageError
from sourcebook.lint.identity import identity, sources
from sourcebook.model.edition import shared_edition
from sourcebook.model.fields import Audience
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Playbook
from sourcebook.render.handpages import PAGE, page_title
from sourcebook.render.history import Entry, History, Line
from sourcebook.source.git import Git
from sourcebook.source.kept import keep
from sourcebook.source.project import Project

FOLDER = ".cache/sourcebook/changes"

Editions = Mapping[Audience, tuple[Line, ...]]
"""What one commit changed, for the readers of each edition."""


class Histories:
    """The histories of a project's engagements up to the end of a day."""

    def __init__(self, project: Project, as_of: dt.date, commits: Commits | None = None) -> None:
        self._project, self._as_of = project, as_of
        self._commits = commits or Commits(project)
        self._known: dict[str, Mapping[Audience, History]] = {}

    def of(self, slug: str) -> Mapping[Audience, History]:
        """What changed in an engagement in the year before the day, for each edition."""
        if slug not in self._known:
            self._known[slug] = self._read(slug)
        return self._known[slug]

    def _read(self, slug: str) -> Mapping[Audience, History]:
        found: dict[Audience, list[Entry]] = {edition: [] for edition in Audience}
        git = self._commits.git
        if git is not None:
            with tempfile.TemporaryDirectory(prefix="sourcebook-") as folder:
                reader = _Reader(git, self._project, slug, Path(folder).resolve())
                for commit in self._commits.of(slug, self._as_of):
                    for edition, lines in self._told(commit, reader).items():
                        subject = commit.subject if edition is Audience.INTERNAL else ""
                        if lines:
                            found[edition].append(Entry(commit.id, commit.at, lines, subject))
        return {
            each: History(tuple(entries), self._commits.note) for each, entries in found.items()
        }

    def _told(self, commit: Commit, reader: _Reader) -> Editions:
        """What a commit changed: known from before, or found now."""
        memory = _Memory(self._project.home / FOLDER / reader.slug, commit.id, self._mark)
        told = memory.recall()
        if told is None:
            told = reader.told(commit)
            if not (self._project.stand and self._project.overlays):  # whose paths are of a day
                memory.keep(told)
        return told

    @cached_property
    def _mark(self) -> str:
        """What changes when the same commit may be told in other words."""
        mark = blake2b(identity() or b"", digest_size=8)
        package = Path(__file__).parent.parent
        for folder in ("changes", "render"):
            for path in sources(str(package / folder)):
                mark.update(Path(path).read_bytes())
        mark.update(" ".join(map(str, self._project.overlays)).encode())
        return mark.hexdigest()


@dataclass
class _Reader:
    """Reads an engagement as it was at commits, each once."""

    git: Git
    project: Project
    slug: str
    into: Path

    def __post_init__(self) -> None:
        self._known: dict[str, Mapping[Audience, Playbook | None]] = {}

    def told(self, commit: Commit) -> Editions:
        """What a commit changed."""
        asked = Asked(commit.at.date())
        was, now = self._at(commit.parent), self._at(commit.id)
        return {edition: _lines(was[edition], now[edition], asked) for edition in Audience}

    def _at(self, commit: str) -> Mapping[Audience, Playbook | None]:
        if not commit:
            return dict.fromkeys(Audience)
        state = Revision(self.git, self.project, commit[:12], commit, self.into)
        if self.slug not in state.engagements:
            return dict.fromkeys(Audience)
        mark = state.marks[self.slug]
        if mark not in self._known:
            try:
                loaded = redacted(load_playbook(state.project([self.slug]), self.slug))
            except UsageError:  # a partial clone
                return dict.fromkeys(Audience)
            shared = shared_edition(loaded)
            self._known[mark] = {
                Audience.INTERNAL: loaded.playbook,
                Audience.SHARED: shared.playbook if shared else None,
            }
        return self._known[mark]


def _lines(before: Playbook | None, after: Playbook | None, asked: Asked) -> tuple[Line, ...]:
    if after is None:
        return ()
    if before is None:
        return (Line("", "The playbook begins.", "neither"),)
    same = renames(before, after)
    changes, facts = joined(compared(before, after, same), consequences(before, after, asked, same))
    return (
        *map(_line, changes),
        *_page_lines(before, after),
        *(Line("", fact.text, "follows", fact.section) for fact in facts),
    )


def _page_lines(before: Playbook, after: Playbook) -> Iterator[Line]:
    """The pages written by hand that came, went, or say something else."""
    ours, theirs = ({page.path: page for page in book.source.pages} for book in (before, after))
    for path in sorted({*ours, *theirs}):
        old, new = ours.get(path), theirs.get(path)
        page = new or old
        if page is None or (old and new and (old.text, old.meta) == (new.text, new.meta)):
            continue
        said = "rewritten" if old and new else "added" if new else "removed"
        yield Line(f"Page {path}", said, "editorial", "", PAGE, path, page_title(page))


def _line(change: Change) -> Line:
    return Line(
        change.about,
        change.text.removeprefix(f"{change.about}: "),
        change.weight.value,
        change.section,
        change.kind,
        change.id,
        change.title,
    )


@dataclass(frozen=True)
class _Memory:
    """What a commit changed, in a file; one that is damaged does not exist."""

    folder: Path
    commit: str
    mark: str

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.commit}.json"

    def recall(self) -> Editions | None:
        """What is known."""
        try:
            shape: Any = json.loads(self._file.read_bytes())
            if shape["mark"] != self.mark:
                return None
            return {
                edition: tuple(Line(**row) for row in shape[edition.value]) for edition in Audience
            }
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, told: Editions) -> None:
        """Write it down; where nothing can be written, nothing is."""
        lines = {edition.value: [asdict(line) for line in its] for edition, its in told.items()}
        whole = json.dumps({"mark": self.mark, **lines}, ensure_ascii=False)
        keep(self._file, (whole.encode(),))
