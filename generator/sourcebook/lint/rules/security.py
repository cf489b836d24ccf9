"""Security protocols that are owned and checked; access, incidents, data and sub-suppliers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sourcebook.analysis import freshness
from sourcebook.analysis.clauses import active_profiles
from sourcebook.analysis.freshness import Due, Light
from sourcebook.analysis.parties import party_of_role
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, written
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.security import DataClass, Protocol

_ACCESS = At("security") / "access"
_NOTICE = At("security") / "incident_notification"
_LOCATIONS = At("security") / "locations"
_TERMS = At("security") / "subcontracting"


@rule("SEC001", "protocol-without-owner", Severity.ERROR)
def protocol_without_owner(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every security protocol has one role that answers for it.

    Why: A control that belongs to everybody is kept by nobody, and the gap shows at the audit or
    after the incident.
    Fix: Name one role as owner of the protocol.
    Source: security protocols with verification from the outset (practice R30).
    """
    gaps = Gaps(book)
    for at, protocol in gaps.items("security", "protocols"):
        for place in gaps.of(at, "owner"):
            message = f"Security protocol '{named(protocol, at)}' has no owner. Name one role."
            yield Hit(place, message, "Add 'owner:' with the role that answers for it.", key=True)


@rule("SEC002", "protocol-without-verification", Severity.ERROR)
def protocol_without_verification(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every security protocol says how and how often it is checked, best by another party.

    Why: A protocol that nobody checks is a wish. Where the party that operates a control is the
    only one to check it, it marks its own work.
    Fix: Set verification.method and frequency_days, and name a verifier of another party than
    operated_by.
    Source: verification mechanisms that ensure adherence (practice R30); ISO/IEC 27001 A.5.22.
    """
    gaps = Gaps(book)
    for at, protocol in gaps.items("security", "protocols"):
        places = [*gaps.of(at, "verification")]
        if protocol.verification is not None:
            places += gaps.of(at / "verification", "method", "frequency_days")
        for place in places:
            field = str(place.keys[-1])
            lack = "verification" if field == "verification" else f"{field} in its verification"
            message = (
                f"'{named(protocol, at)}' has no {lack}: set method, frequency_days and a verifier "
                "independent of the operator."
            )
            yield Hit(place, message, f"Add '{field}:'.", key=True)
        yield from _self_checked(book, at, protocol)


def _self_checked(book: Playbook, at: At, protocol: Protocol) -> Iterator[Hit]:
    verifier = protocol.verification.verifier if protocol.verification else None
    party = party_of_role(book, verifier)
    if protocol.severity == "high" and party is not None and party == protocol.operated_by:
        yield Hit(
            at / "verification.verifier",
            f"'{named(protocol, at)}' is operated by '{party}' and checked by its own role "
            f"'{verifier}', though its severity is high. Name a verifier of another party.",
            "Name a role of another party as verifier.",
            severity=Severity.WARNING,
        )


@rule(
    "SEC003",
    "verification-overdue-or-failed",
    Severity.ERROR,
    "security.verification_grace_days",
)
def verification_overdue_or_failed(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every security protocol was verified in time, and passed, or its exception still runs.

    Why: A control that was in order half a year ago may have been switched off since. A failed one
    is a known hole.
    Fix: Verify the protocol and update last_verified, result and evidence_ref. For a failed one,
    mend it and verify again, or record an exception with a reason and an until.
    Source: verification with dates and results (practice R30).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("security"):
        return
    for entry in freshness.verifications(book, facts.as_of):
        protocol = book.value(entry.at)
        if protocol.verification is None:
            continue
        name = named(protocol, entry.at)
        for place in gaps.of(entry.at / "verification", "last_verified"):
            message = f"'{name}' was never verified. Verify it; set last_verified and evidence_ref."
            yield Hit(place, message, "Add 'last_verified:' once it is verified.", key=True)
        if is_over(book):
            continue
        if late := entry.overdue_days(facts.as_of):
            yield _overdue(entry, name, late, int(facts.thresholds[_GRACE]))
        if entry.light is Light.FAILED:
            yield from _failed(gaps, entry.at, protocol, facts.as_of)


_GRACE = "security.verification_grace_days"


def _overdue(entry: Due, name: str, late: int, grace: int) -> Hit:
    days = "day" if late == 1 else "days"
    last = written(entry.last) if entry.last else "never"
    return Hit(
        entry.dated,
        f"'{name}' was last verified {last}; due {written(entry.next)} ({late} {days} overdue). "
        "Verify it, and update last_verified and evidence_ref.",
        "Verify the protocol and update last_verified.",
        severity=Severity.WARNING if late <= grace else None,
    )


def _failed(gaps: Gaps, at: At, protocol: Protocol, day: dt.date) -> Iterator[Hit]:
    ends = [
        exception.until
        for number, exception in enumerate(protocol.exceptions)
        if gaps.filled(at / "exceptions" / number / "until")
    ]
    if any(end is None or end >= day for end in ends):
        return
    last = max((end for end in ends if end), default=None)
    because = f"its exception ended on {written(last)}" if last else "no exception allows it"
    message = (
        f"'{named(protocol, at)}' failed its verification, and {because}. Mend it and verify "
        "again, or record an exception with a reason and an until."
    )
    yield Hit(at / "verification.result", message, "Mend and verify, or add an exception.")


_LEAVING = {
    "access": "no rules of access",
    "leaver_revoke_hours": "no leaver_revoke_hours",
    "owner": "no owner",
    "offboarding_steps": "no offboarding_steps",
}


@rule("SEC004", "access-offboarding-missing", Severity.ERROR, "access.leaver_revoke_hours_max")
def access_offboarding_missing(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """It is settled who takes a leaver's access away, within how many hours, by which steps.

    Why: Accounts of people who have left are the quietest way into a system: nobody misses them,
    and nobody watches them.
    Fix: Under security.access set leaver_revoke_hours, owner and offboarding_steps (accounts,
    tokens, devices, repositories), and ask for a second factor.
    Source: verified security protocols (practice R30); ISO/IEC 27001 A.5.18 and A.5.20.
    """
    gaps = Gaps(book)
    if not gaps.looks_into("security"):
        return
    most = facts.thresholds["access.leaver_revoke_hours_max"]
    for place in gaps.of(_ACCESS, *(name for name in _LEAVING if name != "access")):
        field = str(place.keys[-1])
        message = (
            f"Access offboarding is undefined: there is {_LEAVING[field]}. Set leaver_revoke_hours "
            f"(at most {most:g}), owner and steps (accounts, tokens, devices, repositories)."
        )
        yield Hit(place, message, f"Add '{field}:'.", key=True)
    access = book.security.access
    hours = access.leaver_revoke_hours if access else None
    if hours is not None and hours > most:
        message = f"A leaver keeps access for {hours} hours; at most {most:g} are advised."
        yield Hit(_ACCESS / "leaver_revoke_hours", message, severity=Severity.WARNING)
    if access and access.mfa is False:
        message = "Access needs no second factor: a stolen password is enough. Set mfa: true."
        yield Hit(_ACCESS / "mfa", message, severity=Severity.WARNING)


_LIMITS = tuple(f"incident.initial_hours.{family}" for family in ("dora", "gdpr", "hipaa"))


@rule("SEC005", "incident-notification-missing-or-slow", Severity.ERROR, *_LIMITS)
def incident_notification_missing_or_slow(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """The vendor tells the client of an incident on a known way, as fast as the profiles need.

    Why: The client's own clock for its supervisor runs from the moment it could have known. What
    the vendor takes longer, the client lacks.
    Fix: Set initial_hours, clock_starts, contact_ref and channel under
    security.incident_notification. The limits by profile are a policy, not the law: each can be
    tuned as incident.initial_hours.*.
    Source: practice R30; DORA Art. 30(2)(f); GDPR Art. 33(2); 45 CFR 164.410.
    """
    gaps = Gaps(book)
    if not gaps.looks_into("security"):
        return
    for place in gaps.of(_NOTICE, "initial_hours", "clock_starts", "contact_ref", "channel"):
        field = str(place.keys[-1])
        lack = "" if field == "incident_notification" else f" has no {field}"
        message = f"Vendor incident notification{lack or ' is missing'}. " + (
            "Set initial_hours, clock_starts, contact_ref and channel."
            if not lack
            else "Without it nobody is told in time."
        )
        yield Hit(place, message, f"Add '{field}:'.", key=True)
    notice = book.security.incident_notification
    if notice is None or notice.initial_hours is None:
        return
    strictest = min(_limits(book, facts), key=lambda pair: pair[0], default=None)
    if strictest is not None and notice.initial_hours > strictest[0]:
        limit, profile = strictest
        clock = f" from {notice.clock_starts}" if notice.clock_starts else ""
        yield Hit(
            _NOTICE / "initial_hours",
            f"Vendor incident notification takes {notice.initial_hours:g} h; profile {profile} "
            f"expects at most {limit:g} h{clock} (a policy, not the law). Shorten it.",
            f"Set initial_hours to {limit:g} or less.",
        )


def _limits(book: Playbook, facts: Facts) -> Iterator[tuple[float, str]]:
    """The hours that each active profile allows, by the family that its id begins with."""
    for name in _LIMITS:
        family = name.rpartition(".")[2]
        for profile in active_profiles(book, facts.asking):
            if profile == family or profile.startswith(f"{family}-"):
                yield facts.thresholds[name], profile


_ACTIVITIES = {
    "storage": "stored",
    "processing": "processed",
    "support-access": "reached for support",
}


@rule("SEC006", "data-location-missing", Severity.ERROR)
def data_location_missing(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """For all data that is personal or confidential it is known where it is and who reaches it.

    Why: Which law protects data, and who may ask for it, depends on the country in which it is
    kept and from which it is read.
    Fix: Add entries to security.locations for storage, processing and support-access, each with
    country and party; say under location_change_notice_days how long before a change the client
    hears of it.
    Source: DORA Art. 30(2)(b); EBA/GL/2019/02 paragraph 75(f).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("security"):
        return
    sensitive = [
        (at, data)
        for at, data in book.each("security", "data_classes")
        if data.id and (data.personal or data.confidential)
    ]
    if not gaps.filled(_LOCATIONS):
        if sensitive:
            names = listed([data.name or data.id for _, data in sensitive])
            message = (
                f"Where is '{names}' kept and worked on? Add locations with country and party."
            )
            yield Hit(_LOCATIONS, message, "Add 'locations:'.", key=True)
    elif book.security.locations and gaps.whole(_LOCATIONS):
        for at, data in sensitive:
            yield from _nowhere(book, at, data)
    if not gaps.filled(At("security") / "location_change_notice_days"):
        yield Hit(
            At("security") / "location_change_notice_days",
            "Nothing says how long before a change of location the client is told. State notice.",
            "Add 'location_change_notice_days: 60' or what is agreed.",
            key=True,
        )


def _nowhere(book: Playbook, at: At, data: DataClass) -> Iterator[Hit]:
    known: set[str | None] = {
        place.activity
        for place in book.security.locations
        if place.data_class == data.id or not book.index.find("data class", place.data_class)
    }
    absent = [activity for activity in _ACTIVITIES if activity not in known]
    if absent and None not in known:
        doings = listed([_ACTIVITIES[activity] for activity in absent])
        yield Hit(
            at,
            f"Where is '{data.name or data.id}' {doings}? Add a location with country and party "
            f"for {listed(absent)}.",
            f"Add '- {{data_class: {data.id}, activity: {absent[0]}, country: …, party: …}}'.",
        )


@rule("SEC007", "subcontractor-terms-missing", Severity.ERROR)
def subcontractor_terms_missing(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """It is settled whether the vendor may subcontract, with what notice, and on which terms.

    Why: A sub-supplier that the client never heard of may hold its data, in a country that it
    would not have chosen, under duties that end at the vendor.
    Fix: Set subcontracting.permitted; where it is true, notice_days and objection_days, and for
    each subcontractor country, service, data_access, approved_on, flow_down and audit_rights.
    Source: DORA Art. 30(2)(a); GDPR Art. 28(2) and 28(4); NIST CSF 2.0 GV.SC-05.
    """
    gaps = Gaps(book)
    if not gaps.looks_into("security"):
        return
    for place in gaps.of(_TERMS, "permitted"):
        message = "Nothing says whether the vendor may subcontract. Set subcontracting.permitted."
        yield Hit(place, message, "Add 'permitted: true' or 'permitted: false'.", key=True)
    terms = book.security.subcontracting
    if terms is None or terms.permitted is not True:
        return
    for place in gaps.of(_TERMS, "notice_days", "objection_days"):
        field = str(place.keys[-1])
        message = f"Subcontracting is permitted, but {field} is missing: the client cannot object."
        yield Hit(place, message, f"Add '{field}:'.", key=True)
    for at, company in book.each("security", "subcontractors"):
        for place in gaps.of(at, *_KNOWN, *_RIGHTS):
            field = str(place.keys[-1])
            message = (
                f"Subcontractor '{named(company, at)}' is missing {field}. Record approval, data "
                "access, flow-down and audit rights."
            )
            yield Hit(place, message, f"Add '{field}:'.", key=True)
        for field in _RIGHTS:
            if getattr(company, field) is False:
                message = (
                    f"Subcontractor '{named(company, at)}' works without {_RIGHTS[field]}. Agree "
                    "on it before it goes on."
                )
                yield Hit(at / field, message, f"Agree on it, then set {field}: true.")


_KNOWN = ("country", "service", "data_access", "approved_on")
_RIGHTS = {
    "flow_down": "the duties of the main contract (flow_down: false)",
    "audit_rights": "a right of audit (audit_rights: false)",
}

RULES: tuple[Rule, ...] = (
    protocol_without_owner,
    protocol_without_verification,
    verification_overdue_or_failed,
    access_offboarding_missing,
    incident_notification_missing_or_slow,
    data_location_missing,
    subcontractor_terms_missing,
)
