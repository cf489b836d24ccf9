"""Findings of states, remembered: what is compared with is most often the last commit.

A file of ``.cache/sourcebook/diff`` for each engagement of a state; its name is made of all that
the findings depend on, so that it is never stale. No secret is in it. It may be deleted at any
time; one that is damaged does not exist.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from sourcebook.analysis.shares import Score
from sourcebook.changes.beside import beside
from sourcebook.findings import Finding
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.identity import identity, sources
from sourcebook.lint.linted import Linted, decoded, encoded
from sourcebook.lint.report import discreet
from sourcebook.lint.weighing import weigh_file
from sourcebook.model.playbook import Loaded
from sourcebook.source.project import Project

FOLDER = ".cache/sourcebook/diff"
MOST = 200
"""So many files are kept; the oldest go first."""

_NOTICE = "# Made by sourcebook diff. It may be deleted at any time.\n*\n"
_SUM = 32


Waiting = Callable[[], Sequence[Finding]]
"""Gives the findings of an engagement as soon as they are there."""


@dataclass(frozen=True)
class Checker:
    """Finds what the linter finds in states of a project."""

    configuration: Configuration
    as_of: dt.date
    project: Project | None = None  # of now: where it is remembered; without one nowhere

    def begun(self, loaded: Loaded, mark: str) -> Waiting:
        """Begin to lint an engagement, in another process; what is given back waits for it.

        ``mark`` is of its files, and of all else that it is made of; an empty one is nobody's.
        """
        known = self._recall(mark)
        looking = beside(lambda: self._look(loaded)) if known is None else lambda: known

        def wait() -> Sequence[Finding]:
            findings = looking()
            if known is None:
                self._keep(mark, findings)
            return findings

        return wait

    def _look(self, loaded: Loaded) -> tuple[Finding, ...]:
        return tuple(discreet(self.configuration.check(loaded, self.as_of)))

    def _recall(self, mark: str) -> tuple[Finding, ...] | None:
        if not mark or not self._mark:
            return None
        try:
            whole = self._file(mark).read_bytes()
        except OSError:
            return None
        body = whole[_SUM:]
        linted = decoded(body) if whole[:_SUM] == _sum(body) else None
        return linted.findings if linted else None

    def _keep(self, mark: str, findings: tuple[Finding, ...]) -> None:
        """Write down what was found; where nothing can be written, nothing is."""
        if not mark or not self._mark:
            return
        body = encoded(Linted(findings, Score({})))
        file = self._file(mark)
        part = file.with_suffix(f".{os.getpid()}")
        try:
            self._prepare()
            part.write_bytes(_sum(body) + body)
            part.replace(file)
        except OSError:
            return

    def _file(self, mark: str) -> Path:
        name = blake2b(mark.encode(), key=self._mark, digest_size=16).hexdigest()
        return self._folder / f"{name}.line"

    @property
    def _folder(self) -> Path:
        return (self.project.root if self.project else Path()) / FOLDER

    @cached_property
    def _mark(self) -> bytes:
        """Of all that findings depend on beside a state; empty where nobody can tell."""
        if self.project is None or self.project.overlays:  # nobody weighs what overlays hold
            return b""
        code = identity()
        if code is None:
            return b""
        mark = blake2b(code, digest_size=20)
        mark.update(str(self.as_of).encode())
        configuration = self.project.root / "site_config"
        known = [*sources(str(configuration))] if configuration.is_dir() else []
        return mark.digest() if all(weigh_file(path, mark) for path in known) else b""

    def _prepare(self) -> None:
        folder = self._folder
        folder.mkdir(parents=True, exist_ok=True)
        ignored = folder.parent / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_NOTICE, "utf-8")
        kept = sorted(folder.glob("*.line"), key=lambda file: file.stat().st_mtime)
        for file in kept[: max(0, len(kept) - MOST)]:
            file.unlink(missing_ok=True)


def _sum(body: bytes) -> bytes:
    """What tells whether a file is whole."""
    return blake2b(body, digest_size=_SUM // 2).hexdigest().encode()
