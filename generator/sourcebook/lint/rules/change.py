"""Every change is documented, assessed and approved, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sourcebook.analysis.parties import side_of_role
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule, told_between
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.change import Threshold

_PROCESS = At("change") / "process"
_STEPS = {
    "process": "all of its steps",
    "intake": "an intake: how a change is asked for",
    "assessor": "an assessor: the role that weighs it",
    "approver": "an approver: the client's role that decides",
    "decision_within_days": "decision_within_days: by when it is decided",
    "log_location": "log_location: where changes are recorded",
}
_MAXIMA = {
    "max_effort_days": "effort",
    "max_cost_pct": "cost",
    "max_schedule_days": "schedule",
}


@rule("CHG001", "change-process-incomplete", Severity.ERROR)
def change_process_incomplete(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """A change is asked for, weighed, decided by the client and recorded, each in a known way.

    Why: Scope creeps in through the changes that nobody wrote down: each is small, and together
    they are the delay.
    Fix: Fill in change.process: intake, assessor, an approver on the client's side,
    decision_within_days, log_location. An approved request names its impact, who decided and when.
    Source: changes documented, assessed and approved, without scope creep (practice R7).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("change"):
        return
    for place in gaps.of(_PROCESS, *(name for name in _STEPS if name != "process")):
        field = str(place.keys[-1])
        yield Hit(
            place,
            f"The change process lacks {_STEPS[field]}. Every change must be documented, assessed "
            "and approved.",
            f"Add '{field}:'.",
            key=True,
        )
    approver = book.change.process.approver if book.change.process else None
    side = side_of_role(book, approver)
    if side is not None and side.key != "client":
        yield Hit(
            _PROCESS / "approver",
            f"Changes are approved by '{approver}', a role of the {side.word.lower()}: the one who "
            "pays decides. Name a role of the client.",
            "Name a role of the client.",
        )
    for at, request in book.each("change", "requests"):
        if request.decision == "approved":
            yield from _undocumented(gaps, at, named(request, at))


def _undocumented(gaps: Gaps, at: At, name: str) -> Iterator[Hit]:
    places = [*gaps.of(at, "impact", "decided_by", "decided_on")]
    impact = at / "impact"
    aspects = ("scope", "cost", "schedule", "quality", "security")
    if impact not in places and not any(gaps.filled(impact / aspect) for aspect in aspects):
        places.append(impact)
    for place in places:
        field = str(place.keys[-1])
        message = f"Change request '{name}' is approved without {field}: say what was decided on."
        if field != "impact":
            message = f"Change request '{name}' is approved, but {field} is missing."
        yield Hit(place, message, f"Add '{field}:'.", key=True)


@rule("CHG002", "change-threshold-gap", Severity.WARNING)
def change_threshold_gap(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """The classes of changes rise step by step, the last takes all the rest, each has its approver.

    Why: A change that falls between two classes, or over the last, has nobody to decide on it; and
    then it is decided by whoever does the work.
    Fix: Order thresholds from small to large, each limit at least as high as the one before, on
    effort, cost and schedule alike; leave the last class without maxima; give each its approver.
    Source: documented approval of each change (practice R7); tolerances as PRINCE2 has them.
    """
    gaps = Gaps(book)
    classes = list(gaps.items("change", "thresholds"))
    for at, level in classes:
        if not gaps.filled(at / "approver"):
            message = f"Class '{_name(level, at)}' has no approver: every change must map to one."
            yield Hit(at / "approver", message, "Add 'approver:'.", key=True)
    if not gaps.whole(At("change") / "thresholds"):
        return
    for (before, lower), (at, upper) in pairwise(classes):
        if why := _fault(gaps, (before, lower), (at, upper)):
            names = f"'{_name(lower, before)}' and '{_name(upper, at)}'"
            message = f"Threshold classes {names}: {why}. Every change must map to one approver."
            yield Hit(at, message, "Order the classes from small to large on every limit.")
    if classes:
        yield from _open_end(gaps, *classes[-1])


def _fault(gaps: Gaps, lower: tuple[At, Threshold], upper: tuple[At, Threshold]) -> str | None:
    """Why the second class is not above the first; ``None`` where it is, or cannot be known."""
    (before, small), (at, large) = lower, upper
    rises = False
    for field, word in _MAXIMA.items():
        least, most = getattr(small, field), getattr(large, field)
        if any(
            value is None and gaps.filled(place / field)
            for place, value in ((before, least), (at, most))
        ):
            return None
        if least is not None and most is not None and most < least:
            return f"the limit of {word} falls from {least:g} to {most:g}"
        if least is None and most is not None:
            return f"the first sets no limit of {word}, the second does"
        rises = rises or (least is not None and (most is None or most > least))
    return None if rises else "both have the same limits"


def _open_end(gaps: Gaps, at: At, last: Threshold) -> Iterator[Hit]:
    limits: Sequence[str] = [field for field in _MAXIMA if gaps.filled(at / field)]
    if limits:
        yield Hit(
            at,
            f"Class '{_name(last, at)}' is the last and has limits ({listed(limits)}): nobody "
            "decides on what is larger. Add a class without maxima.",
            "Add a last class without maxima.",
        )


change_without_request = told_between(
    "CHG003",
    "change-without-request",
    Severity.ERROR,
    """What both sides agreed to changes by an approved change request that names it.

    Why: A date, a service level or the scope that moves in silence is moved by whoever holds the
    pen. The other side finds out when it is invoiced, or late.
    Fix: Write the decision into change.requests: what it affects (by id), decision: approved, who
    decided and when; or take the change back; or set the section's meta.status to draft while you
    talk about it. A request that was decided before both sides last agreed (`sourcebook agree`) has
    been worked in: what changes after that takes another one. Only `lint --changed-since` can see
    it. Scope, milestones, service levels, contracts, term, notice and prices are looked at, and of
    these what asks something of a side, not words or states.
    Source: changes documented, assessed and approved, without scope creep (practice R7).
    """,
)


suspect_item = told_between(
    "CHG004",
    "suspect-item",
    Severity.INFO,
    """What refers to something that changed was looked at again.

    Why: A milestone moves, and the deliverable and the next milestone that count on it stay where
    they were. Each is right by itself, and together they are wrong.
    Fix: Look at the item with what changed. Change it where it does not hold any more; where it
    does, set meta.last_reviewed of its section to the day on which you looked: both end the
    suspicion. People and places make nothing suspect, nor do words and states; what is over, and
    requests for changes, are left alone. Only `lint --changed-since` can see it; the page "What
    changed" of a site lists what is suspect still.
    Source: traceability of changes as requirements engineering has it (suspect links).
    """,
)


def _name(level: Threshold, at: At) -> str:
    return level.class_ or f"number {int(at.keys[-1]) + 1}"


RULES: tuple[Rule, ...] = (
    change_process_incomplete,
    change_threshold_gap,
    change_without_request,
    suspect_item,
)
