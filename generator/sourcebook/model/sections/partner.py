"""Partner: why this vendor, how sound it is, and what it costs."""

from __future__ import annotations

from typing import ClassVar, Literal

from sourcebook.model.fields import Audience, Group, many, need, recommended, required
from sourcebook.model.record import Record, Section
from sourcebook.model.values import Date, Flag, Name, Percent, Pointer, Rating, RoleRef, Text


class Criterion(Record):
    """One thing that the vendor was judged by."""

    dimension: (
        Literal["technical", "industry", "pm-maturity", "culture", "viability", "security", "cost"]
        | None
    ) = need(required, "What was judged.", example="technical", label="What was judged")
    weight: Percent | None = need(required, "Share in the whole.", unit="%", example=25)
    score: Rating | None = need(required, "Mark, 1 to 5, 5 is best.", example=4)
    method: Text | None = need(required, "How it was judged.", example="Trial task of two weeks")
    evidence_ref: Pointer | None = need(required, "Where the evidence is kept.")


class Evaluation(Record):
    """How the vendor was chosen."""

    date: Date | None = need(required, "Day of the evaluation.", example="2025-11-14")
    evaluators: tuple[RoleRef, ...] = many(required, "Roles that judged.")
    rationale: Text | None = need(required, "Why this vendor was chosen.")
    criteria: tuple[Criterion, ...] = many(required, "What it was judged by.")


class FinancialCheck(Record):
    """A look at the vendor's finances."""

    date: Date | None = need(required, "Day of the check.", example="2026-06-30")
    rating: Name | None = need(required, "What came out.", example="BBB")
    source: Text | None = need(required, "Who says so.", label="Said by")


class Viability(Record):
    """Whether the vendor will still be there, and still fit."""

    financial_check: FinancialCheck | None = need(required, "A look at its finances.")
    attrition_pct: Percent | None = need(
        required,
        "Share of its people who leave in a year.",
        unit="%",
        example=12,
        label="People who leave in a year",
    )
    strategic_fit: Text | None = need(
        required, "How well its plans go with the client's.", label="Fit of plans"
    )
    reassessment_due: Date | None = need(
        required, "Day by which to look again.", example="2027-06-30", label="Looked at again by"
    )


class Insurance(Record):
    """What the vendor is insured against."""

    required_: Flag | None = need(
        recommended, "Whether the contract asks for it.", label="The contract asks for it"
    )
    cover: Text | None = need(recommended, "What it covers, up to which sum.")


class Commercial(Record):
    """What the engagement costs, and who bears which risk."""

    pricing_model: Text | None = need(
        recommended, "How the price is made.", example="Time and materials, capped by quarter"
    )
    financial_obligations: Text | None = need(recommended, "What each side owes, and when.")
    insurance: Insurance | None = need(recommended, "What the vendor is insured against.")
    caps: Text | None = need(
        recommended, "Limits of price and liability.", label="Limits of price and liability"
    )


class DueDiligence(Record):
    """Something that was looked into before signing."""

    topic: Name | None = need(recommended, "What was looked into.", example="Sanctions")
    outcome: Text | None = need(recommended, "What was found.")
    date: Date | None = need(recommended, "Day on which it was found.")


class Concentration(Record):
    """How much hangs on this one vendor."""

    other_engagements: tuple[Text, ...] = many(
        recommended, "What else the vendor does for the client."
    )
    substitutability: Text | None = need(recommended, "How hard it would be to replace the vendor.")


class Partner(Section):
    """Why this vendor was chosen, how sound it is, and what it costs; for the client alone."""

    key: ClassVar[str] = "partner"
    title: ClassVar[str] = "Partner evaluation and commercials"
    phase: ClassVar[Literal["selection"]] = "selection"
    group: ClassVar[Group] = Group.INTERNAL
    audience: ClassVar[Audience] = Audience.INTERNAL

    evaluation: Evaluation | None = need(required, "How the vendor was chosen.")
    viability: Viability | None = need(required, "Whether it will still be there.")
    commercial: Commercial | None = need(recommended, "What it costs.")
    due_diligence: tuple[DueDiligence, ...] = many(
        recommended, "What was looked into before signing."
    )
    concentration: Concentration | None = need(recommended, "How much hangs on this vendor.")
    conflicts_of_interest: Text | None = need(
        recommended, "Ties between people of both sides, or that there are none."
    )
    supplier_tier: Literal["critical", "important", "standard"] | None = need(
        required, "How closely the vendor has to be watched."
    )
