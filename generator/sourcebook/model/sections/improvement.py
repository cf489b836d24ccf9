"""Improvement: how both sides learn, and keep up the relationship."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from sourcebook.model.fields import Audience, Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import AnyoneRef, Count, Date, Rating, RoleRef, Text


class Cadence(Record):
    """How often the two sides look back."""

    delivery_days: Count | None = need(
        required,
        "Time from one look at delivery to the next.",
        unit="days",
        example=14,
        label="Delivery, every",
    )
    risk_days: Count | None = need(
        required,
        "Time from one look at the risks to the next.",
        unit="days",
        example=90,
        label="Risks, every",
    )
    relationship_days: Count | None = need(
        required,
        "Time from one look at the relationship to the next.",
        unit="days",
        example=90,
        label="Relationship, every",
    )


class Retrospective(Item):
    """A look back that was held."""

    kind: ClassVar[str] = "retrospective"

    type: Literal["delivery", "risk", "relationship"] | None = need(
        required, "What was looked back on.", example="delivery", label="About"
    )
    date: Date | None = need(required, "The day.", example="2026-10-30")
    participants: tuple[AnyoneRef, ...] = many(required, "Roles that took part.")
    worked: tuple[Text, ...] = many(required, "What went well.", label="What went well")
    not_worked: tuple[Text, ...] = many(required, "What did not.", label="What did not")
    mitigated: tuple[Text, ...] = many(
        optional, "Risks that were kept from coming true.", label="Risks kept from coming true"
    )
    unforeseen: tuple[Text, ...] = many(
        optional, "What nobody had expected.", label="What nobody expected"
    )


class Action(Item):
    """Something to be done about it."""

    kind: ClassVar[str] = "action"

    action: Text | None = need(required, "What is to be done.")
    owner: RoleRef | None = need(required, "Role that does it.")
    due: Date | None = need(
        required, "Day by which it is done.", example="2026-12-15", label="Due by"
    )
    status: Literal["open", "done", "dropped"] | None = need(
        required, "Whether it is done.", example="open"
    )
    source: Text | None = need(optional, "Where the wish came from.", label="Where it comes from")


class Dimensions(Record):
    """How one side sees the relationship, each from 1 to 5."""

    trust: Rating | None = need(recommended, "How far it trusts the other, 1 to 5.")
    communication: Rating | None = need(recommended, "How well both talk, 1 to 5.")
    delivery: Rating | None = need(recommended, "How well work is delivered, 1 to 5.")
    clarity: Rating | None = need(recommended, "How clear aims and duties are, 1 to 5.")
    responsiveness: Rating | None = need(recommended, "How soon the other answers, 1 to 5.")


class HealthCheck(Record):
    """How one side saw the relationship on a day."""

    date: Date | None = need(recommended, "The day.")
    respondent_side: Literal["client", "vendor"] | None = need(
        recommended, "Side that answered.", label="Answered by"
    )
    dimensions: Dimensions | None = need(
        recommended, "Its marks, 1 to 5, 5 is best.", label="Marks"
    )


def told_by_both(checks: list[Any]) -> list[bool]:
    """Of each health check, as YAML gives it, whether both sides have given theirs.

    Each side's checks are counted in the order of their days: the third of one side is told once
    there is a third of the other. One without a day or a side is never told.
    """
    rounds: dict[str, list[int]] = {"client": [], "vendor": []}
    for number, check in enumerate(checks):
        dated = isinstance(check, dict) and isinstance(check.get("date"), str)
        side = check.get("respondent_side") if dated else None
        if isinstance(side, str) and side in rounds:
            rounds[side].append(number)
    for numbers in rounds.values():
        numbers.sort(key=lambda number: str(checks[number]["date"]))
    complete = min(map(len, rounds.values()))
    told = {number for numbers in rounds.values() for number in numbers[:complete]}
    return [number in told for number in range(len(checks))]


class SharedOccasion(Record):
    """Time spent together, for the team or for something achieved."""

    activity: Text | None = need(recommended, "What was done.")
    date: Date | None = need(recommended, "The day.")
    participants: tuple[AnyoneRef, ...] = many(recommended, "Roles that took part.")


class Lesson(Item):
    """Something learnt that helps elsewhere too."""

    kind: ClassVar[str] = "lesson"

    lesson: Text | None = need(recommended, "What was learnt.")
    origin: Text | None = need(recommended, "Where it was learnt.")
    reused_in: tuple[Text, ...] = many(recommended, "Where it has helped since.")


class Improvement(Section):
    """How both companies look back together, act on what they find, and keep up their trust."""

    key: ClassVar[str] = "improvement"
    title: ClassVar[str] = "Improvement and relationship"
    phase: ClassVar[Literal["delivery"]] = "delivery"
    group: ClassVar[Group] = Group.HAND_OVER

    cadence: Cadence | None = need(required, "How often the two sides look back.")
    retrospectives: tuple[Retrospective, ...] = many(required, "Looks back that were held.")
    actions: tuple[Action, ...] = many(required, "What is to be done about it.")
    health_checks: tuple[HealthCheck, ...] = many(
        recommended, "How each side sees the relationship.", audience=Audience.INTERNAL
    )
    team_building: tuple[SharedOccasion, ...] = many(
        recommended, "Time spent together to get to know each other."
    )
    celebrations: tuple[SharedOccasion, ...] = many(
        recommended, "Successes that were celebrated together."
    )
    lessons: tuple[Lesson, ...] = many(recommended, "What was learnt and helps elsewhere.")
