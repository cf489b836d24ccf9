"""Differences in words: "deputy removed", "holder vendor-sre: level 2 → 3"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from sourcebook.changes.content import entry_key, split, words
from sourcebook.changes.differences import REASON, Difference, Op
from sourcebook.model.record import FieldSpec, Item, Record, Section, Shape, fields_of
from sourcebook.render import wording
from sourcebook.render.links import SHORT_TITLES

ARROW = " → "
LONGEST = 90  # characters of a text that are quoted
_AROUND = 3  # words that are quoted around a change of a text
_ONE = {
    "acceptance_criteria": "criterion", "exit_criteria": "exit criterion",
    "criteria": "criterion", "holders": "holder", "artefacts": "artefact",
    "checkpoints": "checkpoint", "actuals": "actual", "results": "result", "levels": "level",
    "participants": "participant", "triggers": "trigger", "exclusions": "exclusion",
    "responsibilities": "responsibility", "mitigations": "mitigation", "members": "member",
    "outputs": "output", "glossary": "term", "thresholds": "class", "defects": "defects of",
    "locations": "place of", "history": "check of", "phases": "phase", "members[]": "member",
    "assumptions": "assumption", "constraints": "constraint", "day": "day", "decisions": "decision",
    "certifications": "certification", "freeze_periods": "freeze", "transfers": "transfer",
    "clause_notes": "note on", "scorecard": "mark for", "assets": "asset", "includes": "part",
    "depends_on": "dependency", "work_days": "working day", "exceptions": "exception",
    "decision_rights": "right to decide", "post_exit_obligations": "obligation after the exit",
    "regulatory_profiles": "profile", "affects": "affected item", "extends": "layer",
    "agreed_by": "agreement of", "culture_notes": "note on culture", "standards": "standard",
}  # fmt: skip
"""What one entry of a list is called, where the list's own name does not say it."""


def subject(kind: str, id: str) -> str:
    """An item: ``Role vendor-architect``."""
    return f"{kind[:1].upper()}{kind[1:]} {id}"


def section_title(section: type[Section]) -> str:
    """A section, as the navigation names it; of its manifest what is in it."""
    if section.key == "engagement":
        return section.title
    return SHORT_TITLES.get(section.key, section.title)


def told(change: Difference) -> str:
    """A difference in a few words, without its subject."""
    way = [_step(spec, entry) for spec, entry in change.within][-2:]
    said = _said(change)
    if way and change.spec.name == "value" and said.startswith("value "):
        return ": ".join([*way[:-1], f"{way[-1]} {said.removeprefix('value ')}"])
    return ": ".join(filter(None, [*way, said]))


def _step(spec: FieldSpec, entry: Record | None) -> str:
    if spec.name == "meta":
        return ""
    if entry is None:
        return name(spec)
    return f"{one(spec)} {entry_name(entry)}".strip()


def name(spec: FieldSpec) -> str:
    """A field within a sentence: ``acceptance window``, ``RTO``, ``x-team``."""
    if spec.name.startswith("x-"):
        return spec.name
    label = wording.label(spec.name, spec.meta.unit)
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def one(spec: FieldSpec) -> str:
    """An entry of a list within a sentence."""
    return _ONE.get(spec.name, name(spec))


def entry_name(entry: Record) -> str:
    """What tells an entry from the others in its list."""
    if isinstance(entry, Item) and entry.id:
        return entry.id
    first = next((part for part in entry_key(entry, 2) if part is not None), None)
    spec = next(
        (
            its for its in fields_of(type(entry)).values()
            if its.shape.form == "scalar" and getattr(entry, its.attribute) is first
        ),
        None,
    )  # fmt: skip
    if first is None or spec is None:
        return ""
    return value(spec.shape, first, spec.meta.unit)


def _said(change: Difference) -> str:
    spec, shape = change.spec, change.shape
    unit = spec.meta.unit or (change.unit if shape.kind == "number" else "")
    listed = spec.shape.form == "list" and shape is not spec.shape
    label = one(spec) if listed else name(spec)
    if shape.kind == REASON:
        return f"{name(spec)}: {_reason(change)}"
    if change.key:
        label = change.key
    if change.op is Op.REMOVED:
        if listed or change.key:
            return f"{label} {_shown(change.before, shape, unit)} removed"
        return f"{label} removed"
    if change.op is Op.ADDED:
        if shape.record is not None and not listed:
            return f"{label} added"
        shown = _shown(change.after, shape, unit)
        if label.endswith(" on") and isinstance(change.after, dt.date):  # "accepted on 3 Mar 2027"
            return f"{label} {shown}"
        return f"{label} {shown} added" if listed or change.key else f"{label} added: {shown}"
    if shape.kind in ("text", "name", "own", "pointer") or isinstance(change.before, tuple):
        return f"{label} {_reworded(change.before, change.after, shape, unit)}"
    return f"{label} {moved(change.before, change.after, shape, unit)}"


