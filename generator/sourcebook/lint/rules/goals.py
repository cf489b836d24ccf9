"""Goals are SMART: specific, measurable, achievable, relevant and bound to a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from sourcebook.analysis.parties import active_vendors, camp_of_role
from sourcebook.analysis.smells import smells
from sourcebook.analysis.word_lists import WordLists
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.goals import Goal

_MOST_GOALS = 7
_FEWEST_WORDS = 8
_GOALS = At("goals") / "goals"


def _active(gaps: Gaps) -> Iterator[tuple[At, Goal]]:
    for at, goal in gaps.items("goals", "goals"):
        if goal.status == "active":
            yield at, goal


@rule("GOL001", "no-goals", Severity.ERROR)
def no_goals(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Somebody is after something: between two and seven goals are active.

    Why: Without goals each company works towards its own. With more than seven nobody can say
    which of them counts when two collide.
    Fix: Add two to seven goals, each with an owner, a measure, the capability that it rests on,
    the business outcome and a due date. Of more, keep those that decide on success.
    Source: well-defined goals as the first factor of success (practices R39 and R41).
    """
    gaps = Gaps(book)
    if is_over(book) or not gaps.looks_into("goals") or not book.goals.goals:
        return
    active = sum(1 for _ in _active(gaps))
    if active == 0 and gaps.whole(_GOALS):
        yield Hit(
            _GOALS,
            "No goal is active: every one is achieved or dropped. Add 2 to 7 SMART goals; each "
            "needs an owner, a measure, a capability basis, a business outcome and a due date.",
            "Add the goals that hold now.",
            key=True,
        )
    elif active > _MOST_GOALS:
        yield Hit(
            _GOALS,
            f"{active} goals are active; more than {_MOST_GOALS} are hard to keep in sight. Keep "
            "those that decide on success, and make measures or milestones of the others.",
            "Drop goals, or join some of them.",
            key=True,
            severity=Severity.INFO,
        )


