"""Security: protocols and their verification, access, data, incidents and sub-suppliers."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import (
    Audience,
    Group,
    conditional,
    many,
    need,
    optional,
    recommended,
    required,
)
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    ChannelRef,
    Count,
    Country,
    DataClassRef,
    Date,
    Flag,
    Name,
    PartyRef,
    Pointer,
    Quantity,
    RoleRef,
    Text,
)

_SUBCONTRACTING = "subcontracting is permitted"
_CRITICAL_FUNCTION = "the engagement supports a critical or important function"


class DataClass(Item):
    """A kind of data and how carefully it has to be handled."""

    kind: ClassVar[str] = "data class"

    name: Name | None = need(required, "Name of the class.", example="Customer data")
    confidential: Flag | None = need(
        required, "Whether it must stay within the two companies.", example=True
    )
    personal: Flag | None = need(
        required, "Whether it tells something about a person.", example=True
    )
    special: Flag | None = need(
        optional, "Whether it is of a special category, such as health or belief."
    )
    phi: Flag | None = need(optional, "Whether it is protected health information (HIPAA).")


class PastVerification(Record):
    """A check of former times."""

    date: Date | None = need(optional, "Day of the check.")
    result: Literal["pass", "partial", "fail"] | None = need(optional, "What came out.")
    by: RoleRef | None = need(optional, "Role that checked.")


class Verification(Record):
    """How anybody knows that a protocol is kept."""

    method: (
        Literal["audit", "test", "scan", "attestation", "evidence-review", "self-assessment"] | None
    ) = need(required, "How it is checked.", example="evidence-review", label="Checked by way of")
    verifier: RoleRef | None = need(
        required, "Role that checks, best of another party than the one at work."
    )
    frequency_days: Count | None = need(
        required, "Time from one check to the next.", unit="days", example=90, label="Checked every"
    )
    last_verified: Date | None = need(required, "Day of the last check.", example="2026-10-01")
    result: Literal["pass", "partial", "fail"] | None = need(
        required, "What came out.", example="pass"
    )
    evidence_ref: Pointer | None = need(
        optional, "Where the evidence is kept.", audience=Audience.INTERNAL
    )
    history: tuple[PastVerification, ...] = many(optional, "Earlier checks, the oldest first.")


class SecurityException(Record):
    """A departure from a protocol that was allowed for a time."""

    reason: Text | None = need(optional, "Why it was allowed.")
    until: Date | None = need(optional, "Last day on which it is allowed.")


class Protocol(Item):
    """A rule that protects something, with an owner and a check."""

    kind: ClassVar[str] = "protocol"

    title: Name | None = need(required, "Short name.", example="Quarterly access review")
    area: Name | None = need(required, "Field of security.", example="Access")
    protects: tuple[
        Literal["availability", "authenticity", "integrity", "confidentiality"], ...
    ] = many(optional, "What it protects of the data.")
    statement: Text | None = need(
        required,
        "What is done, by whom and how often.",
        normative=True,
        example="The vendor removes unused accounts every 90 days.",
        label="Rule",
    )
    owner: RoleRef | None = need(required, "The one role that answers for it.")
    operated_by: PartyRef | None = need(required, "Party that does the work.")
    severity: Literal["low", "medium", "high"] | None = need(
        required, "How much harm a failure does.", example="high"
    )
    control_refs: tuple[Pointer, ...] = many(
        optional, "Controls of standards that it fulfils.", example=["ISO 27001 A.5.18"]
    )
    verification: Verification | None = need(required, "How it is checked.")
    exceptions: tuple[SecurityException, ...] = many(
        optional, "Departures that were allowed for a time."
    )


class Access(Record):
    """How access is given, reviewed and taken away."""

    owner: RoleRef | None = need(required, "Role that answers for access.")
    model: Text | None = need(required, "How rights are given.", example="By role, least privilege")
    mfa: Flag | None = need(required, "Whether a second factor is needed.", example=True)
    joiner_days: Count | None = need(
        required, "Time in which a newcomer gets access.", unit="days", example=3
    )
    leaver_revoke_hours: Count | None = need(
        required, "Time in which a leaver's access is gone.", unit="hours", example=24
    )
    offboarding_steps: tuple[Text, ...] = many(
        required,
        "What is taken away or handed back.",
        example=["Accounts", "Tokens", "Devices", "Repositories"],
    )
    review_frequency_days: Count | None = need(
        required, "Time from one review of access to the next.", unit="days", example=90
    )
    last_review: Date | None = need(
        required, "Day of the last review of access.", example="2026-10-01"
    )
    privileged_rules: Text | None = need(
        optional, "What else holds for people with far-reaching rights."
    )


class IncidentNotification(Record):
    """How the vendor tells the client of an incident."""

    initial_hours: Quantity | None = need(
        required, "Time in which the client is told first.", unit="hours", example=4
    )
    clock_starts: Literal["awareness", "classification", "discovery"] | None = need(
        required, "What sets the clock going.", example="awareness"
    )
    contact_ref: Pointer | None = need(
        required,
        "Whom to call, as an entry of the directory.",
        example="Duty desk, on-call tool",
        label="Whom to call",
    )
    channel: ChannelRef | None = need(required, "Channel on which to tell.")
    contents: tuple[Text, ...] = many(
        optional, "What the notice says.", label="What the notice says"
    )
    update_every_hours: Quantity | None = need(
        optional, "Time from one update to the next.", unit="hours"
    )
    final_report_days: Count | None = need(
        optional, "Time in which the final report comes.", unit="days"
    )
    assistance_cost: Literal["none", "ex-ante"] | None = need(
        optional, "Whether help costs nothing, or a price fixed beforehand."
    )
    owner: RoleRef | None = need(required, "Role that sees that the client is told.")


class DataLocation(Record):
    """Where something is done with a kind of data."""

    data_class: DataClassRef | None = need(required, "The kind of data.")
    activity: Literal["storage", "processing", "support-access", "service-delivery"] | None = need(
        required, "What is done with it.", example="storage"
    )
    country: Country | None = need(required, "Country in which it is done.", example="IE")
    region: Name | None = need(optional, "Region or data centre.")
    party: PartyRef | None = need(required, "Party that does it.")


class Subcontracting(Record):
    """Whether the vendor may hand work on, and how."""

    permitted: Flag | None = need(
        required, "Whether the vendor may use subcontractors.", example=True
    )
    conditions: tuple[Text, ...] = many(optional, "What must be fulfilled beforehand.")
    notice_days: Count | None = need(
        conditional,
        "How long beforehand the client is told.",
        unit="days",
        when=_SUBCONTRACTING,
        example=30,
        label="Told beforehand by",
    )
    objection_days: Count | None = need(
        conditional,
        "Time that the client has to object.",
        unit="days",
        when=_SUBCONTRACTING,
        example=20,
    )


class Subcontractor(Item):
    """A company that works for the vendor."""

    kind: ClassVar[str] = "subcontractor"

    name: Name | None = need(conditional, "Name of the company.", when=_SUBCONTRACTING)
    country: Country | None = need(
        conditional, "Country where it is established.", when=_SUBCONTRACTING, example="EE"
    )
    service: Text | None = need(
        conditional, "What it does.", when=_SUBCONTRACTING, example="Penetration tests"
    )
    supports_cif: Flag | None = need(
        conditional,
        "Whether its work supports a critical or important function.",
        when=_SUBCONTRACTING,
        example=False,
    )
    data_access: tuple[DataClassRef, ...] = many(
        conditional, "Kinds of data that it can reach.", when=_SUBCONTRACTING
    )
    approved_on: Date | None = need(
        conditional,
        "Day on which the client approved it.",
        when=_SUBCONTRACTING,
        example="2026-02-20",
    )
    flow_down: Flag | None = need(
        conditional,
        "Whether its contract carries the same duties.",
        when=_SUBCONTRACTING,
        example=True,
    )
    audit_rights: Flag | None = need(
        conditional, "Whether the client may audit it.", when=_SUBCONTRACTING, example=True
    )
    tier: Count | None = need(
        conditional,
        "Place in the chain; 1 works for the vendor itself.",
        when=_SUBCONTRACTING,
        example=1,
    )


class AwarenessTraining(Record):
    """How people learn to work securely."""

    required_: Flag | None = need(
        required, "Whether everybody must take it.", example=True, label="Everybody takes it"
    )
    frequency_days: Count | None = need(
        required, "Time from one training to the next.", unit="days", example=365
    )
    client_programme: Flag | None = need(
        required, "Whether the vendor's people join the client's training.", example=True
    )
    last_completed: Date | None = need(optional, "Day on which everybody had taken it.")


class AuditRights(Record):
    """What the client and its authorities may see and ask."""

    access: Flag | None = need(
        conditional,
        "Whether they may enter the premises.",
        when=_CRITICAL_FUNCTION,
        example=True,
        label="Premises may be entered",
    )
    inspection: Flag | None = need(
        conditional, "Whether they may inspect and audit.", when=_CRITICAL_FUNCTION, example=True
    )
    copies: Flag | None = need(
        conditional,
        "Whether they may copy the documents that matter.",
        when=_CRITICAL_FUNCTION,
        example=True,
    )
    authority_access: Flag | None = need(
        conditional,
        "Whether authorities have the same rights.",
        when=_CRITICAL_FUNCTION,
        example=True,
    )
    alternative_assurance: Text | None = need(
        conditional,
        "What serves instead where an audit would touch other clients' rights.",
        when=_CRITICAL_FUNCTION,
    )
    cooperation: Flag | None = need(
        conditional,
        "Whether the vendor helps fully while they audit.",
        when=_CRITICAL_FUNCTION,
        example=True,
    )
    scope_and_frequency: Text | None = need(
        conditional, "What is audited, how, and how often.", when=_CRITICAL_FUNCTION
    )
    notice_days: Count | None = need(
        conditional,
        "How long beforehand an audit is announced.",
        unit="days",
        when=_CRITICAL_FUNCTION,
        example=15,
        label="Announced beforehand by",
    )


class Certification(Record):
    """A certificate that the vendor holds."""

    name: Name | None = need(recommended, "Standard.", example="ISO/IEC 27001:2022")
    scope: Text | None = need(recommended, "What the certificate covers.")
    expires: Date | None = need(recommended, "Last day on which it is valid.", label="Valid until")
    report_ref: Pointer | None = need(
        recommended, "Where the report is kept.", audience=Audience.INTERNAL
    )


class SecurityTesting(Record):
    """How attacks are rehearsed."""

    pentest_frequency_days: Count | None = need(
        recommended, "Time from one penetration test to the next.", unit="days", example=365
    )
    last_pentest: Date | None = need(recommended, "Day of the last penetration test.")
    tlpt_participation: Flag | None = need(
        recommended, "Whether the vendor takes part in threat-led penetration tests."
    )


class Assurance(Record):
    """What lets the client trust the vendor's security."""

    audit_rights: AuditRights | None = need(
        conditional, "What may be seen and asked.", when=_CRITICAL_FUNCTION
    )
    certifications: tuple[Certification, ...] = many(
        recommended, "Certificates that the vendor holds."
    )
    testing: SecurityTesting | None = need(recommended, "How attacks are rehearsed.")


