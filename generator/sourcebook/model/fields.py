"""What a field is for: how much it is needed, in which unit, for whose eyes."""

from __future__ import annotations

from enum import Enum
from typing import Any

from sourcebook.lean import dataclass


class Need(Enum):
    """How much a field is wanted; asking for it is the linter's business."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"  # required when ``FieldMeta.when`` holds


required, recommended, optional = Need.REQUIRED, Need.RECOMMENDED, Need.OPTIONAL
conditional = Need.CONDITIONAL


class Audience(Enum):
    """Who may read: both companies, or the client alone."""

    SHARED = "shared"
    INTERNAL = "internal"


class Group(Enum):
    """The part of the site's navigation that a section's page stands in."""

    TOP = ""
    START = "Start"
    PLAN = "Plan"
    RUN = "Run"
    PROTECT = "Protect"
    HAND_OVER = "Hand over"
    INTERNAL = "Internal"
    HEALTH = "Health"
    MORE = "More"


@dataclass(frozen=True)
class FieldMeta:
    """The metadata that every field of the model carries."""

    need: Need
    description: str
    unit: str = ""  # "minutes", "days", "%": shown after the value
    audience: Audience | None = None  # None: as the section, or the item, has it
    when: str = ""  # the condition of a conditional field, in words
    normative: bool = False  # an obligation: vague words in it are findings
    example: Any = None
    label: str = ""  # what a page calls it, where the name alone does not say it


@dataclass(frozen=True)
class Declared:
    """What a record's class says of a field; its type stands in the annotation."""

    meta: FieldMeta
    default: Any


def need(
    how_much: Need,
    description: str,
    *,
    unit: str = "",
    audience: Audience | None = None,
    when: str = "",
    normative: bool = False,
    example: Any = None,
    default: Any = None,
    label: str = "",
) -> Any:
    """A field that may be absent (then ``default``) and says what it is for."""
    meta = FieldMeta(how_much, description, unit, audience, when, normative, example, label)
    return Declared(meta, default)


def many(
    how_much: Need,
    description: str,
    *,
    audience: Audience | None = None,
    when: str = "",
    normative: bool = False,
    example: Any = None,
    label: str = "",
) -> Any:
    """A list that may be absent; then it is the empty tuple."""
    meta = FieldMeta(how_much, description, "", audience, when, normative, example, label)
    return Declared(meta, ())
