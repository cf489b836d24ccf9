"""Findings of several engagements in one report."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence

from sourcebook.findings import Finding, in_layer
from sourcebook.lint.wording import some_of


def merged(reports: Iterable[Sequence[Finding]]) -> tuple[Finding, ...]:
    """One report of several: a finding at the same place in a layer is told once.

    Its message names the engagements that it was found in; where these are several, it belongs to
    none of them.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for report in reports:
        seen: Counter[tuple[object, ...]] = Counter()
        for finding in report:
            same = (finding.code, finding.place, finding.path)
            seen[same] += 1
            groups.setdefault((*same, seen[same]), []).append(finding)
    return in_order(_together(group) for group in groups.values())


def _together(group: list[Finding]) -> Finding:
    names = list(dict.fromkeys(finding.engagement for finding in group))
    worst = max(group, key=lambda finding: (finding.accepted is None, finding.severity))
    if len(names) == 1 and not (names[0] and in_layer(worst.place)):
        return worst
    if len(names) == 1:
        message = f"{worst.message} (In the engagement {names[0]}.)"
        return dataclasses.replace(worst, message=message)
    message = f"{worst.message} (In the engagements {some_of(sorted(names))}.)"
    return dataclasses.replace(worst, engagement="", message=message)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By ``Finding.order``; at one place, as the rules and the catalogue have it."""
    return tuple(sorted(findings, key=lambda finding: finding.order))
