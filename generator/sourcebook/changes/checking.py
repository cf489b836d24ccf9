"""Findings of states, remembered: what is compared with is most often the last commit.

A file of ``.cache/sourcebook/diff`` for each engagement of a state; its name is made of all that
the findings depend on, so that it is never stale. No secret is in it. It may be deleted at any
time; one that is damaged does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from sourcebook.analysis.score import score
from sourcebook.changes.beside import beside
from sourcebook.lean import dataclass
from sourcebook.lint.calendars import kept_calendars
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.identity import identity, sources
from sourcebook.lint.linted import Linted, decoded, encoded
from sourcebook.lint.report import discreet
from sourcebook.lint.weighing import weigh_file
from sourcebook.model.playbook import Loaded
from sourcebook.source.kept import keep
from sourcebook.source.project import Project

FOLDER = ".cache/sourcebook/diff"
MOST = 200
"""So many files are kept; the oldest go first."""

_SUM = 32


Waiting = Callable[[], list[Linted]]
"""Gives what was found in states, in their order, as soon as it is there."""


class ToLint(NamedTuple):
    """A state of an engagement."""

    loaded: Loaded
    slug: str  # of the engagement by whose options its score is measured
    mark: str  # of its files, and of all else that it is made of; an empty one is nobody's


@dataclass(frozen=True)
class Checker:
    """Finds what the linter finds in states of a project."""

    configuration: Configuration
    as_of: dt.date
    project: Project | None = None  # of now: where it is remembered; without one nowhere

    def begun(self, states: Sequence[ToLint]) -> Waiting:
        """Begin to lint states, in other processes; what is given back waits for them."""
        known = [self._recall(each.mark) for each in states]
        new = [each for each, its in zip(states, known, strict=True) if its is None]
        looking = beside([partial(self._look, each) for each in new])

        def wait() -> list[Linted]:
            found = looking()
            for each, linted in zip(new, found, strict=True):
                self._keep(each.mark, linted)
            left = iter(found)
            return [its or next(left) for its in known]

        return wait

    def _look(self, its: ToLint) -> Linted:
        options = self.configuration.options(its.slug)
        with kept_calendars(self.project.home) if self.project else nullcontext():
            found = self.configuration.check(its.loaded, self.as_of)
            causes = self.configuration.waits_for(its.loaded, self.as_of)
            whole = (
                self.configuration.check(its.loaded, self.as_of, waiting=False) if causes else ()
            )
        book = its.loaded.playbook
        return Linted(
            tuple(discreet(found)),
            score(book, options.thresholds, options.asking, options.words),
            causes=causes,
            whole=tuple(discreet(whole)),
        )

    def _recall(self, mark: str) -> Linted | None:
        if not mark or not self._mark:
            return None
        try:
            whole = self._file(mark).read_bytes()
        except OSError:
            return None
        body = whole[_SUM:]
        return decoded(body) if whole[:_SUM] == _sum(body) else None

    def _keep(self, mark: str, linted: Linted) -> None:
        """Write down what was found; where nothing can be written, nothing is."""
        if not mark or not self._mark:
            return
        body = encoded(linted)
        if keep(self._file(mark), (_sum(body), body)):
            self._bound()

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

    def _bound(self) -> None:
        """Forget what was kept first, where there is too much of it."""
        try:
            kept = sorted(self._folder.glob("*.line"), key=lambda file: file.stat().st_mtime)
            for file in kept[: max(0, len(kept) - MOST)]:
                file.unlink(missing_ok=True)
        except OSError:
            return


def _sum(body: bytes) -> bytes:
    """What tells whether a file is whole."""
    return blake2b(body, digest_size=_SUM // 2).hexdigest().encode()
