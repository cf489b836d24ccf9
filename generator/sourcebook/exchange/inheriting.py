"""What an engagement that is begun takes over from another one: how both sides work together.

Roles, channels, ladders and protocols come along word for word. Facts of the other engagement do
not: dates and results are left empty, and where papers lie is a TODO.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from yaml.nodes import ScalarNode

from sourcebook.exchange.skeleton import Values
from sourcebook.findings import Edit, KeyPath
from sourcebook.lint.edits import compatible, edited
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.shapes import shaped
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.record import Shape
from sourcebook.source.document import Document

WORDING = (
    "roles", "governance", "communication", "delivery", "quality", "security", "change", "exit",
)  # fmt: skip
"""Sections that say how people work together; the others are about one engagement alone."""

_AGREED = ("delivery_model", "location_model", "criticality", "governing_law",
           "supports_critical_or_important_function", "regulatory_profiles", "extends")  # fmt: skip
_OF_A_PARTY = ("id", "name", "legal_name", "side", "country", "lei", "flags")
_EVENTS = frozenset({
    "agreed_by", "agreements", "history", "results", "last_result", "requests", "freeze_periods",
    "exceptions", "certifications", "subcontractors",
})  # fmt: skip
_OUTCOMES = frozenset({"result"})
_ACCEPTED = re.compile(r"[ \t]*# sourcebook: ignore\[[^\n]*")
_ACCEPTED_LINE = re.compile(rf"^{_ACCEPTED.pattern}\n", re.MULTILINE)
_TODO, _EMPTY = "TODO", ""
_BLANKS = re.compile(r"(?<=:)[ \t]+$", re.MULTILINE)  # where a value was


def inherited_values(other: Playbook) -> Values:
    """The values of engagement.yaml that another engagement brings: companies, rules, layers."""
    data = other.source.sections["engagement"].data if "engagement" in other.source.sections else {}
    found: dict[str, Any] = {name: data[name] for name in _AGREED if data.get(name)}
    parties = data.get("parties")
    if isinstance(parties, list):
        found["parties"] = [
            {name: party[name] for name in _OF_A_PARTY if party.get(name)}
            for party in parties
            if isinstance(party, dict) and party.get("id")
        ]
    return found


def inherited_texts(other: Playbook) -> dict[str, str]:
    """The files that come along, by the keys of their sections, without facts of the other one."""
    found = {}
    for key in WORDING:
        section = other.source.sections.get(key)
        own = section.documents[-1] if section else None
        if own is not None and own.file.startswith(f"playbooks/{other.slug}/"):
            found[key] = _without_facts(key, own)
    return found


def unresolved(book: Playbook) -> dict[str, list[Edit]]:
    """Edits by file that put a TODO where something is pointed at that did not come along."""
    found: dict[str, list[Edit]] = {}
    for entry in book.references:
        ref, value = entry.ref, entry.value
        if ref is None or not isinstance(value, str) or entry.is_key or value in ("*", _TODO):
            continue
        if not ref.or_text and book.index.resolve(ref, value) is None:
            place = book.locate(entry.at)
            if place.file.startswith(f"playbooks/{book.slug}/"):
                found.setdefault(place.file, []).append(Edit(place, _TODO))
    return found


def _without_facts(key: str, document: Document) -> str:
    nodes = Nodes(document)
    events = [path for path in nodes.keys if path[-1] in _EVENTS]
    edits = [edit for path in events if (edit := _emptied(key, document, nodes, path))]
    for path in nodes.values:
        within = any(path[: len(event)] == event for event in events)
        its = shaped(SECTIONS[key], path) if path else None
        if its is not None and not within and its.shape.form == "scalar":
            node, new = nodes.values[path], _instead(path, its.shape)
            if new is not None and isinstance(node, ScalarNode) and node.value:
                edits.append(Edit(nodes.place(node), new))
    kept = compatible({document.file: document.text}, [(edit,) for edit in edits])
    text = edited(document.text, [edit for group in kept for edit in group])
    return _BLANKS.sub("", _ACCEPTED.sub("", _ACCEPTED_LINE.sub("", text)))


def _instead(path: KeyPath, shape: Shape) -> str | None:
    """What stands in place of a value that is a fact; None where the value may stay."""
    if path[:2] == ("meta", "status"):
        return "draft"
    of_a_calendar = "holidays" in path
    if (shape.kind == "date" and not of_a_calendar) or path[-1] in _OUTCOMES:
        return _EMPTY if isinstance(path[-1], str) else "null"
    leads_to_a_paper = shape.kind == "pointer" and "control_refs" not in path
    return _TODO if leads_to_a_paper else None


def _emptied(section: str, document: Document, nodes: Nodes, path: KeyPath) -> Edit | None:
    """A list of events, or the last one, of which the new engagement has none yet."""
    name, whole = nodes.place(nodes.keys[path]), document.place(path)
    if whole.line < name.line:  # an alias: its text stands elsewhere
        return None
    line = document.line(name.line)
    colon = line.find(":", name.end_column - 1)
    if colon < 0:
        return None
    span = replace(whole, line=name.line, column=colon + 2)
    its = shaped(SECTIONS[section], path)
    return Edit(span, " {}" if its and its.shape.record else " []")
