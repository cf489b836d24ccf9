"""Texts with places for what a page brings, and what stands in for a page while they are made.

A template that writes a stand-in's title leaves a mark, which is a place from then on. Nothing is
taken for granted of the templates: whatever else they ask of a stand-in raises UnforeseenError, and
so does a mark that is not found as it was left, because a filter changed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from jinja2 import TemplateError
from markupsafe import escape

_MARK = re.compile(r"\0<([a-z_0-9|.]+):\d+ &aA>\0")
_ESCAPED = "|e"
"""At the end of a place's name: what stands there is escaped once more."""


def both(name: str, value: str) -> dict[str, str]:
    """What stands at the places of a text, and of the same escaped."""
    return {name: str(value), name + _ESCAPED: str(escape(value))}


class UnforeseenError(Exception):
    """A template asks for what differs from page to page: each page has to be made by itself."""


@contextmanager
def foreseen() -> Iterator[None]:
    """Where a template cannot do with a stand-in what it may do with a page: UnforeseenError."""
    try:
        yield
    except (TypeError, ValueError, LookupError, TemplateError) as error:
        raise UnforeseenError(str(error)) from error


class Form:
    """A text with places."""

    def __init__(self, text: str) -> None:
        self._pieces = _MARK.split(text)
        self.names, self.between = self._pieces[1::2], self._pieces[::2]
        if any("\0" in piece for piece in self.between):
            raise UnforeseenError("a part of a page's address")

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with these values at their places."""
        pieces = self._pieces.copy()
        try:
            pieces[1::2] = [values[name] for name in self.names]
        except KeyError as error:
            raise UnforeseenError(str(error)) from error
        return "".join(pieces)

    @property
    def pattern(self) -> str:
        """A regular expression for the text with marks at its places."""
        pieces = [re.escape(piece) for piece in self._pieces]
        pieces[1::2] = [rf"\0<{re.escape(name)}:\d+ &aA>\0" for name in self.names]
        return "".join(pieces)


class Marks:
    """The marks that were left in a text."""

    def __init__(self) -> None:
        self._left: list[str] = []

    def leave(self, name: str) -> str:
        """A mark for the place of this name. Filters that change a text change it, too."""
        self._left.append(f"\0<{name}:{len(self._left)} &aA>\0")
        return self._left[-1]

    def checked(self, text: str) -> str:
        """The text, if each mark is there as it was left. Raises UnforeseenError."""
        if sorted(found[0] for found in _MARK.finditer(text)) != sorted(self._left):
            raise UnforeseenError("something of a page, changed by a filter")
        return text


class Slot:
    """A text of a page: a template may write it, or ask whether there is one."""

    def __init__(self, marks: Marks, name: str, filled: bool = True) -> None:
        self._marks, self._name, self._filled = marks, name, filled

    def __str__(self) -> str:
        return self._marks.leave(self._name)

    def __html__(self) -> str:
        return self._marks.leave(self._name + _ESCAPED)

    def __bool__(self) -> bool:
        return self._filled

    def __getattr__(self, name: str) -> Any:
        raise UnforeseenError(f"{self._name}.{name}")

    def _asked(self, *_of: object) -> NoReturn:
        raise UnforeseenError(f"more of {self._name} than its words")

    __eq__ = __ne__ = __lt__ = __gt__ = __getitem__ = __iter__ = __len__ = _asked
    __repr__ = __add__ = __radd__ = __mod__ = __hash__ = _asked

    def __contains__(self, text: object) -> bool:
        self._asked(text)


class Content(Slot):
    """The HTML of a page, which has a title."""

    def __contains__(self, text: object) -> bool:
        return text == "<h1" or super().__contains__(text)


class Strict:
    """Something that templates may ask for these attributes, and for nothing else."""

    def __init__(self, name: str, **known: Any) -> None:
        self.__dict__.update(known, _called=name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise UnforeseenError(f"{self._called}.{name}")

    def _asked(self, *_of: object) -> NoReturn:
        raise UnforeseenError(f"all of {self._called}")

    __str__ = __repr__ = __contains__ = __getitem__ = __iter__ = __len__ = _asked
    __eq__ = object.__eq__

    def __bool__(self) -> bool:
        return True
