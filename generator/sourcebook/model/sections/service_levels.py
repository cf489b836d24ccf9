"""Service levels: what is promised, what was kept, and what follows."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Audience, Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    Date,
    Flag,
    Name,
    Number,
    Percent,
    Ref,
    Reference,
    RoleRef,
    Score,
    Text,
    Time,
    Zone,
)


class SupportHours(Record):
    """When support can be reached."""

    tz: Zone | None = need(required, "Time zone of the hours.", example="Europe/London")
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = many(
        required, "Days of support.", example=["mon", "tue", "wed", "thu", "fri"]
    )
    start: Time | None = need(required, "When support begins.", example="08:00", label="From")
    end: Time | None = need(required, "When it ends.", example="18:00", label="Until")
    on_call: Flag | None = need(
        required,
        "Whether somebody can be called at other times.",
        example=True,
        label="Can be called at other times",
    )


class Target(Record):
    """The limit that is promised."""

    operator: Literal[">=", "<=", ">", "<", "=", "=="] | None = need(
        required, "How the result compares with the limit.", example=">="
    )
    value: Number | None = need(required, "The limit.", example=99.9)
    unit: Name | None = need(required, "Unit of the limit.", example="%")


class Result(Record):
    """What was reached in a period."""

    period: Name | None = need(recommended, "The period.", example="2026-10")
    value: Number | None = need(recommended, "Value reached.")


class ServiceLevel(Item):
    """A promise about a service that can be measured."""

    kind: ClassVar[str] = "service level"

    service: Annotated[Reference, Ref(("service",))] | None = need(
        required, "Service that it is about."
    )
    metric: Text | None = need(required, "What is measured.", example="Availability of login")
    target: Target | None = need(required, "Limit that is promised.")
    window: Name | None = need(
        required, "Time over which it is measured.", example="Calendar month", label="Measured over"
    )
    measurement_source: Text | None = need(
        required,
        "Where the value comes from.",
        example="Synthetic probe, every minute",
        label="Measured by",
    )
    reporting_frequency: Name | None = need(
        required, "How often it is reported.", example="Monthly", label="Reported"
    )
    breach_action: Text | None = need(
        required,
        "What follows when it is missed.",
        normative=True,
        example="The vendor sends a cause and a plan within 5 working days.",
        label="When it is missed",
    )
    exclusions: tuple[Text, ...] = many(optional, "What does not count.", label="Does not count")
    owner: RoleRef | None = need(required, "Role that answers for it.")
    results: tuple[Result, ...] = many(recommended, "What was reached, the oldest first.")
    credit: Text | None = need(
        optional,
        "Money due when it is missed.",
        audience=Audience.INTERNAL,
        label="Money due when it is missed",
    )


class ScorecardEntry(Record):
    """A mark for one side of the service."""

    dimension: Name | None = need(recommended, "What is marked.", example="Responsiveness")
    weight: Percent | None = need(recommended, "Share in the whole.", unit="%")
    score: Score | None = need(recommended, "Mark, 1 to 5, 5 is best.")
    date: Date | None = need(recommended, "Day of the mark.", label="Marked on")


class ServiceLevels(Section):
    """Which service is promised, how it is measured, and what follows when it is missed."""

    key: ClassVar[str] = "service_levels"
    title: ClassVar[str] = "Service levels and scorecard"
    phase: ClassVar[Literal["delivery"]] = "delivery"
    group: ClassVar[Group] = Group.RUN

    support_hours: SupportHours | None = need(required, "When support can be reached.")
    slas: tuple[ServiceLevel, ...] = many(required, "Promises that can be measured.")
    scorecard: tuple[ScorecardEntry, ...] = many(recommended, "Marks for the whole service.")
    revision_process: Text | None = need(
        recommended, "How targets are changed, and who agrees to it."
    )
