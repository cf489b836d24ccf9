"""A finished page taken apart at its tags, once for all who look into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import compress, count

_TAG = re.compile(r"(</?[a-zA-Z][^>]*>)")
_PARTS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
_ID, _SEARCH, _CODE = (
    re.compile(rf'(?<![\w-]){name}="([^"]*)"') for name in ("id", "data-search", "data-code")
)
# pictures repeat what stands beside them, and a column's name says nothing of a row
_SILENT = frozenset({"svg", "script", "style", "thead"})
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
LEVELS = {"h2": 2, "h3": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag that does more than part words: it begins or ends something."""

    name: str
    silent: bool = False
    anchor: str | None = None  # of the heading or block that it begins; without, it ends a heading
    title: str = ""
    code: str = ""


class Tags(dict[str, str]):
    """What each tag puts between the words around it; a site has thousands, few of them unlike."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self.reserved: dict[str, bool] = {}
        """Of tags of what is no running text, whether they begin it."""

    def __missing__(self, tag: str) -> str:
        slash, name, attributes = _PARTS.findall(tag)[0]
        name = name.lower()
        if name in _RESERVED:
            self.reserved[tag] = not slash
        if mark := _ended(name) if slash else _begun(name, attributes):
            self.marks[tag] = mark
        apart = _APART.get(slash + name, "")
        if not apart and "pb-sub" in attributes and _SUB.match(attributes):
            apart = " "
        self[tag] = apart
        return apart


def _ended(name: str) -> Mark | None:
    return Mark(name) if name in LEVELS else None


def _begun(name: str, attributes: str) -> Mark | None:
    if name in _SILENT or _is_quiet(attributes):
        return Mark(name, silent=True)
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


class Cut:
    """The texts of a page, and a tag between each two; ``tags`` is what pages before it taught."""

    def __init__(self, html: str, tags: Tags | None = None) -> None:
        self.html, self.tags = html, Tags() if tags is None else tags
        self.pieces = _TAG.split(html)
        self.written: Sequence[str] = self.pieces[1::2]  # the tags
        self.apart = [*map(self.tags.__getitem__, self.written)]
        """What each of them puts between words."""

    @property
    def marks(self) -> compress[int]:
        """The numbers of the tags that begin or end something."""
        return compress(count(), map(self.tags.marks.__contains__, self.written))

    def running(self) -> list[tuple[int, int]]:
        """From which to which text, the last included, there is running text."""
        found, begin, within, reserved = [], 0, 0, self.tags.reserved
        for at in compress(count(), map(reserved.__contains__, self.written)):
            if reserved[self.written[at]]:
                if not within:
                    found.append((begin, at))
                within += 1
            elif within:
                within -= 1
                begin = at + 1
        if not within:
            found.append((begin, len(self.written)))
        return found
