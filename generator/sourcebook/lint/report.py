"""What a run of the linter found, as reporters take it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from sourcebook.analysis.shares import Score, Share
from sourcebook.findings import Edit, Finding, Severity
from sourcebook.lean import dataclass
from sourcebook.lint.baseline import Entry

if TYPE_CHECKING:
    from sourcebook.lint.rule import Rule

EXPOSING = ("SEC008", "PRV001")
"""The rules that tell of what no report may repeat."""


@dataclass(frozen=True)
class Report:
    """The findings of some engagements on a day.

    What somebody accepts, and what the baseline knows, stands apart.
    """

    findings: tuple[Finding, ...]
    engagements: tuple[str, ...]
    as_of: dt.date
    accepted: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()  # those of the baseline
    stale: tuple[Entry, ...] = ()  # of the baseline: nothing of the kind is there any more
    rules: tuple[Rule, ...] = ()  # all that there are, for formats that describe them
    scores: Mapping[str, Score] = field(default_factory=dict)  # by engagement
    bar: Severity = Severity.ERROR  # the mildest finding that fails the run
    lines: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Lines of source that are known, without what must stay hidden."""
    waits: Mapping[str, str] = field(default_factory=dict)
    """What is to be mended, by engagement, before it is told what it lacks."""
    untold: Mapping[str, str] = field(default_factory=dict)
    """As ``waits``, where it is told all the same, since the findings do not tell what to mend."""
    saved: bool = True  # whether it is of files: a text that is piped in is not mended
    base: str = ""  # the project's folder within its repository, with a slash at its end

    @property
    def filled(self) -> Share | None:
        """The score of all engagements together; ``None`` where none was counted."""
        shares = [score.whole for score in self.scores.values()]
        return _sum(shares) if shares else None

    def filled_in(self, section: str) -> Share | None:
        """The score of a section in all engagements that are asked for it."""
        shares = [
            score.sections[section] for score in self.scores.values() if section in score.sections
        ]
        return _sum(shares) if shares else None

    def in_repository(self, file: str) -> str:
        """A file's path from the root of the repository, as code hosts and CI want it."""
        return self.base + file

    def count(self, severity: Severity) -> int:
        """How many findings are that severe."""
        return sum(finding.severity is severity for finding in self.findings)

    def fails(self, bar: Severity) -> bool:
        """Whether a finding reaches the bar."""
        return any(finding.severity >= bar for finding in self.findings)

    @property
    def by_section(self) -> Mapping[str, Mapping[Severity, int]]:
        """For each section with findings, how many of each severity; ``""`` for those of none."""
        counts: dict[str, dict[Severity, int]] = {}
        for finding in self.findings:
            row = counts.setdefault(finding.section, dict.fromkeys(Severity, 0))
            row[finding.severity] += 1
        return counts


def _sum(shares: Sequence[Share]) -> Share:
    return Share(sum(its.filled for its in shares), sum(its.asked for its in shares))


def discreet(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, but no repair whose edits touch lines that hold what no report may repeat."""
    hidden = {
        (finding.place.file, line)
        for finding in findings
        if finding.code in EXPOSING
        for line in range(finding.place.line, finding.place.end_line + 1)
    }

    def repeats(edit: Edit) -> bool:
        place = edit.place
        lines = range(place.line, place.end_line + 1)
        return any((place.file, line) in hidden for line in lines)

    return [
        replace(finding, repair=None)
        if finding.repair and any(map(repeats, finding.repair.edits))
        else finding
        for finding in findings
    ]


def reported(findings: Iterable[Finding], engagements: tuple[str, ...], as_of: dt.date) -> Report:
    """The report of findings, those that are accepted and those that stand."""
    found = tuple(findings)
    return Report(
        tuple(finding for finding in found if finding.accepted is None),
        engagements,
        as_of,
        tuple(finding for finding in found if finding.accepted is not None),
    )
