"""Findings that only a whole portfolio has: of what is known of each engagement, and no more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from sourcebook.analysis.members import Member
from sourcebook.analysis.plain import made
from sourcebook.analysis.portfolio import Portfolio
from sourcebook.findings import Finding, Severity
from sourcebook.lint.merging import in_order
from sourcebook.lint.rule import Common, Rule
from sourcebook.source.folders import SLUG
from sourcebook.source.project import Project

if TYPE_CHECKING:
    from sourcebook.lint.configuration import Configuration
    from sourcebook.model.playbook import Playbook

_COMMENT = re.compile(r"#\s*sourcebook:\s*ignore\[[^\]]*PRT")


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


def accepted_across(
    findings: Sequence[Finding],
    project: Project,
    as_of: dt.date,
    asked: Callable[[], Configuration],
) -> tuple[Finding, ...]:
    """The findings, each with who accepts it: by a comment in the file where it stands.

    Only engagements whose file holds such a comment are read.
    """
    from sourcebook.lint.exceptions import accepted_in  # and with it the model: seldom needed
    from sourcebook.lint.rule import Facts
    from sourcebook.model.loading import load_playbook

    told = []
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        each, slug = list(group), PurePath(file).parent.name
        if SLUG.fullmatch(slug) and _COMMENT.search(_text(project, file)):
            facts = Facts(as_of, asked().common.thresholds)
            each = accepted_in(load_playbook(project, slug).playbook, each, facts)
        told += each
    return tuple(told)


def comments_across(book: Playbook) -> str:
    """The comments of an engagement that accept something of all engagements together."""
    sections = book.source.sections.values()
    texts = {its.file: its.text for section in sections for its in section.documents}
    told = (text for text in texts.values() if _COMMENT.search(text))
    lines = (line.strip() for text in told for line in text.split("\n"))
    return "\n".join(line for line in lines if _COMMENT.search(line))


def _text(project: Project, file: str) -> str:
    try:
        return (project.root / file).read_text("utf-8", errors="replace")
    except OSError:
        return ""


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