class Security(Section):
    """Which rules protect data and systems, who answers for each, and how each is checked."""

    key: ClassVar[str] = "security"
    title: ClassVar[str] = "Security protocols"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.PROTECT

    data_classes: tuple[DataClass, ...] = many(required, "Kinds of data in use.")
    protocols: tuple[Protocol, ...] = many(required, "Rules, each with an owner and a check.")
    access: Access | None = need(required, "How access is given and taken away.")
    incident_notification: IncidentNotification | None = need(
        required, "How the client is told of an incident."
    )
    locations: tuple[DataLocation, ...] = many(required, "Where data is kept and worked on.")
    location_change_notice_days: Count | None = need(
        required, "How long before a location changes the client is told.", unit="days", example=60
    )
    subcontracting: Subcontracting | None = need(required, "Whether the vendor may hand work on.")
    subcontractors: tuple[Subcontractor, ...] = many(
        conditional, "Companies that work for the vendor.", when=_SUBCONTRACTING
    )
    awareness_training: AwarenessTraining | None = need(
        required, "How people learn to work securely."
    )
    assurance: Assurance | None = need(
        conditional, "Audits, certificates and tests.", when=_CRITICAL_FUNCTION
    )
    secure_development: tuple[Text, ...] = many(
        recommended, "How security is built into the software."
    )
