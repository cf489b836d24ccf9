"""A legacy of findings: what was there when a project began to lint is told no more.

An entry is a rule, a file and a key path with ids, never a line; so many findings as it counts are
known, and one more of the kind stands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.lean import dataclass
from sourcebook.lint.codes import NEVER_ACCEPTED, UNREAD
from sourcebook.nearest import nearest
from sourcebook.source.project import Project

FILE = "site_config/lint-baseline.json"
VERSION = 1

InScope = Callable[["Entry"], bool]
"""Whether a run would have found what an entry speaks of."""


@dataclass(frozen=True, order=True)
class Entry:
    """What findings of a kind have in common."""

    file: str
    code: str
    section: str = ""
    path: str = ""
    clause: str = ""  # the profile and its clause


def entry_of(finding: Finding) -> Entry:
    """The entry that a finding belongs to."""
    clause = " ".join(part for part in (finding.profile, finding.clause) if part)
    return Entry(finding.place.file, finding.code, finding.section, finding.path, clause)


def told_by(findings: Iterable[Finding]) -> frozenset[Entry]:
    """The entries of those of the findings that nobody accepts."""
    return frozenset(entry_of(finding) for finding in findings if finding.accepted is None)


@dataclass(frozen=True)
class Split:
    """Findings, by whether a baseline knows them; and the entries that nothing belongs to now."""

    standing: tuple[Finding, ...]
    known: tuple[Finding, ...]
    stale: tuple[Entry, ...]


@dataclass(frozen=True)
class Baseline:
    """How many findings of each entry are known."""

    counts: Mapping[Entry, int]

    def split(self, findings: Iterable[Finding], in_scope: InScope) -> Split:
        """Part the findings; of those that are alike the first ones are the known ones."""
        left = Counter(self.counts)
        standing, known = list[Finding](), list[Finding]()
        for finding in findings:
            entry = entry_of(finding)
            legacy = left[entry] > 0 and finding.accepted is None
            if legacy:
                left[entry] -= 1
            (known if legacy and _may_be_known(finding) else standing).append(finding)
        stale = (entry for entry, count in left.items() if count > 0 and in_scope(entry))
        return Split(tuple(standing), tuple(known), tuple(sorted(stale)))

    def updated(self, findings: Iterable[Finding], in_scope: InScope) -> Baseline:
        """The baseline after a run: what it looked at as it is now, all else as it was."""
        kept = {entry: count for entry, count in self.counts.items() if not in_scope(entry)}
        found = Counter(entry_of(finding) for finding in findings if _may_be_known(finding))
        return Baseline({**kept, **found})

    @property
    def text(self) -> str:
        """The file: one entry a line, sorted, so that versions of it merge."""
        rows = ",\n".join(
            "  " + json.dumps(_shape(entry, self.counts[entry]), ensure_ascii=False)
            for entry in sorted(self.counts)
        )
        inside = f"\n{rows}\n " if rows else ""
        return f'{{"version": {VERSION},\n "findings": [{inside}]}}\n'


NOTHING = Baseline({})


def _may_be_known(finding: Finding) -> bool:
    """Secrets, bad exceptions and files in which nothing can be looked for are nobody's legacy;
    what is accepted needs no baseline."""
    return finding.code not in (*NEVER_ACCEPTED, UNREAD) and finding.accepted is None


def _shape(entry: Entry, count: int) -> dict[str, Any]:
    shape: dict[str, Any] = {key: value for key, value in asdict(entry).items() if value}
    return {**shape, "count": count} if count != 1 else shape


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises UsageError if it cannot be read as one."""
    try:
        shape = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UsageError(f"CFG001 {path} is no JSON: {error}. {_ANEW}") from None
    if not isinstance(shape, dict) or shape.get("version") != VERSION:
        raise UsageError(f"CFG001 {path} is no baseline of version {VERSION}. {_ANEW}")
    rows = shape.get("findings")
    if not isinstance(rows, list):
        raise UsageError(f"CFG001 {path} has no list of findings. {_ANEW}")
    counts: Counter[Entry] = Counter()
    for number, row in enumerate(rows, 1):
        entry, count = _entry(row, f"CFG001 {path}, entry {number}")
        counts[entry] += count
    return Baseline(counts)


def project_baseline(project: Project) -> Baseline:
    """The project's own baseline; nothing where it has none."""
    path = project.root / FILE
    return read_baseline(path) if path.is_file() else NOTHING


_ANEW = "Write it anew with `sourcebook lint --write-baseline`."
_KEYS = (*Entry.__dataclass_fields__, "count")


def _entry(row: Any, where: str) -> tuple[Entry, int]:
    if not isinstance(row, dict):
        raise UsageError(f"{where}: it is no object. {_ANEW}")
    for key in row:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            hint = f"Did you mean '{near}'?" if near else f"Known: {', '.join(_KEYS)}."
            raise UsageError(f"{where}: unknown key '{key}'. {hint}")
    count = row.get("count", 1)
    texts = {key: value for key, value in row.items() if key != "count"}
    if (
        not isinstance(count, int)
        or count < 1
        or not all(isinstance(value, str) for value in texts.values())
    ):
        raise UsageError(f"{where}: its values are texts, and count a number from 1. {_ANEW}")
    if not {"file", "code"} <= texts.keys():
        raise UsageError(f"{where}: it lacks file or code. {_ANEW}")
    return Entry(**texts), count
