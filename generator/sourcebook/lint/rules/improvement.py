"""Both sides look back in time, and do what they found."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis import freshness
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import written
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

_CADENCE = At("improvement") / "cadence"
_RETROSPECTIVES = At("improvement") / "retrospectives"


@rule(
    "IMP001",
    "retrospective-missing-or-overdue",
    Severity.WARNING,
    "retro.delivery_days",
    "retro.risk_days",
    "retro.relationship_days",
)
def retrospective_missing_or_overdue(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Both sides look back on delivery, on risks and on their relationship as often as agreed.

    Why: What annoys people grows while nobody speaks of it. A risk that came true and one that did
    not both teach something, once somebody asks.
    Fix: Set cadence.delivery_days, risk_days and relationship_days. Hold the retrospective with
    both sides, and log worked, not_worked and actions.
    Source: retrospectives on risk (practice R32); regular reviews open to both sides (practice
    R46).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("improvement"):
        return
    for place in gaps.of(_CADENCE, *(f"{kind}_days" for kind in freshness.RETROSPECTIVES)):
        field = str(place.keys[-1])
        kind = "" if field == "cadence" else f" for {field.removesuffix('_days')} retrospectives"
        usual = f"{field}: {facts.thresholds[f'retro.{field}']:g}" if kind else ""
        message = f"There is no cadence{kind}: say how often both sides look back."
        yield Hit(place, message, f"Add '{usual}'." if kind else None, key=True)
    if is_over(book) or not book.improvement.retrospectives or not gaps.whole(_RETROSPECTIVES):
        return
    for entry in freshness.retrospectives(book, facts.as_of):
        if late := entry.overdue_days(facts.as_of):
            kind = str(entry.at.keys[-1]).removesuffix("_days")
            since = f"since {written(entry.last)}" if entry.last else "so far"
            days = "day" if late == 1 else "days"
            yield Hit(
                entry.at,
                f"No {kind} retrospective {since} (cadence {entry.every_days} days, {late} {days} "
                "overdue). Hold one with both sides; log worked, not worked and actions.",
                f"Hold a {kind} retrospective and log it under retrospectives.",
                needs_all=True,
            )


@rule("IMP002", "action-unowned-or-overdue", Severity.WARNING)
def action_unowned_or_overdue(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every open action has one owner and a date, and is done by then.

    Why: A retrospective whose actions come to nothing teaches people to keep quiet in the next.
    Fix: Give the action one owner and a due date; do it, move its date, or close it as done or
    dropped.
    Source: reviews that lead to adjustments (practice R46).
    """
    gaps = Gaps(book)
    for at, action in gaps.items("improvement", "actions"):
        if action.status in ("done", "dropped"):
            continue
        name = named(action, at)
        for place in gaps.of(at, "owner", "due"):
            field = str(place.keys[-1])
            lack = "owner" if field == "owner" else "due date"
            message = f"Action {name} has no {lack}. Give it one, or close it."
            yield Hit(place, message, f"Add '{field}:'.", key=True)
        if action.due and action.due < facts.as_of and not is_over(book):
            late = (facts.as_of - action.due).days
            days = "day" if late == 1 else "days"
            message = (
                f"Action {name} was due {written(action.due)} ({late} {days} ago) and is open. Do "
                "it, give it a new date, or close it."
            )
            fix, closed = "Close it, or set a new date.", action.status is None
            yield Hit(at / "due", message, fix, needs_all=closed)


RULES: tuple[Rule, ...] = (retrospective_missing_or_overdue, action_unowned_or_overdue)
