"""The states of a project that are compared: a revision of git, the files of now, a folder."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.lean import dataclass
from sourcebook.source.folders import SLUG, YAML
from sourcebook.source.git import Git, has_git, shallow
from sourcebook.source.project import LAYERS, PLAYBOOKS, RESERVED, Project
from sourcebook.source.settings import Settings

ASKER = "sourcebook diff"
MANIFEST = "engagement"
_LINK = "120000"  # git's mode of a symbolic link
_RANGE = re.compile(r"(.+?)(\.{2,3})(.*)")


@dataclass(frozen=True)
class Entry:
    """A file of a state: git's mode and id of it, whether git has it or not."""

    mode: str
    id: str


class State(ABC):
    """A project at some time: which files lie in playbooks/, and a project to read them with."""

    name: str
    title: str  # as a sentence has it: "main", "the files here"

    @property
    @abstractmethod
    def files(self) -> Mapping[str, Entry]:
        """The files by their paths within playbooks/."""

    @abstractmethod
    def project(self, slugs: Collection[str]) -> Project:
        """A project from which at least these engagements can be read."""

    @cached_property
    def engagements(self) -> tuple[str, ...]:
        """The slugs of the engagements, sorted."""
        found = set()
        for path in self.files:
            slug, _, rest = path.partition("/")
            if rest.endswith(YAML) and "/" not in rest and slug not in RESERVED:
                found.add(slug)
        return tuple(sorted(slug for slug in found if SLUG.fullmatch(slug)))

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """For each engagement what changes with any of its files, or of the layers."""
        by_folder: dict[str, list[str]] = {}
        for path, entry in sorted(self.files.items()):
            folder, _, rest = path.partition("/")
            by_folder.setdefault(folder, []).append(f"{rest}\0{entry.mode}{entry.id}")
        layers = "\n".join(by_folder.get(LAYERS, ()))
        return {
            slug: hashlib.sha256(
                ("\n".join(by_folder[slug]) + "\n\n" + layers).encode()
            ).hexdigest()
            for slug in self.engagements
        }


class Here(State):
    """The files as they lie in a project's folder."""

    def __init__(self, project: Project, title: str = "", digest: str = "sha1") -> None:
        self.name, self._project, self._digest = "", project, digest
        self.title = title or "the files here"

    @cached_property
    def files(self) -> Mapping[str, Entry]:
        """The files, with the ids that git would give them."""
        root, found = self._project.playbooks, dict[str, Entry]()
        for folder, inner, names in os.walk(root):
            inner[:] = [name for name in inner if not name.startswith(".")]
            for name in names:
                path = Path(folder, name)
                if name.startswith(".") and path.suffix not in YAML:
                    continue
                found[path.relative_to(root).as_posix()] = _entry(path, self._digest)
        return found

    def project(self, slugs: Collection[str]) -> Project:  # noqa: ARG002 -- all lie there
        """The project itself."""
        return self._project


def _entry(path: Path, digest: str) -> Entry:
    try:
        if path.is_symlink():
            return Entry(_LINK, _blob(os.fsencode(path.readlink()), digest))
        executable = path.stat().st_mode & 0o100
        return Entry("100755" if executable else "100644", _blob(path.read_bytes(), digest))
    except OSError:
        return Entry("", "")  # reading it says what is wrong


def _blob(data: bytes, digest: str) -> str:
    mark = hashlib.new(digest, b"blob %d\0" % len(data), usedforsecurity=False)
    mark.update(data)
    return mark.hexdigest()


class Revision(State):
    """A revision of the git repository that the project lies in; settings are those of now."""

    def __init__(self, git: Git, project: Project, name: str, commit: str, into: Path) -> None:
        self.name, self.title, self.commit = name, name, commit
        self._git, self._now, self._into = git, project, into

    @cached_property
    def files(self) -> Mapping[str, Entry]:
        """The files of playbooks/ in that revision."""
        listed = self._git.answer("ls-tree", "-r", "-z", f"{self.commit}:./{PLAYBOOKS}")
        found = {}
        for row in (listed or "").split("\0"):
            about, _, path = row.partition("\t")
            if path:
                mode, kind, id = about.split()
                if kind == "blob":
                    found[path] = Entry(mode, id)
        return found

    def project(self, slugs: Collection[str]) -> Project:
        """The project with these engagements, and all layers, in a folder of its own."""
        wanted = {
            path: entry
            for path, entry in self.files.items()
            if path.partition("/")[0] in (*slugs, LAYERS)
        }
        root = Path(tempfile.mkdtemp(dir=self._into)).resolve()
        playbooks = root / PLAYBOOKS
        playbooks.mkdir()
        contents = self._git.blobs((entry.id for entry in wanted.values()), _incomplete(self.name))
        for (path, entry), data in zip(wanted.items(), contents, strict=True):
            file = playbooks / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if entry.mode == _LINK:
                file.symlink_to(os.fsdecode(data))
            else:
                file.write_bytes(data)
        return replace(self._now, root=root, playbooks=playbooks)


