"""A draft is told its errors as warnings, but for those that harm while it is one."""

from __future__ import annotations

import dataclasses

from sourcebook.findings import Finding, Severity
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

_HARD = frozenset({"SEC008", "STR000", "STR004", "STR005", "CFG001"})
_HARD_GROUPS = ("PRV", "REF")


def is_draft(book: Playbook) -> bool:
    """Whether the engagement itself, not a layer of it, calls itself a draft."""
    return book.engagement.status == "draft" and book.origin(At("engagement", ("status",))) is None


def is_softened(code: str) -> bool:
    """Whether a rule's errors are warnings in a draft."""
    return code not in _HARD and not code.startswith(_HARD_GROUPS)


def softened(finding: Finding) -> Finding:
    """A finding as a draft is told it."""
    if not is_softened(finding.code) or finding.severity is not Severity.ERROR:
        return finding
    return dataclasses.replace(finding, severity=Severity.WARNING)
