"""The rules, in the order of their codes' subjects. A new rule is added here by hand."""

from __future__ import annotations

from sourcebook.lint.rule import Rule
from sourcebook.lint.rules import (
    agreement,
    change,
    delivery,
    exit,
    fields,
    freshness,
    improvement,
    knowledge,
    partner,
    personal_data,
    quality,
    reading,
    references,
    risks,
    secrets,
    sections,
    security,
    service_levels,
    waivers,
)

RULES: tuple[Rule, ...] = (
    reading.file_refused,
    sections.section_missing_or_empty,
    fields.required_field_missing,
    reading.unknown_field,
    reading.bad_type_or_unit,
    reading.duplicate_id,
    *waivers.RULES,
    *agreement.RULES,
    reading.unknown_file,
    reading.text_cut_at_hash,
    references.unknown_reference,
    reading.layer_unresolved,
    *secrets.RULES,
    *personal_data.RULES,
    *delivery.RULES,
    *quality.RULES,
    *service_levels.RULES,
    *security.RULES,
    *risks.RULES,
    *knowledge.RULES,
    *change.RULES,
    *partner.RULES,
    *exit.RULES,
    *improvement.RULES,
    *freshness.RULES,
)
