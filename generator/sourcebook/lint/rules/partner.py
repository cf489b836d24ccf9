"""The partner was chosen for more than its price, and there is evidence of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sourcebook.findings import Severity
from sourcebook.forms import Form
from sourcebook.lint.gaps import Gaps
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.partner import Criterion

DIMENSIONS = ("technical", "industry", "pm-maturity", "culture", "viability")
MOST_COST = 0.5
"""The largest share of the decision that cost may have."""

_CRITERIA = At("partner") / "evaluation.criteria"
_METHOD = Form(
    r"\b(code[- ]?reviews?|interview(s|ed|ing)?|past[- ](projects?[- ])?outcomes?)\b",
    re.IGNORECASE,
)


@rule("PTR001", "evaluation-dimension-missing", Severity.WARNING)
def evaluation_dimension_missing(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """The partner was judged by skill, industry, management, culture and viability, on evidence.

    Why: An engagement rarely fails for want of a low price. It fails because the team could not do
    it, did not know the field, or did not last.
    Fix: Add the dimension to partner.evaluation.criteria with weight, score, method and
    evidence_ref. Judge technical skill by code-review, interview or past-outcome.
    Source: evaluation by technical evidence, industry experience, management maturity, culture and
    long-term viability (practices R9 to R14).
    """
    gaps = Gaps(book)
    criteria: Sequence[tuple[At, Criterion]] = list(gaps.items("partner", "evaluation.criteria"))
    judged = {criterion.dimension for _, criterion in criteria}
    absent = [name for name in DIMENSIONS if name not in judged]
    if criteria and absent and None not in judged and gaps.whole(_CRITERIA):
        names = listed([f"'{name}'" for name in absent])
        yield Hit(
            _CRITERIA,
            f"Partner evaluation has no evidence for {names}. Add score, method and evidence.",
            f"Add '- {{dimension: {absent[0]}, weight: …, score: …, method: …, evidence_ref: …}}'.",
            key=True,
            needs_all=True,
        )
    for at, criterion in criteria:
        if criterion.score is not None and not gaps.filled(at / "evidence_ref"):
            name = criterion.dimension or f"criterion {int(at.keys[-1]) + 1}"
            message = f"Partner evaluation has a score but no evidence for '{name}'."
            yield Hit(at / "evidence_ref", message, "Add 'evidence_ref:'.", key=True)
    yield from _technical(criteria)


def _technical(criteria: Sequence[tuple[At, Criterion]]) -> Iterator[Hit]:
    """How technical skill was judged, if by words alone."""
    rows = [(at, row.method) for at, row in criteria if row.dimension == "technical"]
    methods = [method for _, method in rows]
    if rows and all(methods) and not any(_METHOD.search(method or "") for method in methods):
        yield Hit(
            rows[0][0] / "method",
            f"Technical skill was judged by '{methods[0]}'. Only a code-review, an interview or a "
            "past-outcome shows what the team can do: add one, or name it so in the method.",
            "Name code-review, interview or past-outcome in the method.",
        )


@rule("PTR002", "cost-dominates", Severity.WARNING)
def cost_dominates(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Cost carries at most half of the decision for a partner.

    Why: A price is easy to compare, so it wins unless the rest has been given weight beforehand;
    and what was saved is spent on mending.
    Fix: Lower the weight of cost to 50 % of the sum at most, and weigh what else was judged.
    Source: a comprehensive evaluation, not cost first (practice R9).
    """
    gaps = Gaps(book)
    criteria: Sequence[tuple[At, Criterion]] = list(gaps.items("partner", "evaluation.criteria"))
    cost = [at for at, criterion in criteria if criterion.dimension == "cost"]
    if not cost or not gaps.whole(_CRITERIA):
        return
    if len(cost) == len(criteria):
        message = "Cost is the only criterion of the decision. Rebalance: judge what else matters."
        yield Hit(cost[0], message, "Add criteria beside cost.")
        return
    weights = [(criterion.dimension, criterion.weight) for _, criterion in criteria]
    if any(weight is None or dimension is None for dimension, weight in weights):
        return
    total = sum(weight or 0 for _, weight in weights)
    share = sum(weight or 0 for dimension, weight in weights if dimension == "cost")
    if total and share > MOST_COST * total:
        yield Hit(
            cost[0] / "weight",
            f"Cost carries {100 * share / total:.3g} % of the decision. Rebalance: a "
            "comprehensive evaluation beats the price.",
            "Lower the weight of cost to half of the sum or less.",
        )


RULES: tuple[Rule, ...] = (evaluation_dimension_missing, cost_dominates)
