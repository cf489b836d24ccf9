"""What was found in one engagement, and how it is written down, as JSON, to be read again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from sourcebook.analysis.shares import Score, Share
from sourcebook.findings import Accepted, Edit, Finding, Place, Repair, Severity
from sourcebook.lean import dataclass
from sourcebook.lint.baseline import Entry

Lines = Mapping[tuple[str, int], str]
"""Lines of source by file and number, without what no report may repeat."""


@dataclass(frozen=True)
class Cause:
    """What is to be mended before it is told what an engagement lacks (``lint.waiting``)."""

    reason: str
    entry: Entry  # what a baseline would know its finding by


def first_told(causes: Iterable[Cause], told: Collection[Entry]) -> str:
    """The reason of the first cause that is among what a run tells; empty where none is."""
    return next((cause.reason for cause in causes if cause.entry in told), "")


@dataclass(frozen=True)
class Linted:
    """What was found in one engagement.

    ``findings`` are those of a run that tells one of the causes that others wait for; ``whole`` are
    all there are, where any wait.
    """

    findings: tuple[Finding, ...]
    score: Score
    lines: Lines = field(default_factory=dict)  # those that the findings stand on
    causes: tuple[Cause, ...] = ()
    whole: tuple[Finding, ...] = ()
    member: str = ""  # what a portfolio has to know of it, as ``analysis.plain`` writes it

    @property
    def all(self) -> tuple[Finding, ...]:
        """What was found, also what waits."""
        return self.whole if self.causes else self.findings


_PART = b"\f"  # JSON has none


def encoded(linted: Linted) -> bytes:
    """All of it on one line."""
    whole = json.dumps(_shape(linted), ensure_ascii=False, separators=(",", ":")).encode()
    return whole + _PART + linted.member.encode()


def decoded(line: bytes) -> Linted | None:
    """What such a line says; ``None`` where it says nothing of the kind."""
    try:
        whole, _, member = line.partition(_PART)
        return replace(_linted(json.loads(whole)), member=member.decode())
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _shape(linted: Linted) -> dict[str, Any]:
    return {
        "findings": [_finding_shape(finding) for finding in linted.findings],
        "score": {key: [its.filled, its.asked] for key, its in linted.score.sections.items()},
        "lines": [[file, number, text] for (file, number), text in linted.lines.items()],
        "causes": [[its.reason, _entry_shape(its.entry)] for its in linted.causes],
        "whole": [_finding_shape(finding) for finding in linted.whole],
    }


def _finding_shape(its: Finding) -> list[Any]:
    return [
        its.code, its.slug, int(its.severity), its.message, _place_shape(its.place),
        its.engagement, its.section, its.path, its.profile, its.clause, its.fix,
        its.accepted and [its.accepted.until.isoformat(), its.accepted.why, its.accepted.by],
        its.repair
        and [its.repair.safe, [[_place_shape(e.place), e.text] for e in its.repair.edits]],
    ]  # fmt: skip


def _entry_shape(its: Entry) -> list[str]:
    return [its.file, its.code, its.section, its.path, its.clause]


def _place_shape(its: Place) -> list[Any]:
    return [its.file, its.line, its.column, its.end_line, its.end_column]


def _linted(shape: Any) -> Linted:
    return Linted(
        tuple(map(_finding, shape["findings"])),
        Score({key: Share(filled, asked) for key, (filled, asked) in shape["score"].items()}),
        dict(_lines(shape["lines"])),
        tuple(Cause(reason, Entry(*entry)) for reason, entry in shape["causes"]),
        tuple(map(_finding, shape["whole"])),
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
