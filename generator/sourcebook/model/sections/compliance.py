"""Compliance: data protection terms and evidence for regulators."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import Audience, Group, conditional, many, need, recommended
from sourcebook.model.record import Record, Section
from sourcebook.model.values import Count, Date, Flag, Name, Pointer, Text

_PERSONAL_DATA = "the vendor processes personal data"
_HIPAA = "the vendor handles protected health information (HIPAA)"
_FINANCIAL = "a party is an EU financial entity"
_DORA = "a DORA profile is named in the engagement"


class Transfer(Record):
    """A way of personal data into another country."""

    from_: Name | None = need(
        conditional, "Country or region that it leaves.", when=_PERSONAL_DATA, example="EEA"
    )
    to: Name | None = need(
        conditional, "Country or region that it reaches.", when=_PERSONAL_DATA, example="CO"
    )
    mechanism: Text | None = need(
        conditional,
        "What makes it lawful.",
        when=_PERSONAL_DATA,
        example="Standard contractual clauses",
    )


class DataSubjectRequests(Record):
    """How the vendor helps when a person asks about their data."""

    assist_within_days: Count | None = need(
        conditional,
        "Time in which it helps.",
        unit="days",
        when=_PERSONAL_DATA,
        example=5,
        label="Helps within",
    )
    process: Text | None = need(conditional, "What happens with a request.", when=_PERSONAL_DATA)


class Assistance(Record):
    """What else the vendor helps the controller with."""

    breach: Text | None = need(
        conditional,
        "Help after a breach of personal data.",
        when=_PERSONAL_DATA,
        label="After a breach",
    )
    dpia: Text | None = need(conditional, "Help with an impact assessment.", when=_PERSONAL_DATA)
    prior_consultation: Text | None = need(
        conditional,
        "Help when the authority is asked beforehand.",
        when=_PERSONAL_DATA,
        label="Asking the authority beforehand",
    )


class Processing(Record):
    """The terms on which the vendor handles personal data."""

    controller: Name | None = need(
        conditional, "Company that decides why and how.", when=_PERSONAL_DATA
    )
    processor: Name | None = need(conditional, "Company that acts for it.", when=_PERSONAL_DATA)
    subject_matter: Text | None = need(
        conditional, "What the processing is about.", when=_PERSONAL_DATA
    )
    duration: Text | None = need(conditional, "How long it goes on.", when=_PERSONAL_DATA)
    nature: Text | None = need(
        conditional,
        "What is done with the data.",
        when=_PERSONAL_DATA,
        label="What is done with the data",
    )
    purpose: Text | None = need(conditional, "What it is done for.", when=_PERSONAL_DATA)
    data_types: tuple[Text, ...] = many(
        conditional, "Kinds of personal data.", when=_PERSONAL_DATA, example=["Name", "Address"]
    )
    subject_categories: tuple[Text, ...] = many(
        conditional,
        "Groups of people.",
        when=_PERSONAL_DATA,
        example=["Retail customers"],
        label="Groups of people",
    )
    controller_obligations: Text | None = need(
        conditional,
        "What the controller has to do.",
        when=_PERSONAL_DATA,
        label="Duties of the controller",
    )
    instructions_ref: Pointer | None = need(
        conditional, "Where the controller's instructions are kept.", when=_PERSONAL_DATA
    )
    confidentiality_commitment: Text | None = need(
        conditional,
        "How the people involved are bound to secrecy.",
        when=_PERSONAL_DATA,
        label="Bound to secrecy by",
    )
    transfers: tuple[Transfer, ...] = many(
        conditional, "Ways into other countries.", when=_PERSONAL_DATA
    )
    data_subject_requests: DataSubjectRequests | None = need(
        conditional, "Help when a person asks about their data.", when=_PERSONAL_DATA
    )
    assistance: Assistance | None = need(
        conditional, "What else the vendor helps with.", when=_PERSONAL_DATA
    )
    retention: Text | None = need(recommended, "How long data is kept, and what happens then.")


class HealthInformation(Record):
    """The terms on which the vendor handles protected health information."""

    permitted_uses: Text | None = need(
        conditional, "What it may be used and passed on for.", when=_HIPAA
    )
    amendment_process: Text | None = need(
        conditional, "How a record is corrected.", when=_HIPAA, label="How a record is corrected"
    )
    disclosure_accounting: Text | None = need(
        conditional, "How a list of disclosures is kept.", when=_HIPAA, label="List of disclosures"
    )
    delegated_obligations: Text | None = need(
        conditional,
        "Duties of the covered entity that the vendor takes on.",
        when=_HIPAA,
        label="Duties taken on",
    )


class AuthorityCooperation(Record):
    """How the vendor works with supervisors."""

    statement: Text | None = need(conditional, "What the vendor has promised.", when=_FINANCIAL)
    resolution_authority_reference: Text | None = need(
        conditional,
        "Where the contract speaks of resolution authorities.",
        when=_FINANCIAL,
        label="Resolution authorities in the contract",
    )
    contact_ref: Pointer | None = need(
        conditional,
        "Whom an authority can call.",
        when=_FINANCIAL,
        label="Whom an authority can call",
    )
    books_and_records: Flag | None = need(
        conditional,
        "Whether authorities may see books and records.",
        when=_FINANCIAL,
        example=True,
    )


class RegisterEntry(Record):
    """The entry in the register of information."""

    reference: Name | None = need(conditional, "Number of the arrangement.", when=_DORA)
    arrangement_type: Name | None = need(
        conditional, "Type of the arrangement.", when=_DORA, example="Standalone"
    )
    service_type: Name | None = need(
        conditional, "Type of ICT service, as the register has it.", when=_DORA, example="S01"
    )
    substitutability: Text | None = need(
        conditional, "How hard it is to find another provider.", when=_DORA
    )
    reliance: Text | None = need(
        conditional, "How much the function relies on the service.", when=_DORA
    )
    last_risk_assessment: Date | None = need(
        conditional, "Day of the last assessment.", when=_DORA, example="2026-09-30"
    )


class ClauseNote(Record):
    """What is to be said about a clause of a profile."""

    profile: Name | None = need(recommended, "Profile.", example="dora-30-2")
    clause: Name | None = need(recommended, "Clause of the profile.", example="30(2)(a)")
    note: Text | None = need(recommended, "What is to be said.")
    contract_ref: Pointer | None = need(recommended, "Where in the contract it stands.")
    status: Literal["met", "partial", "gap", "na"] | None = need(
        recommended, "Whether the clause is met.", example="met"
    )


class Compliance(Section):
    """On which terms personal data is handled, and where the evidence for each rule is kept."""

    key: ClassVar[str] = "compliance"
    title: ClassVar[str] = "Data protection and regulatory evidence"
    phase: ClassVar[Literal["all"]] = "all"
    group: ClassVar[Group] = Group.PROTECT
    audience: ClassVar[Audience] = Audience.INTERNAL

    processing: Processing | None = need(
        conditional,
        "Terms on which personal data is handled.",
        audience=Audience.SHARED,
        when=_PERSONAL_DATA,
    )
    phi: HealthInformation | None = need(
        conditional,
        "Terms on which health information is handled.",
        when=_HIPAA,
        label="Health information (PHI)",
    )
    authority_cooperation: AuthorityCooperation | None = need(
        conditional, "How the vendor works with supervisors.", when=_FINANCIAL
    )
    register_: RegisterEntry | None = need(
        conditional,
        "Entry in the register of information.",
        label="Register of information",
        audience=Audience.INTERNAL,
        when=_DORA,
    )
    clause_notes: tuple[ClauseNote, ...] = many(
        recommended, "Notes on single clauses of the profiles."
    )
