"""Plain scalars to values, by a restricted YAML 1.2 core schema.

``true`` and ``false`` are the only booleans; ``null``, ``~`` and nothing are null; ``010`` is ten.
Dates, times, ``NO``, ``on``, ``1_000``, ``.inf`` and ``.nan`` are text.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any


class Int(int):
    """A whole number that remembers how it was written: ``010`` is 10 with ``raw`` "010"."""

    raw: str

    def __new__(cls, value: int, raw: str | None = None) -> Int:
        """Without ``raw``, as where it is unpickled, the digits of the value stand for it."""
        number = super().__new__(cls, value)
        number.raw = str(value) if raw is None else raw
        return number


class Float(float):
    """A decimal number that remembers how it was written: ``1e3`` is 1000.0 with ``raw`` "1e3"."""

    raw: str

    def __new__(cls, value: float, raw: str | None = None) -> Float:
        """Without ``raw``, as where it is unpickled, the digits of the value stand for it."""
        number = super().__new__(cls, value)
        number.raw = str(value) if raw is None else raw
        return number


_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMERIC = frozenset("+-.0123456789")
NO_TEXT = frozenset({"", *_NUMERIC, *(word[:1] for word in _WORDS)})
"""What all plain scalars begin with that are no text; some texts do too."""

_DECIMAL = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o([0-7]+)")
_HEXADECIMAL = re.compile(r"0x([0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LONGEST = 64  # a longer run of digits is no number of a playbook: it stays text


@lru_cache(maxsize=4096)  # the same numbers and days stand in many places
def resolve(written: str) -> Any:
    """The value of a plain scalar: None, a bool, an Int, a Float, or the text itself."""
    if written in _WORDS:
        return _WORDS[written]
    if written[0] in _NUMERIC and len(written) <= _LONGEST:
        return _number(written)
    return written


def _number(written: str) -> Any:
    if _DECIMAL.fullmatch(written):
        return Int(int(written), written)
    if octal := _OCTAL.fullmatch(written):
        return Int(int(octal[1], 8), written)
    if hexadecimal := _HEXADECIMAL.fullmatch(written):
        return Int(int(hexadecimal[1], 16), written)
    if _FLOAT.fullmatch(written) and math.isfinite(value := float(written)):
        return Float(value, written)
    return written


def as_text(value: object) -> str:
    """A scalar as its author wrote it: ``010`` for an Int, ``true`` for a bool, "" for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "raw", value))
