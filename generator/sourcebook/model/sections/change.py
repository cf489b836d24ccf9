"""Change: how a change is asked for, weighed and decided."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    Count,
    Date,
    Name,
    Pointer,
    Quantity,
    Ref,
    Reference,
    RoleRef,
    Text,
)


class Process(Record):
    """The way of a change from the wish to the decision."""

    intake: Text | None = need(
        required, "How a change is asked for.", label="How to ask for a change"
    )
    assessor: RoleRef | None = need(
        required, "Role that weighs what it would do.", label="Weighed by"
    )
    approver: RoleRef | None = need(
        required, "Role of the client that decides.", label="Decided by"
    )
    assess_within_days: Count | None = need(
        required, "Time in which it is weighed.", unit="days", example=5, label="Weighed within"
    )
    decision_within_days: Count | None = need(
        required, "Time in which it is decided.", unit="days", example=10, label="Decided within"
    )
    log_location: Pointer | None = need(
        required, "Where changes are recorded.", label="Where changes are recorded"
    )
    emergency: Text | None = need(
        optional, "What is done when there is no time for all this.", label="When there is no time"
    )


class Threshold(Record):
    """A class of changes, by size, and who decides on them."""

    class_: Name | None = need(required, "Name of the class.", example="Minor")
    max_effort_days: Quantity | None = need(
        optional, "Most effort that the class allows.", unit="days", label="Most effort"
    )
    max_cost_pct: Quantity | None = need(
        optional,
        "Most cost that the class allows, as a share of the budget.",
        unit="% of the budget",
        label="Most cost",
    )
    max_schedule_days: Quantity | None = need(
        optional, "Longest delay that the class allows.", unit="days", label="Longest delay"
    )
    approver: RoleRef | None = need(required, "Role that decides on the class.", label="Decided by")


class Impact(Record):
    """What the change would do."""

    scope: Text | None = need(recommended, "To what is delivered.")
    cost: Text | None = need(recommended, "To the cost.")
    schedule: Text | None = need(recommended, "To the dates.")
    quality: Text | None = need(recommended, "To the quality.")
    security: Text | None = need(recommended, "To security.")


class ChangeRequest(Item):
    """A change that somebody asked for."""

    kind: ClassVar[str] = "change request"

    title: Name | None = need(recommended, "Short name.")
    raised_on: Date | None = need(recommended, "Day on which it was asked for.")
    raised_by: RoleRef | None = need(recommended, "Role that asked for it.")
    description: Text | None = need(recommended, "What is to be changed, and why.")
    impact: Impact | None = need(recommended, "What it would do.")
    affects: tuple[Annotated[Reference, Ref(())], ...] = many(
        recommended, "Items of the playbook that it touches."
    )
    decision: Literal["approved", "rejected", "deferred"] | None = need(
        recommended, "What was decided."
    )
    decided_by: RoleRef | None = need(recommended, "Role that decided.")
    decided_on: Date | None = need(recommended, "Day of the decision.")


class FreezePeriod(Record):
    """A time without changes."""

    start: Date | None = need(optional, "First day.")
    end: Date | None = need(optional, "Last day.")
    reason: Text | None = need(optional, "Why nothing may change.")


class Change(Section):
    """How a change is asked for, weighed, decided and recorded before anybody works on it."""

    key: ClassVar[str] = "change"
    title: ClassVar[str] = "Change control"
    phase: ClassVar[Literal["delivery"]] = "delivery"
    group: ClassVar[Group] = Group.RUN

    process: Process | None = need(required, "From the wish to the decision.")
    thresholds: tuple[Threshold, ...] = many(
        required, "Classes of changes, the smallest first; the last without maxima."
    )
    requests: tuple[ChangeRequest, ...] = many(recommended, "Changes that were asked for.")
    freeze_periods: tuple[FreezePeriod, ...] = many(optional, "Times without changes.")