def _incomplete(name: str) -> str:
    return (
        f"git does not have all files of '{name}' here: the clone is partial, or broken. Fetch it "
        "whole (git fetch --refetch), or look with: git fsck"
    )


@contextmanager
def states(project: Project, base: str, head: str | None) -> Iterator[tuple[State, State]]:
    """The two states that are named; without ``head`` the second is the files as they lie here.

    Each is a revision of git, or the folder of a project or of one engagement. ``main...`` is where
    the work since has left main. Raises UsageError for what is neither, and where git cannot tell.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sourcebook-"))
        finder = _Finder(project, Path(folder).resolve())
        if head is None and (match := _RANGE.fullmatch(base)) and not Path(base).exists():
            base, dots, head = match[1], match[2], match[3] or None
            yield finder.range(base, head, forked=dots == "...")
        else:
            yield finder.state(base), finder.state(head) if head else finder.here()


class _Finder:
    """Finds the states that somebody names."""

    def __init__(self, project: Project, into: Path) -> None:
        self._project, self._into = project, into

    @cached_property
    def _git(self) -> Git:
        git = Git(self._project.root, ASKER)
        git.ask(
            "rev-parse", "--git-dir",
            otherwise=f"{self._project.root} is in no git repository, so there is no earlier state "
            "to compare with. Commit it (git init, git add --all, git commit), or name two "
            "folders: sourcebook diff OLD NEW",
        )  # fmt: skip
        return git

    def here(self) -> State:
        """The project as it lies here."""
        digest = "sha1"
        if has_git():
            form = Git(self._project.root, ASKER).answer("rev-parse", "--show-object-format")
            digest = "sha256" if form == "sha256" else digest
        return Here(self._project, digest=digest)

    def range(self, base: str, head: str | None, *, forked: bool) -> tuple[State, State]:
        """The ends of ``base..head``; with ``forked`` from where the two parted."""
        after = self.state(head) if head else self.here()
        if not forked:
            return self.state(base), after
        start = self._git.answer("merge-base", self._commit(base), self._commit(head or "HEAD"))
        if start is None:
            raise UsageError(
                f"'{base}' and '{head or 'HEAD'}' have no common past here.{shallow(self._git)} "
                f"Or compare them as they stand: sourcebook diff {base} {head or ''}".rstrip()
            )
        return self._revision(base, start), after

    def state(self, name: str) -> State:
        """A revision of that name, else a folder."""
        path = Path(name)
        if (path.is_dir() and ("/" in name or name.startswith("."))) or (
            path.is_dir() and not self._is_revision(name)
        ):
            return _folder(path, self._project.settings)
        return self._revision(name, self._commit(name))

    def _is_revision(self, name: str) -> bool:
        if not has_git():
            return False
        return Git(self._project.root, ASKER).answer(*verified(name)) is not None

    def _revision(self, name: str, commit: str) -> State:
        return Revision(self._git, self._project, name, commit, self._into)

    def _commit(self, name: str) -> str:
        commit = self._git.answer(*verified(name))
        if commit is None and name == "HEAD":
            raise UsageError(
                "Nothing is committed in this repository yet, so there is nothing to compare with. "
                "Commit what there is: git add --all, then git commit"
            )
        if commit is None:
            raise UsageError(
                f"'{name}' is no revision of this repository, and no folder.{shallow(self._git)} "
                "Name a branch, a tag, a commit or a folder; what is only on the server has to be "
                "fetched first."
            )
        return commit


def verified(name: str) -> tuple[str, ...]:
    """What to ask git for the whole id of the commit that a name means."""
    return "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"


def _folder(path: Path, settings: Settings) -> State:
    """A folder that holds playbooks/, or that is an engagement itself."""
    whole = path.resolve()
    if (whole / PLAYBOOKS).is_dir():
        return Here(Project(whole, whole / PLAYBOOKS, settings), str(path))
    if any((whole / f"{MANIFEST}{suffix}").is_file() for suffix in YAML):
        return OneEngagement(whole, settings, str(path))
    raise UsageError(
        f"The folder {path} holds no playbooks/ and no {MANIFEST}.yaml: it is no project and no "
        "engagement."
    )


class OneEngagement(Here):
    """An engagement in a folder of its own, with the layers beside it."""

    def __init__(self, folder: Path, settings: Settings, title: str) -> None:
        above = folder.parent
        root = above.parent if above.name == PLAYBOOKS else above
        super().__init__(Project(root, above, settings), title)
        self.slug = folder.name

    @cached_property
    def files(self) -> Mapping[str, Entry]:
        """The files of the engagement, and of the layers."""
        every = super().files
        return {p: e for p, e in every.items() if p.partition("/")[0] in (self.slug, LAYERS)}
