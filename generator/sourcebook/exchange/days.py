"""Days of a playbook as all-day events of a calendar: milestones, what is due, holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sourcebook.analysis import freshness
from sourcebook.analysis.holidays import holidays
from sourcebook.analysis.overlap import works_on
from sourcebook.exchange.audience import hidden
from sourcebook.exchange.lines import component, day, line, text
from sourcebook.exchange.uids import name_of, path_of, uid
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location
from sourcebook.render.naming import title_of
from sourcebook.render.wording import date as worded

_SORTS = (
    ("review", "Review due", freshness.reviews),
    ("verification", "Verification due", freshness.verifications),
    ("check", "Due", freshness.checks),
)


@dataclass(frozen=True)
class Day:
    """Something that concerns a whole day."""

    uid: str  # without the engagement: "milestone-M3"
    date: dt.date
    summary: str
    section: str  # the one that it comes from
    description: str = ""
    owners: frozenset[str | None] = frozenset()  # the roles that see to it
    hidden: bool = False  # kept from the other side
    for_all: bool = False  # of interest to all, whoever sees to it

    def event(self, book: Playbook, sequence: int, stamp: bytes) -> bytes:
        """The event, which takes nobody's time; ``stamp`` says when the calendar was made."""
        parts = [
            line("UID", uid(book, self.uid)),
            stamp,
            day("DTSTART", self.date),
            line("SUMMARY", text(self.summary)),
        ]
        if self.description:
            parts.append(line("DESCRIPTION", text(self.description)))
        parts += [line("SEQUENCE", str(sequence)), line("TRANSP", "TRANSPARENT")]
        return component("VEVENT", parts)


def days(book: Playbook, as_of: dt.date) -> tuple[Day, ...]:
    """Milestones, transfer sessions, and the next review, verification or check of each sort."""
    return (*_milestones(book), *_sessions(book), *_duties(book, as_of))


def _milestones(book: Playbook) -> Iterator[Day]:
    for at, milestone in book.each("milestones", "milestones"):
        if milestone.due is None or milestone.status == "cancelled":
            continue
        name = name_of(book, at)
        yield Day(
            f"milestone-{name}",
            milestone.due,
            f"{'Gate' if milestone.gate else 'Milestone'} {name}: {milestone.title or 'due'}",
            "milestones",
            "\n".join(f"- {c.statement}" for c in milestone.acceptance_criteria if c.statement),
            frozenset({milestone.acceptance_owner}),
            hidden(book, at),
            for_all=True,
        )


def _sessions(book: Playbook) -> Iterator[Day]:
    for at, session in book.each("knowledge", "sessions"):
        if session.date and session.status != "cancelled":
            yield Day(
                f"session-{name_of(book, at)}",
                session.date,
                f"Knowledge transfer: {title_of(book, session)}",
                "knowledge",
                owners=frozenset({session.from_role, *session.to_roles}),
                hidden=hidden(book, at),
            )


def _duties(book: Playbook, as_of: dt.date) -> Iterator[Day]:
    for sort, word, found in _SORTS:
        for entry in found(book, as_of):
            if entry.next is None:
                continue
            told = [f"Last done on {worded(entry.last)}."] if entry.last else []
            if entry.every_days:
                told.append(f"It is done every {entry.every_days} days.")
            if entry.owner and (owner := book.index.find("role", entry.owner)):
                told.append(f"Seen to by: {title_of(book, owner.item)}")
            yield Day(
                f"{sort}-{path_of(book, entry.at)}",
                entry.next,
                f"{word}: {entry.title}",
                entry.at.section,
                "\n".join(told),
                frozenset({entry.owner}),
                hidden(book, entry.at),
            )


def days_off(place: Location, name: str, first: dt.date, last: dt.date) -> tuple[Day, ...]:
    """The public holidays of a place that fall on its working days."""
    found = holidays(place, first, last).days.values()
    return tuple(
        Day(
            f"holiday-{place.id}-{off.date:%Y%m%d}",
            off.date,
            f"Holiday in {name}: {off.name}{' (estimated)' if off.estimated else ''}",
            "roles",
            for_all=True,
        )
        for off in sorted(found, key=lambda off: off.date)
        if first <= off.date <= last and (works_on(place, off.date) or not place.work_days)
    )
