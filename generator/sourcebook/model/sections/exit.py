"""Exit: how the engagement ends without harm."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Audience, Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    Count,
    Date,
    Flag,
    Name,
    PartyRef,
    Ref,
    Reference,
    RoleRef,
    Text,
    Whole,
)


class StrategyOption(Record):
    """A way to go on without the vendor."""

    option: Literal["insource", "reprovide", "retain"] | None = need(
        required, "Do it oneself, give it to another, or stay after all."
    )
    description: Text | None = need(required, "What would be done.")
    feasibility: Text | None = need(required, "How hard, how dear and how long it would be.")


class ExitTask(Item):
    """A piece of work of the handover; day 0 is the notice."""

    kind: ClassVar[str] = "exit task"

    task: Text | None = need(required, "What is done.")
    owner: RoleRef | None = need(required, "Role that sees to it.")
    party: PartyRef | None = need(required, "Party that does it.")
    depends_on: tuple[Annotated[Reference, Ref(("exit task",))], ...] = many(
        optional, "Tasks that come first.", label="Waits for"
    )
    duration_days: Count | None = need(required, "How long it takes.", unit="days", example=20)
    start_offset_days: Whole | None = need(
        required,
        "How long after day 0 it begins.",
        unit="days",
        example=10,
        label="Begins after notice by",
    )


class DataReturn(Record):
    """How the client gets its data back."""

    format: Name | None = need(
        required, "Form in which it comes.", example="Parquet and CSV", label="Form"
    )
    within_days: Count | None = need(
        required, "Time in which it is back.", unit="days", example=30, label="Back within"
    )
    deletion_certificate: Flag | None = need(
        required,
        "Whether the vendor certifies that its copies are gone.",
        example=True,
        label="Deletion is certified",
    )
    includes: tuple[Text, ...] = many(
        required,
        "What is handed back.",
        example=["Customer data", "Logs of two years"],
        label="What is handed back",
    )


class AccessRevocation(Record):
    """How the vendor's access ends."""

    within_hours: Count | None = need(
        required,
        "Time in which all access is gone.",
        unit="hours",
        example=24,
        label="All access is gone within",
    )
    owner: RoleRef | None = need(required, "Role that sees to it.")


class Asset(Record):
    """Something that changes hands."""

    asset: Name | None = need(recommended, "What it is.", example="Source repositories")
    owner: PartyRef | None = need(recommended, "Party that it belongs to.")
    transfer: Text | None = need(recommended, "How it changes hands.")


class Rehearsal(Record):
    """How the exit is tried out."""

    method: Text | None = need(
        recommended, "How it is tried.", example="Table-top exercise", label="How it is tried out"
    )
    last_tested: Date | None = need(recommended, "Day of the last trial.", label="Last tried")
    frequency_days: Count | None = need(
        recommended,
        "Time from one trial to the next.",
        unit="days",
        example=365,
        label="Tried every",
    )


class Exit(Section):
    """How the engagement ends without harm to the service, planned from its first day."""

    key: ClassVar[str] = "exit"
    title: ClassVar[str] = "Exit and transition"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.HAND_OVER

    triggers: tuple[Text, ...] = many(
        required,
        "Events that set the exit going.",
        example=["Notice by either side"],
        label="What sets the exit going",
    )
    strategy_options: tuple[StrategyOption, ...] = many(
        required, "Ways to go on without the vendor.", audience=Audience.INTERNAL
    )
    transition_period_days: Count | None = need(
        required, "How long the vendor goes on while work is handed over.", unit="days", example=180
    )
    service_continuity: Text | None = need(required, "How the service is kept up meanwhile.")
    plan: tuple[ExitTask, ...] = many(required, "Tasks of the handover.")
    data_return: DataReturn | None = need(required, "How the client gets its data back.")
    access_revocation: AccessRevocation | None = need(required, "How the vendor's access ends.")
    assets: tuple[Asset, ...] = many(recommended, "What changes hands.")
    exit_manager: dict[PartyRef, RoleRef] = need(
        required,
        "For each party, the role that leads its exit.",
        default={},
        example={"client": "service-owner", "vendor": "vendor-delivery-manager"},
        label="Leads the exit",
    )
    rehearsal: Rehearsal | None = need(recommended, "How the exit is tried out.")
    post_exit_obligations: tuple[Text, ...] = many(
        recommended,
        "What still holds afterwards.",
        example=["Secrecy for five years"],
        label="What still holds afterwards",
    )
    alternative_providers: tuple[Name, ...] = many(
        recommended, "Companies that could take over.", audience=Audience.INTERNAL
    )
