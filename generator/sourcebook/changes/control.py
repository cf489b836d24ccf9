"""Change control: what was agreed changes by an approved change request that names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sourcebook.analysis.agreements import Standing, accords
from sourcebook.changes.change import Action, Change, Consequence, Detail
from sourcebook.changes.comparing import compared
from sourcebook.changes.weight import Weight
from sourcebook.lean import dataclass
from sourcebook.lint.rule import Facts, Hit
from sourcebook.lint.wording import listed, section_name, some_of
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.change import ChangeRequest
from sourcebook.model.values import Ref

CONTROLLED = (
    "scope", "milestones", "service_levels",
    "engagement.contracts", "engagement.start_date", "engagement.end_date",
    "engagement.delivery_model", "engagement.termination", "engagement.governing_law",
    "partner.commercial",
)  # fmt: skip
"""What is under change control: sections, or fields of one, and all within them."""
_BREAKING = (Weight.BOTH, Weight.CLIENT, Weight.VENDOR)
_ANYTHING = Ref(())


@dataclass(frozen=True)
class Uncontrolled:
    """A change of what was agreed that no approved change request names."""

    change: Change
    details: tuple[Detail, ...]  # those that ask something of a side
    spent: tuple[str, ...] = ()  # requests that name it, and were worked in before the agreement
    agreed_on: dt.date | None = None


def uncontrolled(
    before: Playbook, after: Playbook, changes: Iterable[Change], day: dt.date
) -> Iterator[Uncontrolled]:
    """The changes of agreed sections that lack their change request, in their order."""
    agreed_on = {
        key: max(its.date for its in accord.current)
        for key, accord in accords(before, day).items()
        if accord.standing is Standing.AGREED
    }
    for change in changes:
        details = tuple(its for its in change.details if _is_controlled(its))
        if not details or not _is_agreed(before, after, change.section):
            continue
        since = agreed_on.get(change.section)
        naming = [its for its in _approved(after) if _names(its, change, before, after)]
        spent = tuple(its.id or "?" for its in naming if _is_spent(its, since))
        if len(spent) == len(naming):
            yield Uncontrolled(change, details, spent, since)


def change_control(before: Playbook, after: Playbook, facts: Facts) -> Iterator[Hit]:
    """CHG003, of two states of a playbook."""
    for its in uncontrolled(before, after, compared(before, after), facts.as_of):
        yield _hit(after, its)


def uncontrolled_facts(found: Iterable[Uncontrolled]) -> Iterator[Consequence]:
    """What a comparison says of such changes."""
    for its in found:
        change = its.change
        said = "no approved change request names it"
        if its.spent:
            said = (
                f"{listed(its.spent)} was worked in before it was agreed; no new request names it"
            )
        item = (change.kind, change.id) if change.id else None
        yield Consequence(said if item else f"{change.about}: {said}", change.section, item)


def _is_controlled(detail: Detail) -> bool:
    return detail.weight in _BREAKING and any(
        detail.field == its or detail.field.startswith(f"{its}.") for its in CONTROLLED
    )


def _is_agreed(before: Playbook, after: Playbook, key: str) -> bool:
    """Whether a section was called agreed, and nobody has called it a draft since."""
    was, now = before.section(key).meta, after.section(key).meta
    return was is not None and was.status == "agreed" and (now is None or now.status == "agreed")


def _approved(book: Playbook) -> Sequence[ChangeRequest]:
    return [its for its in book.change.requests if its.decision == "approved"]


def _names(request: ChangeRequest, change: Change, before: Playbook, after: Playbook) -> bool:
    """Whether a request is about a change.

    What is gone, or has no id, cannot be named now. One that was approved with the change is about
    it; so is one that named what is gone while it was there, or one about something else of the
    section that was decided since the section was last reviewed.
    """
    if change.id and change.action is not Action.REMOVED:
        return bool({change.id, change.old_id} & set(request.affects))
    earlier = next((its for its in before.change.requests if its.id == request.id), None)
    if earlier is None or earlier.decision != "approved":
        return True
    if change.id:
        return change.id in earlier.affects
    meta = before.section(change.section).meta
    reviewed, decided = meta.last_reviewed if meta else None, request.decided_on
    if reviewed and decided and decided < reviewed:
        return False
    targets = (after.index.resolve(_ANYTHING, id) for id in request.affects)
    return any(target is not None and target.at.section == change.section for target in targets)


def _is_spent(request: ChangeRequest, agreed_on: dt.date | None) -> bool:
    day = request.decided_on
    return agreed_on is not None and day is not None and day < agreed_on


def _hit(book: Playbook, its: Uncontrolled) -> Hit:
    change = its.change
    at = _place(book, its)
    named = f"{change.about} ({change.title})" if change.title else change.about
    words = some_of([detail.words for detail in its.details], 3)
    worked_in = ""
    if its.spent:
        were = "was" if len(its.spent) == 1 else "were"
        worked_in = (
            f" ({listed(its.spent)} {were} worked in before it was agreed on {its.agreed_on})"
        )
    naming = "the items that it affects"
    if change.id and change.action is not Action.REMOVED:
        naming = f"'affects: [{change.id}]'"
    return Hit(
        at,
        f"{named}: {words}. Section '{section_name(change.section)}' is agreed, and no approved "
        f"change request names this{worked_in}. Record the decision in change.yaml, with {naming}; "
        "or take the change back; or set meta.status to draft while you talk about it.",
        f"Add an approved change request with {naming}.",
    )


def _place(book: Playbook, its: Uncontrolled) -> At:
    """The item, else the field; of what is gone the nearest place around it that is there."""
    change = its.change
    target = book.index.find(change.kind, change.id) if change.id else None
    if target is not None and change.action is not Action.REMOVED:
        return target.at
    field = its.details[0].field.split(".")[1:]
    return At(change.section, tuple(field[:1]))
