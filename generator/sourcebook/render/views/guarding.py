"""Pictures of security: the board, where data lies, the chain of companies, access, incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sourcebook.analysis import freshness
from sourcebook.analysis.freshness import Due, Light
from sourcebook.analysis.parties import SIDES, side_of_party, side_of_role
from sourcebook.model.sections.engagement import Party
from sourcebook.model.sections.security import DataClass, Subcontractor
from sourcebook.model.values import Ref
from sourcebook.render import wording
from sourcebook.render.charts import board as boards
from sourcebook.render.charts.chain import Chain, Company, Link, Mark, chain
from sourcebook.render.charts.incident_clock import Deadline, IncidentClock, incident_clock
from sourcebook.render.charts.locations import Kind, Locations, Place, locations
from sourcebook.render.charts.steps import Step, Steps, steps
from sourcebook.render.context import Context
from sourcebook.render.countries import country_name
from sourcebook.render.links import Links

LIGHTS = (
    (Light.FAILED, "fail", "Failed"),
    (Light.OVERDUE, "bad", "Overdue"),
    (Light.NEVER, "none", "No result"),
    (Light.PARTIAL, "warn", "Partial"),
    (Light.DUE, "due", "Due soon"),
    (Light.GOOD, "good", "Verified"),
)
"""The states of a verification, the worst first: badge and word."""

_PARTY = Ref(("party",))


def board(ctx: Context, links: Links, entries: Sequence[Due]) -> boards.Board | None:
    """The protocols by the state of their verification."""
    columns = [
        boards.Column(
            kind, word, tuple(_control(ctx, links, e) for e in entries if e.light is light)
        )
        for light, kind, word in LIGHTS
    ]
    return boards.board(columns, "protocols")


def _control(ctx: Context, links: Links, entry: Due) -> boards.Card:
    item = ctx.book.value(entry.at)
    late = entry.overdue_days(ctx.as_of)
    if entry.light is Light.OVERDUE and entry.last:
        note = f"{wording.days(late)} late, last {wording.date(entry.last)}"
    elif entry.light is Light.DUE and entry.next:
        note = f"by {wording.date(entry.next)}"
    else:
        note = wording.date(entry.last) if entry.last else "no dated result"
    if item.verification and item.verification.result == "partial":
        note = f"partial, {note}" if entry.light is not Light.PARTIAL else note
    side = side_of_role(ctx.book, entry.owner)
    notes = (note, *(_departure(e.until, ctx.as_of) for e in item.exceptions))
    return boards.Card(entry.title, item.id or "", links.at(entry.at), side, notes)


def _departure(until: dt.date | None, as_of: dt.date) -> str:
    """An exception from a protocol, by its last day."""
    if until is None:
        return "exception without an end"
    word = "until" if until >= as_of else "ended"
    return f"exception {word} {wording.date(until)}"


def data_locations(ctx: Context, links: Links) -> Locations | None:
    """Which kind of data is kept, worked on and seen in which country."""
    kinds = {
        item.id: Kind(item.name or item.id or "Data", links.at(at), _marks(item))
        for at, item in ctx.book.each("security", "data_classes")
    }
    places = [
        Place(
            kinds[p.data_class].name if p.data_class in kinds else p.data_class or "not said",
            wording.choice(p.activity or "not said").capitalize(),
            country_name(p.country) if p.country else "",
            p.region or "",
            links.follow(_PARTY, p.party) if p.party else None,
        )
        for p in ctx.book.security.locations
    ]
    return locations(list(kinds.values()), places)


def _marks(item: DataClass) -> tuple[str, ...]:
    marks = (
        ("confidential", item.confidential),
        ("personal", item.personal),
        ("special category", item.special),
        ("health information", item.phi),
    )
    said = ", ".join(word for word, holds in marks if holds)
    return (said,) if said else ()


def subcontractor_chain(ctx: Context, links: Links) -> Chain | None:
    """The client, its vendors, and those who work for them, tier by tier."""
    book = ctx.book
    if not book.security.subcontractors:
        return None
    clients, vendors = (_parties(ctx, links, side) for side in ("client", "vendor"))
    found = [Link("Client", clients), Link("Vendor", vendors)]
    tiers: dict[int | None, list[Company]] = {}
    for at, item in book.each("security", "subcontractors"):
        tiers.setdefault(item.tier, []).append(_company(links.at(at), item))
    for tier in sorted(tiers, key=lambda tier: (tier is None, tier)):
        title = "Place not said" if tier is None else f"Tier {tier}"
        found.append(Link(title, tuple(tiers[tier])))
    return chain(found)


def _parties(ctx: Context, links: Links, side: str) -> tuple[Company, ...]:
    return tuple(
        Company(
            party.name or party.id or "?",
            links.at(at),
            side_of_party(ctx.book, party.id),
            country_name(party.country) if party.country else "",
        )
        for at, party in ctx.book.each("engagement", "parties")
        if isinstance(party, Party) and party.side == side
    )


def _company(href: str, item: Subcontractor) -> Company:
    marks = [
        Mark("good", f"approved {wording.date(item.approved_on)}")
        if item.approved_on
        else Mark("bad", "not approved")
    ]
    for given, word in ((item.flow_down, "same duties"), (item.audit_rights, "audit rights")):
        if given is not None:
            marks.append(Mark("good", word) if given else Mark("bad", f"no {word}"))
    if item.supports_cif:
        marks.append(Mark("warn", "critical function"))
    where = country_name(item.country) if item.country else ""
    return Company(
        item.name or item.id or "?",
        href,
        SIDES["subcontractor"],
        where,
        item.service or "",
        tuple(marks),
    )


def access_lifecycle(ctx: Context, links: Links) -> Steps | None:
    """From the first day of a person to the last: within which time access comes and goes."""
    access = ctx.book.security.access
    if access is None:
        return None
    owner = links.role(access.owner)
    review = next(
        (e for e in freshness.checks(ctx.book, ctx.as_of) if e.title == "Access review"), None
    )
    found = (
        Step(
            "Joins",
            (_within(access.joiner_days, "days"),),
            "until access is given",
            who=owner,
            who_word="by",
        ),
        Step("Works", ("second factor" if access.mfa else "no second factor",), access.model or ""),
        Step(
            "Is reviewed",
            (_every(access.review_frequency_days),),
            f"last {wording.date(access.last_review)}" if access.last_review else "never yet",
            _late(review, ctx.as_of),
        ),
        Step(
            "Leaves",
            (_within(access.leaver_revoke_hours, "hours"),),
            "until access is gone",
        ),
        Step(
            "Is gone",
            (wording.plural(len(access.offboarding_steps), "step"),),
            "what is taken away or handed back is listed below",
        ),
    )
    return steps(found, "Access of a person, from joining to leaving")


def _within(value: float | None, unit: str) -> str:
    return "not set" if value is None else f"within {wording.quantity(value, unit)}"


def _every(days: int | None) -> str:
    return "no rhythm" if days is None else f"every {wording.days(days)}"


def _late(entry: Due | None, as_of: dt.date) -> tuple[str, str] | None:
    if entry is None or entry.light is Light.NEVER:
        return ("none", "never reviewed")
    late = entry.overdue_days(as_of)
    if late:
        return ("bad", f"{wording.days(late)} late")
    return ("good", f"next {wording.date(entry.next)}") if entry.next else None


def clock(ctx: Context) -> IncidentClock | None:
    """What the client is told when after an incident."""
    terms = ctx.book.security.incident_notification
    if terms is None:
        return None
    first, every = terms.initial_hours, terms.update_every_hours
    last = terms.final_report_days * 24 if terms.final_report_days is not None else None
    found = []
    if first is not None:
        found.append(Deadline("First notice", f"within {wording.quantity(first, 'hours')}", first))
    if every is not None:
        until = last if last is not None else (first or 0) + 6 * every
        note = f"every {wording.quantity(every, 'hours')}"
        found.append(Deadline("Updates", note, until, first or 0, every))
    if last is not None:
        days = wording.quantity(terms.final_report_days or 0, "days")
        found.append(Deadline("Final report", f"within {days}", last))
    begins = f"The clock starts with {terms.clock_starts or 'an event that is not named'}"
    return incident_clock(found, begins, "Deadlines after an incident")
