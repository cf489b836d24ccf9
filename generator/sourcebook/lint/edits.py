"""Edits to files: only the spans that they name change, whatever else stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sourcebook.findings import Edit, Place
from sourcebook.source.text import decode, line_starts

Span = tuple[int, int]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not overlap; see ``compatible``.

    What is inserted at one position stands there in the order of the edits, each text once.
    """
    texts: dict[Span, dict[str, None]] = {}
    for edit in edits:
        texts.setdefault(span_of(text, edit.place), {})[edit.text] = None
    for (start, end), new in sorted(texts.items(), reverse=True):
        text = text[:start] + "".join(new) + text[end:]
    return text


def compatible(texts: Mapping[str, str], groups: Iterable[Sequence[Edit]]) -> list[Sequence[Edit]]:
    """The groups of edits, in their order, that touch nothing that an earlier one touches.

    ``texts`` are those of the files, by name; a group that edits another file is left out. An edit
    that an earlier group makes already is no obstacle.
    """
    taken: dict[str, dict[Span, str]] = {file: {} for file in texts}
    kept = []
    for group in groups:
        if any(edit.place.file not in texts for edit in group):
            continue
        spans = [(edit.place.file, span_of(texts[edit.place.file], edit.place), edit.text)
                 for edit in group]  # fmt: skip
        if all(_fits(span, new, taken[file]) for file, span, new in spans):
            for file, span, new in spans:
                taken[file][span] = new
            kept.append(group)
    return kept


def _fits(span: Span, new: str, taken: Mapping[Span, str]) -> bool:
    if span in taken:
        inserts = span[0] == span[1] and _follows(new) and _follows(taken[span])
        return inserts or taken[span] == new
    return all(span[1] < start or end < span[0] for start, end in taken)


def _follows(new: str) -> bool:
    """Whether a text can stand behind another one that is inserted at the same position."""
    return new.startswith((", ", "\n", "\r\n")) or new.endswith("\n")


def span_of(text: str, place: Place) -> Span:
    """A place as indexes into the text; past the end it is the end."""
    starts = line_starts(text)

    def index(line: int, column: int) -> int:
        return starts[line - 1] + column - 1 if line <= len(starts) else len(text)

    return index(place.line, place.column), index(place.end_line, place.end_column)


def rewritten(raw: bytes, text: str) -> bytes:
    """The bytes of a file whose text is another now; a byte order mark stays where it was."""
    before = decode(raw)
    return raw[: len(raw) - len(before.encode())] + text.encode()
