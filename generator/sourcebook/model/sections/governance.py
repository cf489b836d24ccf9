"""Governance: who decides, who is told, and where a problem goes next."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    ChannelRef,
    Count,
    Name,
    PartyRef,
    Pointer,
    Ref,
    Reference,
    RoleRef,
    Text,
)


class Forum(Item):
    """A standing group that decides."""

    kind: ClassVar[str] = "forum"

    name: Name | None = need(required, "Name of the forum.", example="Steering committee")
    level: Literal["operational", "tactical", "strategic"] | None = need(
        required, "How far its decisions reach.", label="Reach of its decisions"
    )
    chair: RoleRef | None = need(required, "Role that leads it.")
    members: tuple[RoleRef, ...] = many(required, "Roles that sit in it.")
    decisions: tuple[Text, ...] = many(required, "What it may decide.")
    meeting: Annotated[Reference, Ref(("meeting",))] | None = need(
        optional, "Meeting in which it comes together."
    )


class Severity(Item):
    """How bad a problem is."""

    kind: ClassVar[str] = "severity"

    definition: Text | None = need(
        required,
        "What makes a problem this severe.",
        example="Customers cannot log in or pay.",
    )
    examples: tuple[Text, ...] = many(required, "Problems that count as such.")


class EscalationLevel(Record):
    """A rung of the ladder, with a role on each side."""

    level: Count | None = need(required, "Number of the rung, from 1.", example=1, label="Rung")
    roles: dict[PartyRef, RoleRef] = need(
        required,
        "For each party, the role that takes over.",
        default={},
        example={"client": "service-owner", "vendor": "vendor-delivery-manager"},
    )
    respond_within_min: Count | None = need(
        required, "Time to answer before the next rung is called.", unit="minutes", example=30
    )
    channel: ChannelRef | None = need(required, "Channel on which they are called.")


class EscalationPath(Item):
    """Where a problem goes, rung by rung."""

    kind: ClassVar[str] = "escalation path"

    trigger: Text | None = need(required, "What sets the path in motion.")
    severity: Annotated[Reference, Ref(("severity",))] | None = need(
        required, "Severity that it is for."
    )
    levels: tuple[EscalationLevel, ...] = many(required, "Rungs, the first one called first.")


class Escalation(Record):
    """How problems climb on both sides at once."""

    severities: tuple[Severity, ...] = many(required, "Severities, the worst first.")
    paths: tuple[EscalationPath, ...] = many(required, "Ladders, one or more a severity.")


class Report(Item):
    """A document that is sent again and again."""

    kind: ClassVar[str] = "report"

    name: Name | None = need(recommended, "Name of the report.")
    audience: tuple[Annotated[Reference, Ref(("role",), or_text=True)], ...] = many(
        recommended, "Roles or groups that read it.", label="Read by"
    )
    frequency: Name | None = need(recommended, "How often it comes.", example="Monthly")
    owner: RoleRef | None = need(recommended, "Role that writes it.", label="Written by")
    format: Name | None = need(
        recommended, "Form in which it comes.", example="PDF, two pages", label="Form"
    )
    contents: tuple[Text, ...] = many(recommended, "What stands in it.")


class Governance(Section):
    """Where decisions are made and recorded, and who is called when something goes wrong."""

    key: ClassVar[str] = "governance"
    title: ClassVar[str] = "Governance and escalation"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.RUN

    forums: tuple[Forum, ...] = many(required, "Groups that decide.")
    escalation: Escalation | None = need(required, "Severities and the ladders for them.")
    reports: tuple[Report, ...] = many(recommended, "Reports that are sent regularly.")
    decision_log_ref: Pointer | None = need(required, "Where decisions are recorded.")
    dispute_resolution: Text | None = need(
        recommended, "What happens when the ladder has been climbed and the two still disagree."
    )
