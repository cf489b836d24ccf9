"""Roles: who does what, from where, and who answers for it."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import Group, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    Count,
    Country,
    Date,
    Flag,
    LocationRef,
    Name,
    PartyRef,
    Percent,
    Pointer,
    RoleRef,
    Subdivision,
    Text,
    Time,
    Zone,
)


class Holiday(Record):
    """A day off that the public calendar does not know."""

    date: Date | None = need(optional, "The day.")
    name: Name | None = need(optional, "What the day is called.")


class HolidayChanges(Record):
    """Where a location differs from its public calendar."""

    add: tuple[Holiday, ...] = many(
        optional, "Further days off, such as a company day.", label="Further days off"
    )
    remove: tuple[Date, ...] = many(
        optional, "Public holidays on which people work all the same.", label="At work on"
    )


class Location(Item):
    """A place where people work, with its clock and its calendar."""

    kind: ClassVar[str] = "location"

    city: Name | None = need(required, "Town.", example="Porto")
    country: Country | None = need(required, "Country, for its public holidays.", example="PT")
    subdivision: Subdivision | None = need(
        optional, "State or region, for its own holidays.", example="PT-13", label="State or region"
    )
    tz: Zone | None = need(required, "Time zone.", example="Europe/Lisbon")
    work_days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = many(
        required, "Days on which people work.", example=["mon", "tue", "wed", "thu", "fri"]
    )
    work_start: Time | None = need(
        required, "When the working day begins, local time.", example="09:00", label="Work begins"
    )
    work_end: Time | None = need(
        required,
        "When it ends; a time before the start means past midnight.",
        example="18:00",
        label="Work ends",
    )
    holidays: HolidayChanges | None = need(
        optional, "Days that differ from the public calendar.", label="Other days off or at work"
    )


class Role(Item):
    """A part that somebody plays; the person behind it stands in the directory."""

    kind: ClassVar[str] = "role"

    title: Name | None = need(required, "Title of the role.", example="Delivery manager")
    party: PartyRef | None = need(required, "Party that fills it.")
    location: LocationRef | None = need(required, "Where it is done.")
    responsibilities: tuple[Text, ...] = many(required, "What the role has to see to.")
    holder_ref: Pointer | None = need(
        optional, "Entry of the holder in the directory; an id, not a name."
    )
    deputy: RoleRef | None = need(optional, "Role that stands in.")
    time_allocation_pct: Percent | None = need(
        optional, "Share of working time given to the engagement.", unit="%", label="Share of time"
    )
    key_personnel: Flag | None = need(
        optional, "Whether the holder may be replaced only with the client's consent."
    )
    headcount: Count | None = need(
        optional, "How many people hold it.", unit="people", label="People"
    )


class Activity(Item):
    """A piece of work or a decision, and everybody's part in it."""

    kind: ClassVar[str] = "activity"

    title: Name | None = need(required, "What is done.", example="Accept a milestone")
    kind_: (
        Literal[
            "milestone-acceptance",
            "change-approval",
            "risk-acceptance",
            "access-approval",
            "vendor-performance-review",
            "release",
            "incident",
            "kt-signoff",
            "other",
        ]
        | None
    ) = need(optional, "Sort of activity; some stay with the client.", label="Sort")
    joint: Flag | None = need(
        optional, "Whether both sides must have a part in it.", label="Both sides take part"
    )
    raci: dict[RoleRef, Literal["R", "A", "C", "I", "A/R"]] = need(
        required,
        "Each role's letter: responsible, accountable, consulted or informed.",
        default={},
        example={"product-owner": "A", "vendor-architect": "R"},
    )


class DecisionRight(Record):
    """Who may decide something, and up to where."""

    decision: Text | None = need(recommended, "What is to be decided.")
    decided_by: RoleRef | None = need(recommended, "Role that decides.")
    limit: Text | None = need(
        recommended, "Where its right to decide ends.", example="Up to 5 days of effort"
    )


class Roles(Section):
    """Who does the work, who answers for it, who is asked and who is told, on both sides."""

    key: ClassVar[str] = "roles"
    title: ClassVar[str] = "Roles and RACI"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.PLAN

    locations: tuple[Location, ...] = many(required, "Places where people work.")
    roles: tuple[Role, ...] = many(required, "Roles on both sides.")
    activities: tuple[Activity, ...] = many(required, "Work and decisions to share out.")
    decision_rights: tuple[DecisionRight, ...] = many(
        recommended, "Who may decide what, and up to where."
    )
