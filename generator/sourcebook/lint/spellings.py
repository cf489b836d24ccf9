"""What a value was meant to be: dates, words and ids that are spelt in another way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sourcebook.lean import dataclass
from sourcebook.model.days import written_day
from sourcebook.model.record import FieldSpec, Shape
from sourcebook.model.values import ID, Refused, countries
from sourcebook.nearest import nearest
from sourcebook.source.scalars import resolve

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(%|[a-z][a-z ]*)", re.IGNORECASE)
_FLAGS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false",
          "false": "false"}  # fmt: skip
_SPACES = re.compile(r"[\s_-]+")


@dataclass(frozen=True)
class Spelling:
    """How a value is to be written. A safe one is what the author meant, beyond doubt."""

    text: str
    safe: bool


def spelling(raw: str, spec: FieldSpec, shape: Shape) -> Spelling | None:
    """What a refused value was meant to be; ``None`` where nobody can tell."""
    if shape.choices:
        return alike(raw, shape.choices)
    if shape.kind == "date":
        day = written_day(raw)
        return Spelling(day.text, day.sure) if day else None
    if shape.kind == "flag":
        word = _FLAGS.get(raw.strip().lower())
        return Spelling(word, True) if word else None
    if shape.kind == "country":
        return Spelling(raw.upper(), True) if raw.upper() in countries() else None
    if shape.kind == "number":
        number = _number(raw, spec.meta.unit)
        return number if number and _reads(shape, number.text) else None
    return None


def _reads(shape: Shape, text: str) -> bool:
    """Whether a number that is written like that is one of those that are wanted."""
    try:
        return shape.check is not None and shape.check(resolve(text)) is not None
    except Refused:
        return False


def alike(
    raw: str,
    words: Iterable[str],
    nearest: Callable[[str, Iterable[str]], str | None] = nearest,
) -> Spelling | None:
    """The word that differs in case, blanks, ``-`` or ``_`` alone; else the nearest, unsafely."""
    known = tuple(words)
    same = [word for word in known if _plain(word) == _plain(raw)]
    if len(same) == 1:
        return Spelling(same[0], True)
    near = nearest(raw, known)
    return Spelling(near, False) if near and near != raw else None


def id_of(raw: str) -> str | None:
    """An id that differs from what was written in blanks and ``_`` alone; else in case as well."""
    text = _SPACES.sub("-", raw.strip())
    for proper in (text, text.lower()):
        if proper != raw and ID.fullmatch(proper):
            return proper
    return None


def _plain(word: str) -> str:
    return _SPACES.sub("-", word.strip().casefold())


def _number(raw: str, unit: str) -> Spelling | None:
    """A number in quotes, or with the unit that its field has anyway."""
    if re.fullmatch(r"-?\d+(\.\d+)?", raw.strip()):
        return Spelling(raw.strip(), True)
    found = _NUMBER.fullmatch(raw.strip())
    if found is None or not unit:
        return None
    said, wanted = found[2].strip().lower(), unit.lower()
    said = "%" if said in ("percent", "per cent") else said
    wanted = "%" if wanted in ("percent", "per cent") else wanted
    return Spelling(found[1], True) if said.rstrip("s") == wanted.rstrip("s") else None
