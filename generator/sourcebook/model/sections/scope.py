"""Scope: what is in, what is out, and who owns the result."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import Date, Flag, Name, PartyRef, Ref, Reference, Text


class Service(Item):
    """A service that the vendor provides."""

    kind: ClassVar[str] = "service"

    function: Name | None = need(
        required, "Business function that it serves.", example="Instant payments"
    )
    description: Text | None = need(required, "What the vendor does for it.")
    supports_cif: Flag | None = need(
        required, "Whether the function is critical or important.", example=False
    )


class Requirement(Item):
    """Something that the result must do, or be."""

    kind: ClassVar[str] = "requirement"

    kind_: Literal["functional", "quality", "standard"] | None = need(
        required, "What it does, how well it does it, or which standard it meets.", label="Sort"
    )
    statement: Text | None = need(
        required,
        "The requirement in one sentence.",
        normative=True,
        example="A customer can freeze a card in the app.",
    )
    fit_criterion: Text | None = need(
        required,
        "Test that tells whether it is met.",
        normative=True,
        example="The card is declined within 5 seconds of the tap in 99 of 100 trials.",
        label="How it is tested",
    )
    priority: Literal["must", "should", "could"] | None = need(
        required, "How much its absence matters.", example="must"
    )
    source: Text | None = need(optional, "Who or what asked for it.", label="Asked for by")


class Deliverable(Item):
    """Something that the vendor hands over."""

    kind: ClassVar[str] = "deliverable"

    title: Name | None = need(required, "Short name.")
    description: Text | None = need(required, "What is handed over, and in which form.")
    milestone: Annotated[Reference, Ref(("milestone",))] | None = need(
        required, "Milestone with which it is due."
    )
    standards: tuple[Name, ...] = many(optional, "Standards that it follows.")


class Dependency(Item):
    """Something that one company needs from another in order to go on."""

    kind: ClassVar[str] = "dependency"

    description: Text | None = need(recommended, "What is needed, and for what.")
    owed_by: PartyRef | None = need(recommended, "Party that provides it.")
    due: Date | None = need(recommended, "Day by which it is needed.", label="Needed by")


class IntellectualProperty(Record):
    """Who owns what is made, and what may go into it."""

    ownership: Text | None = need(
        required,
        "Who owns the results, and from when.",
        example="The client owns all code and documents from their creation.",
    )
    licence: Text | None = need(required, "Rights to use what the vendor brings along.")
    third_party_oss_policy: Text | None = need(
        required, "Which open-source licences may be used, and who approves others."
    )


class Term(Record):
    """A word and what it means here."""

    term: Name | None = need(recommended, "Word or abbreviation.", example="SCA")
    definition: Text | None = need(recommended, "What both companies mean by it.")


class Scope(Section):
    """What the vendor does and does not do, how well it must be done, and who owns the result."""

    key: ClassVar[str] = "scope"
    title: ClassVar[str] = "Scope and requirements"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.PLAN

    services: tuple[Service, ...] = many(required, "Services that the vendor provides.")
    in_scope: tuple[Text, ...] = many(required, "What belongs to the engagement.")
    out_of_scope: tuple[Text, ...] = many(
        required,
        "What does not, though somebody might expect it.",
        example=["The bank's web site"],
    )
    requirements: tuple[Requirement, ...] = many(required, "What the result must do, or be.")
    deliverables: tuple[Deliverable, ...] = many(required, "What the vendor hands over.")
    assumptions: tuple[Text, ...] = many(recommended, "What the plan takes for granted.")
    constraints: tuple[Text, ...] = many(recommended, "Limits that nobody here can move.")
    dependencies: tuple[Dependency, ...] = many(recommended, "What one company needs from another.")
    ip: IntellectualProperty | None = need(required, "Who owns what is made.")
    glossary: tuple[Term, ...] = many(recommended, "Words that need an explanation.")