@rule("GOL002", "goal-not-specific", Severity.WARNING)
def goal_not_specific(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every active goal says in a sentence who changes what for whom, and has one owner.

    Why: "Better quality" is a goal that everybody shares and nobody can act on.
    Fix: Write eight words or more: who changes what, for whom, by how much; leave out words such
    as "better" or "as soon as possible". Name one role as the owner.
    Source: the S of SMART (practice R41); requirement smells after ISO/IEC/IEEE 29148.
    """
    gaps = Gaps(book)
    for at, goal in _active(gaps):
        statement = (goal.statement or "").strip()
        faults = _vagueness(statement, facts.words) if statement else []
        if faults:
            yield _unspecific(at / "statement", named(goal, at), listed(faults), "statement")
        if not gaps.filled(at / "owner"):
            yield _unspecific(at / "owner", named(goal, at), "no role owns it", "owner")


def _vagueness(statement: str, lists: WordLists) -> list[str]:
    words = re.findall(r"[^\W_][^\s]*", statement)
    found = smells(statement, lists)
    faults = []
    if len(words) < _FEWEST_WORDS:
        faults.append(f"its statement has {len(words)} of the {_FEWEST_WORDS} words it needs")
    if found.vague:
        said = listed([f"'{word}'" for word in found.vague])
        faults.append(f"{said} cannot be checked")
    if found.loopholes:
        said = listed([f"'{word}'" for word in found.loopholes])
        faults.append(f"{said} leaves it open")
    return faults


def _unspecific(at: At, goal: str, why: str, field: str) -> Hit:
    message = f"Goal {goal} is not Specific: {why}. Name who changes what, for whom, and one owner."
    fix = "Add 'owner:' with one role." if field == "owner" else "Say who changes what, for whom."
    return Hit(at, message, fix, key=field == "owner")


@rule("GOL003", "goal-not-measurable", Severity.ERROR)
def goal_not_measurable(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every active goal has a metric, a unit, a baseline, a target and a source of data.

    Why: Success that is measured is settled by looking; success that is felt is settled by
    whoever pays. Without a baseline nobody knows how far there is to go.
    Fix: Add to the goal's measure what the message names. The data source says where both sides
    read the same number.
    Source: success measured objectively; the M of SMART (practices R3 and R41).
    """
    gaps = Gaps(book)
    parts = ("metric", "unit", "baseline", "target", "data_source")
    for at, goal in _active(gaps):
        for place in gaps.of(at / "measure", *parts):
            field = str(place.keys[-1])
            whole = field == "measure"
            add = f"measure ({', '.join(parts)})" if whole else f"measure.{field}"
            message = f"Goal {named(goal, at)} is not Measurable: add {add}."
            severity = Severity.WARNING if field == "baseline" else None
            yield Hit(place, message, f"Add '{field}:'.", key=True, severity=severity)


@rule("GOL004", "goal-not-achievable", Severity.WARNING)
def goal_not_achievable(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every active goal names what makes it reachable, and who checked that on both sides.

    Why: A target that only one side believes in is a wish of the one and a risk of the other.
    Fix: Give the capability basis (a trial, a past project, a measurement), have it reviewed by a
    role of the client and one of the vendor, and link the risk if confidence is low.
    Source: goals that are realistic for the technical capabilities; the A of SMART (practices R41
    and R43).
    """
    gaps = Gaps(book)
    for at, goal in _active(gaps):
        for place in gaps.of(at / "achievability", "capability_basis", "reviewed_by"):
            what = {
                "capability_basis": "the capability basis is missing",
                "reviewed_by": "nobody has reviewed it",
            }.get(str(place.keys[-1]), "the capability basis and its review are missing")
            yield _unproven(place, named(goal, at), what, key=True)
        if goal.achievability is None:
            continue
        if unheard := _unheard(book, goal.achievability.reviewed_by, facts.as_of):
            what = f"no role of the {listed(unheard, 'or')} has reviewed it"
            yield _unproven(at / "achievability.reviewed_by", named(goal, at), what)
        if goal.achievability.confidence == "low" and not gaps.filled(at / "risk"):
            what = "confidence is low, and no risk is linked"
            place = at / "achievability.confidence"
            yield _unproven(place, named(goal, at), what, needs_all=True)


def _unheard(book: Playbook, reviewers: tuple[str, ...], day: dt.date) -> list[str]:
    """The camps without a reviewer; none where there is no reviewer, or one that is not known."""
    camps = [camp_of_role(book, role) for role in reviewers]
    if not camps or None in camps:
        return []
    missing = [] if "client" in camps else ["client"]
    if active_vendors(book, day) and not {"vendor", "successor"} & {*camps}:
        missing.append("vendor")
    return missing


def _unproven(at: At, goal: str, what: str, *, key: bool = False, needs_all: bool = False) -> Hit:
    message = (
        f"Goal {goal} has no evidence that it is Achievable: {what}. Record the capability basis "
        "and a technical reviewer of both sides; with low confidence, link the risk."
    )
    fix = "Record the evidence, and who checked it on both sides."
    return Hit(at, message, fix, key, needs_all=needs_all)


@rule("GOL005", "goal-not-relevant", Severity.WARNING)
def goal_not_relevant(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every active goal says what the business gains.

    Why: Work that serves no outcome is done all the same, and paid for.
    Fix: State the outcome in relevance.business_outcome, with a number where there is one; drop
    the goal if there is none.
    Source: the R of SMART (practice R41).
    """
    gaps = Gaps(book)
    for at, goal in _active(gaps):
        for place in gaps.of(at / "relevance", "business_outcome"):
            message = (
                f"Goal {named(goal, at)} is not tied to a business outcome. State the outcome that "
                "it serves (relevance.business_outcome), or drop it."
            )
            yield Hit(place, message, "State what the business gains.", key=True)


@rule("GOL006", "goal-not-time-bound", Severity.ERROR, "goals.checkpoint_every_days")
def goal_not_time_bound(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every active goal has a due date, and a checkpoint on the way if that is far away.

    Why: A goal for some day is worked on some day. One that is looked at only at its end is found
    to be missed when nothing can be done any more.
    Fix: Add due, and checkpoints with the value expected on their day, at least one in each
    quarter (goals.checkpoint_every_days).
    Source: goals as roadmap and benchmark; the T of SMART (practices R41 and R42); quarterly
    checks against the vision, as the guide of 18F has them.
    """
    gaps = Gaps(book)
    most = int(facts.thresholds["goals.checkpoint_every_days"])
    over = is_over(book)
    for at, goal in _active(gaps):
        if not gaps.filled(at / "due"):
            message = (
                f"Goal {named(goal, at)} is not Time-bound: add due, the day by which the target "
                f"is met, and a checkpoint at least every {most} days."
            )
            yield Hit(at / "due", message, "Add 'due:' with a date.", key=True)
        elif (
            goal.due
            and not over
            and (goal.due - facts.as_of).days > most
            and not _looked_at_before(gaps, at, goal, facts.as_of)
        ):
            yield _unwatched(at, goal, goal.due, facts.as_of, most)


def _looked_at_before(gaps: Gaps, at: At, goal: Goal, day: dt.date) -> bool:
    """Whether a checkpoint lies before the due date; one without a readable day may do so."""
    if not goal.checkpoints:
        return gaps.filled(at / "checkpoints")
    if not gaps.whole(at / "checkpoints"):
        return True
    return any(c.date is None or (goal.due and day <= c.date < goal.due) for c in goal.checkpoints)


def _unwatched(at: At, goal: Goal, due: dt.date, day: dt.date, most: int) -> Hit:
    message = (
        f"Goal {named(goal, at)} is due {due}, {(due - day).days} days from now, with no "
        f"checkpoint before. Add a checkpoint at least every {most} days."
    )
    fix = "Add 'checkpoints:' with a date and the value expected on it."
    return Hit(at / "due", message, fix, severity=Severity.WARNING, needs_all=True)


RULES: tuple[Rule, ...] = (
    no_goals,
    goal_not_specific,
    goal_not_measurable,
    goal_not_achievable,
    goal_not_relevant,
    goal_not_time_bound,
)
