"""How the lines of a file start: in which columns, and whether as YAML has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sourcebook.errors import SourceError

_START = re.compile(r"(?P<blanks> *)(?P<dashes>(?:- +)*)(?P<word>[\w-]+(?=:(?:\s|$))|(?<=- )\S+)")

_BULLET = re.compile(
    r" *(?P<sign>[\u2010-\u2015\u2022\u2043\u2212\u00b7\u25aa\u25cf])\s+(?P<word>\S+)"
)
_ODD_BLANK = re.compile(
    r"(?: |- )*(?:[\w-]+:|-)?(?=[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])"
)
_DASH = re.compile(r" *-(?=(?P<word>[^\W\d][\w-]*:?)(?:\s|$))")


class Step(NamedTuple):
    """A place above that a line may be in line with, counted from 0."""

    column: int
    line: int
    word: str  # what starts there

    def __str__(self) -> str:
        return f"column {self.column + 1}, under '{self.word}' of line {self.line + 1}"


def beside(lines: Sequence[str], line: int, column: int) -> tuple[Step, ...]:
    """The places nearest to a line that starts in that column: one to its right, one to its left.

    They are keys and items that the lines above are still within.
    """
    right: Step | None = None
    for step in _steps(lines, line):
        if step.column <= column:
            return (right, step) if right else (step,)
        right = step
    return (right,) if right else ()


def _steps(lines: Sequence[str], line: int) -> Iterator[Step]:
    """The keys and items that the line above one is within, from the innermost outwards."""
    least: int | None = None
    for number in range(min(line, len(lines)) - 1, -1, -1):
        start = _START.match(lines[number])
        if start is None:
            continue
        places = {start.start("word"): start["word"]}
        places.setdefault(len(start["blanks"]), "-")
        for column, word in places.items():
            if least is None or column < least:
                least = column
                yield Step(column, number, word)


def first(lines: Sequence[str]) -> Step | None:
    """Where the first line starts that is neither empty nor a comment."""
    for number, line in enumerate(lines):
        word = line.split("#")[0].split()
        if word:
            return Step(len(line) - len(line.lstrip()), number, word[0])
    return None


def begun_wrong(text: str, line: int) -> SourceError | None:
    """What is wrong with how a line, counted from 0, begins; ``None`` where that may be meant.

    A dash has its item right behind it, another sign stands where a list has a dash, or a blank is
    none that YAML knows.
    """
    if dash := _DASH.match(text):
        remedy = f"Write '- {dash['word']}' with a space before the item"
        return SourceError("lacks a space after '-'", remedy, line + 1, dash.end())
    if bullet := _BULLET.match(text):
        what = f"has a list item that begins with '{bullet['sign']}'"
        return SourceError(
            what,
            f"Begin it with a hyphen and a space: '- {bullet['word']}'",
            line + 1,
            bullet.start("sign") + 1,
        )
    if blank := _ODD_BLANK.match(text):
        return SourceError(
            f"has a blank here that is no space (U+{ord(text[blank.end()]):04X}), as web pages and "
            "word processors have it",
            "Type ordinary spaces in its place",
            line + 1,
            blank.end() + 1,
        )
    return None
