"""What a page calls an item: by its title where it has one, else in words made of what it says."""

from __future__ import annotations

import re

from sourcebook.analysis.smells import placeholder
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Item, Record
from sourcebook.model.sections.improvement import HealthCheck, Retrospective
from sourcebook.model.sections.knowledge import TransferSession
from sourcebook.model.sections.quality import LevelOfTesting
from sourcebook.render import wording

NAMES = (
    "title",
    "name",
    "city",
    "group",
    "tool",
    "function",
    "task",
    "action",
    "lesson",
    "what",
    "stage",
)
"""The fields that name an item, the first that is given."""
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
        area = book.index.find("knowledge area", item.area)
        named = title_of(book, area.item) if area else item.area
        how = wording.choice(item.type or "session").capitalize()
        return f"{how}: {named}"
    if isinstance(item, LevelOfTesting) and item.level:
        return item.level
    return spoken(item.id) if item.id else ""


def occasion(record: Record) -> str:
    """What tells a record without a name from others of its list; empty where nothing does."""
    if isinstance(record, HealthCheck) and record.date and record.respondent_side:
        return f"{record.respondent_side.capitalize()}, {wording.date(record.date)}"
    return ""


def spoken(id: str) -> str:
    """An id of small letters in words: ``incident-sev-1`` → "Incident sev-1"; others as is."""
    if id != id.lower():
        return id
    words = id.replace("-", " ").capitalize()
    return re.sub(r" (\d+)\b", r"-\1", words)
