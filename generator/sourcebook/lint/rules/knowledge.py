"""Knowledge is held by several, written down, handed over in time, and signed for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sourcebook.analysis import transfer
from sourcebook.analysis.coverage import Cover, covers
from sourcebook.analysis.parties import side_of_role
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, written
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.knowledge import KnowledgeArea, TransferSession

KINDS = ("architecture", "implementation", "operations")
RECEIVERS = ("client", "successor")

_AREAS = At("knowledge") / "areas"
_SESSIONS = At("knowledge") / "sessions"


@rule(
    "KNW001",
    "bus-factor-too-low",
    Severity.ERROR,
    "bus_factor.min_holders",
    "holder.working_level",
)
def bus_factor_too_low(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every critical or important area is known well enough by two people or more.

    Why: What one person alone can do stops when that person is ill, on leave or hired away.
    Fix: Schedule pairing or shadowing with a second holder, and raise its level once it works
    alone. Where a role has several people who know the area, say so under people.
    Source: less reliance on specific individuals (practice R27); the bus factor.
    """
    gaps, least = Gaps(book), int(facts.thresholds["bus_factor.min_holders"])
    for cover in _covers(book, gaps, facts):
        area = cover.area
        if cover.enough or area.criticality not in ("critical", "important"):
            continue
        if cover.bus_factor + _unknown(book, area) >= least:
            continue
        people = "person" if cover.bus_factor == 1 else "people"
        yield Hit(
            cover.at / "holders",
            f"'{_title(area, cover.at)}' is held by {cover.bus_factor} {people} at working level; "
            f"needs at least {least}. Schedule pairing or shadowing.",
            "Train a second holder, and record its level.",
            key=True,
            severity=None if area.criticality == "critical" else Severity.WARNING,
        )


