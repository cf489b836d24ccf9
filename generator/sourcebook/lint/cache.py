"""What was found before: findings by all that they depend on, so that nothing is looked at twice.

An entry is a file of JSON for each engagement in ``.cache/sourcebook/lint``. Its key is made of the
bytes of the engagement's files and of the layers, the configuration, the day and the linter itself.
An entry that is damaged, or that has another key, does not exist. It holds no more than a report
says: no secret, and of a line of source what a report would show of it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sourcebook.analysis.shares import Score, Share
from sourcebook.findings import Accepted, Edit, Finding, Place, Repair, Severity
from sourcebook.lint.identity import identity, sources
from sourcebook.source.project import Project
from sourcebook.source.text import LARGEST

FOLDER = ".cache/sourcebook/lint"
_VERSION = 1
_ATTACHED = "files"  # their names count, not what is in them
_NOTICE = "# Made by sourcebook lint. It may be deleted at any time.\n*\n"

Lines = Mapping[tuple[str, int], str]
"""Lines of source by file and number, without what no report may repeat."""


@dataclass(frozen=True)
class Linted:
    """What was found in one engagement."""

    findings: tuple[Finding, ...]
    score: Score
    lines: Lines = field(default_factory=dict)  # those that the findings stand on


class Cache:
    """The entries of a project for one day, by one configuration."""

    def __init__(self, project: Project, mark: bytes, kind: str) -> None:
        self._project, self._mark, self._kind = project, mark, kind
        self._folder = str(project.root / FOLDER)
        self._playbooks = str(project.playbooks)

    def key(self, slug: str) -> str | None:
        """The key of an engagement as it is now; ``None`` where it cannot have one."""
        mark = blake2b(self._mark, digest_size=20)
        mark.update(slug.encode())
        whole = _weigh(f"{self._playbooks}/{slug}", mark)
        return mark.hexdigest() if whole else None

    def recall(self, slug: str, key: str | None) -> Linted | None:
        """What was found under that key."""
        if key is None:
            return None
        try:
            with open(self._path(slug), "rb", buffering=0) as file:  # noqa: PTH123 -- fast
                head, _, body = file.read().partition(b"\n")
        except OSError:
            return None
        if head != _head(key, body):
            return None
        try:
            return _linted(json.loads(body))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None

    def keep(self, slug: str, key: str | None, linted: Linted) -> None:
        """Remember what was found; where nothing can be written, nothing is."""
        if key is None:
            return
        body = json.dumps(_shape(linted), ensure_ascii=False, separators=(",", ":")).encode()
        path = self._path(slug)
        part = f"{path}.{os.getpid()}"
        try:
            with open(part, "wb", buffering=0) as file:  # noqa: PTH123 -- fast
                file.write(_head(key, body) + b"\n" + body)
            os.replace(part, path)  # noqa: PTH105 -- fast
        except OSError:
            return

    def prepare(self, slugs: Collection[str]) -> None:
        """Make the folder, and drop the entries of engagements that are no more."""
        folder = Path(self._folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            ignored = folder.parent / ".gitignore"
            if not ignored.exists():
                ignored.write_text(_NOTICE, "utf-8")
            for path in folder.iterdir():
                if path.name.partition(".")[0] not in slugs:
                    path.unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, slug: str) -> str:
        return f"{self._folder}/{slug}.{self._kind}.json"


def project_cache(project: Project, as_of: dt.date, *, repairs: bool) -> Cache | None:
    """The cache of a project; ``None`` where nobody can tell what findings depend on."""
    code = identity()
    if code is None:
        return None
    mark = blake2b(code, digest_size=20)
    mark.update(f"{_VERSION} {as_of} {' '.join(project.engagements())}".encode())
    for path in sources(str(project.root / "site_config")):
        if "baseline" not in os.path.basename(path) and not _weigh_file(path, mark):  # noqa: PTH119
            return None
    shared = str(project.shared)
    if os.path.lexists(shared) and not _weigh(shared, mark):
        return None
    return Cache(project, mark.digest(), "repairs" if repairs else "plain")


def _weigh(folder: str, mark: Any, *, names_only: bool = False) -> bool:
    """Add the names and bytes of all files below a folder; False if there is a link, or worse."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return False
    for entry in entries:
        mark.update(entry.name.encode("utf-8", "surrogateescape") + b"\0")
        if entry.is_symlink():
            return False
        if entry.is_dir():
            mark.update(b"{")
            attached = names_only or entry.name == _ATTACHED
            if not _weigh(entry.path, mark, names_only=attached):
                return False
            mark.update(b"}")
        elif not entry.is_file() or (not names_only and not _weigh_file(entry.path, mark)):
            return False
    return True


def _weigh_file(path: str, mark: Any) -> bool:
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        data = os.read(file, LARGEST + 1)
    except OSError:
        return False
    finally:
        os.close(file)
    mark.update(b"%d " % len(data))
    mark.update(data)
    return True


def _head(key: str, body: bytes) -> bytes:
    """The first line of an entry: its key, and what tells whether the rest is whole."""
    return f'{{"key":"{key}","sum":"{blake2b(body, digest_size=16).hexdigest()}"}}'.encode()


def _shape(linted: Linted) -> dict[str, Any]:
    return {
        "findings": [_finding_shape(finding) for finding in linted.findings],
        "score": {key: [its.filled, its.asked] for key, its in linted.score.sections.items()},
        "lines": [[file, number, text] for (file, number), text in linted.lines.items()],
    }


def _finding_shape(its: Finding) -> list[Any]:
    return [
        its.code, its.slug, int(its.severity), its.message, _place_shape(its.place),
        its.engagement, its.section, its.path, its.profile, its.clause, its.fix,
        its.accepted and [its.accepted.until.isoformat(), its.accepted.why, its.accepted.by],
        its.repair
        and [its.repair.safe, [[_place_shape(e.place), e.text] for e in its.repair.edits]],
    ]  # fmt: skip


def _place_shape(its: Place) -> list[Any]:
    return [its.file, its.line, its.column, its.end_line, its.end_column]


def _linted(shape: Any) -> Linted:
    """What an entry says. Raises one of several errors where it is none."""
    return Linted(
        tuple(map(_finding, shape["findings"])),
        Score({key: Share(filled, asked) for key, (filled, asked) in shape["score"].items()}),
        dict(_lines(shape["lines"])),
    )


def _lines(rows: Any) -> Iterator[tuple[tuple[str, int], str]]:
    for file, number, text in rows:
        yield (file, number), text


def _finding(row: list[Any]) -> Finding:
    (code, slug, severity, message, place, engagement, section, path, profile, clause, fix,
     accepted, repair) = row  # fmt: skip
    if accepted is not None:
        until, why, by = accepted
        accepted = Accepted(dt.date.fromisoformat(until), why, by)
    if repair is not None:
        safe, edits = repair
        repair = Repair(safe, tuple(Edit(Place(*its), text) for its, text in edits))
    return Finding(
        code, slug, Severity(severity), message, Place(*place),
        engagement, section, path, profile, clause, fix, accepted, repair,
    )  # fmt: skip
