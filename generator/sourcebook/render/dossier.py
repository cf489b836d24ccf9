"""Everything that the portfolio's pages show of one engagement, as small plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sourcebook.analysis.clauses import Evidence, Status, active_profiles
from sourcebook.analysis.freshness import reviews
from sourcebook.analysis.inheritance import Inherited, inheritance
from sourcebook.analysis.members import Member, member
from sourcebook.analysis.prospects import Prospect, prospects
from sourcebook.analysis.register import Entry, register
from sourcebook.analysis.score import score
from sourcebook.model.playbook import Playbook, State
from sourcebook.render import wording
from sourcebook.render.context import Measures
from sourcebook.render.countries import country_name
from sourcebook.render.links import anchor, section_page


@dataclass(frozen=True)
class Covered:
    """A profile, and how many of its clauses that are asked for are evidenced."""

    id: str
    title: str
    evidenced: int
    asked: int


@dataclass(frozen=True)
class Stalest:
    """The section whose review has been waiting longest, or is the next to be due."""

    section: str
    due: dt.date | None  # None: nobody has ever reviewed it


@dataclass(frozen=True)
class Learnt:
    """A lesson of an engagement."""

    id: str
    lesson: str
    origin: str
    reused_in: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A row of the comparison of engagements: what, how it is here, and the page that says it."""

    what: str
    value: str
    page: str


@dataclass(frozen=True)
class Mark:
    """The score at the end of a day, in per cent."""

    day: dt.date
    percent: int


@dataclass(frozen=True)
class Dossier:
    """What the portfolio knows of an engagement beside its row's plain facts."""

    member: Member
    filled: int
    asked: int
    stalest: Stalest | None
    covered: tuple[Covered, ...]
    prospects: tuple[Prospect, ...]
    layers: tuple[str, ...]
    inherited: tuple[Inherited, ...]
    lessons: tuple[Learnt, ...]
    told: tuple[Told, ...]
    register: tuple[Entry, ...]
    trend: tuple[Mark, ...] = ()  # at the ends of the months before the day, as far as git knows

    @property
    def percent(self) -> int | None:
        """The score, rounded down; ``None`` where nothing is asked for."""
        return self.filled * 100 // self.asked if self.asked else None

    def course(self, as_of: dt.date) -> tuple[Mark, ...]:
        """The trend, and the score of the day itself."""
        today = () if self.percent is None else (Mark(as_of, self.percent),)
        return (*self.trend, *today)


def address(slug: str, section: str, kind: str = "", id: str = "") -> str:
    """Where an engagement's site shows an item or a section, from the portfolio's root."""
    return f"{slug}/{section_page(section)}" + (f"#{anchor(kind, id)}" if kind and id else "")


def dossier(book: Playbook, as_of: dt.date, measures: Measures) -> Dossier:
    """The dossier of an engagement on a day."""
    share = score(book, measures.thresholds, measures.asking, measures.words).whole
    ahead = as_of + dt.timedelta(days=measures.thresholds["portfolio.look_ahead_days"])
    covered = tuple(_covered(book, measures))
    return Dossier(
        member(book, as_of, measures.thresholds),
        share.filled,
        share.asked,
        _stalest(book, as_of, measures),
        covered,
        prospects(book, as_of, ahead),
        book.source.layers,
        inheritance(book),
        tuple(
            Learnt(its.id or "", its.lesson or "", its.origin or "", its.reused_in)
            for _, its in book.each("improvement", "lessons")
        ),
        tuple(_told(book)),
        register(book),
    )


def _stalest(book: Playbook, as_of: dt.date, measures: Measures) -> Stalest | None:
    found = reviews(book, as_of, measures.thresholds)
    if not found:
        return None
    last = min(found, key=lambda its: (its.next or dt.date.min, its.title))
    return Stalest(last.at.section, last.next)


def _covered(book: Playbook, measures: Measures) -> Iterator[Covered]:
    evidence = Evidence(book, measures.asking)
    for id in active_profiles(book, measures.asking):
        if (profile := measures.profiles.get(id)) is None:
            continue
        states = [each.status for each in evidence.coverages(profile)]
        asked = [state for state in states if state is not Status.NOT_ASKED]
        yield Covered(id, profile.title, asked.count(Status.EVIDENCED), len(asked))


def _told(book: Playbook) -> Iterator[Told]:
    card, end = book.engagement, book.engagement.termination
    overview = section_page("engagement")
    for what, value in (
        ("What is bought", wording.choice(card.delivery_model or "").capitalize()),
        ("Where the vendor works", wording.choice(card.location_model or "").capitalize()),
        ("Term", _term(book)),
        ("Governing law", card.governing_law),
        ("Notice by the client", end and _days(end.client_notice_days)),
        ("Notice by the vendor", end and _days(end.vendor_notice_days)),
    ):
        yield Told(what, value or "", overview)
    places = [
        f"{its.city or its.id}, {country_name(its.country)}" if its.country else its.city or ""
        for _, its in book.each("roles", "locations")
    ]
    overlap = book.communication.overlap
    hours = wording.minutes(overlap.min_minutes) if overlap and overlap.min_minutes else ""
    incident = book.security.incident_notification
    told = f"{incident.initial_hours:g} hours" if incident and incident.initial_hours else ""
    yield Told("Places", "; ".join(places), section_page("roles"))
    yield Told("Shared hours, at least", hours, section_page("communication"))
    yield Told("First word of an incident within", told, section_page("security"))
    yield Told("Transition at the end", _days(book.exit.transition_period_days), "exit.html")
    for section, path, title in _COUNTED:
        count = sum(1 for _ in book.each(section, path))
        present = book.state(section) is State.PRESENT
        yield Told(title, str(count) if present else "", section_page(section))


_COUNTED = (
    ("goals", "goals", "Goals"),
    ("milestones", "milestones", "Milestones"),
    ("roles", "roles", "Roles"),
    ("communication", "meetings", "Meetings"),
    ("service_levels", "slas", "Service levels"),
    ("security", "protocols", "Security protocols"),
    ("security", "subcontractors", "Subcontractors"),
    ("risks", "register", "Risks"),
    ("knowledge", "areas", "Knowledge areas"),
)


def _days(count: float | None) -> str:
    return wording.days(int(count)) if count is not None else ""


def _term(book: Playbook) -> str:
    first, last = book.engagement.start_date, book.engagement.end_date
    if not first and not last:
        return ""
    return f"{wording.date(first) if first else '?'} to {wording.date(last) if last else '?'}"
