"""Engagement: the identity card of a playbook."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import Group, conditional, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    Count,
    Country,
    Date,
    Flag,
    Format,
    Lei,
    Name,
    Pointer,
    Text,
)


class Party(Item):
    """A company that takes part, on either side or beside them."""

    kind: ClassVar[str] = "party"

    name: Name | None = need(
        required, "Name by which everybody calls it.", example="Mare Alta Software"
    )
    legal_name: Name | None = need(optional, "Name in the commercial register.")
    side: Literal["client", "vendor", "successor", "subcontractor", "advisor"] | None = need(
        required, "Part that it plays in the engagement.", example="vendor"
    )
    country: Country | None = need(required, "Country where it is established.", example="PT")
    from_: Date | None = need(
        optional, "First day with it, if later than the start.", label="Takes part from"
    )
    until: Date | None = need(
        optional, "Last day with it, if earlier than the end.", label="Takes part until"
    )
    lei: Lei | None = need(optional, "Its legal entity identifier (ISO 17442).")
    flags: tuple[Literal["eu_financial_entity", "eu_controller", "hipaa_covered_entity"], ...] = (
        many(optional, "Legal positions that bring duties with them.", label="Legal positions")
    )


class Contract(Item):
    """A signed paper that the engagement rests on."""

    kind: ClassVar[str] = "contract"

    type: Literal["MSA", "SOW", "DPA", "BAA", "NDA", "SLA"] | None = need(
        required, "What sort of contract it is.", example="MSA"
    )
    title: Name | None = need(required, "Title as it stands on the first page.")
    location_ref: Pointer | None = need(
        required,
        "Where the signed copy is kept.",
        example="Contract archive, file 2026-014",
        label="Where it lies",
    )
    signed: Date | None = need(
        required, "Day of the last signature.", example="2026-01-15", label="Signed on"
    )
    expires: Date | None = need(
        optional, "Last day on which it is in force.", label="In force until"
    )


class Termination(Record):
    """How either side may end the engagement early."""

    client_notice_days: Count | None = need(
        required,
        "Notice that the client has to give.",
        unit="days",
        example=180,
        label="Notice by the client",
    )
    vendor_notice_days: Count | None = need(
        required,
        "Notice that the vendor has to give.",
        unit="days",
        example=270,
        label="Notice by the vendor",
    )
    triggers: tuple[Text, ...] = many(
        required,
        "Events that allow an early end.",
        example=["The same service level is missed in three months running"],
        label="Grounds for an early end",
    )


class Engagement(Section):
    """Who works with whom, on what, where and until when, and how much depends on it."""

    key: ClassVar[str] = "engagement"
    title: ClassVar[str] = "Engagement"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.TOP

    format: Format | None = need(
        required,
        "Version of the playbook format that the files follow.",
        example=1,
        label="Format of the files",
    )
    name: Name | None = need(
        required, "Name of the engagement.", example="Harbourline mobile banking"
    )
    extends: tuple[Name, ...] = many(
        optional, "Shared layers to inherit, the later ones on top.", label="Inherits from"
    )
    summary: Text | None = need(
        required, "The engagement in at most 60 words, for somebody who has never heard of it."
    )
    status: Literal["draft", "active", "exiting", "closed"] | None = need(
        required, "Whether the playbook is being written, in use, winding down or over."
    )
    phase_: Literal["selection", "transition", "delivery", "exit", "closed"] | None = need(
        required, "Where in its life the engagement stands; more is asked for in later phases."
    )
    start_date: Date | None = need(required, "First day of the term.", example="2026-02-02")
    end_date: Date | None = need(required, "Last day of the term.", example="2028-01-31")
    renewal_date: Date | None = need(recommended, "Day by which to decide on renewal.")
    delivery_model: (
        Literal["staff-augmentation", "dedicated-team", "managed-service", "project"] | None
    ) = need(
        required, "What is bought: people, a team, a service or a result.", label="What is bought"
    )
    location_model: Literal["onshore", "nearshore", "offshore", "hybrid"] | None = need(
        required, "How far the vendor works from the client.", label="Where the vendor works"
    )
    criticality: Literal["low", "medium", "high", "critical"] | None = need(
        required, "How badly the client is hurt if the service fails."
    )
    supports_critical_or_important_function: Flag | None = need(
        conditional,
        "Whether a critical or important function of a financial entity depends on it.",
        when="a party is an EU financial entity",
        example=True,
    )
    parties: tuple[Party, ...] = many(required, "Companies that take part.")
    regulatory_profiles: tuple[Name, ...] = many(
        recommended, "Regulations and standards to gather evidence for.", example=["dora-30-2"]
    )
    contracts: tuple[Contract, ...] = many(required, "Contracts in force and where they lie.")
    governing_law: Name | None = need(
        recommended, "Law that governs the contracts.", example="England and Wales"
    )
    termination: Termination | None = need(required, "Notice periods and grounds for ending it.")
