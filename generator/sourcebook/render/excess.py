"""Texts that would take a Markdown parser minutes, and that no reader could have meant."""

from __future__ import annotations

import re

DEEPEST = 24
"""So many quotes and lists within each other, or definitions in one list, are still read."""

FARTHEST = 2_000_000
"""So many characters are looked through for the ends of brackets, all together."""

_NESTED = re.compile(
    rf"^[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]*){{{DEEPEST},}}\S|^ {{{4 * DEEPEST},}}\S", re.M
)
_RULE = re.compile(r"^[ \t]*([-*_])(?:[ \t]*\1)+[ \t]*$", re.MULTILINE)
_PARTS = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"[\[\]]")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[[^\]]*\]:", re.MULTILINE)
_TERM = re.compile(r"^ {0,3}:[ \t]", re.MULTILINE)
_MOST = 300
"""So many abbreviations, or terms, does a page explain."""


def is_excessive(text: str) -> bool:
    """Whether a text nests, or opens brackets, as only a mistake or an attack does."""
    return (
        ("[" in text and sum(map(_searched, _PARTS.split(text))) > FARTHEST)
        or _NESTED.search(_RULE.sub("", text)) is not None
        or max(len(each.findall(text)) for each in (_ABBREVIATION, _TERM)) > _MOST
    )


def _searched(part: str) -> int:
    """How far a parser goes in search of the end of each bracket, in all."""
    opened: list[int] = []
    far = 0
    for found in _BRACKET.finditer(part):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            far += found.start() - opened.pop()
    return far + sum(len(part) - start for start in opened)
