"""Who meets when and for what, which channel is for what, and how work goes on in between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcebook.analysis.calendar import recurrence
from sourcebook.analysis.parties import camp_of_role
from sourcebook.analysis.zones import shortest_overlap, zones
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.communication import Meeting

_NEEDS = ("quick-question", "complex-discussion", "specification", "incident")
_CHANNELS = At("communication") / "channels"
_ASYNC = At("communication") / "async"
_ASYNC_PARTS = {
    "update_format": "what an update says",
    "frequency": "how often updates are written",
    "review_turnaround_hours": "how soon a review is answered",
}
_LEAST_SYNCHRONOUS_MINUTES = 240
_PLAIN_WEEKDAY = re.compile(r"mon|tue|wed|thu|fri|sat|sun")
_EXAMPLE = "Give recurrence (such as every: week, day: tue), local_time, tz and duration_min."


@rule("COM001", "meeting-without-cadence", Severity.ERROR)
def meeting_without_cadence(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every meeting says on which days it is held, when it begins by whose clock, how long it is.

    Why: A meeting without a rhythm takes place when somebody is cross. Between time zones a time
    without its zone is an hour missed.
    Fix: Give every with day (or rrule, or a single date), local_time, tz and duration_min.
    `week` and `2 weeks` want weekdays; `month` and `3 months` such as `last thu`, `15` or `last`.
    Source: frequency and format of communication, structured rhythms (practices R6 and R16).
    """
    gaps = Gaps(book)
    for at, meeting in gaps.items("communication", "meetings"):
        name = named(meeting, at)
        if fault := _recurrence_fault(gaps, at, meeting):
            place, what = fault
            yield Hit(place, f"Meeting '{name}' {what}. {_EXAMPLE}", f"Mend '{place.keys[-1]}'.")
        if meeting.duration_min == 0:
            message = f"Meeting '{name}' lasts 0 minutes. {_EXAMPLE}"
            yield Hit(at / "duration_min", message, "Write the minutes that the meeting lasts.")
        for place in gaps.of(at, "local_time", "tz", "duration_min"):
            field = str(place.keys[-1])
            message = f"Meeting '{name}' has no {field}. {_EXAMPLE}"
            yield Hit(place, message, f"Add '{field}:'.", key=True)


def _recurrence_fault(gaps: Gaps, at: At, meeting: Meeting) -> tuple[At, str] | None:
    """Why nobody can tell on which days a meeting is held, and where; ``None`` if one can."""
    if not any(gaps.filled(at / name) for name in ("every", "rrule", "date")):
        return at / "every", "has no recurrence and no date"
    every, first, last = meeting.every, meeting.starting, meeting.until
    if first and last and last < first and not meeting.date:
        return at / "until", f"ends on {last}, before its first day, {first}"
    if meeting.rrule and first and recurrence(meeting) is None:
        return at / "rrule", f"repeats by '{meeting.rrule}', and there is no such day"
    if every is None or meeting.rrule or meeting.date:
        return None
    if every == "year" and not gaps.filled(at / "starting"):
        return at / "starting", "is held every year, but has no starting: the day that it falls on"
    if every not in ("day", "year") and not gaps.filled(at / "day"):
        return at / "day", f"is held every {every}, but on no day"
    monthly = every in ("month", "3 months")
    wrong = [day for day in meeting.day if (_PLAIN_WEEKDAY.fullmatch(day) is not None) == monthly]
    if wrong and every != "year":
        wanted = "such as 'last thu', 15 or last" if monthly else "a weekday, such as thu"
        return at / "day", f"is held every {every}, on '{wrong[0]}': that wants {wanted}"
    return None


