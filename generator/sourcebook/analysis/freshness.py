"""What was looked at when, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum

from sourcebook.analysis.thresholds import defaults
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State


class Light(Enum):
    """The state of something that has to be done again and again."""

    FAILED = "failed"
    OVERDUE = "overdue"
    NEVER = "never"
    PARTIAL = "partial"  # in time, but not all of it was in order
    DUE = "due"  # soon
    GOOD = "good"


DUE_SOON_DAYS = 30
"""What is due within so many days is due soon; at most a fifth of its rhythm."""

RETROSPECTIVES = ("delivery", "risk", "relationship")
"""What both sides look back on, each in a rhythm of its own."""


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
    field: str = ""  # where its date stands, from ``at``: ``verification.last_verified``

    @property
    def dated(self) -> At:
        """Where the date stands that it is judged by."""
        return self.at / self.field if self.field else self.at

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
    field: str = "",
) -> Due:
    """What is known of one recurring duty on a day. The day that it is due is still in time.

    ``field`` is where its date stands, from ``at``.
    """
    following = _after(last, every_days) if last and every_days else None
    if last is None:
        light = Light.NEVER
    elif following is None:
        light = Light.GOOD
    elif following < as_of:
        light = Light.OVERDUE
    else:
        soon = min(DUE_SOON_DAYS, (every_days or 0) // 5)
        light = Light.DUE if (following - as_of).days <= soon else Light.GOOD
    return Due(at, title, owner, last, every_days, following, light, field)


def _after(day: dt.date, days: int) -> dt.date:
    """The day so many days later, or the last day that there is."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def by_day(
    at: At, title: str, owner: str | None, day: dt.date, as_of: dt.date, field: str = ""
) -> Due:
    """As due, of what has to be done once, by a day that is given. That day is still in time."""
    if day < as_of:
        light = Light.OVERDUE
    else:
        light = Light.DUE if (day - as_of).days <= DUE_SOON_DAYS else Light.GOOD
    return Due(at, title, owner, None, None, day, light, field)


def reviews(
    book: Playbook, as_of: dt.date, thresholds: Mapping[str, float] | None = None
) -> tuple[Due, ...]:
    """The review of each section that is there and not retired.

    One that names no rhythm is due after ``freshness.section_review_days``.
    """
    usual = int((thresholds or defaults())["freshness.section_review_days"])
    found = []
    for section in book.sections():
        meta = section.meta
        if book.state(section.key) not in (State.PRESENT, State.WAIVED):
            continue
        if meta and meta.status == "retired":
            continue
        every = meta.review_every_days if meta and meta.given("review_every_days") else usual
        last, owner = (meta.last_reviewed, meta.owner) if meta else (None, None)
        at = At(section.key) / "meta"
        if book.withholds(at):
            continue
        found.append(due(at, section.title, owner, last, every, as_of, "last_reviewed"))
    return tuple(found)


