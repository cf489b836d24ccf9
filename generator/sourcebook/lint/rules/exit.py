"""The exit is planned from the start, returns the data, and has the time that it takes."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.critical_path import ExitPath
from sourcebook.analysis.parties import active_vendors
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

LEAST_OPTIONS = 2

_EXIT = At("exit")
_NOTICES = {"client_notice_days": "client", "vendor_notice_days": "vendor"}


@rule("EXT001", "exit-plan-missing", Severity.ERROR)
def exit_plan_missing(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """There is an exit plan: triggers, tasks, a transition period, options, a manager each side.

    Why: When notice is given, nobody on the other side has reason to help. What was agreed at the
    start is all that there is. Before a contract is signed, this is a warning.
    Fix: Fill in triggers, plan, transition_period_days, two strategy_options or more, and in
    exit_manager a role for the client and for each vendor.
    Source: DORA Art. 28(8) and 30(3)(f); NIST CSF 2.0 GV.SC-10; ISO 44001, stage 8.
    """
    gaps = Gaps(book)
    if not gaps.looks_into("exit"):
        return
    severity = None if _is_signed(book) else Severity.WARNING
    asked = ("plan", "triggers", "transition_period_days", "exit_manager", "strategy_options")
    missing = [field for field in asked if not gaps.filled(_EXIT / field)]
    for field in missing:
        message = f"No usable exit plan: missing {field}. {_AT_THE_START}"
        yield Hit(_EXIT / field, message, f"Add '{field}:'.", key=True, severity=severity)
    if "exit_manager" not in missing:
        yield from _unmanaged(book, facts, severity)
    options = book.exit.strategy_options
    if 0 < len(options) < LEAST_OPTIONS and gaps.whole(_EXIT / "strategy_options"):
        message = (
            f"No usable exit plan: only one strategy option ({options[0].option or 'unnamed'}). "
            "Where that one fails there is no other; add a second."
        )
        yield Hit(
            _EXIT / "strategy_options",
            message,
            "Add a second option.",
            key=True,
            severity=severity,
            needs_all=True,
        )


_AT_THE_START = "Exit is planned at the start, not at notice."


def _is_signed(book: Playbook) -> bool:
    """Whether a contract is signed, or the phase says that one must be."""
    signed = any(contract.signed for contract in book.engagement.contracts)
    return signed or book.engagement.phase_ not in (None, "selection")


def _unmanaged(book: Playbook, facts: Facts, severity: Severity | None) -> Iterator[Hit]:
    """The sides without an exit manager."""
    named = set(book.exit.exit_manager)
    if not named or any(book.index.find("party", id) is None for id in named):
        return
    clients = {party.id for party in book.engagement.parties if party.side == "client"}
    lacking = ["the client"] if clients and not clients & named else []
    vendors = active_vendors(book, facts.as_of)
    lacking += [f"'{party.id}'" for party in vendors if party.id not in named]
    if lacking:
        message = (
            f"No usable exit plan: no exit manager for {listed(lacking)}. Name the role that leads "
            "the exit there."
        )
        yield Hit(
            _EXIT / "exit_manager",
            message,
            f"Name the role that leads the exit for {listed(lacking)}.",
            key=True,
            severity=severity,
            needs_all=True,
        )


@rule("EXT002", "data-return-missing", Severity.ERROR)
def data_return_missing(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """The exit says in which form and by when data comes back, that copies go, and access ends.

    Why: Data in a form that nobody can read, or copies that nobody has proof of, stay with the old
    vendor in all but name.
    Fix: Set data_return.format, within_days and deletion_certificate, and access_revocation.
    Source: DORA Art. 30(2)(d); GDPR Art. 28(3)(g); HIPAA 45 CFR 164.504(e)(2)(ii)(J).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("exit"):
        return
    data = _EXIT / "data_return"
    places = [*gaps.of(data, "format", "within_days", "deletion_certificate")]
    places += gaps.of(_EXIT, "access_revocation")
    for place in places:
        field = str(place.keys[-1])
        message = f"Exit says nothing about {_RETURNED[field]}."
        yield Hit(place, message, f"Add '{field}:'.", key=True)


_RETURNED = {
    "data_return": "the return of data. State format, deadline and proof of deletion",
    "format": "the format in which data comes back. State one that others can read",
    "within_days": "the deadline by which data comes back. State within_days",
    "deletion_certificate": "proof that copies are deleted. State deletion_certificate",
    "access_revocation": "the end of access. State within how many hours, and who sees to it",
}


@rule("EXT003", "transition-too-short", Severity.WARNING)
def transition_too_short(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """The transition period, and each side's notice, is as long as the exit takes.

    Why: If the handover takes 170 days and the vendor may leave after 90, the plan holds only as
    long as nobody needs it.
    Fix: Extend transition_period_days or the notice in engagement.termination, or shorten the
    plan: fewer dependencies, more at the same time.
    Source: DORA Art. 30(3)(f)(ii), a transition in line with the complexity of the service.
    """
    gaps = Gaps(book)
    period = book.exit.transition_period_days
    if not gaps.looks_into("exit") or period is None:
        return
    path = ExitPath(book.exit.plan)
    if path.days > period:
        yield Hit(
            _EXIT / "transition_period_days",
            f"Exit needs {path.days} days (critical path {' > '.join(path.chain)}) but the "
            f"transition period is {period}. Extend it or shorten the plan.",
            f"Set transition_period_days to {path.days} or more, or shorten the plan.",
        )
    for field, side in _NOTICES.items():
        days = getattr(book.engagement.termination, field, None)
        if days is not None and days < period:
            yield Hit(
                At("engagement") / "termination" / field,
                f"The {side} may leave with {days} days of notice, but the transition takes "
                f"{period}. Lengthen the notice or shorten the transition.",
                f"Set {field} to {period} or more.",
            )


RULES: tuple[Rule, ...] = (exit_plan_missing, data_return_missing, transition_too_short)