@rule("COM002", "meeting-without-owner", Severity.ERROR)
def meeting_without_owner(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every meeting has a role that prepares and chairs it.

    Why: Without an owner there is no agenda, nobody writes down what was decided, and the meeting
    goes on long after it has lost its use.
    Fix: Name one role as the owner.
    Source: communication with required participants and a role that answers for it (practice R6).
    """
    gaps = Gaps(book)
    for at, meeting in gaps.items("communication", "meetings"):
        if not gaps.filled(at / "owner"):
            message = (
                f"Meeting '{named(meeting, at)}' has no owner. Name the role that prepares and "
                "chairs it."
            )
            yield Hit(at / "owner", message, "Add 'owner:' with one role.", key=True)


@rule("COM003", "meeting-without-agenda-or-output", Severity.WARNING)
def meeting_without_agenda_or_output(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every meeting has an agenda, something that exists afterwards, and a place for that.

    Why: A meeting without an agenda is a visit. One without an output was held in vain, and one
    whose output nobody finds was too.
    Fix: List the points of the agenda, the outputs, and say where they are kept.
    Source: clear agendas and documented outcomes (practice R16).
    """
    gaps = Gaps(book)
    words = {"agenda": "agenda", "outputs": "outputs", "output_location": "place for its outputs"}
    for at, meeting in gaps.items("communication", "meetings"):
        for place in gaps.of(at, *words):
            field = str(place.keys[-1])
            message = (
                f"Meeting '{named(meeting, at)}' has no {words[field]}. List the agenda items, and "
                "the documented outcome with where it is kept."
            )
            yield Hit(place, message, f"Add '{field}:'.", key=True)


@rule("COM004", "meeting-one-sided-or-empty", Severity.ERROR)
def meeting_one_sided_or_empty(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every meeting needs two roles or more; a joint one needs roles of both sides.

    Why: A review of the vendor without the vendor, or a plan without the client, is repeated
    afterwards by mail.
    Fix: Add the roles of the other side to participants, or say whose meeting it is with
    side: client or side: vendor.
    Source: required participants, investment from both sides (practices R6 and R45).
    """
    gaps = Gaps(book)
    for at, meeting in gaps.items("communication", "meetings"):
        place, name = at / "participants", named(meeting, at)
        if not gaps.whole(place) or (not meeting.participants and gaps.filled(place)):
            continue
        if "*" in meeting.participants and not book.roles.roles:
            continue  # STR001 says that there are no roles
        roles = _invited(book, meeting)
        if len(roles) < 2 and not _is_a_team(book, meeting, roles):
            whom = f"only {roles[0]}" if roles else "nobody"
            message = (
                f"Meeting '{name}' has {whom} to take part; a meeting needs two roles or more. Add "
                "the roles that it needs to participants."
            )
            yield Hit(place, message, "Add roles to participants.", key=True, needs_all=True)
        elif meeting.side == "joint" and (only := _only_camp(book, roles)):
            other = "vendor" if only == "client" else "client"
            message = (
                f"Meeting '{name}' includes only roles of the {only}. Add required participants of "
                f"the {other}, or tag it side: {only}."
            )
            yield Hit(
                place,
                message,
                f"Add a role of the {other}.",
                key=True,
                severity=Severity.WARNING,
                needs_all=True,
            )


def _invited(book: Playbook, meeting: Meeting) -> list[str]:
    """The roles that must take part, each once; ``*`` is every role there is."""
    if "*" in meeting.participants:
        return [role.id for role in book.roles.roles if role.id]
    return list(dict.fromkeys(meeting.participants))


def _is_a_team(book: Playbook, meeting: Meeting, roles: list[str]) -> bool:
    """Whether one side meets by itself in a role that several people hold."""
    return meeting.side != "joint" and any(
        role.id in roles and (role.headcount or 1) > 1 for role in book.roles.roles
    )


def _only_camp(book: Playbook, roles: list[str]) -> str | None:
    """The only side that is there: client or vendor; ``None`` where a role may be of another."""
    camps = {camp_of_role(book, role) for role in roles}
    if None in camps or len(camps - {"advisor"}) != 1:
        return None
    return "client" if "client" in camps else "vendor"


@rule("COM005", "channel-without-purpose-or-response", Severity.ERROR)
def channel_without_purpose_or_response(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every channel says what it is for, and how soon an answer comes.

    Why: Without a purpose everything lands in the chat. Without a response time one side waits
    while the other thinks there is time until tomorrow.
    Fix: Give a purpose, and a response_time with value, unit and clock (business or calendar).
    Source: channels suited for different needs (practice R15).
    """
    gaps = Gaps(book)
    example = "purpose: quick questions; response_time: {value: 4, unit: hours, clock: business}"
    for at, channel in gaps.items("communication", "channels"):
        places = [*gaps.of(at, "purpose"), *gaps.of(at / "response_time", "value", "unit", "clock")]
        for place in places:
            what = ".".join(str(key) for key in place.keys[len(at.keys) :])
            message = f"Channel '{named(channel, at)}' needs {what}. Example: {example}."
            yield Hit(
                place,
                message,
                f"Add '{place.keys[-1]}:'.",
                key=True,
                severity=None if what == "purpose" else Severity.WARNING,
            )


@rule("COM006", "channel-mix-too-thin", Severity.WARNING)
def channel_mix_too_thin(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """There is a channel for quick questions, long discussions, specifications and incidents.

    Why: What has no channel goes through the wrong one: an incident by mail, a requirement in a
    chat where nobody finds it again.
    Fix: Add a channel for the need, or give an existing one that is used for it that need.
    Source: channels suited for different needs (practice R15).
    """
    gaps = Gaps(book)
    channels = [channel for _, channel in gaps.items("communication", "channels")]
    needs = {channel.need_ for channel in channels}
    missing = [need for need in _NEEDS if need not in needs]
    if channels and missing and None not in needs and gaps.whole(_CHANNELS):
        said = listed([f"'{need}'" for need in missing], "or")
        message = f"No channel covers {said}. Say where people should go for it."
        fix = f"Add a channel with need: {missing[0]}."
        yield Hit(_CHANNELS, message, fix, key=True, needs_all=True)


@rule("COM007", "async-contract-missing", Severity.WARNING)
def async_contract_missing(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Where people work in several time zones, it is agreed how work goes on without a meeting.

    Why: When one side sleeps the other waits a day for each answer, unless what is written down
    in the evening lets it work in the morning.
    Fix: Say in async what an update says, how often and by when it is written, and how soon a
    review is answered. It is an error where two places that are no async_pairs share less than
    240 minutes of a working day.
    Source: clear expectations for asynchronous progress (practice R20).
    """
    gaps = Gaps(book)
    where = zones(book)
    if len(where) < 2 or not gaps.looks_into("communication"):
        return
    missing = list(gaps.of(_ASYNC, *_ASYNC_PARTS))
    worst = shortest_overlap(book) if missing else None
    people = f"People work in {len(where)} time zones ({listed(where)})"
    severity = None
    if worst is not None and worst.minutes < _LEAST_SYNCHRONOUS_MINUTES:
        severity = Severity.ERROR
        people += f"; {worst.a} and {worst.b} share {worst.minutes} min of a working day"
    for place in missing:
        field = str(place.keys[-1])
        what = _ASYNC_PARTS.get(field)
        lacks = f"does not say {what} ({field})" if what else "does not exist"
        message = (
            f"{people}, but the contract for asynchronous work {lacks}. Define update format, "
            "frequency, due time and review turnaround."
        )
        yield Hit(place, message, f"Add '{field}:'.", key=True, severity=severity)


RULES: tuple[Rule, ...] = (
    meeting_without_cadence,
    meeting_without_owner,
    meeting_without_agenda_or_output,
    meeting_one_sided_or_empty,
    channel_without_purpose_or_response,
    channel_mix_too_thin,
    async_contract_missing,
)
