"""Which sections an engagement must have."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.applicable import asked_for
from sourcebook.analysis.content import is_empty
from sourcebook.analysis.waivers import NEVER_WAIVED, lacking, term_fault
from sourcebook.findings import Severity
from sourcebook.lint.gaps import is_over
from sourcebook.lint.presence import Presence, core_of
from sourcebook.lint.rule import Facts, Hit, Spot, rule
from sourcebook.lint.wording import listed, section_file, section_name
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import Section
from sourcebook.source.loading import MANIFEST


@rule("STR001", "section-missing-or-empty", Severity.ERROR, "waiver.max_days")
def section_missing_or_empty(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every section that the engagement's phase asks for is there and holds something.

    Why: What nobody wrote down, each side imagines differently. A section that is missing is a
    talk that has not taken place.
    Fix: `sourcebook new section NAME` writes a skeleton to fill in. Where the section truly does
    not apply, say so in its file with not_applicable: a reason, the role that approved it, and
    until when.
    Source: practices R1 and R39; the life cycle of ISO 37500.
    """
    presence = Presence(book)
    for key, kind in SECTIONS.items():
        wanted = _wanted(book, kind, facts)
        if wanted is None:
            continue
        severity, because = wanted
        state = book.state(key)
        if state is State.MISSING:
            yield _missing(book, kind, severity, because)
        elif state is State.WAIVED:
            if not _holds(book, presence, key, facts):
                yield _waived_in_vain(book, kind, severity, because)
        elif state is State.PRESENT and is_empty(book, key):
            left = book.is_left_to_layers(key)
            yield (_left_to_layers if left else _empty)(book, kind, severity, because)


def _wanted(book: Playbook, kind: type[Section], facts: Facts) -> tuple[Severity, str] | None:
    """How badly the engagement wants the section, and why; ``None`` if it does not."""
    asked = asked_for(book, kind, facts.asking)
    if asked is None:
        return None
    how_much, because = asked
    return Severity.ERROR if how_much is Need.REQUIRED else Severity.INFO, because


def _missing(book: Playbook, kind: type[Section], severity: Severity, because: str) -> Hit:
    name = section_name(kind.key)
    return Hit(
        At(kind.key),
        f"Section '{name}' is missing ({because}). Add {section_file(kind.key)} - `sourcebook new "
        f"section {name} --engagement {book.slug}` writes a skeleton{_or_waive(kind.key)}.",
        severity=severity,
        needs_all=kind.key != MANIFEST,
    )


def _left_to_layers(book: Playbook, kind: type[Section], severity: Severity, because: str) -> Hit:
    """The engagement has not begun a section, of which layers give a part."""
    name, file = section_name(kind.key), section_file(kind.key)
    return Hit(
        At(kind.key),
        f"Section '{name}' is missing ({because}): layers give a part of it, and the engagement "
        f"nothing. Add {file} - `sourcebook new section {name} --engagement {book.slug}` writes a "
        f"skeleton{_or_waive(kind.key)}.",
        severity=severity,
        spot=Spot(book.manifest),
        needs_all=True,
    )


def _empty(_book: Playbook, kind: type[Section], severity: Severity, because: str) -> Hit:
    core = listed([".".join(path) for path in core_of(kind)], "or")
    return Hit(
        At(kind.key),
        f"Section '{section_name(kind.key)}' is empty ({because}): nothing stands under {core}. "
        f"Fill it{_or_waive(kind.key)}.",
        f"Fill in {core}.",
        severity=severity,
        needs_all=True,
    )


def _waived_in_vain(book: Playbook, kind: type[Section], severity: Severity, because: str) -> Hit:
    name = section_name(kind.key)
    if not is_empty(book, kind.key):
        return Hit(
            At(kind.key),
            f"Section '{name}' is not used ({because}): it is said not to apply, and its waiver "
            "does not count. Remove not_applicable, or mend the waiver.",
            "Remove not_applicable, or mend the waiver.",
            severity=severity,
        )
    return Hit(
        At(kind.key),
        f"Section '{name}' is empty ({because}), and its waiver does not count. "
        "Fill it, or mend the waiver.",
        "Fill the section, or give reason, approved_by and an until that has not passed.",
        severity=severity,
    )


def _or_waive(key: str) -> str:
    if key in NEVER_WAIVED:
        return ""
    return " - or waive it with not_applicable: {reason, approved_by, until}"


def _holds(book: Playbook, presence: Presence, key: str, facts: Facts) -> bool:
    """Whether the section's waiver counts. What cannot be waived has a finding of its own."""
    waiver = book.section(key).not_applicable
    if key in NEVER_WAIVED or waiver is None:
        return True
    until = None if is_over(book) else waiver.until
    ended = until is not None and term_fault(until, facts.as_of, facts.thresholds)
    return not ended and not lacking(book, key, presence)
