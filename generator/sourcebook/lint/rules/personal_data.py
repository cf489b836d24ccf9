"""People appear as roles, not as themselves."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.personal_data import personal_data_in
from sourcebook.analysis.secrets import secrets_in
from sourcebook.analysis.written import Writing, writings
from sourcebook.findings import Severity
from sourcebook.lint.rule import Facts, Hit, Rule, Spot, rule
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook


@rule("PRV001", "personal-data-in-yaml", Severity.ERROR)
def personal_data_in_yaml(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No file of the playbook says who a person is, where one lives, or how one is.

    Why: A playbook is read by two companies and kept for years. Private addresses, telephone
    numbers and reasons of absence have no place in it: a role and a pointer to the staff directory
    serve as well, and stay true when people change.
    Fix: Write the role, and put a contact_ref or holder_ref that points to the staff directory or
    the on-call tool in place of the data. Name the domains of your work addresses as work_domains
    in site_config/lint.yml.
    Source: data minimisation, GDPR Art. 5(1)(c).
    """
    for writing in writings(book):
        found = personal_data_in(writing.text, facts.work_domains)
        secret = secrets_in(writing.text) if found else ()
        for one in found:
            if all(one.end <= other.start or one.start >= other.end for other in secret):
                yield _hit(writing, one.kind, one.start, one.end)


def _hit(writing: Writing, kind: str, start: int, end: int) -> Hit:
    path = writing.path(start)
    where = f"{path}: " if path else ""
    return Hit(
        At(writing.section),
        f"{where}personal data ({kind}). Use a role and a contact_ref to the staff directory or "
        "on-call tool.",
        f"Put a role in place of the {kind}, and point to the staff directory or on-call tool.",
        spot=Spot(writing.place(start, end), path, (writing.text[start:end],)),
    )


RULES: tuple[Rule, ...] = (personal_data_in_yaml,)
