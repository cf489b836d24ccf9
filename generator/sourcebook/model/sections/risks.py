"""Risks: what may go wrong, and what happens then."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import Group, conditional, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import AnyoneRef, Count, Date, Name, Pointer, RoleRef, Score, Text

_HIGH = "the risk is high: likelihood times impact, or impact alone, is over the threshold"


class Assessment(Record):
    """When and how the risks were last gone through."""

    date: Date | None = need(required, "Day of the assessment.", example="2026-02-20")
    participants: tuple[AnyoneRef, ...] = many(required, "Roles that took part.")
    method: Text | None = need(
        required, "How it was done.", example="Workshop of both sides, 5 by 5 matrix"
    )


class Residual(Record):
    """What is left of a risk after its mitigations."""

    likelihood: Score | None = need(optional, "How likely it still is, 1 to 5.")
    impact: Score | None = need(optional, "How bad it would still be, 1 to 5.")


class Contingency(Record):
    """What is done when the risk comes true."""

    trigger: Text | None = need(
        conditional,
        "What can be observed when it comes true.",
        when=_HIGH,
        normative=True,
        example="The primary region answers no probe for 10 minutes.",
        label="When",
    )
    response: Text | None = need(
        conditional,
        "What is done then.",
        when=_HIGH,
        normative=True,
        example="Traffic is switched to Frankfurt by the runbook.",
        label="What is done",
    )
    owner: RoleRef | None = need(conditional, "Role that does it.", when=_HIGH, label="Done by")
    activate_within_hours: Count | None = need(
        conditional,
        "Time in which it has begun.",
        unit="hours",
        when=_HIGH,
        example=2,
        label="Begun within",
    )
    rehearsed_on: Date | None = need(optional, "Day of the last rehearsal.")


class Risk(Item):
    """Something that may go wrong."""

    kind: ClassVar[str] = "risk"

    title: Name | None = need(required, "Short name.", example="Loss of the vendor's architect")
    category: Literal["technical", "operational", "financial", "strategic"] | None = need(
        required, "Kind of risk.", example="operational"
    )
    description: Text | None = need(required, "What may happen, why, and what it would do.")
    likelihood: Score | None = need(required, "How likely it is, 1 to 5.", example=3)
    impact: Score | None = need(required, "How bad it would be, 1 to 5.", example=4)
    owner: RoleRef | None = need(required, "Role that watches it.")
    response: Literal["avoid", "reduce", "transfer", "accept"] | None = need(
        required, "What is done about it.", example="reduce", label="What is done about it"
    )
    mitigations: tuple[Text, ...] = many(optional, "What makes it less likely or less bad.")
    residual: Residual | None = need(
        optional, "What is left after the mitigations.", label="Left after mitigation"
    )
    status: Literal["open", "closed"] | None = need(
        required, "Whether it still has to be watched.", example="open"
    )
    review_by: Date | None = need(
        optional, "Day by which it is looked at again.", label="Looked at again by"
    )
    contingency: Contingency | None = need(
        conditional, "What is done when it comes true.", when=_HIGH
    )


class AssessedNone(Record):
    """A category in which somebody looked and found nothing."""

    category: Literal["technical", "operational", "financial", "strategic"] | None = need(
        optional, "Category without a risk."
    )
    reviewer: RoleRef | None = need(optional, "Role that looked.", label="Looked at by")
    date: Date | None = need(optional, "Day on which it looked.")


class Continuity(Record):
    """How the service comes back after a disaster."""

    client_bcp_ref: Pointer | None = need(required, "Where the client's continuity plan is kept.")
    vendor_bcp_ref: Pointer | None = need(required, "Where the vendor's continuity plan is kept.")
    rto_hours: Count | None = need(
        required, "Time in which the service is back.", unit="hours", example=4
    )
    rpo_hours: Count | None = need(
        required, "Time whose data may be lost.", unit="hours", example=1
    )
    last_tested: Date | None = need(required, "Day of the last test.", example="2026-09-15")
    test_frequency_days: Count | None = need(
        required, "Time from one test to the next.", unit="days", example=365
    )


class SupplierEvents(Record):
    """Changes at the vendor that the client must hear of."""

    notify_of: tuple[Text, ...] = many(
        recommended,
        "Events to be told of.",
        example=["Change of ownership"],
        label="The client is told of",
    )
    notice_days: Count | None = need(
        recommended, "How long beforehand.", unit="days", example=30, label="Told beforehand by"
    )


class Risks(Section):
    """What may go wrong, who watches it, and what is done when it happens."""

    key: ClassVar[str] = "risks"
    title: ClassVar[str] = "Risks and contingency"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.PROTECT

    assessment: Assessment | None = need(required, "When and how risks were gone through.")
    register_: tuple[Risk, ...] = many(required, "Risks, open and closed.", label="All risks")
    assessed_none: tuple[AssessedNone, ...] = many(
        optional, "Categories in which nothing was found.", label="Nothing found in"
    )
    continuity: Continuity | None = need(required, "How the service comes back.")
    supplier_events: SupplierEvents | None = need(
        recommended,
        "Changes at the vendor that the client must hear of.",
        label="Events at the vendor",
    )
