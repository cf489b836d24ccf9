"""When a conditional field is required: the words of the catalogue, and what they mean.

The key is the ``when`` of the field's metadata, so that a page and a message give the same
reason; a test proves that none is without its meaning. A condition that rests on something
missing does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sourcebook.analysis.presence import Presence
from sourcebook.analysis.risk import is_high
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Record
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.milestones import Milestone
from sourcebook.model.sections.risks import Risk

Within = Sequence[Record]
"""The records around a field, the section first, its own record last."""

Thresholds = Mapping[str, float]

Condition = Callable[[Playbook, Thresholds, Within], bool]

_R = TypeVar("_R", bound=Record)


def _around(kind: type[_R], within: Within) -> _R | None:
    for record in reversed(within):  # the last, most often
        if isinstance(record, kind):
            return record
    return None


def personal_data(book: Playbook) -> bool:
    """Whether a class of data is personal."""
    return any(data.personal for data in book.security.data_classes)


def financial(book: Playbook) -> bool:
    """Whether a party is an EU financial entity."""
    return any("eu_financial_entity" in party.flags for party in book.engagement.parties)


def _accepted(_book: Playbook, _numbers: Thresholds, within: Within) -> bool:
    milestone = _around(Milestone, within)
    return milestone is not None and milestone.status == "accepted"


def _several_zones(book: Playbook, _numbers: Thresholds, _within: Within) -> bool:
    return len({place.tz for place in book.roles.locations if place.tz}) > 1


def _no_other_date(book: Playbook, _numbers: Thresholds, within: Within) -> bool:
    meeting = _around(Meeting, within)
    return (
        meeting is not None
        and meeting.rrule is None
        and meeting.date is None
        and not _explained(book, meeting, "rrule", "date")
    )


def _explained(book: Playbook, meeting: Meeting, *names: str) -> bool:
    """Whether a finding of reading speaks for a field of a meeting that is blank."""
    presence = Presence(book)
    if presence.silent:
        return False
    places = (at for at, its in book.each("communication", "meetings") if its is meeting)
    return any(presence.explained(at / name) for at in places for name in names)


def _needs_a_day(_book: Playbook, _numbers: Thresholds, within: Within) -> bool:
    meeting = _around(Meeting, within)
    return meeting is not None and meeting.every in ("week", "2 weeks", "month", "3 months")


def _repeats(_book: Playbook, _numbers: Thresholds, within: Within) -> bool:
    meeting = _around(Meeting, within)
    return meeting is not None and bool(meeting.every or meeting.rrule)


def _subcontracting(book: Playbook, _numbers: Thresholds, _within: Within) -> bool:
    terms = book.security.subcontracting
    return terms is not None and terms.permitted is True


def _critical_function(book: Playbook, _numbers: Thresholds, _within: Within) -> bool:
    return book.engagement.supports_critical_or_important_function is True


def _health_data(book: Playbook, _numbers: Thresholds, _within: Within) -> bool:
    return (
        any(data.phi for data in book.security.data_classes)
        or any("hipaa_covered_entity" in party.flags for party in book.engagement.parties)
        or any(name.startswith("hipaa") for name in book.engagement.regulatory_profiles)
    )


def _dora(book: Playbook, _numbers: Thresholds, _within: Within) -> bool:
    return any(name.startswith("dora") for name in book.engagement.regulatory_profiles)


def _high_risk(_book: Playbook, thresholds: Thresholds, within: Within) -> bool:
    risk = _around(Risk, within)
    return risk is not None and risk.status != "closed" and is_high(risk, thresholds)


CONDITIONS: Mapping[str, Condition] = {
    "a party is an EU financial entity": lambda book, _numbers, _within: financial(book),
    "the status is accepted": _accepted,
    "people work in two or more time zones": _several_zones,
    "neither rrule nor date is given": _no_other_date,
    "every is week, 2 weeks, month or 3 months": _needs_a_day,
    "the meeting is held more than once": _repeats,
    "subcontracting is permitted": _subcontracting,
    "the engagement supports a critical or important function": _critical_function,
    "the vendor processes personal data": lambda book, _numbers, _within: personal_data(book),
    "the vendor handles protected health information (HIPAA)": _health_data,
    "a DORA profile is named in the engagement": _dora,
    "the risk is high: likelihood times impact, or impact alone, is over the threshold": _high_risk,
}


def holds(spec: FieldSpec, book: Playbook, thresholds: Thresholds, within: Within) -> bool:
    """Whether the condition of a conditional field holds where ``within`` leads to."""
    return CONDITIONS[spec.meta.when](book, thresholds, within)
