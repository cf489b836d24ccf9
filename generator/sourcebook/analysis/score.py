"""How complete a playbook is: required fields that are filled, of those that apply."""

from __future__ import annotations

from typing import Any

from sourcebook.analysis.applicable import STANDARD, Asking, asked_for, covers
from sourcebook.analysis.conditions import Thresholds, Within, holds
from sourcebook.analysis.filling import filling
from sourcebook.analysis.shares import Score, Share
from sourcebook.analysis.smells import holds_placeholders, placeholder
from sourcebook.analysis.word_lists import WordLists, bundled_words
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import FieldSpec, Section, fields_of

EXPLAINED = (
    "Required fields that are filled, of all that apply: each counts once in every section and "
    "item that is there, one with a condition where the condition holds; of a section that the "
    "phase asks for and that is missing, its own required fields count as not filled; a TODO or "
    "another placeholder fills none; what is waived does not count, and findings do not lower the "
    "score."
)
"""How the score is computed, wherever it is shown."""


def score(
    book: Playbook,
    thresholds: Thresholds,
    asking: Asking = STANDARD,
    words: WordLists | None = None,
) -> Score:
    """The score of an engagement's playbook; without ``words`` by those that ship."""
    words = words or bundled_words()
    shares = {}
    for key, kind in SECTIONS.items():
        if book.withholds(At(key)):
            continue
        state, wanted = book.state(key), asked_for(book, kind, asking)
        if state is State.PRESENT and covers(asking, key):
            shares[key] = _share(book, key, thresholds, words)
        elif state in (State.MISSING, State.REFUSED) and wanted and wanted[0] is Need.REQUIRED:
            shares[key] = Share(0, _own_fields(book, kind))
    return Score(shares)


def _own_fields(book: Playbook, kind: type[Section]) -> int:
    return sum(
        spec.meta.need is Need.REQUIRED and not book.withholds(At(kind.key) / name)
        for name, spec in fields_of(kind).items()
    )


def _share(book: Playbook, key: str, thresholds: Thresholds, words: WordLists) -> Share:
    """The share of a section that is there."""
    unwritten = holds_placeholders(book, key, words)
    found = filling(book, key, values=unwritten)

    def applies(spec: FieldSpec, within: Within) -> bool:
        need = spec.meta.need
        return need is Need.REQUIRED or (
            need is Need.CONDITIONAL and holds(spec, book, thresholds, within)
        )

    filled = [(spec, value) for spec, value, within in found.filled if applies(spec, within)]
    missing = sum(applies(spec, within) for _, spec, within in found.blank)
    whole = found.counted + len(filled)
    if unwritten:
        whole -= sum(_is_to_be_written(spec, value, words) for spec, value in filled)
    return Share(whole, found.counted + len(filled) + missing)


def _is_to_be_written(spec: FieldSpec, value: Any, words: WordLists) -> bool:
    """Whether nothing but placeholders stands in a field."""
    texts = value if isinstance(value, tuple | dict) else (value,)
    required = spec.meta.need is Need.REQUIRED
    return bool(texts) and all(
        isinstance(text, str) and placeholder(text, words, required=required) is not None
        for text in texts
    )
