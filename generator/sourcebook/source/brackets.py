"""Scalars, and lists and mappings in brackets, as they stand on one line of a playbook.

What is read is the same as what ``tree.Builder`` makes of libyaml's nodes; all else is ``Odd``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sourcebook.source.scalars import NO_TEXT, resolve

DEEPEST = 32  # far below what is refused
KEY = r"[A-Za-z_][\w.-]{0,99}"
QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*(?:''[^'\n]*)*'"
BEGIN = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[\w.]))"
"""What a plain text begins with."""
WORDS = frozenset({"true", "false", "null"})
"""What is no text, and hence no key, although it looks like one."""

_OTHER = NO_TEXT | frozenset("'\"[{")
"""What values begin with that are no plain text, or might be none."""

_IN_BRACKETS = r"[^\n,\[\]{}:#?]*(?:(?::(?=[\w/])|(?<=\S)#)[^\n,\[\]{}:#?]*)*"
_FLOW = re.compile(rf" *(?:({KEY}): +)?(?:([\[{{])|({QUOTED}|{BEGIN}{_IN_BRACKETS}))? *")
"""A part of a list or mapping in brackets: key, bracket or scalar."""
_WORD = r"[A-Za-z_][\w.-]*(?: [\w.-]+)*"
_ATOM = r"\w(?:(?:[\w./ -]|:(?=\w))*[\w./-])?"
_WORDS_ALONE = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_PAIRS_ALONE = re.compile(rf"\{{{KEY}: {_ATOM}(?:, {KEY}: {_ATOM})*\}}")
"""What stands in most brackets."""


class Odd(Exception):  # noqa: N818 -- nothing is wrong
    """Something for libyaml."""


def value_of(text: str) -> Any:
    """The value of what stands behind a key or a dash, which is not empty."""
    first = text[0]
    if first not in _OTHER:
        return text.rstrip(" ")
    if first in "[{":
        return _bracketed(text.rstrip(" "))
    return _quoted(text) if first in "'\"" else resolve(text.rstrip(" "))


def _quoted(text: str) -> str:
    return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]


def _bracketed(text: str) -> Any:
    if _WORDS_ALONE.fullmatch(text):
        words = text[1:-1].split(", ")
        return words if WORDS.isdisjoint(words) else [resolve(word) for word in words]
    if _PAIRS_ALONE.fullmatch(text):
        pairs = [pair.split(": ", 1) for pair in text[1:-1].split(", ")]
        data = {key: resolve(value) for key, value in pairs}
        if len(data) == len(pairs) and WORDS.isdisjoint(data):
            return data
    data, end = _flow(text, 1, DEEPEST)
    if end != len(text):
        raise Odd
    return data


def _flow(text: str, at: int, deeper: int) -> tuple[Any, int]:
    """The list or mapping whose bracket stands before an index, and the index behind it."""
    mapping = text[at - 1] == "{"
    closing = "}" if mapping else "]"
    pairs: dict[str, Any] = {}
    items: list[Any] = []
    while True:
        key, bracket, scalar, at = _part(text, at)
        if scalar:
            value = value_of(scalar)
        elif bracket and deeper:
            value, at = _flow(text, at, deeper - 1)
            while text[at : at + 1] == " ":
                at += 1
        elif text[at : at + 1] == closing and not (bracket or key or pairs or items):
            return (pairs if mapping else items), at + 1
        else:
            raise Odd
        if mapping != bool(key) or key in pairs or key in WORDS:
            raise Odd
        if key:
            pairs[key] = value
        else:
            items.append(value)
        if text[at : at + 1] == closing:
            return (pairs if mapping else items), at + 1
        if text[at : at + 1] != ",":
            raise Odd
        at += 1


def parts_of(text: str, at: int) -> Iterator[tuple[str | None, int, int, int]]:
    """The parts of the list or mapping whose bracket stands at an index.

    Of each its key, where that begins, and where its value begins and ends.
    """
    at += 1
    while (found := _FLOW.match(text, at)) and (found[2] or found[3]):
        if found[2]:
            begin, end = found.start(2), _flow(text, found.end(2), DEEPEST)[1]
        else:
            begin, end = found.start(3), found.start(3) + len(found[3].rstrip(" "))
        yield found[1], found.start(1), begin, end
        at = end + len(text[end:]) - len(text[end:].lstrip(" "))
        if text[at : at + 1] != ",":
            return
        at += 1


def _part(text: str, at: int) -> tuple[str | None, str | None, str | None, int]:
    """What begins at an index: key, bracket, scalar, and where it ends."""
    found = _FLOW.match(text, at)
    return (found[1], found[2], found[3], found.end()) if found else (None, None, None, at)
