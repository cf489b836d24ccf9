"""The commits that touched a project's engagements, as far as git knows them here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from typing import Any

from sourcebook.source.git import Git, has_git
from sourcebook.source.project import LAYERS, PLAYBOOKS, Project

YEAR = dt.timedelta(days=365)
MOST = 60
"""So many commits are told of an engagement."""

NO_GIT = (
    "What changed is read from git, and there was no git where this site was built. Build it where "
    "git is installed."
)
NO_REPOSITORY = (
    "What changed is read from git, and the playbooks of this site lie in no git repository yet. "
    "Commit them; from then on this page tells what each commit changes."
)
SHALLOW = (
    "This site was built from a shallow clone, which holds the latest commits alone: what changed "
    "before is not told. Fetch the whole history before building (git fetch --unshallow; in CI: "
    "fetch-depth: 0, or GIT_DEPTH: 0)."
)
_FORM = "%x00%H%x1f%P%x1f%ct%x1f%s"  # no subject holds a NUL, and the subject is last


@dataclass(frozen=True)
class Commit:
    """One step of the main line."""

    id: str
    parent: str  # empty for the first of all
    at: dt.datetime  # in UTC
    subject: str


_Step = tuple[int, Commit]
"""A commit, and how many came after it on the main line."""


class Commits:
    """The main line of the repository that a project lies in."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __getstate__(self) -> dict[str, Any]:
        """Without the commits: a long history is sooner asked for again than sent to a process."""
        return {key: value for key, value in vars(self).items() if key != "_touching"}

    @property
    def _last(self) -> str:
        """The commit that the project's files are of."""
        return self._project.stand.commit if self._project.stand else "HEAD"

    @cached_property
    def git(self) -> Git | None:
        """The program in the project; ``None`` where there is none, or nothing was committed."""
        if not has_git():
            return None
        git = Git(self._project.home, "sourcebook build")
        return git if git.answer("rev-parse", "--verify", "--quiet", "HEAD") else None

    @cached_property
    def note(self) -> str:
        """Why nothing, or not all, is known; empty where all is."""
        if self.git is None:
            return NO_REPOSITORY if has_git() else NO_GIT
        return SHALLOW if self._ends else ""

    @cached_property
    def _ends(self) -> frozenset[str]:
        """The commits at which a shallow clone ends: what they changed nobody knows."""
        path = self.git and self.git.answer("rev-parse", "--git-path", "shallow")
        file = self._project.home / (path or "")
        return frozenset(file.read_text().split()) if path and file.is_file() else frozenset()

    def of(self, slug: str, as_of: dt.date) -> Iterator[Commit]:
        """Those that touched an engagement or a layer in the year up to a day, the latest first."""
        last = dt.datetime.combine(as_of, dt.time(23, 59, 59), dt.UTC)
        steps = self._touching
        found = sorted({*steps.get(slug, ()), *steps.get(LAYERS, ())})
        line = (commit for _, commit in found if commit.at <= last)
        year = takewhile(lambda commit: commit.at >= last - YEAR, line)
        yield from (commit for commit in islice(year, MOST) if commit.id not in self._ends)

    def mark(self, slug: str) -> str:
        """What changes whenever there is something else to tell of an engagement."""
        latest = (self._touching.get(folder, ()) for folder in (slug, LAYERS))
        return "\0".join((self.note, *(steps[0][1].id if steps else "" for steps in latest)))

    @cached_property
    def _touching(self) -> Mapping[str, Sequence[_Step]]:
        """The commits that touched each folder of playbooks/, the latest first.

        git is asked once for all engagements: to ask it for each takes longer than to lint one.
        """
        rows = self.git and self.git.answer(
            "log", self._last, "--first-parent", "-m", "--name-only", "--no-renames", "--relative",
            f"--format={_FORM}", "--", PLAYBOOKS,
        )  # fmt: skip
        found: dict[str, list[_Step]] = {}
        for number, block in enumerate((rows or "").split("\0")):
            told, _, paths = block.partition("\n")
            if not told:
                continue
            id, parents, seconds, subject = told.split("\x1f", 3)
            at = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
            step = (number, Commit(id, parents.partition(" ")[0], at, subject))
            for folder in {_folder(path) for path in paths.split("\n")}:
                found.setdefault(folder, []).append(step)
        return found


def _folder(path: str) -> str:
    """The folder of playbooks/ that a path leads into, as git writes it."""
    return path.removeprefix('"').removeprefix(f"{PLAYBOOKS}/").partition("/")[0]
