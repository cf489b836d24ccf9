"""Knowledge: who knows what, and how it is passed on."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    Count,
    Date,
    Level,
    Name,
    Pointer,
    Ref,
    Reference,
    RoleRef,
    Text,
)


class PlanPhase(Record):
    """A stretch of the plan."""

    name: Name | None = need(optional, "Name of the phase.")
    start: Date | None = need(optional, "First day.")
    end: Date | None = need(optional, "Last day.")


class TransferPlan(Record):
    """When and how knowledge is passed on."""

    start: Date | None = need(required, "First day.", example="2026-03-02")
    end: Date | None = need(required, "Last day.", example="2027-11-30")
    phases: tuple[PlanPhase, ...] = many(optional, "Stretches of the plan, in order.")
    strategy: Text | None = need(required, "How knowledge is passed on, in a few sentences.")


class Holder(Record):
    """A role that knows an area, and how well."""

    role: RoleRef | None = need(required, "The role.")
    level: Level | None = need(
        required, "How well it knows it: 0 not at all, 3 works alone, 4 teaches.", example=3
    )
    people: Count = need(
        optional, "How many people of the role know it.", unit="people", default=1, label="People"
    )


class Artefact(Record):
    """Something written down or recorded."""

    title: Name | None = need(required, "Title.", example="Release runbook")
    location_ref: Pointer | None = need(required, "Where it lies.", label="Where")
    owner: RoleRef | None = need(required, "Role that keeps it current.")
    last_updated: Date | None = need(required, "Day of its last change.", example="2026-10-05")


class ExitCriterion(Record):
    """What the receiver must be able to do."""

    statement: Text | None = need(
        required,
        "What must be true before the area counts as handed over.",
        normative=True,
        example="The receiver resolves 3 real incidents unaided.",
    )
    method: Text | None = need(
        required, "How that is shown.", example="Observed on call", label="Shown by"
    )


class Signoff(Record):
    """Who confirms that an area is handed over."""

    by: RoleRef | None = need(required, "Role of the client or the successor that confirms.")
    status: Literal["open", "signed", "rejected"] | None = need(
        required, "Whether it has confirmed.", example="open"
    )
    date: Date | None = need(optional, "Day of the answer.")


class KnowledgeArea(Item):
    """Something that has to be known in order to run the service."""

    kind: ClassVar[str] = "knowledge area"

    title: Name | None = need(required, "Short name.", example="Payment gateway")
    kind_: Literal["architecture", "implementation", "operations", "domain"] | None = need(
        required, "What sort of knowledge it is.", label="Sort"
    )
    criticality: Literal["critical", "important", "useful"] | None = need(
        required, "How badly the service suffers without it."
    )
    holders: tuple[Holder, ...] = many(required, "Roles that know it, on both sides.")
    artefacts: tuple[Artefact, ...] = many(required, "Where it is written down or recorded.")
    exit_criteria: tuple[ExitCriterion, ...] = many(
        required, "What the receiver must be able to do.", label="Handed over when"
    )
    signoff: Signoff | None = need(
        required, "Who confirms that it is handed over.", label="Sign-off"
    )


class TransferSession(Item):
    """A meeting in which knowledge is passed on."""

    kind: ClassVar[str] = "session"

    area: Annotated[Reference, Ref(("knowledge area",))] | None = need(
        required, "Area that it is about."
    )
    type: (
        Literal["walkthrough", "shadow", "reverse-shadow", "pairing", "workshop", "teach-back"]
        | None
    ) = need(required, "How it is done.", example="reverse-shadow", label="How")
    date: Date | None = need(required, "The day.", example="2026-12-03")
    duration_min: Count | None = need(required, "How long it lasts.", unit="minutes", example=90)
    from_role: RoleRef | None = need(required, "Role that passes it on.", label="From")
    to_roles: tuple[RoleRef, ...] = many(required, "Roles that receive it.", label="To")
    recording_ref: Pointer | None = need(optional, "Where the recording lies.")
    status: Literal["planned", "done", "cancelled"] | None = need(
        required, "Whether it has been held.", example="planned"
    )


class Knowledge(Section):
    """Who knows what, and how it is passed on so that nothing depends on a single person."""

    key: ClassVar[str] = "knowledge"
    title: ClassVar[str] = "Knowledge transfer"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.HAND_OVER

    plan: TransferPlan | None = need(required, "When and how knowledge is passed on.")
    areas: tuple[KnowledgeArea, ...] = many(required, "What has to be known.")
    sessions: tuple[TransferSession, ...] = many(required, "Meetings in which it is passed on.")
