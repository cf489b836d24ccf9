"""For programs: one JSON object whose shape is promised by ``diff.schema.json``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from sourcebook import __version__
from sourcebook.analysis.shares import Score
from sourcebook.changes.change import Change, Comparison, EngagementChanges
from sourcebook.changes.reporters.look import Look, page_of
from sourcebook.changes.weight import Weight
from sourcebook.findings import Finding
from sourcebook.model.schema import stem

VERSION = 1
"""Grows when a reader of the older shape would break; new keys may come without."""


def json_report(comparison: Comparison, look: Look) -> str:
    """The comparison as JSON, with a line break at its end."""
    weights = comparison.weights
    shape = {
        "version": VERSION,
        "tool": f"sourcebook {__version__}",
        "as_of": look.as_of.isoformat(),
        "edition": look.edition.value,
        "base": comparison.base,
        "head": comparison.head,
        "engagements": [_engagement(each, look) for each in comparison.engagements],
        "same": list(comparison.same),
        "summary": {weight.value: weights.count(weight) for weight in Weight},
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = files("sourcebook.changes.reporters").joinpath("diff.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _engagement(each: EngagementChanges, look: Look) -> dict[str, Any]:
    return {
        "slug": each.slug,
        "name": each.name,
        "action": each.action.value,
        "old_slug": each.old_slug or None,
        "changes": [_change(change, each.slug, look) for change in each.changes],
        "consequences": [
            {"text": fact.text, "section": stem(fact.section) if fact.section else None}
            for fact in each.consequences
        ],
        "findings": {
            "new": [_finding(finding) for finding in each.new],
            "gone": [_finding(finding) for finding in each.gone],
        },
        "score": {"before": _score(each.before), "after": _score(each.after)},
    }


def _change(change: Change, slug: str, look: Look) -> dict[str, Any]:
    return {
        "action": change.action.value,
        "weight": change.weight.value,
        "section": stem(change.section) if change.section else None,
        "kind": change.kind or None,
        "id": change.id or None,
        "old_id": change.old_id or None,
        "title": change.title or None,
        "about": change.about,
        "text": change.text,
        "details": [
            {"words": its.words, "weight": its.weight.value, "field": its.field or None}
            for its in change.details
        ],
        "follows": list(change.follows),
        "file": change.place.file if change.place else None,
        "line": change.place.line if change.place else None,
        "page": page_of(change),
        "href": look.page(slug, change),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.word,
        "message": finding.message,
        "file": finding.place.file,
        "line": finding.place.line,
        "path": finding.path,
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    whole = score.whole
    return {"filled": whole.filled, "asked": whole.asked, "percent": whole.percent}
