"""How complete a playbook is: required fields that are filled, of those that apply."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from sourcebook.analysis.applicable import STANDARD, Asking, asked_for, covers
from sourcebook.analysis.conditions import Thresholds, Within, holds
from sourcebook.analysis.presence import Presence, blank
from sourcebook.analysis.shares import Score, Share
from sourcebook.analysis.smells import holds_placeholders, placeholder
from sourcebook.analysis.word_lists import WordLists, bundled_words
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import FieldSpec, Record, Section, fields_of

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
    count = _Count(book, thresholds, words or bundled_words())
    shares = {}
    for key, kind in SECTIONS.items():
        if book.withholds(At(key)):
            continue
        state, wanted = book.state(key), asked_for(book, kind, asking)
        if state is State.PRESENT and covers(asking, key):
            filled = [*count.record(At(key), book.section(key), (book.section(key),))]
            shares[key] = Share(sum(filled), len(filled))
        elif state in (State.MISSING, State.REFUSED) and wanted and wanted[0] is Need.REQUIRED:
            shares[key] = Share(0, _own_fields(book, kind))
    return Score(shares)


def _own_fields(book: Playbook, kind: type[Section]) -> int:
    return sum(
        spec.meta.need is Need.REQUIRED and not book.withholds(At(kind.key) / name)
        for name, spec in fields_of(kind).items()
    )


class _Count:
    """Says of each required field that applies whether it is filled."""

    def __init__(self, book: Playbook, thresholds: Thresholds, words: WordLists) -> None:
        self._book, self._thresholds, self._words = book, thresholds, words
        self._presence = Presence(book)
        self._unwritten = {s for s in SECTIONS if holds_placeholders(book, s, words)}

    def record(self, at: At, record: Record, within: Within) -> Iterator[bool]:
        for spec, asks, holds_records in _that_matter(type(record)):
            value = getattr(record, spec.attribute)
            if self._book.is_shared and self._book.withholds(At(at.section, (*at.keys, spec.name))):
                continue
            filled = not blank(value) or self._presence.stands(
                At(at.section, (*at.keys, spec.name)), value
            )
            if asks is Need.REQUIRED or (
                asks is Need.CONDITIONAL and holds(spec, self._book, self._thresholds, within)
            ):
                yield filled and not (
                    at.section in self._unwritten and self._is_to_be_written(spec, value)
                )
            if filled and holds_records:
                yield from self._inside(At(at.section, (*at.keys, spec.name)), value, within)

    def _is_to_be_written(self, spec: FieldSpec, value: Any) -> bool:
        """Whether nothing but placeholders stands in a field."""
        texts = value if isinstance(value, tuple | dict) else (value,)
        required = spec.meta.need is Need.REQUIRED
        return bool(texts) and all(
            isinstance(text, str) and placeholder(text, self._words, required=required) is not None
            for text in texts
        )

    def _inside(self, at: At, value: Any, within: Within) -> Iterator[bool]:
        if isinstance(value, Record):
            yield from self.record(at, value, (*within, value))
        elif isinstance(value, tuple):
            for number, inner in enumerate(value):
                if isinstance(inner, Record):
                    place = At(at.section, (*at.keys, number))
                    yield from self.record(place, inner, (*within, inner))


@cache
def _that_matter(kind: type[Record]) -> tuple[tuple[FieldSpec, Need, bool], ...]:
    """The fields that may be asked for, or that hold records whose fields may be."""
    found = []
    for name, spec in fields_of(kind).items():
        inner = spec.shape.inner or spec.shape
        asks = spec.meta.need in (Need.REQUIRED, Need.CONDITIONAL)
        if name != "not_applicable" and (asks or inner.record is not None):
            found.append((spec, spec.meta.need, inner.record is not None))
    return tuple(found)
