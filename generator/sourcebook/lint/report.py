"""What a run of the linter found, as reporters take it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sourcebook.findings import Finding, Severity


@dataclass(frozen=True)
class Report:
    """The findings of some engagements on a day. What somebody accepts stands apart."""

    findings: tuple[Finding, ...]
    engagements: tuple[str, ...]
    as_of: dt.date
    accepted: tuple[Finding, ...] = ()

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


def reported(
    findings: Iterable[Finding], engagements: tuple[str, ...], as_of: dt.date
) -> Report:
    """The report of findings, those that are accepted and those that stand."""
    found = tuple(findings)
    return Report(
        tuple(finding for finding in found if finding.accepted is None),
        engagements,
        as_of,
        tuple(finding for finding in found if finding.accepted is not None),
    )
