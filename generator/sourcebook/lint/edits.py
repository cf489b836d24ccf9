"""Edits to files: only the spans that they name change, whatever else stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sourcebook.findings import Edit
from sourcebook.source.text import decode, line_starts


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not overlap; see ``compatible``."""
    spans = [(*_span(text, edit), edit.text) for edit in edits]
    for start, end, new in sorted(spans, key=lambda span: span[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def compatible(text: str, groups: Iterable[Sequence[Edit]]) -> list[Sequence[Edit]]:
    """The groups of edits, in their order, that touch nothing that an earlier one touches.

    An edit that stands in an earlier group already is no obstacle, and is made once.
    """
    taken: dict[tuple[int, int], str] = {}
    kept = []
    for group in groups:
        spans = {_span(text, edit): edit.text for edit in group}
        if all(_fits(span, new, taken) for span, new in spans.items()):
            taken.update(spans)
            kept.append(group)
    return kept


def _fits(span: tuple[int, int], new: str, taken: dict[tuple[int, int], str]) -> bool:
    if span in taken:
        return taken[span] == new and span[0] != span[1]
    return all(span[1] < start or end < span[0] for start, end in taken)


def _span(text: str, edit: Edit) -> tuple[int, int]:
    starts, place = line_starts(text), edit.place

    def index(line: int, column: int) -> int:
        return starts[line - 1] + column - 1 if line <= len(starts) else len(text)

    return index(place.line, place.column), index(place.end_line, place.end_column)


def rewritten(raw: bytes, text: str) -> bytes:
    """The bytes of a file whose text is another now; a byte order mark stays where it was."""
    before = decode(raw)
    return raw[: len(raw) - len(before.encode())] + text.encode()
