"""Scope says what the result does, how well, and by which standard."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

_KINDS = {
    "functional": "what it does",
    "quality": "how well it does it",
    "standard": "which standard it meets",
}
_REQUIREMENTS = At("scope") / "requirements"


@rule("SCO001", "requirement-kind-missing", Severity.WARNING)
def requirement_kind_missing(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Requirements of all three kinds are written down, each with the test that tells it is met.

    Why: Most scopes say what the result does, few how well, and fewer by which standard. What
    is missing is found at acceptance, and paid for twice.
    Fix: Add a requirement of each kind: functional (what it does), quality (how well it does it),
    standard (which standard it meets). Give each a fit_criterion.
    Source: what the deliverable should do, how it should perform, the standards it must meet
    (practice R2).
    """
    gaps = Gaps(book)
    requirements = list(gaps.items("scope", "requirements"))
    for at, requirement in requirements:
        if not gaps.filled(at / "fit_criterion"):
            message = (
                f"Requirement {named(requirement, at)} has no fit criterion: nobody can tell "
                "whether it is met. Add fit_criterion, the test that tells."
            )
            yield Hit(at / "fit_criterion", message, "Add 'fit_criterion:' with a test.", key=True)
    kinds = {requirement.kind_ for _, requirement in requirements}
    missing = [kind for kind in _KINDS if kind not in kinds]
    if requirements and missing and None not in kinds and gaps.whole(_REQUIREMENTS):
        said = listed([f"'{kind}'" for kind in missing], "or")
        what = listed([_KINDS[kind] for kind in missing])
        message = (
            f"Scope has no {said} requirement ({what}). Add one of each kind that is missing, "
            "with a fit_criterion."
        )
        fix = f"Add a requirement of kind {missing[0]}."
        yield Hit(_REQUIREMENTS, message, fix, key=True, needs_all=True)


RULES: tuple[Rule, ...] = (requirement_kind_missing,)
