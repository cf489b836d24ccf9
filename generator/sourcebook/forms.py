"""Regular expressions of which most runs of the program need but a few.

To compile a hundred of them takes a tenth of the time in which a file is linted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any


class Form:
    """A regular expression, as ``re.compile`` makes it, from the moment on when it is needed."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self._source, self._flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Its match that begins at an index."""
        return self.pattern.match(text, start)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """Its matches between two indexes."""
        return self.pattern.finditer(text, start, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Its first match between two indexes."""
        return self.pattern.search(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Its match that is the whole text."""
        return self.pattern.fullmatch(text)

    def findall(self, text: str) -> list[Any]:
        """What it finds: of each match its groups, or the whole where it has none."""
        return self.pattern.findall(text)

    def sub(self, instead: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something else in place of each match."""
        return self.pattern.sub(instead, text)

    def split(self, text: str) -> list[str | Any]:
        """The text between its matches, and what their groups hold."""
        return self.pattern.split(text)
