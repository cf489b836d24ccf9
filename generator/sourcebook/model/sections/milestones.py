"""Milestones: the path to the result and how each step is accepted."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

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
from sourcebook.model.values import Count, Date, Flag, Name, Pointer, Ref, Reference, RoleRef, Text


class AcceptanceCriterion(Record):
    """One thing that must be shown before the milestone is accepted."""

    statement: Text | None = need(
        required,
        "What must be true.",
        normative=True,
        example="All 40 must requirements pass their acceptance tests on two devices.",
    )
    verification: Literal["test", "demo", "inspection", "analysis"] | None = need(
        required, "How that is shown.", example="test", label="Shown by"
    )
    evidence_ref: Pointer | None = need(optional, "Where the proof is kept.")


class Milestone(Item):
    """A step on the path, with a date and criteria."""

    kind: ClassVar[str] = "milestone"

    title: Name | None = need(required, "Short name.")
    due: Date | None = need(
        required, "Day by which it is submitted for acceptance.", example="2026-11-13"
    )
    depends_on: tuple[Annotated[Reference, Ref(("milestone",))], ...] = many(
        recommended, "Milestones that come first.", label="Waits for"
    )
    gate: Flag | None = need(
        recommended,
        "Whether work stops until it is accepted.",
        label="Gate, work stops until it is accepted",
    )
    acceptance_criteria: tuple[AcceptanceCriterion, ...] = many(
        required, "What must be shown before it is accepted."
    )
    acceptance_owner: RoleRef | None = need(
        required, "Role of the client that accepts it.", label="Accepted by"
    )
    acceptance_window_days: Count | None = need(
        required,
        "Time that the client has to accept or reject it.",
        unit="working days",
        example=10,
        label="Time to accept",
    )
    goals: tuple[Annotated[Reference, Ref(("goal",))], ...] = many(
        recommended, "Goals that it serves."
    )
    deliverables: tuple[Annotated[Reference, Ref(("deliverable",))], ...] = many(
        recommended, "Deliverables that come with it."
    )
    status: (
        Literal["planned", "in-progress", "submitted", "accepted", "rejected", "cancelled"] | None
    ) = need(required, "How far it has got.", example="planned")
    accepted_on: Date | None = need(
        conditional, "Day on which the client accepted it.", when="the status is accepted"
    )
    non_working_day_ok: Flag | None = need(
        optional, "Whether it may fall on a holiday or a weekend.", label="May fall on a day off"
    )
    payment_linked: Flag | None = need(
        optional,
        "Whether a payment falls due with it.",
        audience=Audience.INTERNAL,
        label="A payment falls due",
    )


class Milestones(Section):
    """The steps towards the result, with their dates and with what must be shown to pass each."""

    key: ClassVar[str] = "milestones"
    title: ClassVar[str] = "Milestones and acceptance"
    phase: ClassVar[Literal["transition"]] = "transition"
    group: ClassVar[Group] = Group.PLAN

    milestones: tuple[Milestone, ...] = many(required, "Steps on the path, in order of date.")
