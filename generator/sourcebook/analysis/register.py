"""The register of information on ICT arrangements, as far as a playbook holds what it asks for.

The columns follow the templates of Commission Implementing Regulation (EU) 2024/2956 in what they
ask, not in their codes: B_01 entities, B_02 arrangements, B_04 and B_06 use and functions, B_05
providers and chain, B_07 assessment. What a template asks and no playbook holds is in ``BEYOND``.
"""

from __future__ import annotations

from collections.abc import Callable

from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.engagement import Party

BEYOND = (
    "Type of person of the provider, and its currency of reporting",
    "Annual expense or estimated cost of the arrangement",
    "Total assets and the date of integration of the financial entity",
    "Identifier and licensed activity of the function that is supported",
    "Identification codes of subcontractors other than an LEI",
)
"""What the register asks for and the format has no field for."""


@dataclass(frozen=True)
class Entry:
    """A line of the register: one arrangement with one provider. Empty cells are not known."""

    provider: str  # the id of the party, or of the subcontractor
    cells: tuple[str, ...]  # in the order of COLUMNS
    applies: bool  # whether a party is a financial entity of the EU


@dataclass(frozen=True)
class _Line:
    book: Playbook
    provider: Party | None
    name: str
    country: str
    lei: str
    rank: str
    service: str
    critical: bool | None


@dataclass(frozen=True)
class Column:
    """A column of the register, the template that it is of, and the field of a playbook."""

    name: str
    template: str
    field: str  # where a playbook says it
    read: Callable[[_Line], object]


def _entity(line: _Line) -> Party | None:
    clients = [its for its in line.book.engagement.parties if its.side == "client"]
    bound = [its for its in clients if "eu_financial_entity" in its.flags]
    return next(iter((*bound, *clients)), None)


def _stored(line: _Line, activity: str) -> str:
    found = (
        its.country
        for its in line.book.security.locations
        if its.activity == activity and its.country
    )
    return ", ".join(dict.fromkeys(found))


def _of_register(name: str) -> Callable[[_Line], object]:
    return lambda line: getattr(line.book.compliance.register_, name, None)


COLUMNS = (
    Column("Engagement", "", "slug", lambda line: line.book.slug),
    Column(
        "Financial entity", "B_01", "engagement.parties.legal_name",
        lambda line: (its := _entity(line)) and (its.legal_name or its.name),
    ),
    Column(
        "LEI of the entity", "B_01", "engagement.parties.lei",
        lambda line: (its := _entity(line)) and its.lei,
    ),
    Column(
        "Country of the entity", "B_01", "engagement.parties.country",
        lambda line: (its := _entity(line)) and its.country,
    ),
    Column("Reference number", "B_02", "compliance.register.reference", _of_register("reference")),
    Column(
        "Type of arrangement", "B_02", "compliance.register.arrangement_type",
        _of_register("arrangement_type"),
    ),
    Column("Start", "B_02", "engagement.start_date", lambda line: line.book.engagement.start_date),
    Column("End", "B_02", "engagement.end_date", lambda line: line.book.engagement.end_date),
    Column(
        "Notice of the entity, days", "B_02", "engagement.termination.client_notice_days",
        lambda line: getattr(line.book.engagement.termination, "client_notice_days", None),
    ),
    Column(
        "Notice of the provider, days", "B_02", "engagement.termination.vendor_notice_days",
        lambda line: getattr(line.book.engagement.termination, "vendor_notice_days", None),
    ),
    Column(
        "Governing law", "B_02", "engagement.governing_law",
        lambda line: line.book.engagement.governing_law,
    ),
    Column("Provider", "B_05", "engagement.parties.legal_name", lambda line: line.name),
    Column("LEI of the provider", "B_05", "engagement.parties.lei", lambda line: line.lei),
    Column(
        "Country of the provider", "B_05", "engagement.parties.country", lambda line: line.country
    ),
    Column("Rank in the chain", "B_05", "security.subcontractors.tier", lambda line: line.rank),
    Column("Service", "B_02", "compliance.register.service_type", lambda line: line.service),
    Column(
        "Critical or important function", "B_06",
        "engagement.supports_critical_or_important_function", lambda line: line.critical,
    ),
    Column(
        "Country of storage", "B_02", "security.locations", lambda line: _stored(line, "storage")
    ),
    Column(
        "Country of processing", "B_02", "security.locations",
        lambda line: _stored(line, "processing"),
    ),
    Column(
        "Reliance", "B_06", "compliance.register.reliance", _of_register("reliance"),
    ),
    Column(
        "Substitutability", "B_07", "compliance.register.substitutability",
        _of_register("substitutability"),
    ),
    Column(
        "Last assessment", "B_07", "compliance.register.last_risk_assessment",
        _of_register("last_risk_assessment"),
    ),
    Column(
        "Exit plan", "B_07", "exit.plan", lambda line: bool(line.book.exit.plan),
    ),
    Column(
        "Alternative providers", "B_07", "exit.alternative_providers",
        lambda line: bool(line.book.exit.alternative_providers),
    ),
)  # fmt: skip
"""The columns, in their order."""


def register(book: Playbook) -> tuple[Entry, ...]:
    """The lines of an engagement: each vendor and next vendor, and each subcontractor."""
    card = book.engagement
    applies = any("eu_financial_entity" in its.flags for its in card.parties)
    entry = book.compliance.register_
    service = (entry.service_type if entry else None) or ""
    critical = card.supports_critical_or_important_function
    lines = [
        _Line(
            book,
            its,
            its.legal_name or its.name or "",
            its.country or "",
            its.lei or "",
            "0",
            service,
            critical,
        )
        for its in card.parties
        if its.side in ("vendor", "successor")
    ]
    lines += [
        _Line(
            book,
            None,
            its.name or "",
            its.country or "",
            "",
            str(its.tier) if its.tier is not None else "",
            its.service or "",
            its.supports_cif,
        )
        for its in book.security.subcontractors
    ]
    return tuple(
        Entry(line.name, tuple(_cell(column.read(line)) for column in COLUMNS), applies)
        for line in lines
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)
