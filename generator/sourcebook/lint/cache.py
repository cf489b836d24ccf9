"""What was found before: findings by all that they depend on, so that nothing is looked at twice.

All entries are in one file of ``.cache/sourcebook/lint``, a line for each engagement. They hold for
one mark, which is made of the layers, the configuration, the day and the linter itself; each has a
key, which is made of the bytes of the engagement's files. Where a glance at the files says that
nobody wrote to them since, the bytes are not read. A few new entries are added at the end, where
the last of an engagement counts; each is summed up with the file's mark, so that one that is added
while another run replaces the file holds nowhere else. An entry that is damaged does not exist. It
holds no more than a report says: no secret, and of a line of source what a report would show of it.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sourcebook.analysis.shares import Score
from sourcebook.findings import Finding
from sourcebook.hashing import blake2b
from sourcebook.lint.identity import identity, sources
from sourcebook.lint.lines import Lines
from sourcebook.lint.linted import Linted, decoded, encoded
from sourcebook.lint.weighing import NOTHING, SETTLED, Known, glance, weigh, weigh_file
from sourcebook.source.project import Project

FOLDER = ".cache/sourcebook/lint"
_VERSION = 6
_UNSURE = b"-"
"""In place of the mark of a glance that cannot be trusted."""


_ALL = "*"
"""In place of a slug: what all engagements together have. No folder is called so."""


class State(NamedTuple):
    """What the files of an engagement were, when somebody looked."""

    key: bytes  # of their bytes; empty while nobody has read them
    glance: bytes  # the mark of a glance that tells as much, or _UNSURE


class Cache:
    """The entries of a project for one day, by one configuration."""

    def __init__(self, project: Project, slugs: Sequence[str], mark: bytes, kind: str) -> None:
        self._trees = [str(tree) for tree in (project.playbooks, *project.overlays)]
        self._head = b"%d %s" % (_VERSION, mark.hex().encode())
        self._slugs = slugs
        self._lines = Lines(project.root / FOLDER / f"{kind}.lines", self._head)

    def recall(self, slug: str) -> Linted | None:
        """What was found in an engagement, if it is still as it was."""
        entry = self._lines.get(slug)
        if entry is None:
            return None
        try:
            key, known, sum_, body = entry.split(b"\t")
        except ValueError:
            return None
        if sum_ != self._sum(body):
            return None
        if known == _UNSURE or known != self._glance(slug):
            now = self.state(slug)
            if now is None or now.key != key:
                return None
            if now.glance != known:
                self.keep(slug, b"\t".join((key, now.glance, sum_, body)))
        return decoded(body)

    def state(self, slug: str) -> State | None:
        """What the files of an engagement are now; ``None`` where nobody can tell."""
        seen = self._look(slug)
        key = self._key(slug) if seen else None
        return State(key, seen) if key and seen else None

    def begun(self, slug: str) -> State | None:
        """As state, before its files are read for another reason, where that is to be kept.

        Where a glance can be trusted, the key is left open: entry() makes it of what was read.
        """
        seen = self._look(slug)
        return State(b"", seen) if seen and seen != _UNSURE else self.state(slug)

    def entry(
        self, slug: str, before: State | None, linted: Linted, read: Known = NOTHING
    ) -> bytes | None:
        """What was found, to be kept; ``None`` where a file was changed since ``before``.

        ``read`` are the files that it was found in, by their paths.
        """
        if before is None:
            return None
        same = before.glance != _UNSURE and before.glance == self._glance(slug)
        key = before.key or (self._key(slug, read) if same else None)
        if not key or (not same and key != self._key(slug)):
            return None
        body = encoded(linted)
        return b"\t".join((key, before.glance, self._sum(body), body))

    def keep(self, slug: str, entry: bytes) -> None:
        """Remember an entry, from save() on."""
        self._lines.set(slug, entry)

    def recall_across(self, members: Sequence[str]) -> tuple[Finding, ...] | None:
        """What was found in all engagements together, if each is still known as it was."""
        entry = self._lines.get(_ALL) or b""
        key, _, body = entry.partition(b"\t")
        sum_, _, body = body.partition(b"\t")
        if key != self._sum("\0".join(members).encode()) or sum_ != self._sum(body):
            return None
        linted = decoded(body)
        return linted.findings if linted else None

    def keep_across(self, members: Sequence[str], findings: tuple[Finding, ...]) -> None:
        """Remember what was found in all of them, from save() on."""
        body = encoded(Linted(findings, Score({})))
        key = self._sum("\0".join(members).encode())
        self.keep(_ALL, b"\t".join((key, self._sum(body), body)))

    def save(self) -> None:
        """Write down what is new; entries of engagements that are no more are dropped in time."""
        self._lines.save((*self._slugs, _ALL))

    def _sum(self, body: bytes) -> bytes:
        """What tells whether an entry is whole, and of this mark."""
        return blake2b(self._head + body, digest_size=16).hexdigest().encode()

    def _look(self, slug: str) -> bytes | None:
        """The mark of a glance, or that it cannot be trusted; ``None`` where nobody can tell."""
        began, seen = time.time_ns(), glance(*self._folders(slug))
        if seen is None:
            return None
        return seen.mark.encode() if seen.newest + SETTLED < began else _UNSURE

    def _key(self, slug: str, read: Known = NOTHING) -> bytes | None:
        """What the bytes of an engagement's files make, of which some were read already."""
        mark = blake2b(digest_size=20)
        whole = all(weigh(folder, mark, known=read) for folder in self._folders(slug))
        return mark.hexdigest().encode() if whole else None

    def _glance(self, slug: str) -> bytes | None:
        seen = glance(*self._folders(slug))
        return seen.mark.encode() if seen else None

    def _folders(self, slug: str) -> list[str]:
        """The engagement's own folder, and what lies over it."""
        own, *over = (f"{tree}/{slug}" for tree in self._trees)
        return [own, *(folder for folder in over if Path(folder).exists())]


def project_cache(
    project: Project, slugs: Sequence[str], as_of: dt.date, *, repairs: bool
) -> Cache | None:
    """The cache of a project; ``None`` where nobody can tell what findings depend on.

    ``slugs`` are those of all its engagements.
    """
    code = identity()
    if code is None:
        return None
    mark = blake2b(code, digest_size=20)
    trees = " ".join(str(overlay) for overlay in project.overlays)
    mark.update(f"{_VERSION} {as_of} {' '.join(slugs)} {trees}".encode())
    configuration = project.root / "site_config"
    for path in sources(str(configuration)) if configuration.exists() else ():
        if "baseline" not in os.path.basename(path) and not weigh_file(path, mark):  # noqa: PTH119
            return None
    shared = str(project.shared)
    if os.path.lexists(shared) and not weigh(shared, mark):
        return None
    return Cache(project, slugs, mark.digest(), "repairs" if repairs else "plain")
