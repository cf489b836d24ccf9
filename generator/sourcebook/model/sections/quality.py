"""Quality: tests all along, and levels that anybody can check."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import Count, Date, Flag, Name, Number, Ref, Reference, RoleRef, Text


class LevelOfTesting(Item):
    """A kind of test and when it runs."""

    kind: ClassVar[str] = "test level"

    level: Name | None = need(required, "Name of the level.", example="Unit tests")
    runs: Literal["per-commit", "per-iteration", "pre-release", "end-only"] | None = need(
        required, "How often it runs.", example="per-commit"
    )
    automated: Flag | None = need(required, "Whether it runs without a person.", example=True)
    owner: RoleRef | None = need(required, "Role that keeps the tests in order.")
    environment: Annotated[Reference, Ref(("environment",))] | None = need(
        optional, "Environment that it runs in."
    )
    rationale: Text | None = need(
        optional, "Why it does not run more often.", label="Why not more often"
    )


class AcceptableLevel(Record):
    """The limit that a value has to keep."""

    operator: Literal[">=", "<=", ">", "<", "=", "=="] | None = need(
        required, "How the value compares with the limit.", example="<="
    )
    value: Number | None = need(required, "The limit.", example=2)
    unit: Name | None = need(required, "Unit of the limit.", example="% of releases")


class IndicatorResult(Record):
    """The last value measured."""

    date: Date | None = need(optional, "Day of the measurement.")
    value: Number | None = need(optional, "Value measured.", label="Measured value")


class Indicator(Item):
    """A measure of the quality of what is delivered."""

    kind: ClassVar[str] = "indicator"

    deliverable: Annotated[Reference, Ref(("deliverable",))] | None = need(
        required, "Deliverable that it judges."
    )
    standard: Text | None = need(
        required,
        "What good looks like.",
        normative=True,
        example="No release is rolled back within 48 hours.",
    )
    acceptable_level: AcceptableLevel | None = need(required, "Limit that it has to keep.")
    method: Text | None = need(required, "How it is assessed.")
    frequency_days: Count | None = need(
        required,
        "Time from one assessment to the next.",
        unit="days",
        example=30,
        label="Assessed every",
    )
    owner: RoleRef | None = need(required, "Role that assesses it.")
    last_result: IndicatorResult | None = need(optional, "The last value measured.")


class QualityGate(Item):
    """A point that work passes only if it is good enough."""

    kind: ClassVar[str] = "quality gate"

    stage: Name | None = need(recommended, "Where in the work it stands.", example="Release")
    criteria: tuple[Text, ...] = many(recommended, "What must be true to pass.")


class DefectClass(Record):
    """How bad a defect is, and by when it is mended."""

    severity: Name | None = need(required, "Name of the severity.", example="S1")
    definition: Text | None = need(required, "What makes a defect this severe.")
    fix_within_hours: Count | None = need(
        required, "Time in which it is mended.", unit="hours", example=24
    )


class Quality(Section):
    """What is tested and how often, and which level of quality is accepted."""

    key: ClassVar[str] = "quality"
    title: ClassVar[str] = "Quality and testing"
    phase: ClassVar[Literal["delivery"]] = "delivery"
    group: ClassVar[Group] = Group.RUN

    test_levels: tuple[LevelOfTesting, ...] = many(required, "Kinds of tests, the earliest first.")
    indicators: tuple[Indicator, ...] = many(required, "Measures of what is delivered.")
    gates: tuple[QualityGate, ...] = many(recommended, "Points that work has to pass.")
    defects: tuple[DefectClass, ...] = many(required, "Severities of defects, the worst first.")