def verifications(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """The verification of each security protocol; a failed one stays failed until it passes.

    One in time that passed in part is no good light; one whose result is not known, none at all.
    """
    found = []
    for at, protocol in book.each("security", "protocols"):
        check, title = protocol.verification, protocol.title or protocol.id or ""
        last, every = (check.last_verified, check.frequency_days) if check else (None, None)
        entry = due(at, title, protocol.owner, last, every, as_of, "verification.last_verified")
        light = _outcome(entry, check.result if check else None)
        found.append(entry if light is entry.light else replace(entry, light=light))
    return tuple(found)


def _outcome(entry: Due, result: str | None) -> Light:
    """The light of a verification: by its day, and by what came out."""
    if result == "fail":
        return Light.FAILED
    if entry.light in (Light.OVERDUE, Light.NEVER) or result == "pass":
        return entry.light
    return Light.PARTIAL if result == "partial" else Light.NEVER


def measurements(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """The measurement of each indicator of quality."""
    found = []
    for at, indicator in book.each("quality", "indicators"):
        title = f"Measurement: {indicator.standard or indicator.id}"
        last, every = indicator.last_result, indicator.frequency_days
        done = last.date if last else None
        found.append(due(at, title, indicator.owner, done, every, as_of, "last_result.date"))
    return tuple(found)


def checks(
    book: Playbook, as_of: dt.date, thresholds: Mapping[str, float] | None = None
) -> tuple[Due, ...]:
    """What sections ask for again and again beside reviews, verifications and measurements."""
    numbers = thresholds or defaults()
    parts = (_security(book, as_of, numbers), _tests(book, as_of, numbers), _looks(book, as_of))
    return tuple(entry for part in parts for entry in part)


def _security(book: Playbook, as_of: dt.date, numbers: Mapping[str, float]) -> Iterator[Due]:
    security, base, owner = book.security, At("security"), _owner(book, "security")
    if access := security.access:
        at, last, every = base / "access", access.last_review, access.review_frequency_days
        every = int(numbers["access.review_every_days"]) if every is None else every
        yield due(at, "Access review", access.owner, last, every, as_of, "last_review")
    if (assurance := security.assurance) and (testing := assurance.testing):
        at, last = base / "assurance.testing", testing.last_pentest
        every = testing.pentest_frequency_days
        yield due(at, "Penetration test", owner, last, every, as_of, "last_pentest")
    if (training := security.awareness_training) and training.required_:
        at, last = base / "awareness_training", training.last_completed
        every = training.frequency_days
        yield due(at, "Awareness training", owner, last, every, as_of, "last_completed")


def _exit_review(book: Playbook, as_of: dt.date, most: int) -> Iterator[Due]:
    """The yearly look at the exit plan, where the section's own rhythm is longer and not over."""
    meta, at = book.exit.meta, At("exit") / "meta"
    if book.state("exit") is State.PRESENT and meta and meta.review_every_days > most:
        own = due(at, "", meta.owner, meta.last_reviewed, meta.review_every_days, as_of)
        if own.light is not Light.OVERDUE:
            last = meta.last_reviewed
            yield due(at, "Exit plan review", meta.owner, last, most, as_of, "last_reviewed")


def _tests(book: Playbook, as_of: dt.date, numbers: Mapping[str, float]) -> Iterator[Due]:
    if continuity := book.risks.continuity:
        at, last = At("risks") / "continuity", continuity.last_tested
        yield due(
            at,
            "Continuity test",
            _owner(book, "risks"),
            last,
            continuity.test_frequency_days,
            as_of,
            "last_tested",
        )
    if rehearsal := book.exit.rehearsal:
        at, last, every = At("exit") / "rehearsal", rehearsal.last_tested, rehearsal.frequency_days
        every = int(numbers["exit.rehearsal_days"]) if every is None else every
        yield due(at, "Exit rehearsal", _owner(book, "exit"), last, every, as_of, "last_tested")
    yield from _exit_review(book, as_of, int(numbers["exit.review_days"]))


def _looks(book: Playbook, as_of: dt.date) -> Iterator[Due]:
    """What has to be looked at again by a day that the playbook itself names."""
    for at, risk in book.each("risks", "register"):
        if risk.status != "closed" and risk.review_by:
            title = f"Review of risk {risk.id or risk.title or ''}".strip()
            yield by_day(at, title, risk.owner, risk.review_by, as_of, "review_by")
    viability = book.partner.viability
    if viability and viability.reassessment_due:
        at, day = At("partner") / "viability", viability.reassessment_due
        title, owner = "Partner reassessment", _owner(book, "partner")
        yield by_day(at, title, owner, day, as_of, "reassessment_due")


def retrospectives(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """The next look back of each type that has a rhythm; the first counts from the start.

    One whose type or date is not known may be of any type and day, so it counts for all.
    """
    cadence, owner, found = book.improvement.cadence, _owner(book, "improvement"), []
    held = [r for r in book.improvement.retrospectives if r.date is None or r.date <= as_of]
    for kind in RETROSPECTIVES:
        every = getattr(cadence, f"{kind}_days", None)
        days = [r.date or as_of for r in held if r.type in (kind, None)]
        last = max(days, default=None)
        begin = last or book.engagement.start_date
        if every and begin:
            title = f"{kind.capitalize()} retrospective"
            entry = due(
                At("improvement") / f"cadence.{kind}_days", title, owner, begin, every, as_of
            )
            found.append(replace(entry, last=last))
    return tuple(found)


def expiries(book: Playbook, as_of: dt.date) -> tuple[Due, ...]:
    """The last days of contracts and certificates; contracts that last to the end left out."""
    found, end = [], book.engagement.end_date
    for at, contract in book.each("engagement", "contracts"):
        if contract.expires and not (end and contract.expires >= end):
            title = f"Contract {contract.id or contract.title or ''}".strip()
            owner = _owner(book, "engagement")
            found.append(by_day(at, title, owner, contract.expires, as_of, "expires"))
    for at, certificate in book.each("security", "assurance.certifications"):
        if certificate.expires:
            title = f"Certificate {certificate.name or ''}".strip()
            owner = _owner(book, "security")
            found.append(by_day(at, title, owner, certificate.expires, as_of, "expires"))
    return tuple(found)


def duties(
    book: Playbook, as_of: dt.date, thresholds: Mapping[str, float] | None = None
) -> tuple[Due, ...]:
    """Everything with a rhythm or a last day. Without thresholds, by those that ship."""
    return (
        *reviews(book, as_of, thresholds),
        *verifications(book, as_of),
        *checks(book, as_of, thresholds),
        *measurements(book, as_of),
        *retrospectives(book, as_of),
        *expiries(book, as_of),
    )


def last_touched(book: Playbook, as_of: dt.date) -> dt.date | None:
    """The last day by then on which a section was reviewed or a change was decided on."""
    days = [section.meta.last_reviewed for section in book.sections() if section.meta]
    for request in book.change.requests:
        days += [request.raised_on, request.decided_on]
    return max((day for day in days if day and day <= as_of), default=None)


def _owner(book: Playbook, section: str) -> str | None:
    """Who answers for a section, and so for what it asks for without naming anybody."""
    meta = book.section(section).meta
    return meta.owner if meta else None
