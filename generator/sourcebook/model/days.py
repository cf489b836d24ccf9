"""Days of the calendar in other spellings than the format's own."""

from __future__ import annotations

import datetime as dt
import re

from sourcebook.lean import dataclass

# Few files need these: they are compiled where they are asked for.
_YEAR_FIRST = r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})"
_YEAR_LAST = r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_WORDS = r"(?i:(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}))"
_MONTH_FIRST = r"(?i:([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}))"


@dataclass(frozen=True)
class WrittenDay:
    """A day as the format writes it. Not sure is one whose month might be the other number."""

    text: str
    sure: bool


def written_day(raw: str) -> WrittenDay | None:
    """The day that a text means; ``None`` where nobody can tell, or the calendar lacks it."""
    text = raw.strip()
    if not text:
        return None
    if found := re.fullmatch(_YEAR_FIRST, text):
        if found[2] or len(text) == 8:
            return _made(int(found[1]), int(found[3]), int(found[4]))
        return None
    if found := re.fullmatch(_YEAR_LAST, text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first > 12 or first == second:
            return _made(year, second, first)
        if second > 12:
            return _made(year, first, second)
        # With dots the day comes first wherever dates are written so; but nobody said it.
        return _made(year, second, first, sure=False) if found[2] == "." else None
    if found := re.fullmatch(_IN_WORDS, text):
        return _in_words(int(found[3]), found[2], int(found[1]))
    if found := re.fullmatch(_MONTH_FIRST, text):
        return _in_words(int(found[3]), found[1], int(found[2]))
    return None


def _in_words(year: int, month: str, day: int) -> WrittenDay | None:
    short = month[:3].lower()
    return _made(year, _MONTHS.index(short) + 1, day) if short in _MONTHS else None


def _made(year: int, month: int, day: int, *, sure: bool = True) -> WrittenDay | None:
    try:
        return WrittenDay(dt.date(year, month, day).isoformat(), sure)
    except ValueError:
        return None
