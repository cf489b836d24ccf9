"""Delivery: the method, the tools and the working agreement."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import Group, many, need, recommended, required
from sourcebook.model.record import Item, Record, Section
from sourcebook.model.values import Count, DataClassRef, Date, Name, Pointer, RoleRef, Text


class Methodology(Record):
    """The method, and why it suits the work."""

    name: Name | None = need(required, "Name of the method.", example="Scrum")
    fit: Literal["fixed-scope", "evolving", "run"] | None = need(
        required, "Kind of work that it has to suit.", label="Suits work that is"
    )
    rationale: Text | None = need(required, "Why this method and no other.")


class Tracking(Record):
    """Where one thing can be followed."""

    what: Literal["progress", "risk", "issue", "decision", "time"] | None = need(
        required, "What is followed.", example="progress"
    )
    tool: Name | None = need(required, "Tool in which it is followed.", example="Jira")
    update_frequency: Name | None = need(
        required, "How often it is brought up to date.", example="Daily", label="Updated"
    )
    owner: RoleRef | None = need(required, "Role that keeps it up to date.")


class Source(Record):
    """The one place that counts for an artefact."""

    artefact: Name | None = need(
        required,
        "What it is: requirements, backlog, code, decisions, risks, documents or another.",
        example="backlog",
    )
    system: Name | None = need(required, "The one system that counts.", example="Jira")
    location_ref: Pointer | None = need(required, "Where in the system it lies.", label="Where")
    owner: RoleRef | None = need(required, "Role that keeps it in order.")


class WorkingAgreement(Record):
    """Rules that the team works by."""

    definition_of_ready: tuple[Text, ...] = many(
        required,
        "What must be there before work on an item begins.",
        normative=True,
        example=["The acceptance test is written"],
    )
    definition_of_done: tuple[Text, ...] = many(
        required,
        "What must be true before an item counts as done.",
        normative=True,
        example=["Two people have reviewed the code"],
    )
    branch_policy: Text | None = need(required, "How code is branched and merged.", normative=True)
    code_review: Text | None = need(
        required,
        "Who reviews code, and by when.",
        normative=True,
        example="One reviewer of each squad, within 8 working hours.",
    )


class DocumentPlan(Record):
    """A document that has to exist and stay current."""

    artefact: Name | None = need(required, "Name of the document.")
    kind: Literal["architecture", "implementation", "operations", "user"] | None = need(
        required, "What it is about.", label="About"
    )
    owner: RoleRef | None = need(required, "Role that keeps it current.")
    location_ref: Pointer | None = need(required, "Where it lies.", label="Where")
    last_updated: Date | None = need(required, "Day of its last change.", example="2026-10-05")


class ReviewCycle(Item):
    """Something that is looked at again and again."""

    kind: ClassVar[str] = "review cycle"

    what: Text | None = need(recommended, "What is reviewed.")
    frequency: Name | None = need(
        recommended, "How often.", example="Every quarter", label="How often"
    )
    owner: RoleRef | None = need(recommended, "Role that sees to it.")


class Environment(Item):
    """A system that the software runs in."""

    kind: ClassVar[str] = "environment"

    purpose: Text | None = need(recommended, "What it is for.", example="Acceptance tests")
    access: Text | None = need(recommended, "Who gets in, and how.")
    data_class: DataClassRef | None = need(recommended, "Most sensitive data that it holds.")


class Onboarding(Record):
    """How a newcomer gets to work."""

    access_lead_time_days: Count | None = need(
        required,
        "Time from request to working access.",
        unit="days",
        example=5,
        label="Accounts are ready after",
    )
    buddy_role: RoleRef | None = need(
        required, "Role that looks after the newcomer.", label="Buddy"
    )
    day_1: tuple[Text, ...] = many(required, "What is done on the first day.")
    week_1: tuple[Text, ...] = many(required, "What is done in the first week.")


class Delivery(Section):
    """How the team works from day to day, with which tools, and where each thing is kept."""

    key: ClassVar[str] = "delivery"
    title: ClassVar[str] = "Ways of working"
    phase: ClassVar[Literal["transition"]] = "transition"
    group: ClassVar[Group] = Group.RUN

    methodology: Methodology | None = need(required, "The method and why it suits.")
    tracking: tuple[Tracking, ...] = many(required, "Where progress, risks and issues are seen.")
    single_source_of_truth: tuple[Source, ...] = many(
        required, "For each artefact, the one system that counts."
    )
    working_agreement: WorkingAgreement | None = need(required, "Rules that the team works by.")
    documentation_plan: tuple[DocumentPlan, ...] = many(required, "Documents that have to exist.")
    review_cycles: tuple[ReviewCycle, ...] = many(recommended, "What is reviewed again and again.")
    environments: tuple[Environment, ...] = many(recommended, "Systems that the software runs in.")
    onboarding: Onboarding | None = need(required, "How a newcomer gets to work.")
