"""Risks that are known, scored, owned, and answered when they come true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sourcebook.analysis import risk as scoring
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, written
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.risks import Risk

CATEGORIES = ("technical", "operational", "financial", "strategic")
FIRST_DAYS, FIRST_ASSESSMENT_DAYS = 90, 30
"""Within the first days of an engagement, its assessment belongs to the first thirty."""

_REGISTER = At("risks") / "register"
_ASSESSMENT = At("risks") / "assessment"


@rule("RSK001", "risk-category-missing", Severity.ERROR)
def risk_category_missing(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Technical, operational, financial and strategic risks were assessed when work began.

    Why: The risks that sink an engagement come from the side where nobody looked: a team that
    thinks of servers forgets the exchange rate.
    Fix: Add an open risk of the category to risks.register, or an entry to assessed_none with
    category, reviewer and date. Give assessment its date; the first belongs to the first 30 days.
    Source: risk assessment at initiation in four categories (practice R28).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("risks"):
        return
    register = _open_risks(book)
    covered = {risk.category for _, risk in register} | set(_signed(book, gaps))
    absent = [category for category in CATEGORIES if category not in covered]
    if absent and None not in covered and gaps.filled(_REGISTER) and gaps.whole(_REGISTER):
        yield Hit(
            _REGISTER,
            f"No {listed(absent, 'or')} risk has been assessed. Add one, or record assessed_none "
            "with reviewer and date.",
            f"Add a risk of category {absent[0]}, or say in assessed_none who found none and when.",
            key=True,
            needs_all=True,
        )
    for place in gaps.of(_ASSESSMENT, "date"):
        message = "Nothing says when the risks were assessed. Give the assessment its date."
        yield Hit(place, message, "Add 'date:'.", key=True)
    if not is_over(book):
        yield from _late_start(book, facts.as_of)


def _open_risks(book: Playbook) -> Sequence[tuple[At, Risk]]:
    return [(at, risk) for at, risk in book.each("risks", "register") if risk.status != "closed"]


def _signed(book: Playbook, gaps: Gaps) -> Iterator[str | None]:
    """The categories in which a role found nothing, on a day."""
    for at, note in book.each("risks", "assessed_none"):
        if not [*gaps.of(at, "category", "reviewer", "date")]:
            yield note.category


def _late_start(book: Playbook, day: dt.date) -> Iterator[Hit]:
    start = book.engagement.start_date
    assessed = book.risks.assessment.date if book.risks.assessment else None
    if start is None or assessed is None or not 0 <= (day - start).days <= FIRST_DAYS:
        return
    if (late := (assessed - start).days) > FIRST_ASSESSMENT_DAYS:
        yield Hit(
            _ASSESSMENT / "date",
            f"The risks are assessed {late} days after the start on {written(start)}; that "
            f"belongs to the first {FIRST_ASSESSMENT_DAYS}. Hold the assessment now.",
            "Hold the assessment and give its date.",
        )


@rule("RSK002", "risk-unscored-or-unowned", Severity.ERROR)
def risk_unscored_or_unowned(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every open risk has likelihood, impact and an owner, and its mitigations make it smaller.

    Why: Without a score nobody knows which risk comes first; without an owner nobody watches it.
    Where all risks score the same, or mitigations change nothing, the scores were not thought
    about.
    Fix: Score likelihood and impact from 1 to 5, name one role as owner, and score what is left
    after the mitigations.
    Source: risk assessment that tells what matters (practice R28).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("risks"):
        return
    scores = []
    for at, risk in _open_risks(book):
        for place in gaps.of(at, "likelihood", "impact", "owner"):
            field = str(place.keys[-1])
            lack = "an owner" if field == "owner" else f"a score of {field}, 1 to 5"
            message = f"Risk {named(risk, at)} needs {lack}."
            yield Hit(place, message, f"Add '{field}:'.", key=True)
        before, after = scoring.score(risk.likelihood, risk.impact), scoring.residual(risk)
        scores.append(before)
        if before and after and after >= before and risk.mitigations:
            message = (
                f"Risk {named(risk, at)} scores {after} after its mitigations and {before} before: "
                "they change nothing. Score what is left, or find others."
            )
            yield Hit(at / "residual", message, severity=Severity.WARNING)
    if len(scores) >= _SEVERAL and scores[0] and len(set(scores)) == 1:
        message = (
            f"All {len(scores)} open risks score {scores[0]}: nobody can see which comes first. "
            "Score them against each other."
        )
        yield Hit(_REGISTER, message, key=True, severity=Severity.INFO, needs_all=True)


_SEVERAL = 3  # so many risks do not score alike by chance


_ANSWERS = {
    "contingency": "contingency",
    "trigger": "trigger",
    "response": "response",
    "owner": "owner of its contingency",
    "activate_within_hours": "activate_within_hours",
}


@rule(
    "RSK003",
    "high-risk-without-contingency",
    Severity.ERROR,
    "risk.high_threshold",
    "risk.force_high_on_impact",
)
def high_risk_without_contingency(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every high risk says what is done when it comes true: trigger, response, owner, hours.

    Why: On the day itself there is no time to think of a plan, and nobody is sure who may begin.
    Fix: Write under contingency what can be observed (trigger), what is done (response), by whom
    (owner) and how soon (activate_within_hours).
    Source: contingency plans for high-impact risks, with trigger conditions and response
    strategies (practice R31).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("risks"):
        return
    for at, risk in _open_risks(book):
        if not scoring.is_high(risk, facts.thresholds):
            continue
        for place in gaps.of(at / "contingency", *(n for n in _ANSWERS if n != "contingency")):
            field = str(place.keys[-1])
            message = (
                f"High risk {named(risk, at)} ({_height(risk)}) has no {_ANSWERS[field]}. Write: "
                "when <something that can be observed>, <owner> does <response> within <n> hours."
            )
            yield Hit(place, message, f"Add '{field}:'.", key=True)


def _height(risk: Risk) -> str:
    total = scoring.score(risk.likelihood, risk.impact)
    return f"score {total}" if total else f"impact {risk.impact}"


RULES: tuple[Rule, ...] = (
    risk_category_missing,
    risk_unscored_or_unowned,
    high_risk_without_contingency,
)
