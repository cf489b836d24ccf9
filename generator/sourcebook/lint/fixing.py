"""Mending a project: rounds of repairs, until one finds nothing more that it may mend."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path

from sourcebook.errors import SourceError, UsageError
from sourcebook.findings import Edit, Finding
from sourcebook.lean import dataclass
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.edits import compatible, edited, rewritten
from sourcebook.lint.run import Request, lint_project
from sourcebook.source.document import Document
from sourcebook.source.project import PLAYBOOKS, Project
from sourcebook.source.text import decode

_ROUNDS = 20
"""More than a chain of repairs takes: a section, its fields, their fields …"""

Skeleton = Callable[[Project, Finding], tuple[Path, str] | None]
"""The file that a finding of a missing section asks for, and its text."""


@dataclass
class Mended:
    """What was mended: how many findings, and the files by name, as they were before."""

    count: int = 0
    left: bool = False  # whether anything is found still
    before: dict[str, bytes | None] = field(default_factory=dict)  # None: there was none

    def keep(self, file: str, raw: bytes | None) -> None:
        """Remember what a file was before all."""
        self.before.setdefault(file, raw)


@dataclass(frozen=True)
class Fixer:
    """Mends what a request finds in a project."""

    project: Project
    configuration: Configuration
    as_of: dt.date
    request: Request
    unsafe: bool = False
    skeleton: Skeleton = lambda _project, _finding: None

    def mend(self) -> Mended:
        """Mend all that may be mended. Raises UsageError if a file cannot be written."""
        mended = Mended()
        for _ in range(_ROUNDS):
            request = replace(self.request, repairs=True, waiting=True)
            report = lint_project(self.project, self.configuration, self.as_of, request)
            count = self._edit(report.findings, mended)
            if self.unsafe:
                count += self._write_sections(report.findings, mended)
            mended.left = bool(report.findings)
            if not count:
                break
            mended.count += count
        return mended

    def _edit(self, findings: Sequence[Finding], mended: Mended) -> int:
        repairs = [f.repair for f in findings if f.repair and (f.repair.safe or self.unsafe)]
        groups = [repair.edits for repair in sorted(repairs, key=lambda its: not its.safe)]
        raws = self._read({edit.place.file for group in groups for edit in group})
        texts = {file: decode(raw) for file, raw in raws.items()}
        kept, news = _agreed(texts, groups)
        for file, text in news.items():
            mended.keep(file, raws[file])
            _write(self.project.root / file, rewritten(raws[file], text))
        return len(kept)

    def _read(self, files: set[str]) -> dict[str, bytes]:
        return {file: (self.project.root / file).read_bytes() for file in sorted(files)}

    def _write_sections(self, findings: Sequence[Finding], mended: Mended) -> int:
        made = 0
        for finding in findings:
            if finding.code == "STR001" and (new := self.skeleton(self.project, finding)):
                path, text = new
                mended.keep(path.relative_to(self.project.root).as_posix(), None)
                _write(path, text.encode())
                made += 1
        return made


def _agreed(
    texts: Mapping[str, str], groups: Sequence[Sequence[Edit]]
) -> tuple[list[Sequence[Edit]], dict[str, str]]:
    """The groups of edits that go together, and the texts after them; each can be read again."""
    kept = compatible(texts, groups)
    while True:
        news = {
            file: edited(text, edits)
            for file, text in texts.items()
            if (edits := [e for group in kept for e in group if e.place.file == file])
        }
        broken = {file for file, text in news.items() if not _readable(file, text)}
        if not broken:
            return kept, news
        kept = [g for g in kept if not any(edit.place.file in broken for edit in g)]


def _readable(file: str, text: str) -> bool:
    try:
        Document(file, text)
    except SourceError:
        return False
    return True


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None


@contextmanager
def apart(project: Project) -> Iterator[Project]:
    """The project with a copy of its playbooks, to try what mending does."""
    with tempfile.TemporaryDirectory(prefix="sourcebook-") as name:
        root = Path(name).resolve()
        shutil.copytree(project.playbooks, root / PLAYBOOKS, symlinks=True)
        yield replace(project, root=root, playbooks=root / PLAYBOOKS)
