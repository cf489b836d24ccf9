"""From rules to findings: places, severities, and one finding for one cause."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from sourcebook.analysis.personal_data import personal_data_in
from sourcebook.analysis.secrets import masked, secrets_in
from sourcebook.findings import Finding, Severity
from sourcebook.lint.codes import UNKNOWN, UNREAD
from sourcebook.lint.drafts import is_draft, softened
from sourcebook.lint.exceptions import Known, accepted_in, excepted
from sourcebook.lint.merging import in_order
from sourcebook.lint.registry import RULES
from sourcebook.lint.rule import Between, Facts, Hit, Rule
from sourcebook.lint.waiting import is_premature, takes_from_layer, waits_for
from sourcebook.model.paths import At
from sourcebook.model.playbook import Loaded, Playbook

SPEAKS_ALONE = ("TXT001", "REF001")
"""Beside what reading refused (STR003-STR005), the rules that silence others at their key paths.

The first silences the second too: a ``TODO`` is no misspelt id.
"""

GIVES_WAY = "STR002"
"""The rule that is silent where another one speaks at the same key path."""

GIVES_WAY_TO = {"TXT002": "GOL002", "TXT003": "GOL002"}
"""Rules that are silent where that other one speaks at the same key path, and says it as well."""

UNMEANT = frozenset(
    {"STR003", "STR004", "STR005", "REF001", "RAC001", "TXT001", "SEC008", "PRV001"}
)
"""The rules that tell of what nobody can have meant, so that it will be written otherwise."""

OUTDATED = ("STR009", "meta.agreements")
"""What is told of a section once nothing of that kind stands in it, that it is to be agreed anew:
the rule, and the place that it is told at."""

HIDDEN = "[hidden]"
"""Stands in a report for what no report may repeat."""


Severities = Mapping[str, Severity | None]
"""What a project makes of rules, by code: their severity, ``None`` to turn them off."""

_AS_THEY_ARE: Severities = MappingProxyType({})


def lint(
    loaded: Loaded,
    facts: Facts,
    rules: Sequence[Rule] = RULES,
    severities: Severities = _AS_THEY_ARE,
    *,
    waiting: bool = True,
) -> tuple[Finding, ...]:
    """All findings of one engagement, those of loading included, in the order of a report.

    Those that wait for another to be mended are left out, unless nothing is to wait.
    """
    off = {code for code, severity in severities.items() if severity is None}
    book = _unspoken(loaded.playbook) if UNKNOWN in off else loaded.playbook
    asked = [rule for rule in rules if rule.code not in off]
    hits = [(rule, hit) for rule in asked for hit in _hits(rule, book, facts)]
    on_loading: Iterable[Finding] = loaded.findings
    waits = waiting and bool(waits_for(loaded, facts, severities))
    if waits:
        hits = [(rule, hit) for rule, hit in hits if not is_premature(book, hit)]
        on_loading = [finding for finding in on_loading if not takes_from_layer(finding)]
    found = [
        *on_loading,
        *(_finding(book, rule, hit) for rule, hit in _undisputed(book, hits)),
    ]
    found = excepted(loaded, found, facts, lambda: _known(rules, off, waiting=waits))
    if severities:
        found = [_weighed(finding, severities) for finding in found if finding.code not in off]
    unmeant = {its.section for its in found if its.code in UNMEANT and its.accepted is None}
    found = [its for its in found if its.section not in unmeant or (its.code, its.path) != OUTDATED]
    if private := {text for _, hit in hits if hit.spot for text in hit.spot.conceal}:
        found = [_discreet(finding, private) for finding in found]
    found = [_unread(finding) if finding.code == UNREAD else finding for finding in found]
    if is_draft(book):
        found = [softened(finding) for finding in found]
    return in_order(found)


def lint_between(
    before: Loaded,
    after: Loaded,
    facts: Facts,
    finders: Iterable[tuple[Rule, Between]],
    severities: Severities = _AS_THEY_ARE,
) -> tuple[Finding, ...]:
    """What rules find in the change from one state of an engagement to a later one."""
    book = after.playbook
    found = [
        _finding(book, rule, hit)
        for rule, find in finders
        if severities.get(rule.code, rule.severity) is not None
        for hit in find(before.playbook, book, facts)
    ]
    found = [_weighed(_unread(its), severities) for its in accepted_in(book, found, facts)]
    return in_order(softened(finding) if is_draft(book) else finding for finding in found)


def _unspoken(book: Playbook) -> Playbook:
    """The playbook where nobody speaks of misspelt keys: what they were to be is missing then."""
    notes = dataclasses.replace(book.notes, meant=frozenset())
    return dataclasses.replace(book, notes=notes)


def _known(rules: Sequence[Rule], off: set[str], *, waiting: bool) -> Known:
    codes = {rule.code for rule in rules}
    ran = {rule.code for rule in rules if rule.across is None and not rule.between}
    by_slug = {rule.slug: rule.code for rule in (*RULES, *rules)}
    looked = frozenset[str]() if waiting else ran - off
    return Known(codes | {rule.code for rule in RULES}, looked, by_slug)


def _weighed(finding: Finding, severities: Severities) -> Finding:
    severity = severities.get(finding.code)
    return finding if severity is None else dataclasses.replace(finding, severity=severity)


def _hits(rule: Rule, book: Playbook, facts: Facts) -> Iterable[Hit]:
    return rule.check(book, facts) if rule.check else ()


def _undisputed(book: Playbook, hits: list[tuple[Rule, Hit]]) -> Iterator[tuple[Rule, Hit]]:
    """The hits that are left when one cause makes one finding."""
    alone = {*book.notes.spoken}
    alone |= {_in_source(book, second.at / "id") for _, second in book.index.twins}
    spoken = {(rule.code, at) for rule, hit in hits for at in (hit.at, *hit.others)}
    others = {at for code, at in spoken if code != GIVES_WAY}
    placeholders, unresolved = (
        {_in_source(book, at) for code, at in spoken if code == name} for name in SPEAKS_ALONE
    )
    silencing = {SPEAKS_ALONE[0]: set[At](), SPEAKS_ALONE[1]: placeholders}
    alone |= placeholders | unresolved
    for rule, hit in hits:
        if rule.code == GIVES_WAY and hit.at in others:
            continue
        if (GIVES_WAY_TO.get(rule.code), hit.at) in spoken:
            continue
        if not _within(_in_source(book, hit.at), silencing.get(rule.code, alone)):
            yield rule, hit


def _in_source(book: Playbook, at: At) -> At:
    return At(at.section, book.in_source(at))


def _within(at: At, places: set[At]) -> bool:
    """Whether one of the places is this one or around it."""
    return any(At(at.section, at.keys[:depth]) in places for depth in range(1, len(at.keys) + 1))


def _finding(book: Playbook, rule: Rule, hit: Hit) -> Finding:
    if hit.spot is not None:
        return Finding(
            rule.code,
            rule.slug,
            hit.severity or rule.severity,
            hit.message,
            hit.spot.place,
            book.slug,
            hit.at.section,
            hit.spot.path,
            fix=hit.fix,
        )
    return Finding(
        rule.code,
        rule.slug,
        hit.severity or rule.severity,
        hit.message,
        book.locate(hit.at, key=hit.key),
        book.slug,
        hit.at.section,
        book.spelled(hit.at),
        hit.profile,
        hit.clause,
        hit.fix,
    )


def _discreet(finding: Finding, private: Iterable[str]) -> Finding:
    """A finding without what no report may repeat, such as a password that is no known role."""

    def hidden(text: str) -> str:
        for secret in sorted(private, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return text

    accepted = finding.accepted
    return dataclasses.replace(
        finding,
        message=hidden(finding.message),
        path=hidden(finding.path),
        fix=hidden(finding.fix) if finding.fix else finding.fix,
        accepted=accepted and dataclasses.replace(accepted, why=hidden(accepted.why)),
    )


def _unread(finding: Finding) -> Finding:
    """A finding that quotes what no rule looked into, without what a rule would have hidden."""
    message = finding.message
    for hidden in (secrets_in(message), personal_data_in(message)):
        message = masked(message, hidden)
    return dataclasses.replace(finding, message=message)
