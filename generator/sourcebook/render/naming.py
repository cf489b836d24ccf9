"""What a page calls an item: by its title where it has one, else in words made of what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sourcebook.analysis.content import texts
from sourcebook.analysis.smells import placeholder
from sourcebook.model import index
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Item, Record
from sourcebook.model.sections.improvement import HealthCheck, Retrospective
from sourcebook.model.sections.knowledge import TransferSession
from sourcebook.model.sections.quality import LevelOfTesting
from sourcebook.model.sections.scope import Dependency
from sourcebook.render import wording

NAMES = (*index.NAMES, "city")
"""The fields that name an item on a page, the first that is given: a place goes by its town."""
EXPLAINED = ("standard", "metric")
"""The fields that say what an item without a name of its own is about."""


def engagement_name(book: Playbook) -> str:
    """The engagement's name; its slug while it has none, or a placeholder in its place."""
    name = book.engagement.name
    return name if name and not placeholder(name, required=True) else book.slug


def engagement_summary(book: Playbook) -> str:
    """The engagement in a few words; empty while they are still to be written."""
    summary = book.engagement.summary or ""
    return "" if placeholder(summary, required=True) else summary


def title_of(book: Playbook, item: Item) -> str:
    """The name of an item for links and rows; empty for one that says nothing of itself."""
    for field in NAMES:
        if text := getattr(item, field, None):
            return str(text)
    if isinstance(item, Retrospective) and item.type:
        day = f", {wording.date(item.date)}" if item.date else ""
        return f"{item.type.capitalize()} retrospective{day}"
    if isinstance(item, TransferSession) and item.area:
        return _session(book, item, item.area)
    if isinstance(item, LevelOfTesting) and item.level:
        return item.level
    if isinstance(item, Dependency) and item.description:
        return item.description
    return spoken(book, item.id) if item.id else ""


def _session(book: Playbook, session: TransferSession, of: str) -> str:
    """``Shadow: Payments``; with its day where the area has several of that type."""
    area = book.index.find("knowledge area", of)
    named = title_of(book, area.item) if area else of
    alike = [
        other
        for _, other in book.each("knowledge", "sessions")
        if (other.area, other.type) == (session.area, session.type)
    ]
    day = f", {wording.date(session.date)}" if len(alike) > 1 and session.date else ""
    return f"{wording.choice(session.type or 'session').capitalize()}: {named}{day}"


def occasion(record: Record) -> str:
    """What tells a record without a name from others of its list; empty where nothing does."""
    if isinstance(record, HealthCheck) and record.date and record.respondent_side:
        return f"{record.respondent_side.capitalize()}, {wording.date(record.date)}"
    return ""


def spoken(book: Playbook, id: str) -> str:
    """An id of small letters in words: ``incident-sev-1`` → "Incident sev-1"; others as is.

    Words that the playbook's own texts write with capitals have them here too: "Incident SEV-1".
    """
    if id != id.lower():
        return id
    spelt = _spellings(book)
    first, *rest = (_spelt(word, spelt) for word in re.sub(r"-(?!\d+\b)", " ", id).split(" "))
    return " ".join([first[:1].upper() + first[1:] if first.islower() else first, *rest])


def _spelt(word: str, spellings: Mapping[str, str]) -> str:
    letters, dash, number = word.partition("-")
    return spellings.get(letters, letters) + dash + number


_WORD = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z0-9]*(?!\w|-[A-Z])")  # no part of a code: AGE-S2
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]{1,5}|(?=.*[a-z])\w*[A-Z]\w*[A-Z]\w*")


@lru_cache(maxsize=2)  # the two editions of an engagement
def _spellings(book: Playbook) -> Mapping[str, str]:
    """How the texts of a playbook write words such as FHIR and GraphQL, by their small letters.

    A word that they write in small letters too is none: "it" is no IT.
    """
    held = (text for key in book.source.sections for text in texts(book, key))
    stretches = set("\n".join([text for text in held if " " in text]).split())  # else an id
    said = set(_WORD.findall("\n".join(stretches)))
    found = (word for word in sorted(said) if _CAPITALS.fullmatch(word))
    return {word.lower(): word for word in found if word.lower() not in said}
