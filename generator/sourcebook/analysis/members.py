"""What a portfolio has to know of one of its engagements: little, and plain values only.

It is kept from one run to the next, so that a question about a thousand engagements reads none of
their files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from sourcebook.analysis.occurrences import occurrences
from sourcebook.findings import Place
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.engagement import Party
from sourcebook.model.sections.roles import Role

_LEGAL_FORMS = (
    "ab", "ag", "as", "bv", "co", "corp", "dac", "gmbh", "inc", "kg", "lda", "limited", "llc",
    "llp", "ltd", "nv", "oü", "oy", "plc", "private", "pty", "pvt", "sa", "sarl", "sas", "se",
    "sl", "spa", "srl", "zoo",
)  # fmt: skip
"""What follows a company's name in a register, and is often left out elsewhere."""
_UNMARKED = str.maketrans("", "", ".'’")


@dataclass(frozen=True)
class Spot:
    """Where something stands: in a file, in a section, and as which item, if it is one."""

    place: Place
    section: str
    path: str  # within the section, as findings show it
    kind: str = ""
    id: str = ""


@dataclass(frozen=True)
class Company:
    """A party."""

    name: str
    key: str  # the same for the same company in every engagement, see ``company_key``
    legal_name: str
    side: str
    country: str
    lei: str
    begins: dt.date | None
    until: dt.date | None
    spot: Spot


@dataclass(frozen=True)
class Supplier:
    """A company that works for a vendor."""

    name: str
    key: str
    country: str
    service: str
    critical: bool | None  # whether its work supports a critical or important function
    tier: int | None  # its place in the chain; 1 works for the vendor itself
    spot: Spot


@dataclass(frozen=True)
class Post:
    """A role: who fills it, for how much of their time, and what it answers for."""

    id: str
    title: str
    side: str
    party: str
    holder: str  # the entry in the directory; empty where nobody is named
    alone: bool  # whether one person fills it
    share: float | None  # of that person's time, in per cent
    begins: dt.date | None
    until: dt.date | None
    answers: tuple[str, ...]  # the activities that it is accountable for
    spot: Spot  # of its share, else of its holder
    key_personnel: bool = False

    def taken(self, day: dt.date) -> bool:
        """Whether its party takes part on that day."""
        return not (self.begins and day < self.begins) and not (self.until and self.until < day)


@dataclass(frozen=True)
class Sitting:
    """A meeting that single persons must come to, and when it is held."""

    name: str
    minutes: int
    holders: tuple[str, ...]
    starts: tuple[int, ...]  # minutes since 1970-01-01, UTC
    spot: Spot


@dataclass(frozen=True)
class Paper:
    """A contract or certificate with a last day."""

    kind: str  # "contract" or "certificate"
    name: str
    expires: dt.date
    told: bool  # whether FRS002 looks at it: contracts that last to the end are none of its
    spot: Spot


