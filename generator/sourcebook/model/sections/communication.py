"""Communication: channels, meetings, and how to work across time zones."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sourcebook.model.fields import Group, conditional, many, need, optional, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import (
    AnyoneRef,
    ChannelRef,
    Count,
    Date,
    Day,
    LocationRef,
    Name,
    Pointer,
    Quantity,
    Ref,
    Reference,
    RoleRef,
    Rrule,
    Text,
    Time,
    Zone,
)

_SEVERAL_ZONES = "people work in two or more time zones"


class ResponseTime(Record):
    """How soon an answer comes."""

    value: Quantity | None = need(required, "How many of the unit.", example=4)
    unit: Literal["minutes", "hours", "days"] | None = need(
        required, "Unit of the value.", example="hours"
    )
    clock: Literal["business", "calendar"] | None = need(
        required, "Whether only working time counts.", example="business", label="Time that counts"
    )


class Channel(Item):
    """A way to reach people, and what it is for."""

    kind: ClassVar[str] = "channel"

    tool: Name | None = need(required, "Tool or medium.", example="Chat", label="Tool")
    need_: (
        Literal[
            "quick-question",
            "complex-discussion",
            "specification",
            "incident",
            "formal-notice",
            "social",
        ]
        | None
    ) = need(required, "Kind of need that it serves.", example="quick-question", label="For")
    purpose: Text | None = need(required, "What to use it for, and what not.")
    response_time: ResponseTime | None = need(required, "How soon an answer can be expected.")
    owner: RoleRef | None = need(required, "Role that looks after the channel.")
    address_ref: Pointer | None = need(optional, "Link, number or room.")


class OutOfHours(Record):
    """A role that has agreed to meet outside its working hours."""

    role: RoleRef | None = need(optional, "Role that agreed.")
    reason: Text | None = need(optional, "Why it is worth it, and what is given in return.")


class Meeting(Item):
    """A meeting, single or repeated, that keeps the clock of one time zone."""

    kind: ClassVar[str] = "meeting"

    name: Name | None = need(required, "Name of the meeting.", example="Weekly delivery sync")
    kind_: Name | None = need(optional, "Sort of meeting.", example="review", label="Sort")
    purpose: Text | None = need(required, "What it is for.")
    every: Literal["day", "week", "2 weeks", "month", "3 months", "year"] | None = need(
        conditional,
        "How often it is held.",
        when="neither rrule nor date is given",
        example="week",
    )
    day: tuple[Day, ...] = many(
        conditional,
        "Weekday, day of the month, or such as `last thu`.",
        when="every is week, 2 weeks, month or 3 months",
        example="tue",
    )
    rrule: Rrule | None = need(
        optional, "Recurrence rule of RFC 5545, for what `every` cannot say.", label="Repeats"
    )
    date: Date | None = need(optional, "The day, if it is held only once.")
    starting: Date | None = need(
        conditional,
        "Day of the first one; `2 weeks` counts from it.",
        when="the meeting is held more than once",
        example="2026-02-03",
        label="First held",
    )
    until: Date | None = need(optional, "Day after which it is no longer held.")
    side: Literal["client", "vendor", "joint"] = need(
        optional, "Whose meeting it is.", default="joint"
    )
    local_time: Time | None = need(
        required,
        "When it begins, by the clock of its time zone.",
        example="10:00",
        label="Begins at",
    )
    tz: Zone | None = need(required, "Time zone whose clock it keeps.", example="Europe/London")
    duration_min: Count | None = need(required, "How long it lasts.", unit="minutes", example=60)
    owner: RoleRef | None = need(required, "Role that prepares and leads it.", label="Led by")
    participants: tuple[AnyoneRef, ...] = many(
        required, "Roles that take part; `*` means everyone."
    )
    optional_: tuple[RoleRef, ...] = many(
        optional, "Roles that may stay away.", label="May stay away"
    )
    agenda: tuple[Text, ...] = many(required, "What is gone through.")
    outputs: tuple[Text, ...] = many(required, "What exists afterwards.", example=["Decisions"])
    output_location: Pointer | None = need(
        required, "Where the outputs are kept.", label="Where the outputs are"
    )
    channel: ChannelRef | None = need(optional, "Channel on which it is held.")
    holiday_policy: Literal["skip", "move", "run-without"] | None = need(
        optional,
        "What happens when it falls on a holiday of somebody who is required.",
        label="On a holiday",
    )
    accepted_out_of_hours: tuple[OutOfHours, ...] = many(
        optional,
        "Roles that agreed to come outside their hours.",
        label="Agreed to come out of hours",
    )


class CoreWindow(Record):
    """Hours in which everybody can be reached."""

    tz: Zone | None = need(optional, "Time zone of the two times.")
    start: Time | None = need(optional, "When the window opens.")
    end: Time | None = need(optional, "When it closes.")


class Overlap(Record):
    """How much of the working day the two sides share."""

    min_minutes: Count | None = need(
        required,
        "Least shared working time of a day.",
        unit="minutes",
        example=240,
        label="Shared hours, at least",
    )
    core_window: CoreWindow | None = need(
        optional, "Hours in which all can be reached.", label="Everybody can be reached"
    )
    async_pairs: tuple[tuple[LocationRef, ...], ...] = many(
        optional,
        "Pairs of locations that work without shared hours.",
        example=[["bengaluru", "detroit"]],
        label="Work without shared hours",
    )


class AsyncContract(Record):
    """How work is handed on when one side sleeps."""

    update_format: Text | None = need(
        conditional,
        "What an update says.",
        when=_SEVERAL_ZONES,
        example="Done, next, blocked, and by whom",
        label="What an update says",
    )
    frequency: Name | None = need(
        conditional,
        "How often updates are written.",
        when=_SEVERAL_ZONES,
        example="Daily",
        label="Updates are written",
    )
    due_local: Time | None = need(
        conditional,
        "Time by which an update is written, where its writer works.",
        when=_SEVERAL_ZONES,
        example="17:00",
        label="Written by, local time",
    )
    review_turnaround_hours: Count | None = need(
        conditional,
        "Time in which a review is answered.",
        unit="hours",
        when=_SEVERAL_ZONES,
        example=24,
        label="Reviews are answered within",
    )
    handover_template_ref: Pointer | None = need(optional, "Where the form for handing over lies.")


class Language(Record):
    """The language in which people work together."""

    working: Name | None = need(
        required, "Working language.", example="English", label="Working language"
    )
    level: Name | None = need(required, "Command of it that is expected.", example="B2")
    translation: Text | None = need(
        optional, "What is translated, by whom.", label="What is translated"
    )


class Stakeholder(Item):
    """A group that wants to know, and how it is told."""

    kind: ClassVar[str] = "stakeholder"

    group: Name | None = need(recommended, "Who they are.", example="Internal audit")
    information_needs: tuple[Text, ...] = many(
        recommended, "What they want to know.", label="Wants to know"
    )
    served_by: tuple[Annotated[Reference, Ref(("meeting", "report", "channel"))], ...] = many(
        recommended, "Meetings, reports and channels that tell them.", label="Is told through"
    )


class Communication(Section):
    """How both companies reach each other, when they meet, and how they work across time zones."""

    key: ClassVar[str] = "communication"
    title: ClassVar[str] = "Communication plan"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.RUN

    channels: tuple[Channel, ...] = many(required, "Ways to reach each other, one a need.")
    meetings: tuple[Meeting, ...] = many(required, "Meetings, single and repeated.")
    overlap: Overlap | None = need(required, "Working time that the sides share.")
    async_: AsyncContract | None = need(
        conditional, "How work is handed on without meeting.", when=_SEVERAL_ZONES
    )
    language: Language | None = need(required, "Language of the work.")
    culture_notes: tuple[Text, ...] = many(
        recommended, "Habits of either side that the other should know."
    )
    stakeholders: tuple[Stakeholder, ...] = many(
        recommended, "Groups that want to be kept informed."
    )
