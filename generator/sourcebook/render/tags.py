"""A finished page taken apart at its tags, once for all who look into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_HEAD = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]*)(.*)", re.DOTALL)
_ID, _SEARCH, _CODE = (
    re.compile(rf'(?<![\w-]){name}="([^"]*)"') for name in ("id", "data-search", "data-code")
)
# pictures repeat what stands beside them, and a column's name says nothing of a row
SILENT = frozenset({"svg", "script", "style", "thead"})
_QUIET = re.compile(r'(?:[^"]|"[^"]*")*?\s(?:data-quiet(?![\w-])|class="pb-anchor")')
_SUB = re.compile(r'(?:[^"]|"[^"]*")*?\sclass="pb-sub"')  # stands on a line of its own
_APART = {
    **dict.fromkeys(("p", "div", "tr", "h1", "h2", "h3", "h4", "section", "small", "br"), " "),
    **dict.fromkeys(("li", "td", "th", "dd", "dt"), " "),
    **dict.fromkeys(("/p", "/div", "/tr", "/h1", "/h2", "/h3", "/h4", "/section", "/small"), " "),
    **dict.fromkeys(("/li", "/td", "/th", "/dd"), " · "),
    "/dt": ": ",
}
"""What parts words on the page: a dot for cells, a colon for names, else a blank or nothing."""
_RESERVED = frozenset(
    {
        *("a", "button", "code", "h1", "h2", "h3", "h4", "h5", "label", "legend", "option", "pre"),
        *("summary", "svg", "th", "title"),
    }
)
"""Elements that are no running text: links, headings, pictures, what is pressed."""
_MARKED, _BEGUN, _ENDED = "\0", "\1", "\2"
"""Signs for what no text has: a mark; where an element that is no running text begins and ends."""
LEVELS = {"h2": 2, "h3": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag that does more than part words: it begins something, or else ends it."""

    name: str
    silent: bool = False
    anchor: str | None = None  # of the heading or block that it begins
    title: str = ""
    code: str = ""


class _Tag(NamedTuple):
    """What a tag does to the text behind it."""

    apart: str = ""  # what it puts between words
    mark: Mark | None = None


_NO_TAG = _Tag(apart="<")  # a sign that should have been escaped


class _Pieces(dict[str, str]):
    """What each piece says: its words, behind what parts them from those before.

    A piece is a tag without its ``<``, and the text behind it.
    """

    def __init__(self) -> None:
        self.marked: dict[str, tuple[str, Mark]] = {}
        """Of pieces whose tag is a mark, what they say; the pieces themselves have ``_MARKED``."""

    def __missing__(self, piece: str) -> str:
        head, closed, text = piece.partition(">")
        tag = _tag(head) if closed else None
        if tag is None:
            tag, text = _NO_TAG, piece
        text = unescape(text) if "&" in text else text
        says = tag.apart + bare(text.replace(_MARKED, "")).replace("·", " · ")
        if tag.mark:
            self.marked[piece] = says, tag.mark
            says = _MARKED
        if tag.mark or len(piece) <= _LONGEST:
            self[piece] = says
        return says


_MOST = 20_000  # pieces that are remembered: a site has more, but few thousand that are unlike
_LONGEST = 500  # what is longer is seldom said twice


def bare(said: str) -> str:
    """The words alone of what pieces say."""
    return said.replace(_BEGUN, "").replace(_ENDED, "")


class Cut:
    """The pieces of a page, and what they say.

    Texts and attributes have ``<`` and ``>`` escaped, as templates do it. Pages say most things
    again and again, and so do sites: what a piece says is remembered.
    """

    _known = _Pieces()

    def __init__(self, html: str) -> None:
        if len(Cut._known) > _MOST:
            Cut._known = _Pieces()
        known = Cut._known
        self.html = html
        self.pieces = f">{html}".split("<")  # before the first tag there is an empty one
        self.says = [*map(known.__getitem__, self.pieces)]
        self.marks: list[tuple[int, Mark]] = []
        """The tags that begin or end something, and the numbers of their pieces."""
        for number in _places(self.says, _MARKED):
            self.says[number], mark = known.marked[self.pieces[number]]
            self.marks.append((number, mark))

    def running(self, sought: re.Pattern[str]) -> Iterator[int]:
        """The numbers of the pieces of running text in whose words something is found."""
        said, at, number, depth, last = _MARKED.join(self.says), 0, 0, 0, -1
        for match in sought.finditer(said):
            begin, at = at, match.start()
            number += said.count(_MARKED, begin, at)
            depth = _depth(said[begin:at], depth)
            if not depth and number > last:
                yield number
            last = number


def _depth(said: str, depth: int) -> int:
    """Within how many elements that are no running text something ends which begins in some."""
    first, *others = said.split(_ENDED)
    depth += first.count(_BEGUN)
    for words in others:
        if depth:  # else it is the end of nothing
            depth -= 1
        depth += words.count(_BEGUN)
    return depth


def _places(texts: Sequence[str], text: str) -> Iterator[int]:
    at = -1
    with suppress(ValueError):
        while True:
            at = texts.index(text, at + 1)
            yield at


@lru_cache(maxsize=4096)  # sites have many tags in common
def _tag(head: str) -> _Tag | None:
    """What a tag does that is written so between its ``<`` and its ``>``; nothing if it is none."""
    found = _HEAD.match(head)
    if found is None:
        return None if head else _Tag()
    slash, name, attributes = found.groups()
    name = name.lower()
    apart = _APART.get(slash + name, "")
    if not apart and "pb-sub" in attributes and _SUB.match(attributes):
        apart = " "
    if name in _RESERVED:
        apart += _ENDED if slash else _BEGUN
    return _Tag(apart, _ended(name) if slash else _begun(name, attributes))


def _ended(name: str) -> Mark | None:
    return Mark(name) if name in LEVELS or name in SILENT else None


def _begun(name: str, attributes: str) -> Mark | None:
    if name in SILENT or _is_quiet(attributes):
        return None if attributes.endswith("/") else Mark(name, silent=True)
    found = _ID.search(attributes) if "id=" in attributes else None
    if found is None:
        return None
    anchor, named = unescape(found[1]), _SEARCH.search(attributes)
    if name in LEVELS:
        return Mark(name, anchor=anchor)
    if named is None:
        return None
    code = _CODE.search(attributes)
    return Mark(name, False, anchor, unescape(named[1]), unescape(code[1]) if code else "")


def _is_quiet(attributes: str) -> bool:
    """Only few tags hold one of the words."""
    may_be = "data-quiet" in attributes or "pb-anchor" in attributes
    return may_be and _QUIET.match(attributes) is not None