@dataclass(frozen=True)
class Member:
    """An engagement, as far as a portfolio compares it with others."""

    slug: str
    name: str
    status: str
    phase: str
    critical: bool  # the service is critical, or a critical or important function depends on it
    end: dt.date | None
    notice_days: int | None  # that the client has to give
    spot: Spot
    companies: tuple[Company, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    posts: tuple[Post, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def over(self) -> bool:
        """Whether the engagement is closed."""
        return "closed" in (self.status, self.phase)

    @property
    def leaving(self) -> bool:
        """Whether notice has been given: what ends then is meant to."""
        return self.status == "exiting" or self.phase == "exit"

    @property
    def vendors(self) -> tuple[Company, ...]:
        """The vendor, and the one that follows it."""
        return tuple(its for its in self.companies if its.side in ("vendor", "successor"))


def company_key(name: str) -> str:
    """A company's name without case, marks and legal form: ``Mare Alta, Lda.`` → "mare alta"."""
    plain = name.casefold().replace("z o.o.", "zoo").translate(_UNMARKED)
    words = re.findall(r"\w+", plain)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
        if words[-1:] == ["sp"] and len(words) > 1:
            words.pop()
    return " ".join(words)


def member(
    book: Playbook, as_of: dt.date, thresholds: Mapping[str, float], *, vacant: bool = True
) -> Member:
    """What a portfolio has to know of an engagement on a day.

    Rules ask of nobody's posts: they can do without those that are ``vacant``.
    """
    card = book.engagement
    critical = card.criticality == "critical" or bool(card.supports_critical_or_important_function)
    posts = tuple(_posts(book, vacant=vacant))
    return Member(
        book.slug,
        book.name,
        card.status or "",
        card.phase_ or "",
        critical,
        card.end_date,
        card.termination.client_notice_days if card.termination else None,
        _spot(book, At("engagement") / "criticality"),
        tuple(_companies(book)),
        tuple(_suppliers(book)),
        posts,
        tuple(_sittings(book, posts, as_of, thresholds)),
        tuple(_papers(book)),
    )


def _spot(book: Playbook, at: At, item: At | None = None) -> Spot:
    holder = book.value(item) if item else None
    kind, id = getattr(holder, "kind", ""), getattr(holder, "id", None)
    return Spot(book.locate(at), at.section, book.spelled(at), kind if id else "", id or "")


def _companies(book: Playbook) -> Iterator[Company]:
    for at, party in book.each("engagement", "parties"):
        name = party.name or party.legal_name
        if name and party.side:
            yield Company(
                name,
                company_key(name),
                party.legal_name or "",
                party.side,
                party.country or "",
                party.lei or "",
                party.from_,
                party.until,
                _spot(book, at, at),
            )


def _suppliers(book: Playbook) -> Iterator[Supplier]:
    """The subcontractors of the security section, and parties that are some and not among them."""
    known = set()
    for at, its in book.each("security", "subcontractors"):
        if its.name:
            known.add(company_key(its.name))
            yield Supplier(
                its.name,
                company_key(its.name),
                its.country or "",
                its.service or "",
                its.supports_cif,
                its.tier,
                _spot(book, at, at),
            )
    for company in _companies(book):
        if company.side == "subcontractor" and company.key not in known:
            yield Supplier(company.name, company.key, company.country, "", None, None, company.spot)


def _posts(book: Playbook, *, vacant: bool) -> Iterator[Post]:
    answers: dict[str, list[str]] = {}
    for _, activity in book.each("roles", "activities"):
        for role, letter in activity.raci.items():
            if "A" in letter:
                answers.setdefault(role, []).append(activity.title or activity.id or "")
    for at, role in book.each("roles", "roles"):
        if isinstance(role, Role) and role.id and (vacant or role.holder_ref):
            target = book.index.find("party", role.party)
            party = target.item if target and isinstance(target.item, Party) else None
            named = "time_allocation_pct" if role.time_allocation_pct is not None else "holder_ref"
            yield Post(
                role.id,
                role.title or role.id,
                (party.side if party else None) or "",
                (party.name if party else None) or "",
                role.holder_ref or "",
                (role.headcount or 1) == 1,
                role.time_allocation_pct,
                party.from_ if party else None,
                party.until if party else None,
                tuple(answers.get(role.id, ())),
                _spot(book, at / named, at),
                bool(role.key_personnel),
            )


def _sittings(
    book: Playbook, posts: tuple[Post, ...], as_of: dt.date, thresholds: Mapping[str, float]
) -> Iterator[Sitting]:
    persons = {post.id: post.holder for post in posts if post.holder and post.alone}
    if not persons:
        return
    year = as_of + dt.timedelta(days=thresholds["schedule.horizon_days"])  # as rules ask for it
    last = as_of + dt.timedelta(days=thresholds["portfolio.look_ahead_days"])
    found: dict[tuple[At, tuple[str, ...]], list[int]] = {}
    for one in occurrences(book, as_of, max(year, last)):
        if one.skipped or one.start.date() > last:
            continue
        holders = tuple(dict.fromkeys(persons[role] for role in one.roles if role in persons))
        if holders:
            found.setdefault((one.at, holders), []).append(int(one.start.timestamp()) // 60)
    for (at, holders), starts in found.items():
        meeting = book.value(at)
        name = meeting.name or meeting.id or ""
        spot = _spot(book, at / "local_time", at)
        yield Sitting(name, meeting.duration_min or 0, holders, tuple(starts), spot)


def _papers(book: Playbook) -> Iterator[Paper]:
    end = book.engagement.end_date
    for at, contract in book.each("engagement", "contracts"):
        if contract.expires:
            told = not (end and contract.expires >= end)
            name = contract.title or contract.id or ""
            yield Paper("contract", name, contract.expires, told, _spot(book, at / "expires", at))
    for at, its in book.each("security", "assurance.certifications"):
        if its.expires:
            spot = _spot(book, at / "expires")
            yield Paper("certificate", its.name or "", its.expires, True, spot)
