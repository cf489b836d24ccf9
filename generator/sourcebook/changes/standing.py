"""A project as it stood at an earlier commit, with all that its pages and findings are made of."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.changes.states import verified
from sourcebook.errors import UsageError
from sourcebook.render import wording
from sourcebook.source.git import Git, shallow
from sourcebook.source.project import PLAYBOOKS, Project, Stand
from sourcebook.source.settings import read_settings

ASKER = "sourcebook build --at"

_CONTENT = (PLAYBOOKS, "site_config", "mkdocs.yml")
_CONFIGURATION = "CFG001"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@contextmanager
def standing(
    now: Project, name: str, overlays: Sequence[Path] = ()
) -> Iterator[tuple[Project, Stand]]:
    """The project as it stood at a revision of that name, or the end of a day (in UTC), and when.

    Playbooks, layers, settings and the linter's configuration are those of then, in a folder that
    is gone afterwards. Overlays, those of the settings of then and those that are given, are what
    their own repositories held at that time. Templates and the look are those of now.
    Raises UsageError without git or a repository, for a name that is neither, for a commit without
    playbooks, and for an overlay of which nobody knows what it held.
    """
    git = Git(now.root, ASKER)
    top = git.ask(
        "rev-parse", "--show-toplevel",
        otherwise=f"{now.root} is in no git repository, so nobody knows how it stood earlier. "
        "Commit it; from then on it can be built as it stood at each commit.",
    )  # fmt: skip
    found = _found(git, name)
    with tempfile.TemporaryDirectory(prefix="sourcebook-") as folder:
        past = _Past(found, Path(top), Path(folder).resolve())
        root = past.laid(now.root, git, found.commit, _CONTENT)
        if not (root / PLAYBOOKS).is_dir():
            raise UsageError(
                f"{found} there was no {PLAYBOOKS}/ in this project yet. Name a later commit; "
                f"they are told by: git log --oneline -- {PLAYBOOKS}"
            )
        try:
            settings = replace(read_settings(root), commit=found.commit)
            stand = Stand(now.root, found.commit, found.day)
            then = Project(root, root / PLAYBOOKS, settings, stand=stand)
            given = [*(now.root / each for each in settings.overlays), *overlays]
            beside = Project(now.root, now.playbooks, now.settings).under(*given).overlays
            yield then.under(*filter(Path.is_dir, map(past.overlay, beside))), stand
        except UsageError as error:
            if not str(error).startswith(_CONFIGURATION):
                raise
            raise UsageError(
                f"{found} the configuration was wrong, or is so for this version: {error}"
            ) from None


def chosen(now: Project, then: Project, stand: Stand, names: Sequence[str]) -> tuple[str, ...]:
    """The engagements of then that are meant by slugs or paths of now; all if none are given.

    Raises UsageError for one that was none.
    """
    known = then.engagements()
    when = _Found(stand.commit, stand.day)
    if not known:
        raise UsageError(f"{when} there was no engagement in {PLAYBOOKS}/ yet.")
    slugs: set[str] = set()
    for name in names:
        path = Path(name).resolve()
        within = path.is_relative_to(now.root) and name not in known
        meant = str(then.root / path.relative_to(now.root)) if within else name
        try:
            slugs.update(then.select([meant], known))
        except UsageError:
            raise UsageError(
                f"{when} '{name}' was no engagement. Engagements then: {', '.join(known)}."
            ) from None
    return tuple(slug for slug in known if slug in slugs or not names)


@dataclass(frozen=True)
class _Found:
    """A commit, and the day for which it stands."""

    commit: str
    day: dt.date
    until: str = ""  # the moment, as git reads it

    def __str__(self) -> str:
        return f"On {wording.date(self.day)} (commit {self.commit[:7]})".replace("\u00a0", " ")


def _found(git: Git, name: str) -> _Found:
    commit = git.answer(*verified(name))
    if commit is not None:
        seconds = git.answer("show", "--no-patch", "--format=%ct", commit)
        at = dt.datetime.fromtimestamp(int(seconds or 0), dt.UTC)
        return _Found(commit, at.date(), _written(at))
    try:
        day = dt.date.fromisoformat(name) if _DAY.fullmatch(name) else None
    except ValueError:
        day = None
    if git.answer(*verified("HEAD")) is None:
        raise UsageError(
            "Nothing is committed in this repository yet, so no site of then can be built. "
            "Commit what there is: git add --all, then git commit"
        )
    if day is None:
        raise UsageError(
            f"'{name}' is no revision of this repository.{shallow(git)} Name a branch, a tag, a "
            "commit, or a day such as 2026-03-01; what is only on the server has to be fetched "
            "first."
        )
    until = _written(dt.datetime.combine(day, dt.time.max, dt.UTC))
    commit = _last(git, until)
    if commit is None:
        raise UsageError(
            f"There is no commit up to {name} here.{shallow(git)} Name a later day, or a commit."
        )
    return _Found(commit, day, until)


def _last(git: Git, until: str) -> str | None:
    """The last commit of the main line up to a moment."""
    return git.answer("rev-list", "-1", "--first-parent", f"--until={until}", "HEAD") or None


def _written(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")


@dataclass(frozen=True)
class _Past:
    """Lays files of then below a folder, each where it would lie below the root of this machine."""

    found: _Found
    top: Path  # of the project's repository
    into: Path

    def laid(self, folder: Path, git: Git, commit: str, paths: Sequence[str]) -> Path:
        """Write what a commit has at some paths of a folder; where that folder is then."""
        top = Path(git.answer("rev-parse", "--show-toplevel") or folder)
        if not git.checkout(commit, paths, self._below(top)):
            raise UsageError(
                f"git does not have all files of {commit[:7]} in {top}: the clone is partial, or "
                "broken. Fetch it whole (git fetch --refetch), or look with: git fsck"
            )
        return self._below(folder)

    def overlay(self, folder: Path) -> Path:
        """Where an overlay is as it was then; no folder is there if it did not exist yet."""
        git = Git(folder, ASKER)
        top = git.answer("rev-parse", "--show-toplevel")
        if top is None:
            raise UsageError(
                f"The overlay {folder} lies in no git repository, so nobody knows what it held "
                "then. Commit it, or build the sites of now."
            )
        ours = Path(top) == self.top
        commit = self.found.commit if ours else _last(git, self.found.until)
        return self.laid(folder, git, commit, ["."]) if commit else self._below(folder)

    def _below(self, folder: Path) -> Path:
        return self.into / folder.relative_to(folder.anchor)
