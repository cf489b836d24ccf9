"""When a conditional field is required, for rules; the question itself is one of analysis."""

from __future__ import annotations

from sourcebook.analysis import conditions
from sourcebook.analysis.conditions import CONDITIONS, Within, financial, personal_data
from sourcebook.lint.rule import Facts
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec

__all__ = ["CONDITIONS", "Within", "financial", "holds", "personal_data"]


def holds(spec: FieldSpec, book: Playbook, facts: Facts, within: Within) -> bool:
    """Whether the condition of a conditional field holds where ``within`` leads to."""
    return conditions.holds(spec, book, facts.thresholds, within)
