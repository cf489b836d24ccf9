"""The YAML that nearly all playbooks are written in, read entry by entry without libyaml.

It is mappings and lists in blocks, with texts, numbers and lists in brackets on one line, and texts
that go on over several. Whatever else stands in a file, or is wrong with it, makes ``quick`` give
up: then libyaml reads it, tells what is wrong, and knows the places. What ``quick`` does read is
the same as what ``tree.Builder`` makes of libyaml's nodes.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import Any

from sourcebook.source.scalars import NO_TEXT, resolve

_DEEPEST = 32  # far below what is refused

_KEY = r"[A-Za-z_][\w.-]{0,99}"
_BEGIN = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[\w.]))"  # of a plain text
_PLAIN = rf"{_BEGIN}[^\n:#]*(?:(?::(?=\S)|(?<=\S)#)[^\n:#]*)*"
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*(?:''[^'\n]*)*'"
_REMARK = r" *(?:(?<= )#[^\n]*)?"


@cache
def _entries(goes_on: str) -> re.Pattern[str]:
    """An entry: indentation, dash, key, value, lines that it goes on over, ``|`` or ``>``, the text
    below that; what is none of these. Blank lines and comments are empty entries.
    """
    value = rf"{_PLAIN}|{_QUOTED}|\[[^\n]*\]|\{{[^\n]*\}}"
    return re.compile(
        rf"( *)(?=[^ \n#])(- +)?(?:({_KEY}):(?=[ \n]|\Z) *)?"
        rf"(?:(?:({value})({goes_on}))?{_REMARK}(?:\n|\Z)"
        rf"|([|>]-?){_REMARK}\n((?:\1 +[^\n]*\n| *\n)*))"
        r"|(?: *(?:#[^\n]*)?(?:\n|\Z))+"
        r"|([^\n]+\n?)"
    )


_SELDOM = rf"(?:\n\1 +{_PLAIN})*"
_Entry = tuple[str, str, str, str, str, str, str, str]
_END: _Entry = (" " * 1000, "", "", "", "", "", "", "")
_STRANGE = re.compile("[\t\r\u2028\u2029\ufeff]")
_BLANKS = re.compile(r"(?:\A|\n) +(?=\n)")
_WORDS = frozenset({"true", "false", "null"})
_OTHER = NO_TEXT | frozenset("'\"[{")
"""What values begin with that are no plain text, or might be none."""

_IN_BRACKETS = r"[^\n,\[\]{}:#?]*(?:(?::(?=[\w/])|(?<=\S)#)[^\n,\[\]{}:#?]*)*"
_FLOW = re.compile(rf" *(?:({_KEY}): +)?(?:([\[{{])|({_QUOTED}|{_BEGIN}{_IN_BRACKETS}))? *")
"""A part of a list or mapping in brackets: key, bracket or scalar."""
_WORD = r"[A-Za-z_][\w.-]*(?: [\w.-]+)*"
_ATOM = r"\w(?:(?:[\w./ -]|:(?=\w))*[\w./-])?"
_WORDS_ALONE = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_PAIRS_ALONE = re.compile(rf"\{{{_KEY}: {_ATOM}(?:, {_KEY}: {_ATOM})*\}}")
"""What stands in most brackets."""


class _Odd(Exception):  # noqa: N818 -- nothing is wrong
    """Something for libyaml."""


def quick(text: str) -> dict[str, Any] | None:
    """The data of a text; ``None`` where libyaml has to read it."""
    if _STRANGE.search(text) or text.endswith(" "):
        return None
    for goes_on in ("", _SELDOM):
        try:
            return _Quick(_entries(goes_on).findall(text)).whole()
        except _Odd:
            continue
    return None


class _Quick:
    def __init__(self, entries: list[_Entry]) -> None:
        self._next = chain(filter(any, entries), (_END,)).__next__
        self._entry = self._next()

    def whole(self) -> dict[str, Any]:
        """The whole document."""
        if self._entry[0] or self._entry[1]:
            raise _Odd
        data = self._mapping(0, _DEEPEST)
        if self._entry is not _END:
            raise _Odd
        return data

    def _mapping(self, column: int, deeper: int) -> dict[str, Any]:
        """The mapping that begins with this entry, whose keys stand in a column."""
        data: dict[str, Any] = {}
        entry, following = self._entry, self._next
        while True:
            key, value = entry[2], entry[3]
            if not key or key in data or key in _WORDS:
                raise _Odd
            if value and not entry[4]:
                data[key] = _value(value) if value[0] in _OTHER else value.rstrip(" ")
                entry = following()
            elif value or entry[5]:
                data[key] = _long(column, *entry[3:7])
                entry = following()
            else:
                self._entry = following()
                data[key] = self._below(column, deeper)
                entry = self._entry
            if len(entry[0]) != column or entry[1]:
                self._entry = entry
                return data

    def _below(self, column: int, deeper: int) -> Any:
        """The value of a key that has none on its line."""
        entry = self._entry
        begin = len(entry[0])
        if entry is _END or begin < column or (begin == column and not entry[1]):
            return None
        if not deeper:
            raise _Odd
        return self._list(begin, deeper - 1) if entry[1] else self._mapping(begin, deeper - 1)

    def _list(self, column: int, deeper: int) -> list[Any]:
        """The list that begins with this entry, whose dashes stand in a column."""
        items: list[Any] = []
        while True:
            _, dash, key, value, more, mark, body, _ = self._entry
            if key:
                items.append(self._mapping(column + len(dash), deeper))
            elif value or mark:
                items.append(_long(column, value, more, mark, body))
                self._entry = self._next()
            else:
                raise _Odd
            if len(self._entry[0]) != column or not self._entry[1]:
                return items


def _value(text: str) -> Any:
    """A value on one line that may be something else than plain text."""
    first = text[0]
    if first in "[{":
        return _bracketed(text.rstrip(" "))
    return _quoted(text) if first in "'\"" else resolve(text.rstrip(" "))


def _quoted(text: str) -> str:
    return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]


def _long(column: int, value: str, more: str, mark: str, body: str) -> Any:
    """A value that may go on over several lines."""
    if mark:
        return _block(column, mark, body)
    if not more:
        return _value(value) if value[0] in _OTHER else value.rstrip(" ")
    lines = more[1:].split("\n")
    if value[0] in "[{'\"" or any(len(line) - len(line.lstrip(" ")) <= column for line in lines):
        raise _Odd
    return " ".join(line.strip(" ") for line in [value, *lines])


def _block(column: int, mark: str, body: str) -> str:
    """The text below ``|`` or ``>``."""
    if _BLANKS.search(body):
        raise _Odd
    lines = body.rstrip("\n").split("\n")
    begin = len(lines[0]) - len(lines[0].lstrip(" "))
    indent = " " * begin
    if begin <= column or not all(line.startswith(indent) for line in lines if line):
        raise _Odd
    lines = [line[begin:] for line in lines]
    if mark[0] == "|":
        text = "\n".join(lines)
    elif any(line.startswith(" ") for line in lines):
        raise _Odd
    else:
        text = _folded(lines)
    return text if mark[1:] else text + "\n"


def _folded(lines: list[str]) -> str:
    """Lines as one text: a line break is a blank, so many empty lines are as many line breaks."""
    text, gap = lines[0], 0
    for line in lines[1:]:
        if line:
            text += ("\n" * gap or " ") + line
            gap = 0
        else:
            gap += 1
    return text


def _bracketed(text: str) -> Any:
    if _WORDS_ALONE.fullmatch(text):
        words = text[1:-1].split(", ")
        return words if _WORDS.isdisjoint(words) else [resolve(word) for word in words]
    if _PAIRS_ALONE.fullmatch(text):
        pairs = [pair.split(": ", 1) for pair in text[1:-1].split(", ")]
        data = {key: resolve(value) for key, value in pairs}
        if len(data) == len(pairs) and _WORDS.isdisjoint(data):
            return data
    data, end = _flow(text, 1, _DEEPEST)
    if end != len(text):
        raise _Odd
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
            value: Any = _value(scalar) if scalar[0] in _OTHER else scalar.rstrip(" ")
        elif bracket and deeper:
            value, at = _flow(text, at, deeper - 1)
            while text[at : at + 1] == " ":
                at += 1
        elif text[at : at + 1] == closing and not (bracket or key or pairs or items):
            return (pairs if mapping else items), at + 1
        else:
            raise _Odd
        if mapping != bool(key) or key in pairs or key in _WORDS:
            raise _Odd
        if key:
            pairs[key] = value
        else:
            items.append(value)
        if text[at : at + 1] == closing:
            return (pairs if mapping else items), at + 1
        if text[at : at + 1] != ",":
            raise _Odd
        at += 1


def _part(text: str, at: int) -> tuple[str | None, str | None, str | None, int]:
    """What begins at an index: key, bracket, scalar, and where it ends."""
    found = _FLOW.match(text, at)
    return (found[1], found[2], found[3], found.end()) if found else (None, None, None, at)
