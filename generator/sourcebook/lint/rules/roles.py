"""Each activity has one who answers for it and some who do it, shared out between both sides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from sourcebook.analysis.parties import (
    active_vendors,
    camp_of_role,
    party_of_role,
    side_of_role,
)
from sourcebook.analysis.raci import Row, overloads, rows
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, some_of
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

_WORDS = {"A": "Accountable", "R": "Responsible"}
_OF_THE_CLIENT = {
    "milestone-acceptance": "acceptance of milestones",
    "change-approval": "approval of changes",
    "risk-acceptance": "acceptance of risks",
    "access-approval": "approval of access",
    "vendor-performance-review": "review of the vendor's performance",
}
_ACTIVITIES = At("roles") / "activities"


def _rows(book: Playbook, gaps: Gaps) -> list[Row]:
    """The activities with letters; one without any has its own finding (STR002)."""
    return [row for row in rows(book) if row.letters] if gaps.looks_into("roles") else []


def _holding(row: Row, letter: str) -> list[str]:
    return [role for role, given in row.letters.items() if letter in given]


def _unread(book: Playbook, row: Row) -> bool:
    """Whether a letter of the row was refused: it may be the one that seems to be missing."""
    place = At(row.at.section, (*book.in_source(row.at), "raci"))
    return any(
        gone.section == place.section and gone.keys[: len(place.keys)] == place.keys
        for gone in book.notes.refused
    )


@rule("RAC001", "accountable-not-exactly-one", Severity.ERROR)
def accountable_not_exactly_one(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Exactly one role is accountable for each activity.

    Why: Two who answer for something wait for each other; where nobody does, it is everybody's
    fault.
    Fix: Leave the A with the role that may say yes and no, and make the others R, C or I. A/R
    counts as an A.
    Source: RACI: exactly one accountable role (practice R5).
    """
    gaps = Gaps(book)
    for row in _rows(book, gaps):
        holding = _holding(row, "A")
        name = named(row.activity, row.at)
        if len(holding) > 1:
            message = (
                f"Activity '{name}' has {len(holding)} Accountable roles ({listed(holding)}); "
                f"exactly one is allowed. Make the others {_instead(row)}."
            )
            yield Hit(row.at / "raci", message, "Leave the A with one role.", key=True)
        elif not holding and not _unread(book, row):
            message = (
                f"Activity '{name}' has no Accountable role; exactly one is needed. Give the A to "
                "the role that answers for it."
            )
            fix = "Give one role the A, or A/R."
            yield Hit(row.at / "raci", message, fix, key=True, needs_all=True)


def _instead(row: Row) -> str:
    """The letters that a role gets in place of an A that is one too many."""
    return "R, C or I" if _holding(row, "R") else "R, since nobody else does the work, or C or I"


