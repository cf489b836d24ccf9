"""Sections that say of themselves that they do not apply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcebook.analysis.waivers import NEVER_WAIVED, lacking, term_fault
from sourcebook.findings import Severity
from sourcebook.lint.gaps import is_over
from sourcebook.lint.presence import Presence, blank, core_of
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, section_file, section_name
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Section, fields_of


@rule("STR006", "waiver-invalid", Severity.ERROR, "waiver.max_days")
def waiver_invalid(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Whatever is waived or accepted has a reason and an end in sight, and was not waived in vain.

    Why: An exception that nobody has to renew becomes the rule. With a reason, a name and a last
    day, somebody looks at it again, and an auditor sees who decided what.
    Fix: Give not_applicable a reason, approved_by and an until no more than waiver.max_days (180)
    ahead; give an ignore comment a date and, after two hyphens, a reason. Remove what has ended and
    what accepts nothing: `sourcebook lint --fix` does it for comments. A section that is waived
    and holds something all the same (a warning) keeps one of the two.
    Source: exceptions with owner and expiry, as SOC 2 CC9.2 expects of vendor risk (audit trail).
    """
    presence = Presence(book)
    most = int(facts.thresholds["waiver.max_days"])
    needs = f"Waivers need reason, approved_by and an until no more than {most} days ahead."
    for section in book.sections():
        key, waiver = section.key, section.not_applicable
        if waiver is None or key in NEVER_WAIVED or book.state(key) is not State.WAIVED:
            continue
        at = At(key) / "not_applicable"
        if names := listed(lacking(book, key, presence)):
            message = f"The waiver of '{section_name(key)}' lacks {names}. {needs}"
            yield Hit(at, message, f"Add {names}, or fill the section.", key=True)
        elif content := _content(book, section):
            yield _waived_and_filled(book, key, content)
        until = None if is_over(book) else waiver.until
        if until and (fault := term_fault(until, facts.as_of, facts.thresholds)):
            yield Hit(
                at / "until",
                f"The waiver of '{section_name(key)}' {fault}. {needs}",
                "Approve the waiver anew with another date, or fill the section.",
            )


def _content(book: Playbook, section: Section) -> list[str]:
    """The fields that the engagement itself fills in a section; what layers give is no matter."""
    given = (
        (name, getattr(section, spec.attribute))
        for name, spec in fields_of(type(section)).items()
        if name not in ("meta", "not_applicable")
    )
    at = At(section.key)
    return [name for name, its in given if not blank(its) and book.origin(at / name) is None]


def _waived_and_filled(book: Playbook, key: str, content: Sequence[str]) -> Hit:
    name, at = section_name(key), At(key) / "not_applicable"
    if layer := book.origin(at):
        return Hit(
            At(key) / content[0],
            f"Layer '{layer}' says that section '{name}' does not apply, and {section_file(key)} "
            f"holds {listed(content)} all the same: no rule looks at that. If the section applies, "
            "write 'not_applicable:' with nothing behind it there; delete the rest if it does not.",
            f"Add 'not_applicable:' with nothing behind it, or delete {listed(content)}.",
            key=True,
            severity=Severity.WARNING,
        )
    return Hit(
        at,
        f"Section '{name}' is said not to apply, and holds {listed(content)} all the same: no rule "
        "looks at that. Remove not_applicable if the section applies; delete the rest if it does "
        "not.",
        f"Remove not_applicable, or delete {listed(content)}.",
        key=True,
        severity=Severity.WARNING,
    )


@rule("STR007", "core-section-waived", Severity.ERROR)
def core_section_waived(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Goals, communication, roles and security are never waived.

    Why: Most partnerships that fail do so for want of clear goals and of talk, not of technology.
    Without goals, roles, communication and security there is nothing that the others could rest on.
    Fix: Remove not_applicable and fill in the few fields that the message names.
    Source: unclear objectives and poor communication are the commonest causes of failed
    outsourcing (practice R39).
    """
    for section in book.sections():
        if section.key in NEVER_WAIVED and book.state(section.key) is State.WAIVED:
            core = listed([".".join(path) for path in core_of(type(section))])
            yield Hit(
                At(section.key) / "not_applicable",
                f"'{section.key}' cannot be waived: neglecting communication and goals is the "
                f"easiest way to fail. Fill the minimum: {core}.",
                f"Remove not_applicable and fill in {core}.",
                key=True,
            )


RULES: tuple[Rule, ...] = (waiver_invalid, core_section_waived)
