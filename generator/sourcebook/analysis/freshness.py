"""What was looked at when, and what is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State


class Light(Enum):
    """The state of something that has to be done again and again."""

    FAILED = "failed"
    OVERDUE = "overdue"
    NEVER = "never"
    DUE = "due"  # within the next 30 days
    GOOD = "good"


DUE_SOON_DAYS = 30


@dataclass(frozen=True)
class Due:
    """Something with a rhythm: when it was last done, when it is next due."""

    at: At
    title: str
    owner: str | None  # a role
    last: dt.date | None
    every_days: int | None
    next: dt.date | None
    light: Light

    def overdue_days(self, as_of: dt.date) -> int:
        """Days since it was due; 0 while it is not."""
        return max(0, (as_of - self.next).days) if self.next else 0


def due(
    at: At,
    title: str,
    owner: str | None,
    last: dt.date | None,
    every_days: int | None,
    as_of: dt.date,
) -> Due:
    """What is known of one recurring duty on a day. The day that it is due is still in time."""
    following = _after(last, every_days) if last and every_days else None
    if last is None:
        light = Light.NEVER
    elif following is None:
        light = Light.GOOD
    elif following < as_of:
        light = Light.OVERDUE
    else:
        light = Light.DUE if (following - as_of).days <= DUE_SOON_DAYS else Light.GOOD
    return Due(at, title, owner, last, every_days, following, light)


def _after(day: dt.date, days: int) -> dt.date:
    """The day so many days later, or the last day that there is."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def reviews(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """The review of each section that is there."""
    found = []
    for section in book.sections():
        if book.state(section.key) not in (State.PRESENT, State.WAIVED):
            continue
        meta = section.meta
        found.append(
            due(
                At(section.key) / "meta",
                section.title,
                meta.owner if meta else None,
                meta.last_reviewed if meta else None,
                meta.review_every_days if meta else 90,
                as_of,
            )
        )
    return tuple(found)


def verifications(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """The verification of each security protocol; a failed one stays failed until it passes."""
    found = []
    for at, protocol in book.each("security", "protocols"):
        check = protocol.verification
        entry = due(
            at,
            protocol.title or protocol.id or "",
            protocol.owner,
            check.last_verified if check else None,
            check.frequency_days if check else None,
            as_of,
        )
        if check and check.result == "fail":
            entry = Due(
                at, entry.title, entry.owner, entry.last, entry.every_days, entry.next, Light.FAILED
            )
        found.append(entry)
    return tuple(found)


def duties(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """Everything with a rhythm: reviews, verifications, and what sections ask for by themselves."""
    found = [*reviews(book, as_of), *verifications(book, as_of)]
    security, risks, leave = book.security, book.risks, book.exit
    base = At("security")
    if access := security.access:
        found.append(
            due(
                base / "access",
                "Access review",
                access.owner,
                access.last_review,
                access.review_frequency_days,
                as_of,
            )
        )
    if (assurance := security.assurance) and (testing := assurance.testing):
        found.append(
            due(
                base / "assurance.testing",
                "Penetration test",
                None,
                testing.last_pentest,
                testing.pentest_frequency_days,
                as_of,
            )
        )
    if (training := security.awareness_training) and training.required_:
        found.append(
            due(
                base / "awareness_training",
                "Awareness training",
                None,
                training.last_completed,
                training.frequency_days,
                as_of,
            )
        )
    if continuity := risks.continuity:
        found.append(
            due(
                At("risks") / "continuity",
                "Continuity test",
                None,
                continuity.last_tested,
                continuity.test_frequency_days,
                as_of,
            )
        )
    if rehearsal := leave.rehearsal:
        found.append(
            due(
                At("exit") / "rehearsal",
                "Exit rehearsal",
                None,
                rehearsal.last_tested,
                rehearsal.frequency_days,
                as_of,
            )
        )
    for at, indicator in book.each("quality", "indicators"):
        result = indicator.last_result
        found.append(
            due(
                at,
                f"Measurement: {indicator.standard or indicator.id}",
                indicator.owner,
                result.date if result else None,
                indicator.frequency_days,
                as_of,
            )
        )
    return tuple(found)
