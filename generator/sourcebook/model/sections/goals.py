"""Goals: what the engagement is for and how anybody can tell."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import Date, Name, Number, Ref, Reference, RoleRef, Text


class Measure(Record):
    """How a goal is measured, from where to where."""

    metric: Text | None = need(required, "What is counted or timed.", example="Store rating")
    unit: Name | None = need(required, "Unit of the metric.", example="stars")
    baseline: Number | None = need(required, "Value on the day the goal was set.")
    target: Number | None = need(required, "Value that meets the goal.")
    direction: Literal["up", "down"] | None = need(
        required, "Which way is better.", label="Better is"
    )
    data_source: Text | None = need(required, "Where anybody can read the value.")


class Achievability(Record):
    """Why it can be done."""

    capability_basis: Text | None = need(
        required, "Evidence that the target can be reached.", label="Why it can be reached"
    )
    reviewed_by: tuple[RoleRef, ...] = many(required, "Roles that checked the evidence.")
    confidence: Literal["low", "medium", "high"] | None = need(required, "How sure they are.")


class Relevance(Record):
    """Why it matters."""

    business_outcome: Text | None = need(required, "What the business gains.")


class Checkpoint(Record):
    """Where the metric should be on a day."""

    date: Date | None = need(recommended, "Day of the checkpoint.")
    expected: Number | None = need(
        recommended, "Value expected on that day.", label="Expected value"
    )


class Actual(Record):
    """A measured value."""

    date: Date | None = need(recommended, "Day of the measurement.")
    value: Number | None = need(recommended, "Value measured.", label="Measured value")


class Goal(Item):
    """A SMART goal."""

    kind: ClassVar[str] = "goal"

    title: Name | None = need(required, "Short name.")
    statement: Text | None = need(
        required, "Who changes what, for whom, by how much.", normative=True
    )
    owner: RoleRef | None = need(required, "Role that answers for the goal.")
    measure: Measure | None = need(required, "How it is measured.")
    achievability: Achievability | None = need(required, "Why it can be done.")
    relevance: Relevance | None = need(required, "Why it matters.")
    due: Date | None = need(required, "Day by which the target is met.", label="Due by")
    checkpoints: tuple[Checkpoint, ...] = many(recommended, "Expected values on the way.")
    actuals: tuple[Actual, ...] = many(
        recommended, "Measured values so far.", label="Measured so far"
    )
    status: Literal["active", "achieved", "dropped"] = need(
        optional, "Whether it is still pursued.", default="active"
    )
    risk: Annotated[Reference, Ref(("risk",))] | None = need(
        optional, "Risk that threatens the goal most.", label="Main risk"
    )


class Goals(Section):
    """What both companies want to reach, in goals that serve as roadmap and as benchmark."""

    key: ClassVar[str] = "goals"
    title: ClassVar[str] = "Goals"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.PLAN

    objective: Text | None = need(required, "What the engagement is for, in a few sentences.")
    goals: tuple[Goal, ...] = many(required, "SMART goals, two to seven.")