@rule(
    "KNW002",
    "no-client-side-holder",
    Severity.ERROR,
    "bus_factor.min_holders",
    "holder.working_level",
)
def no_client_side_holder(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every critical area is known well enough by somebody on the client's side.

    Why: A client that cannot run its own service cannot leave its vendor, and the vendor knows it.
    Fix: Add a holder of the client, schedule a teach-back session, and raise the level once it
    works alone. In the first half of the transfer plan there is time: then this is a warning.
    Source: knowledge transfer that builds up the client's own skill (practices R26 and R37).
    """
    gaps = Gaps(book)
    for cover in _covers(book, gaps, facts):
        area = cover.area
        if area.criticality != "critical" or cover.client_holders or _unknown(book, area, True):
            continue
        yield Hit(
            cover.at / "holders",
            f"Nobody on the client side can run '{_title(area, cover.at)}'. Add a client holder "
            "and a teach-back session.",
            "Add a holder of the client, and a teach-back session.",
            key=True,
            severity=Severity.WARNING if _has_time(book, facts.as_of) else None,
        )


def _covers(book: Playbook, gaps: Gaps, facts: Facts) -> Iterator[Cover]:
    """The areas whose holders can be counted."""
    if gaps.looks_into("knowledge"):
        for cover in covers(book, facts.thresholds):
            if cover.area.holders and gaps.whole(cover.at / "holders"):
                yield cover


def _unknown(book: Playbook, area: KnowledgeArea, client: bool = False) -> int:
    """People who may count or not, because their role or level could not be read.

    With ``client``, those whose side is not known count as well.
    """
    return sum(
        holder.people
        for holder in area.holders
        if holder.role is None
        or holder.level is None
        or (client and side_of_role(book, holder.role) is None)
    )


def _has_time(book: Playbook, day: dt.date) -> bool:
    """Whether the plan is not half over, or nobody can say."""
    if book.engagement.phase_ in ("exit", "closed"):
        return False
    plan = book.knowledge.plan
    if plan is None or plan.start is None or plan.end is None:
        return True
    return 2 * (day - plan.start) < plan.end - plan.start


@rule("KNW003", "area-without-artefact", Severity.WARNING, "artefact.max_age_days")
def area_without_artefact(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every area is written down somewhere, by somebody, not long ago; and no kind is left out.

    Why: What is only in heads leaves with them. A runbook that nobody has touched for half a year
    describes a system that is gone.
    Fix: Link a runbook, a decision record or a recording with its owner and last_updated; read old
    ones again. Have at least one area of architecture, implementation and operations each.
    Source: documentation as organisational memory, and transfer from the beginning (practices R25
    and R26).
    """
    gaps = Gaps(book)
    kinds = set()
    for at, area in gaps.items("knowledge", "areas"):
        kinds.add(area.kind_)
        yield from _unwritten(gaps, at, area)
        if not is_over(book):
            yield from _outdated(at, area, facts)
    absent = [kind for kind in KINDS if kind not in kinds]
    if kinds and absent and None not in kinds and gaps.whole(_AREAS):
        yield Hit(
            _AREAS,
            f"No area is about {listed(absent, 'or')}: that knowledge is not planned for. Add one.",
            f"Add an area of kind {absent[0]}.",
            key=True,
            needs_all=True,
        )


def _unwritten(gaps: Gaps, at: At, area: KnowledgeArea) -> Iterator[Hit]:
    advice = "Link a runbook, a decision record or a recording with owner and last_updated."
    if not gaps.filled(at / "artefacts"):
        message = f"'{_title(area, at)}' has no artefact. {advice}"
        yield Hit(at / "artefacts", message, "Add 'artefacts:'.", key=True)
        return
    holes = [
        [*gaps.of(at / "artefacts" / number, "location_ref", "owner")]
        for number in range(len(area.artefacts))
    ]
    if holes and all(holes) and gaps.whole(at / "artefacts"):
        for place in (place for missing in holes for place in missing):
            field = str(place.keys[-1])
            message = (
                f"'{_title(area, at)}' has no artefact with a place and an owner: {field} is "
                f"missing here. {advice}"
            )
            yield Hit(place, message, f"Add '{field}:'.", key=True)


def _outdated(at: At, area: KnowledgeArea, facts: Facts) -> Iterator[Hit]:
    most = int(facts.thresholds["artefact.max_age_days"])
    for number, artefact in enumerate(area.artefacts):
        age = (facts.as_of - artefact.last_updated).days if artefact.last_updated else 0
        if age > most:
            name = f"'{artefact.title}'" if artefact.title else f"artefact {number + 1}"
            yield Hit(
                at / "artefacts" / number / "last_updated",
                f"'{_title(area, at)}': {name} was last updated on "
                f"{written(artefact.last_updated)}, {age} days ago (at most {most}). Read it "
                "again, mend it, and update the date.",
                f"Read {name} again and update last_updated.",
            )


@rule("KNW004", "area-without-signoff", Severity.ERROR)
def area_without_signoff(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every area says what the receiver must be able to do, and who on its side signs for it.

    Why: Whoever gives knowledge away finds that it was received. Only the one who has to work with
    it can tell.
    Fix: Add exit_criteria such as "the receiver resolves 3 real incidents unaided", and in signoff
    a role of the client or the successor; once it has signed, the date.
    Source: planned knowledge transfer (practice R26); sign-off by the receiver.
    """
    gaps = Gaps(book)
    for at, area in gaps.items("knowledge", "areas"):
        name = _title(area, at)
        places = [*gaps.of(at, "exit_criteria", "signoff")]
        if area.signoff is not None:
            places += gaps.of(at / "signoff", "by")
            if area.signoff.status == "signed":
                places += gaps.of(at / "signoff", "date")
        for place in places:
            field = str(place.keys[-1])
            message = f"'{name}' {_UNSIGNED[field]}."
            yield Hit(place, message, f"Add '{field}:'.", key=True)
        by = area.signoff.by if area.signoff else None
        side = side_of_role(book, by)
        if side is not None and side.key not in RECEIVERS:
            message = (
                f"'{name}' would be signed off by '{by}', a role of the {side.word.lower()}. The "
                "receiver signs: name a role of the client or the successor."
            )
            yield Hit(at / "signoff.by", message, "Name a role of the client or the successor.")


_UNSIGNED = {
    "exit_criteria": "cannot be signed off: add exit_criteria, such as 'the receiver resolves 3 "
    "real incidents unaided'",
    "signoff": "cannot be signed off: add signoff with the role that signs",
    "by": "cannot be signed off: add signoff.by, a role of the client or the successor",
    "date": "is signed, but nothing says when: add signoff.date",
}


@rule("KNW005", "kt-session-missing-or-late", Severity.ERROR)
def kt_session_missing_or_late(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every critical area has a session held or to come, before those who know it are leaving.

    Why: In the last two weeks people hand back laptops. What was not passed on before is not passed
    on at all; and what was only shown, never tried, was not learnt.
    Fix: Schedule transfer, shadow and reverse-shadow sessions well before the giver's party leaves
    or the engagement ends, and at least one in which the receiver does the work.
    Source: planned knowledge transfer (practice R26); shadowing and reverse shadowing.
    """
    gaps = Gaps(book)
    if not gaps.looks_into("knowledge") or not book.knowledge.sessions:
        return
    sessions = [(at, s) for at, s in book.each("knowledge", "sessions") if s.status != "cancelled"]
    if not is_over(book):
        yield from _too_late(book, sessions)
    if gaps.whole(_SESSIONS):
        yield from _untaught(book, [session for _, session in sessions], facts.as_of)
        tried = {session.type for _, session in sessions} & {"reverse-shadow", "teach-back", None}
        if not tried:
            yield Hit(
                _SESSIONS,
                "In no session does the receiver do the work or teach it back, so nobody knows "
                "what was learnt. Schedule a reverse-shadow or a teach-back.",
                "Add a session of type reverse-shadow or teach-back.",
                key=True,
                severity=Severity.WARNING,
                needs_all=True,
            )


def _untaught(book: Playbook, sessions: Sequence[TransferSession], day: dt.date) -> Iterator[Hit]:
    """The critical areas without a session that was held or is to come."""
    live = [
        session.area
        for session in sessions
        if session.status != "planned"
        or session.date is None
        or session.date >= day
        or is_over(book)
    ]
    if any(book.index.find("knowledge area", area) is None for area in live):
        return  # it may be meant for any of them, and has its own finding
    for at, area in book.each("knowledge", "areas"):
        if area.criticality == "critical" and area.id and area.id not in live:
            message = (
                f"'{_title(area, at)}' is critical, and no session on it was held or is to come. "
                "Schedule transfer, shadow and reverse-shadow."
            )
            yield Hit(at, message, "Add a session on this area.", needs_all=True)


def _too_late(book: Playbook, sessions: Sequence[tuple[At, TransferSession]]) -> Iterator[Hit]:
    for at, session in sessions:
        end = transfer.last_day(book, session)
        if session.date is None or end is None or session.status == "done":
            continue
        if book.engagement.end_date and session.date > book.engagement.end_date:
            continue  # REF002 speaks of what is outside the engagement
        what = f"KT session '{named(session, at)}' on {written(session.date)}"
        if session.date > end:
            message = f"{what} is after the exit on {written(end)}."
        elif session.date >= transfer.last_stretch(end):
            message = f"{what} is in the last {transfer.LAST_WORKING_DAYS} working days before the "
            message += f"exit on {written(end)}."
        else:
            continue
        advice = "Schedule transfer, shadow and reverse-shadow before then."
        yield Hit(at / "date", f"{message} {advice}", "Move the session to an earlier day.")


@rule("KNW006", "kt-starts-late", Severity.WARNING)
def kt_starts_late(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Knowledge transfer begins in the first quarter of the engagement.

    Why: At the end there is neither time nor goodwill, and those who built it have moved on.
    Fix: Set an earlier knowledge.plan.start, and add walkthroughs in the first months.
    Source: knowledge transfer planned from the beginning (practice R26).
    """
    gaps, term = Gaps(book), book.engagement
    if term.phase_ not in ("selection", "transition", "delivery"):
        return
    if not gaps.looks_into("knowledge") or term.start_date is None or term.end_date is None:
        return
    days = (term.end_date - term.start_date).days
    starts = [*_starts(book)]
    for at, start in starts:
        gone = (start - term.start_date).days
        if days > 0 and gone > LATEST_START * days:
            yield Hit(
                at,
                f"Knowledge transfer starts {written(start)} ({100 * gone / days:.0f} % in). Plan "
                "it from the beginning: add early walkthroughs.",
                "Begin within the first quarter of the term.",
                needs_all=at.keys[-1] == "date",  # a layer may hold an earlier one
            )
            return


LATEST_START = 0.25
"""The share of the term by which knowledge transfer has begun."""


def _starts(book: Playbook) -> Iterator[tuple[At, dt.date]]:
    """Where the plan begins, and where the first session is."""
    if book.knowledge.plan and book.knowledge.plan.start:
        yield At("knowledge") / "plan.start", book.knowledge.plan.start
    dated = [
        (session.date, at / "date")
        for at, session in book.each("knowledge", "sessions")
        if session.date and session.status != "cancelled"
    ]
    if dated:
        day, at = min(dated, key=lambda pair: pair[0])
        yield at, day


def _title(area: KnowledgeArea, at: At) -> str:
    return area.title or named(area, at)


RULES: tuple[Rule, ...] = (
    bus_factor_too_low,
    no_client_side_holder,
    area_without_artefact,
    area_without_signoff,
    kt_session_missing_or_late,
    kt_starts_late,
)
