"""Which sections an engagement is asked for: by its phase, its rules, and how it is delivered."""

from __future__ import annotations

from sourcebook.analysis.conditions import personal_data
from sourcebook.model.fields import Need
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Section

PHASES = ("selection", "transition", "delivery", "exit", "closed")


def asked_for(book: Playbook, section: type[Section]) -> tuple[Need, str] | None:
    """How much the engagement needs the section, and why; ``None`` if it does not yet, or at all.

    The need is ``REQUIRED`` or ``RECOMMENDED``; the reason is a part of a sentence.
    """
    phase = book.engagement.phase_
    if section.phase != "all" and (
        phase is None or PHASES.index(phase) < PHASES.index(section.phase)
    ):
        return None
    if section.key == "compliance":
        because = _compliance(book)
        return (Need.REQUIRED, because) if because else None
    if section.key == "service_levels" and book.engagement.delivery_model != "managed-service":
        return Need.RECOMMENDED, f"recommended in phase {phase}"
    return Need.REQUIRED, f"required in phase {phase}" if phase else "required in every phase"


def _compliance(book: Playbook) -> str:
    if book.engagement.regulatory_profiles:
        return "required because the engagement names regulatory profiles"
    if personal_data(book):
        return "required because the vendor works with personal data"
    return ""
