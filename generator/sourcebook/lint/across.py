"""Findings that only a whole portfolio has: of what is known of each engagement, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sourcebook.analysis.members import Member
from sourcebook.analysis.plain import made
from sourcebook.analysis.portfolio import Portfolio
from sourcebook.findings import Finding, Severity
from sourcebook.lint.merging import in_order
from sourcebook.lint.rule import Common, Rule

if TYPE_CHECKING:
    from sourcebook.lint.configuration import Configuration


def findings_across(
    members: Iterable[Member], as_of: dt.date, configuration: Configuration
) -> tuple[Finding, ...]:
    """What the rules that look at all engagements together find, as the project wants it told."""
    portfolio, common = Portfolio(tuple(members), as_of), configuration.common
    return in_order(
        _finding(rule, its, common.severities.get(rule.code) or rule.severity)
        for rule in configuration.rules
        if rule.across is not None and common.severities.get(rule.code, rule.severity) is not None
        for its in rule.across(portfolio, common.thresholds)
    )


def known_members(texts: Iterable[str]) -> list[Member]:
    """The engagements that such texts tell of. Raises ValueError for another text."""
    return [made(Member, text) for text in texts if text]


def _finding(rule: Rule, its: Common, severity: Severity) -> Finding:
    """It belongs to no engagement, and stands in the first that it is about."""
    at = its.at
    return Finding(
        rule.code,
        rule.slug,
        severity,
        its.message,
        at.place,
        section=at.section,
        path=at.path,
        fix=its.fix,
    )
