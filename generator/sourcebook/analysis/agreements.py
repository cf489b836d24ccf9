"""Who has agreed to what a section says, and whether it still says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache

from sourcebook.analysis.digests import digest_of
from sourcebook.analysis.parties import active_vendors, camp_of_role, party_of_role
from sourcebook.lean import dataclass
from sourcebook.model.edition import SharedContent, shared_content
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.source.loading import SectionSource

CLIENT = "client"


class Standing(Enum):
    """How far both sides have agreed to a section as it stands."""

    NOBODY = "nobody"  # no agreement of either side is recorded
    ONE_SIDE = "one side"  # who has not agreed to what it says now has not agreed to anything
    AGREED = "agreed"  # each side has agreed to what it says now
    CHANGED = "changed"  # a side agreed to what it said before, and not to what it says now


@dataclass(frozen=True)
class Entry:
    """One recorded agreement."""

    role: str
    side: str | None  # "client", or the id of a vendor's party; None: of neither
    date: dt.date
    current: bool  # whether it is about what the section says now


@dataclass(frozen=True)
class Accord:
    """The recorded agreements to a section."""

    section: str
    entries: tuple[Entry, ...]
    asked: tuple[str, ...]  # the sides that have to agree: "client", and vendors' parties by id

    @property
    def standing(self) -> Standing:
        """How far both sides have agreed."""
        if self.stale:
            return Standing.CHANGED
        if not self.lacking:
            return Standing.AGREED
        return Standing.ONE_SIDE if self.current else Standing.NOBODY

    @property
    def current(self) -> tuple[Entry, ...]:
        """The agreements to what the section says now, of the sides that have to agree."""
        return tuple(its for its in self.entries if its.current and its.side in self.asked)

    @property
    def stale(self) -> tuple[Entry, ...]:
        """The agreements to what it said before, of sides that have not agreed to what it says."""
        renewed = {its.side for its in self.current}
        return tuple(
            its for its in self.entries
            if not its.current and its.side in self.asked and its.side not in renewed
        )  # fmt: skip

    @property
    def lacking(self) -> tuple[str, ...]:
        """The sides that have not agreed to what the section says now."""
        agreed = {its.side for its in self.current}
        return tuple(side for side in self.asked if side not in agreed)

    @property
    def was_joint(self) -> bool:
        """Whether each side has agreed, to what it says now or to what it said before."""
        return {*self.asked} <= {its.side for its in self.entries}

    @property
    def since(self) -> dt.date | None:
        """The day of the latest agreement of the sides that have to agree."""
        return max((its.date for its in self.entries if its.side in self.asked), default=None)


@lru_cache(maxsize=4)  # a rule asks for it, what changed, and each page of a site
def accords(book: Playbook, day: dt.date) -> Mapping[str, Accord]:
    """The recorded agreements by section, of those sections that have any and both may read.

    Both editions tell the same: content, roles and parties are those of the shared one.
    """
    if not any(section.meta and section.meta.agreements for section in book.sections()):
        return {}
    shared = shared_content(book)
    return {its.section: its for its in _accords(shared, day)} if shared else {}


def digest_now(shared: SharedContent, key: str) -> str | None:
    """The digest of what a section says now; ``None`` where both may read nothing of it."""
    source = shared.sections.get(key)
    return _digest(key, source) if source else None


@lru_cache(maxsize=32)  # both editions say the same
def _digest(key: str, source: SectionSource) -> str:
    return digest_of(SECTIONS[key], source.data)


def asked_sides(shared: SharedContent, day: dt.date) -> tuple[str, ...]:
    """The sides that have to agree: the client, and each vendor that is or will be there."""
    book = shared.book
    vendors = (party.id for party in active_vendors(book, day))
    known = any(party.side == "client" for party in book.engagement.parties)
    return (
        *((CLIENT,) if known else ()),
        *(id for id in vendors if id and ("party", id) not in shared.taken),
    )


def side_of(shared: SharedContent, role: str) -> str | None:
    """The side that a role speaks for: ``client``, or its vendor's party by id."""
    camp = camp_of_role(shared.book, role)
    return CLIENT if camp == CLIENT else party_of_role(shared.book, role)


def _accords(shared: SharedContent, day: dt.date) -> Iterator[Accord]:
    asked = asked_sides(shared, day)
    for key in SECTIONS:
        source, meta = shared.sections.get(key), shared.book.section(key).meta
        if source is None or meta is None or not meta.agreements:
            continue
        now = _digest(key, source)
        entries = tuple(
            Entry(its.role, side_of(shared, its.role), its.date, its.digest == now)
            for its in meta.agreements
            if its.role and its.date and its.digest and ("role", its.role) not in shared.taken
        )
        if entries:
            yield Accord(key, entries, asked)
