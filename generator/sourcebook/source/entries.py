"""The entries of a playbook's file, line by line: what most files are made of, without libyaml.

An entry is a key, an item or both: ``key: value``, ``- value``, ``- key:``. Its value is plain or
quoted text, a number, or in brackets on one line; or a text that goes on over several. A quarter to
a half of the lines of a playbook stand in it, or in its neighbours, more than once: what a line
says is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any, NamedTuple

from sourcebook.source.brackets import BEGIN, KEY, QUOTED, WORDS, Odd, value_of
from sourcebook.source.text import lines_of

BELOW: Any = object()
"""In place of the value of an entry: it has none on its line."""


class Entry(NamedTuple):
    """One entry; nobody may change its value, which other entries may share."""

    place: int  # the column, from 0, that its line begins in; with a dash, dashed() of it
    begin: int  # the column that its key or text begins in
    key: str  # empty where there is none
    value: Any

    @property
    def column(self) -> int:
        """The column that its line begins in, be it with a dash or not."""
        return dashed(self.place) if self.place < 0 else self.place


def dashed(column: int) -> int:
    """The place of an entry with a dash in a column, and the column of such a place.

    No column is below zero.
    """
    return -1 - column


_PLAIN = rf"{BEGIN}[^:#]*(?:(?::(?=\S)|(?<=\S)#)[^:#]*)*"
_REMARK = r" *(?:(?<= )#.*)?"
LINE = re.compile(
    rf"( *)(?=[^ #])(- +)?(?:({KEY}):(?= |\Z) *)?"
    rf"(?:({_PLAIN}|{QUOTED}|\[.*\]|\{{.*\}})?|([|>]-?)){_REMARK}"
)
"""A line that is an entry: indentation, dash, key, value, ``|`` or ``>``."""
_NOTHING = re.compile(" *(?:#.*)?")
GOING_ON = re.compile(rf"( +)({_PLAIN})({_REMARK})")
_STRANGE = ("\t", "\r", "\u2028", "\u2029", "\ufeff")

_made = tuple.__new__  # in a third of the time that ``Entry()`` takes
_NEW: Any = object()
_known: dict[str, Entry | None] = {}
_MOST_KNOWN, _LONGEST_KNOWN = 8192, 120


def entries(text: str) -> list[Entry | None]:
    """The entries of a text by its lines: ``None`` where none begins.

    Raises Odd for whatever else stands there.
    """
    if text.endswith(" ") or any(mark in text for mark in _STRANGE):
        raise Odd
    lines = lines_of(text)
    found = [*map(_known.get, lines, repeat(_NEW))]
    for at in [number for number, entry in enumerate(found) if entry is _NEW]:
        if found[at] is _NEW:  # no line above goes on over it
            _read(lines, found, at)
    return found


def _read(lines: Sequence[str], found: list[Entry | None], at: int) -> None:
    """Find out what a new line says, with those that it goes on over."""
    line = lines[at]
    parts = LINE.fullmatch(line)
    if parts is None:
        if not _NOTHING.fullmatch(line):
            raise Odd
        found[at] = _remembered(line, None)
        return
    indentation, dash, key, value, mark = parts.groups()
    if key in WORDS or not (key or value or mark):
        raise Odd
    column = len(indentation)
    begin, place = (column + len(dash), dashed(column)) if dash else (column, column)
    if mark:
        end, value = block(lines, at + 1, begin if key else column, mark)
        found[at:end] = [Entry(place, begin, key or "", value), *repeat(None, end - at - 1)]
    elif key or dash:
        given = value_of(value) if value else BELOW
        entry = _made(Entry, (place, begin, key or "", given))
        found[at] = _remembered(line, entry)
    else:
        _join(lines, found, at)


def _remembered(line: str, entry: Entry | None) -> Entry | None:
    if len(line) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[line] = entry
    return entry


def _join(lines: Sequence[str], found: list[Entry | None], at: int) -> None:
    """Add lines of mere text, from one on, to the entry above them."""
    entry = found[at - 1] if at else None
    begun = LINE.fullmatch(lines[at - 1]) if entry else None
    if entry is None or begun is None or begun.end(4) != len(lines[at - 1]):
        raise Odd
    if begun[4][0] in "[{'\"":
        raise Odd
    column = entry.begin if entry.key else dashed(entry.place)
    pieces, more = [begun[4]], GOING_ON.fullmatch(lines[at])
    end = at
    while more and len(more[1]) > column:
        pieces.append(more[2])
        end += 1
        more = None if more[3] or end == len(lines) else GOING_ON.fullmatch(lines[end])
    if end == at:
        raise Odd
    text = " ".join(piece.strip(" ") for piece in pieces)
    found[at - 1 : end] = [entry._replace(value=text), *repeat(None, end - at)]


def block(lines: Sequence[str], begin: int, column: int, mark: str) -> tuple[int, str]:
    """The number of the line behind the text below ``|`` or ``>``, and that text.

    It is all that is empty, or indented further than the column of its key or dash. Raises Odd.
    """
    end = begin
    while end < len(lines) - 1 and (not lines[end] or _indentation(lines[end]) > column):
        end += 1
    body = "\n".join(lines[begin:end]).rstrip("\n").split("\n")
    indent = " " * _indentation(body[0])
    if not all(line.startswith(indent) and line.strip(" ") for line in body if line) or not indent:
        raise Odd
    body = [line[len(indent) :] for line in body]
    if mark[0] == "|":
        text = "\n".join(body)
    elif any(line.startswith(" ") for line in body):
        raise Odd
    else:
        text = _folded(body)
    return end, text if mark[1:] else text + "\n"


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _folded(lines: Sequence[str]) -> str:
    """Lines as one text: a line break is a blank, so many empty lines are as many line breaks."""
    text, gap = lines[0], 0
    for line in lines[1:]:
        if line:
            text += ("\n" * gap or " ") + line
            gap = 0
        else:
            gap += 1
    return text
