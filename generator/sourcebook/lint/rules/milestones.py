"""Milestones can be accepted, in an order that holds, by the client, and in time."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.dependencies import cycles, waits_for
from sourcebook.analysis.parties import side_of_role
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.milestones import Milestone

_LONG_OVERDUE_DAYS = 30


def _wanted(gaps: Gaps) -> Iterator[tuple[At, Milestone]]:
    for at, milestone in gaps.items("milestones", "milestones"):
        if milestone.status != "cancelled":
            yield at, milestone


@rule("MIL001", "milestone-without-acceptance", Severity.ERROR)
def milestone_without_acceptance(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every milestone lists what must be shown before it is accepted, and how it is shown.

    Why: Without criteria a milestone is over when the client is tired of waiting or the vendor of
    working; either way they will disagree about it later.
    Fix: Add acceptance_criteria: a statement for each thing that must be true, and a verification
    (test, demo, inspection or analysis).
    Source: milestones with clear acceptance criteria for each stage (practice R4).
    """
    gaps = Gaps(book)
    for at, milestone in _wanted(gaps):
        if not gaps.filled(at / "acceptance_criteria"):
            message = (
                f"Milestone {named(milestone, at)} has no checkable acceptance criteria. Add a "
                "statement and a verification (test, demo, inspection or analysis) for each."
            )
            yield Hit(at / "acceptance_criteria", message, "Add 'acceptance_criteria:'.", key=True)
        for number, criterion in enumerate(milestone.acceptance_criteria):
            place = at / "acceptance_criteria" / number / "verification"
            if not gaps.filled(place):
                said = f" ('{_short(criterion.statement)}')" if criterion.statement else ""
                message = (
                    f"Milestone {named(milestone, at)}: criterion {number + 1}{said} does not say "
                    "how it is checked. Add a verification: test, demo, inspection or analysis."
                )
                yield Hit(place, message, "Add 'verification: test', or what fits.", key=True)


def _short(text: str, most: int = 50) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


@rule("MIL002", "acceptance-owner-not-client", Severity.ERROR)
def acceptance_owner_not_client(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every milestone is accepted by a role of the client, within a known time.

    Why: Who does the work does not accept it. And a vendor that waits for an answer without a
    limit either stops working or goes on without one.
    Fix: Set acceptance_owner to a role of the client, and acceptance_window_days to the working
    days that it has to answer.
    Source: acceptance for each stage (practice R4); in the guide of 18F, too, the government
    accepts the work.
    """
    gaps = Gaps(book)
    for at, milestone in _wanted(gaps):
        name, owner = named(milestone, at), milestone.acceptance_owner
        side = side_of_role(book, owner)
        fix = "Write a role of the client."
        if not gaps.filled(at / "acceptance_owner"):
            message = f"Milestone {name}: nobody accepts it. Set acceptance_owner to a client role."
            yield Hit(at / "acceptance_owner", message, fix, key=True)
        elif side is not None and side.key != "client":
            message = (
                f"Milestone {name}: acceptance must be owned by a role of the client, and "
                f"'{owner}' is of the {side.word.lower()}. Set acceptance_owner."
            )
            yield Hit(at / "acceptance_owner", message, fix)
        if not gaps.filled(at / "acceptance_window_days"):
            message = (
                f"Milestone {name}: it is not said how long the client has to accept or reject it. "
                "Set acceptance_window_days, in working days."
            )
            yield Hit(
                at / "acceptance_window_days",
                message,
                "Add 'acceptance_window_days: 10', or what is agreed.",
                key=True,
                severity=Severity.WARNING,
            )


@rule("MIL003", "dependency-cycle", Severity.ERROR)
def dependency_cycle(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """No milestone and no exit task waits for itself.

    Why: In a circle nothing can begin. Somebody will begin all the same, at a place that nobody
    chose.
    Fix: Take one of the dependencies in the circle out of depends_on: the one that is a wish
    rather than a need.
    Source: the practice of planning: a plan is a graph without cycles.
    """
    gaps = Gaps(book)
    for kind, items in (
        ("Milestones", dict(_by_id(_wanted(gaps)))),
        ("Exit tasks", dict(_by_id(gaps.items("exit", "plan")))),
    ):
        for cycle in cycles({id: item.depends_on for id, (_, item) in items.items()}):
            at, item = items[cycle[0]]
            following = cycle[1 % len(cycle)]
            way = " -> ".join((*cycle, cycle[0]))
            message = f"{kind} wait for each other: {way}. Remove one of these dependencies."
            if len(cycle) == 1:
                message = f"{kind[:-1]} {way}: it waits for itself. Remove the dependency."
            place = at / "depends_on" / item.depends_on.index(following)
            yield Hit(place, message, f"Remove '{following}', or another step of the circle.")


def _by_id(items: Iterator[tuple[At, Milestone]]) -> Iterator[tuple[str, tuple[At, Milestone]]]:
    """The first of each id: of two with the same one, the second has its own finding."""
    seen: set[str] = set()
    for at, item in items:
        if item.id and item.id not in seen:
            seen.add(item.id)
            yield item.id, (at, item)


@rule("MIL004", "dependency-order", Severity.ERROR)
def dependency_order(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every milestone is due after those that it depends on.

    Why: What builds on a result cannot be finished before it is there, nor on the same day.
    Fix: Move one of the two dates, or take the dependency away if there is none.
    Source: milestones in stages, each accepted before the next (practice R4).
    """
    items = dict(_by_id(_wanted(Gaps(book))))
    graph = {id: item.depends_on for id, (_, item) in items.items()}
    for id, (at, milestone) in items.items():
        due = milestone.due
        late = [
            f"{other} due {earlier}"
            for other in dict.fromkeys(milestone.depends_on)
            if other in items
            and (earlier := items[other][1].due)
            and due is not None
            and due <= earlier
            and not waits_for(graph, other, id)
        ]
        if late:
            message = f"{id} is due {due} but depends on {listed(late)}. Move one of them."
            yield Hit(at / "due", message, "Write a later day, or bring forward what comes first.")


@rule("MIL005", "milestone-overdue", Severity.WARNING)
def milestone_overdue(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every milestone whose day has passed is accepted, or planned anew.

    Why: A plan with days that have passed is no plan. What waits for the milestone is late as
    well, and nobody has said by how much.
    Fix: Set the status to accepted and record accepted_on; or agree on a new due date by a change
    request. The day itself is still in time. A gate more than 30 days late is an error.
    Source: acceptance before moving on, and tracking of progress (practices R4 and R23).
    """
    if is_over(book):
        return
    for at, milestone in _wanted(Gaps(book)):
        due, status = milestone.due, milestone.status
        if due is None or status is None or status == "accepted" or due >= facts.as_of:
            continue
        days = (facts.as_of - due).days
        grave = milestone.gate is True and days > _LONG_OVERDUE_DAYS
        what = "Gate" if milestone.gate else "Milestone"
        message = (
            f"{what} {named(milestone, at)} was due {due}, {days} "
            f"{'day' if days == 1 else 'days'} ago, and is not accepted (status: {status}). Record "
            "accepted_on, or plan it anew through a change request."
        )
        yield Hit(
            at / "due",
            message,
            "Set status: accepted with accepted_on, or agree on a new day.",
            severity=Severity.ERROR if grave else None,
        )


RULES: tuple[Rule, ...] = (
    milestone_without_acceptance,
    acceptance_owner_not_client,
    dependency_cycle,
    dependency_order,
    milestone_overdue,
)
