"""What has to be looked at again and again is looked at in time."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis import freshness
from sourcebook.analysis.freshness import Due
from sourcebook.findings import Severity
from sourcebook.lint.gaps import is_over
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import written
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook


@rule("FRS001", "review-overdue", Severity.WARNING, "freshness.section_review_days")
def review_overdue(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every section was reviewed within its own rhythm; an error at more than twice of it.

    Why: A playbook that was true once is worse than none: people act on it.
    Fix: Read the section again with its owner, change what is no longer so, and update
    meta.last_reviewed in the same pull request.
    Source: an engagement is not set up and then forgotten (practice R33).
    """
    if is_over(book):
        return
    for entry in freshness.reviews(book, facts.as_of, facts.thresholds):
        if entry.last is None or entry.next is None or not entry.overdue_days(facts.as_of):
            continue
        meta = book.section(entry.at.section).meta
        in_rhythm = meta is not None and meta.given("review_every_days")
        twice = (facts.as_of - entry.last).days > 2 * (entry.every_days or 0)
        yield Hit(
            entry.dated,
            f"{entry.title} was last reviewed {written(entry.last)}; review was due "
            f"{written(entry.next)}. Re-read it and update last_reviewed in the same pull request.",
            "Re-read the section and update last_reviewed.",
            severity=Severity.ERROR if twice else None,
            needs_all=not in_rhythm,
        )


@rule(
    "FRS002",
    "periodic-check-overdue",
    Severity.WARNING,
    "access.review_every_days",
    "exit.rehearsal_days",
    "exit.review_days",
    "freshness.expiry_notice_days",
)
def periodic_check_overdue(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every check with a rhythm is done in time, and nothing that expires takes anyone by surprise.

    Why: Checks are missed in the weeks when there is most to do, which are the weeks in which they
    would find most. A certificate or contract that has run out is noticed when it is needed.
    Fix: Do the check and record its date, or change the frequency with a reason. Renew what
    expires, and record the new last day.
    Source: regular review cycles (practices R24 and R33); DORA Art. 28(8), tested and reviewed
    periodically.
    """
    if is_over(book):
        return
    for entry in freshness.checks(book, facts.as_of, facts.thresholds):
        if late := entry.overdue_days(facts.as_of):
            yield Hit(entry.dated, _missed(entry, late), "Do the check and record its date.")
    notice = int(facts.thresholds["freshness.expiry_notice_days"])
    for entry in freshness.expiries(book, facts.as_of):
        if entry.next and (left := (entry.next - facts.as_of).days) <= notice:
            fix = "Renew what expires and record its new last day."
            yield Hit(entry.dated, _expiring(entry, left), fix)


def _missed(entry: Due, late: int) -> str:
    last = f", last {written(entry.last)}" if entry.last else ""
    days = "day" if late == 1 else "days"
    advice = "Do it, or change the frequency with a reason." if entry.last else "Do it."
    return f"{entry.title} was due {written(entry.next)} ({late} {days} overdue{last}). {advice}"


def _expiring(entry: Due, left: int) -> str:
    if left < 0:
        return f"{entry.title} expired on {written(entry.next)}. Renew it, or take it out."
    when = "today" if left == 0 else f"in {left} day{'' if left == 1 else 's'}"
    return f"{entry.title} expires on {written(entry.next)}, {when}. Renew it before then."


@rule("FRS003", "set-and-forget", Severity.WARNING, "freshness.set_and_forget_days")
def set_and_forget(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """An engagement that is active has not ended, and somebody has looked at its playbook lately.

    Why: Nobody decides to forget an engagement. It runs, and after half a year the playbook tells
    of another one.
    Fix: Schedule a governance review and bring the playbook up to date; or set status to exiting
    or closed, or move end_date by a change request.
    Source: the set-and-forget mentality that outsourcing fails by (practice R33).
    """
    if book.engagement.status != "active" or is_over(book):
        return
    name, end = book.name, book.engagement.end_date
    if end is not None and end < facts.as_of:
        yield Hit(
            At("engagement") / "end_date",
            f"'{name}' ended on {written(end)}, but its status is still active. Close it, or "
            "extend end_date by a change request.",
            "Set status to closed, or move end_date.",
            severity=Severity.ERROR,
        )
        return
    last = freshness.last_touched(book, facts.as_of)
    quiet = (facts.as_of - last).days if last else 0
    if quiet > facts.thresholds["freshness.set_and_forget_days"]:
        yield Hit(
            At("engagement") / "status",
            f"Nothing in '{name}' has been reviewed for {quiet} days, since {written(last)}. Close "
            "it or schedule a governance review.",
            "Review the playbook, or close the engagement.",
            needs_all=True,
        )


RULES: tuple[Rule, ...] = (review_overdue, periodic_check_overdue, set_and_forget)