def _reason(change: Difference) -> str:
    if change.op is Op.REMOVED:
        return "no longer said to be none"
    if change.op is Op.ADDED:
        return f"none, {quoted(change.after)}"
    return f"why there are none {_reworded(change.before, change.after, _TEXT, '')}"


_TEXT = Shape("scalar", kind="text")


def moved(before: Any, after: Any, shape: Shape, unit: str = "") -> str:
    """From one value to another: ``13 → 27 Nov 2026``, ``420 → 360 min``, ``draft → agreed``."""
    if isinstance(before, dt.date) and isinstance(after, dt.date):
        return dates(before, after)
    old, new = value(shape, before, unit), value(shape, after, unit)
    if unit and shape.kind == "number":
        tail = new.partition("\u00a0")[2]
        if tail and old.partition("\u00a0")[2].rstrip("s") == tail.rstrip("s"):
            old = old.partition("\u00a0")[0]
    return f"{old}{ARROW}{new}"


def dates(before: dt.date, after: dt.date) -> str:
    """From one day to another, month and year once where they are the same."""
    old = wording.date(before)
    if before.year == after.year:
        old = f"{before.day}\u00a0{wording.month(before)}"
        if before.month == after.month:
            old = str(before.day)
    return f"{old}{ARROW}{wording.date(after)}"


def value(shape: Shape, given: Any, unit: str = "") -> str:
    """A value as a sentence has it."""
    if isinstance(given, Record):
        return entry_name(given)
    if isinstance(given, tuple):
        return "–".join(value(shape.inner or shape, each, unit) for each in given)
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, dt.date):
        return wording.date(given)
    if isinstance(given, dt.time):
        return f"{given:%H:%M}"
    if isinstance(given, int | float):
        return wording.quantity(given, unit) if unit else wording.number(given)
    if shape.kind == "choice":
        return wording.choice(str(given))
    if shape.kind == "text":
        return quoted(str(given))
    return words(str(given))


def _shown(given: Any, shape: Shape, unit: str) -> str:
    return value(shape, given, unit)


def quoted(text: str) -> str:
    """A text in quotes, cut at a word where it is long."""
    plain = words(text)
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    return f"“{plain}”"


def _reworded(before: Any, after: Any, shape: Shape, unit: str) -> str:
    if not (isinstance(before, str) and isinstance(after, str)):
        return f"{value(shape, before, unit)}{ARROW}{value(shape, after, unit)}"
    if words(before) == words(after):
        return "set differently"
    if shape.kind != "text":
        return f"“{words(before)}”{ARROW}“{words(after)}”"
    old, new = _core(words(before).split(), words(after).split())
    if not old:
        return f"reworded: {quoted(new)} added"
    if not new:
        return f"reworded: {quoted(old)} taken out"
    return f"reworded: {quoted(old)}{ARROW}{quoted(new)}"


def _core(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """The stretch of two texts that differs, a few words around it."""
    begin = 0
    while begin < min(len(before), len(after)) and before[begin] == after[begin]:
        begin += 1
    end = 0
    room = min(len(before), len(after)) - begin
    while end < room and before[-1 - end] == after[-1 - end]:
        end += 1
    if len(before) - end == begin:  # nothing was taken out: what came is told as it is
        return "", _cut(after, begin, len(after) - end, 0)
    if len(after) - end == begin:
        return _cut(before, begin, len(before) - end, 0), ""
    return (
        _cut(before, begin, len(before) - end, _AROUND),
        _cut(after, begin, len(after) - end, _AROUND),
    )


def _cut(text: Sequence[str], begin: int, end: int, around: int) -> str:
    first, last = max(0, begin - around), min(len(text), end + around)
    left = "…" if first and around else ""
    right = "…" if last < len(text) and around else ""
    return f"{left}{' '.join(text[first:last])}{right}"


def is_slip(before: str, after: str) -> bool:
    """Whether only spelling, case, signs or spaces of a text were mended."""
    if _NUMBER.findall(before) != _NUMBER.findall(after):
        return False
    old, new = _words_of(before), _words_of(after)
    return len(old) == len(new) and all(map(_misspelt, old, new))


_NUMBER = re.compile(r"[-−+]?\d(?:[\d.,:/]*\d)?")


def _words_of(text: str) -> list[str]:
    return [each for each in split(text.casefold()) if each[0].isalnum()]


def _misspelt(old: str, new: str) -> bool:
    """Whether two words are one, a letter apart; numbers and short words are never that."""
    if old == new:
        return True
    if old.isdigit() or new.isdigit() or min(len(old), len(new)) < 4 or old[0] != new[0]:
        return False
    begin = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), -1)
    if begin < 0:  # one goes on where the other ends
        return abs(len(old) - len(new)) == 1
    turned = old[begin + 1 : begin + 2] + old[begin] + old[begin + 2 :]
    return new[begin:] == turned or any(
        old[begin + one :] == new[begin + other :] for one, other in ((1, 1), (0, 1), (1, 0))
    )
