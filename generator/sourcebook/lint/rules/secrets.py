"""Nothing that opens a door stands in a playbook."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.secrets import secrets_in
from sourcebook.analysis.written import writings
from sourcebook.findings import Severity
from sourcebook.lint.rule import Facts, Hit, Rule, Spot, rule
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

MOST = 50
"""So many are told of one file."""


@rule("SEC008", "secret-in-yaml", Severity.ERROR)
def secret_in_yaml(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """No password, key or token stands in a file of the playbook, nor in a comment or an x- key.

    Why: Whoever may read the playbook, and every copy and old version of it, could use the secret.
    Deleting it later does not help: the history keeps it. No report repeats it, and no comment can
    accept it.
    Fix: Take it out, change it at once where it is in use, and point at the entry of the vault in
    its place: in a field that ends in _ref, or in words.
    Source: the playbook checklist's demand that secrets stay out of source control; OWASP Secrets
    Management.
    """
    for writing in writings(book):
        for found in secrets_in(writing.text)[:MOST]:
            path = writing.path(found.start)
            where = f"{path}: " if path else ""
            yield Hit(
                At(writing.section),
                f"{where}looks like a secret ({found.kind}). Remove it, rotate it now, and "
                "reference the vault entry instead.",
                f"Remove the {found.kind}, change it where it is used, and name its vault entry.",
                spot=Spot(
                    writing.place(found.start, found.end),
                    path,
                    (writing.text[found.start : found.end],),
                ),
            )


RULES: tuple[Rule, ...] = (secret_in_yaml,)
