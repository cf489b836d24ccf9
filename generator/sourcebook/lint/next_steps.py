"""What to do next, for a person who has an hour: findings of one kind together, in an order."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.analysis.applicable import ESSENTIAL
from sourcebook.findings import Finding, Severity
from sourcebook.lint.report import Report

MOST = 5

FIRST = ("goals", "communication", "roles", "security")
"""The sections without which an engagement fails soonest; none of them can be waived."""

ORDER = (
    "secrets and personal data first; then errors before warnings before infos; then goals, "
    "communication, roles and security, the other sections of even the shortest playbook, and the "
    "rest; then what takes the least work: few places, and no section to write anew"
)
"""The order in words."""

_EXPOSED = ("SEC008", "PRV")
_WHOLE_SECTION = "STR001"
_PLACES_OF_A_SECTION = 20  # about what a section to write takes, in places to mend


@dataclass(frozen=True)
class Step:
    """Findings of one rule in one section: they are mended together."""

    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """That of the worst of them."""
        return max(finding.severity for finding in self.findings)

    @property
    def order(self) -> tuple[object, ...]:
        """The sorting key; see ``ORDER``."""
        one = self.findings[0]
        exposed = one.code.startswith(_EXPOSED)
        rank = 0 if one.section in FIRST else 1 if one.section in ESSENTIAL else 2
        size = _PLACES_OF_A_SECTION if one.code == _WHOLE_SECTION else 1
        effort = size * len(self.findings)
        return (not exposed, -self.severity, rank, effort, one.code, one.engagement, one.section)


def next_steps(report: Report, most: int = MOST) -> tuple[Step, ...]:
    """The first steps, the most important first."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in report.findings:
        key = (finding.engagement, finding.section, finding.code)
        groups.setdefault(key, []).append(finding)
    steps = [Step(tuple(sorted(group, key=lambda its: its.order))) for group in groups.values()]
    return tuple(sorted(steps, key=lambda step: step.order)[:most])
