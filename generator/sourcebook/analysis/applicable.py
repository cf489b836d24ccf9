"""Which sections an engagement is asked for: by its phase, its rules, and how it is delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from sourcebook.analysis.conditions import personal_data
from sourcebook.lean import dataclass
from sourcebook.model.fields import Need
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Section

PHASES = ("selection", "transition", "delivery", "exit", "closed")

ESSENTIAL = frozenset({
    "engagement", "goals", "scope", "roles", "communication", "security", "knowledge", "risks",
})  # fmt: skip
"""The sections that even the shortest playbook has."""

Depth = Literal["essential", "standard", "full"]


@dataclass(frozen=True)
class Asking:
    """How much a project asks of an engagement's playbook."""

    depth: Depth = "standard"
    from_phase: Mapping[str, str] = field(default_factory=dict)
    """For a section by its key, the phase from which on it is required, or ``all``; those that are
    not named are asked for as the catalogue has it."""
    profiles: tuple[str, ...] = ()  # regulatory profiles beside those that the engagement names


STANDARD = Asking()


def covers(asking: Asking, section: str) -> bool:
    """Whether the depth asks for anything of the section."""
    return asking.depth != "essential" or section in ESSENTIAL or section in asking.from_phase


def asked_for(
    book: Playbook, section: type[Section], asking: Asking = STANDARD
) -> tuple[Need, str] | None:
    """How much the engagement needs the section, and why; ``None`` if it does not yet, or at all.

    The need is ``REQUIRED`` or ``RECOMMENDED``; the reason is a part of a sentence.
    """
    phase = book.engagement.phase_
    since = asking.from_phase.get(section.key, section.phase)
    if not covers(asking, section.key) or (
        since != "all" and (phase is None or PHASES.index(phase) < PHASES.index(since))
    ):
        return None
    required = f"required in phase {phase}" if phase else "required in every phase"
    if section.key in asking.from_phase:
        return Need.REQUIRED, required
    if section.key == "compliance":
        because = _compliance(book, asking)
        return (Need.REQUIRED, because) if because else None
    if section.key == "service_levels" and book.engagement.delivery_model != "managed-service":
        return Need.RECOMMENDED, f"recommended in phase {phase}"
    return Need.REQUIRED, required


def _compliance(book: Playbook, asking: Asking) -> str:
    if book.engagement.regulatory_profiles or asking.profiles:
        return "required because the engagement names regulatory profiles"
    if personal_data(book):
        return "required because the vendor works with personal data"
    return ""