@rule("RAC002", "no-responsible", Severity.ERROR)
def no_responsible(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """At least one role does the work of each activity.

    Why: Somebody answers, some are asked, some are told, and nobody does it.
    Fix: Give an R to those who do the work; A/R where one both answers for it and does it.
    Source: RACI: somebody is responsible (practice R5).
    """
    gaps = Gaps(book)
    for row in _rows(book, gaps):
        several = len(_holding(row, "A")) > 1  # RAC001 says that one of them may be the R
        if not several and not _holding(row, "R") and not _unread(book, row):
            message = (
                f"Activity '{named(row.activity, row.at)}' has nobody Responsible: nobody does the "
                "work. Assign at least one R (or A/R)."
            )
            fix = "Give a role the R, or A/R."
            yield Hit(row.at / "raci", message, fix, key=True, needs_all=True)


@rule(
    "RAC003",
    "role-overloaded",
    Severity.WARNING,
    "raci.min_activities_for_load",
    "raci.max_A_share",
    "raci.max_R_share",
)
def role_overloaded(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No role answers for most of the activities, or does most of them.

    Why: A role with its name everywhere is where all work waits, and what stops when its holder
    is ill.
    Fix: Delegate some of the activities, or add a deputy who takes them. The limits are
    raci.max_A_share and raci.max_R_share, from raci.min_activities_for_load activities on.
    Source: the vertical reading of a RACI matrix, role by role (practice R5).
    """
    load = {(o.role, o.letter): o for o in overloads(_rows(book, Gaps(book)), facts.thresholds)}
    for letter in ("A", "R"):
        for at, role in book.each("roles", "roles"):
            if over := load.pop((role.id, letter), None):
                message = (
                    f"Role '{role.id}' is {_WORDS[letter]} on {over.count} of {over.total} "
                    f"activities, more than {over.most:.0%}. Delegate some, or add a deputy."
                )
                fix = f"Give some of its {letter} to other roles."
                yield Hit(at, message, fix, needs_all=True)


@rule("RAC004", "one-sided-matrix", Severity.WARNING)
def one_sided_matrix(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Each side answers for something and does something, and both have a part in what is joint.

    Why: A side that only does, or only decides, is no partner: it is a customer or a pair of
    hands, and behaves like one.
    Fix: Look through the activities that the side takes part in and give it an A, or an R, where
    it fits. Take joint away from an activity that is one side's own.
    Source: investment in success from both sides (practice R45).
    """
    gaps = Gaps(book)
    all_rows = _rows(book, gaps)
    every = len(all_rows) == len(book.roles.activities) and gaps.whole(_ACTIVITIES)
    read = every and not any(_unread(book, row) for row in all_rows)
    for side, letter, taking_part in _absent(book, facts, all_rows) if all_rows and read else ():
        check = f"; check activities {some_of(taking_part)}" if taking_part else ""
        message = (
            f"{side} holds no {letter} ({_WORDS[letter]}) anywhere. A partnership needs "
            f"both{check}."
        )
        fix = f"Give a role of that side the {letter}."
        yield Hit(_ACTIVITIES, message, fix, key=True, needs_all=True)
    for row in all_rows:
        camps = {camp_of_role(book, role) for role in row.letters} - {"advisor"}
        if row.activity.joint and len(camps) == 1 and None not in camps:
            (camp,) = camps
            message = (
                f"Activity '{named(row.activity, row.at)}' is joint, but only the {camp} side has "
                "letters in it. Add roles of the other side, or take joint away."
            )
            fix = "Add a role of the other side."
            yield Hit(row.at / "raci", message, fix, key=True, needs_all=True)


def _absent(
    book: Playbook, facts: Facts, all_rows: list[Row]
) -> Iterator[tuple[str, str, list[str]]]:
    """Each side and letter that it never holds, and the activities that it takes part in.

    A role that is not known may be of any side. Where an activity has no such letter at all, its
    own finding speaks: it may become that side's.
    """
    vendors = active_vendors(book, facts.as_of)
    sides = [(f"The vendor side ({party.name or party.id})", party.id) for party in vendors]
    for side, party in (("The client side", None), *sides):
        belongs = partial(_belongs, book, party)
        taking_part = [
            named(row.activity, row.at) for row in all_rows if any(map(belongs, row.letters))
        ]
        for letter in ("A", "R"):
            holding = [_holding(row, letter) for row in all_rows]
            if all(holding) and not any(map(belongs, chain(*holding))):
                yield side, letter, taking_part


def _belongs(book: Playbook, party: str | None, role: str) -> bool:
    """Whether a role is of a vendor, or of the client where none is given; true if not known."""
    side = side_of_role(book, role)
    if side is None:
        return True
    return side.key == "client" if party is None else party_of_role(book, role) == party


@rule("RAC005", "vendor-accountable-for-client-duty", Severity.WARNING)
def vendor_accountable_for_client_duty(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """The client answers for what it cannot give away: acceptance, approvals, the vendor's review.

    Why: Work can be outsourced, responsibility cannot. Whoever approves its own changes and
    accepts its own work is not controlled by anybody.
    Fix: Move the A to a role of the client. The vendor may still do the work (R) or be asked (C).
    Source: DORA article 28(1)(a): full responsibility stays with the financial entity; the
    retained organisation of ISO 37500.
    """
    for row in _rows(book, Gaps(book)):
        duty = _OF_THE_CLIENT.get(row.activity.kind_ or "")
        holding = _holding(row, "A")
        for role in holding if duty and len(holding) == 1 else ():  # of several, RAC001 speaks
            if camp_of_role(book, role) not in ("vendor", "successor"):
                continue
            side = side_of_role(book, role)
            word = side.word.lower() if side else "vendor"
            message = (
                f"'{named(row.activity, row.at)}' is a duty that stays with the client ({duty}), "
                f"but '{role}' ({word}) is Accountable. Move the A to a client role."
            )
            place = At(row.at.section, (*row.at.keys, "raci", role))
            yield Hit(place, message, "Give the A to a client role, and this one R or C.", key=True)


RULES: tuple[Rule, ...] = (
    accountable_not_exactly_one,
    no_responsible,
    role_overloaded,
    one_sided_matrix,
    vendor_accountable_for_client_duty,
)
