"""What to do next, for a person who has an hour: findings of one kind together, in an order."""

from __future__ import annotations

from sourcebook.analysis.applicable import ESSENTIAL
from sourcebook.findings import Finding, Severity
from sourcebook.lean import dataclass
from sourcebook.lint.report import Report

MOST = 5

FIRST = ("goals", "communication", "roles", "security")
"""The sections without which an engagement fails soonest; none of them can be waived."""

ORDER = (
    "secrets and personal data first; then errors before warnings before infos; then files that "
    "cannot be read and layers that are not found, which hide what else there is; then what is "
    "still blank in engagement and roles, which all else points at; then goals, communication, "
    "roles and security, the other sections of even the shortest playbook, and the rest; in each "
    "what is blank, then what takes the least work: few places, and no section to write anew"
)
"""The order in words."""

_EXPOSED = ("SEC008", "PRV")
_HIDING = ("STR000", "REF003")
_WHOLE_SECTION = "STR001"
_BLANK = ("STR002", "TXT001")  # nobody has written anything there yet
_POINTED_AT = ("engagement", "roles")
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
        blank = one.code in _BLANK
        rank = 1 if one.section in FIRST else 2 if one.section in ESSENTIAL else 3
        if blank and one.section in _POINTED_AT:
            rank = _POINTED_AT.index(one.section) - len(_POINTED_AT)
        if one.code in _HIDING:
            rank = -len(_POINTED_AT) - 1
        size = _PLACES_OF_A_SECTION if one.code == _WHOLE_SECTION else 1
        effort = size * len(self.findings)
        return (not exposed, -self.severity, rank, not blank, effort, one.code, one.engagement,
                one.section)  # fmt: skip


def next_steps(report: Report, most: int = MOST) -> tuple[Step, ...]:
    """The first steps, the most important first."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in report.findings:
        key = (finding.engagement, finding.section, finding.code)
        groups.setdefault(key, []).append(finding)
    steps = [Step(tuple(sorted(group, key=lambda its: its.order))) for group in groups.values()]
    return tuple(sorted(steps, key=lambda step: step.order)[:most])
