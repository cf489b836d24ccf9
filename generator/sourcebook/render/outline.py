"""What a finished page holds: its table of contents, and the stretches that search can find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import compress

from sourcebook.render.pages import Block, Heading

_TAG = re.compile(r"(</?[a-zA-Z][a-zA-Z0-9]*[^>]*>)")
_PARTS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
_ID, _SEARCH, _CODE = (
    re.compile(rf'(?<![\w-]){name}="([^"]*)"') for name in ("id", "data-search", "data-code")
)
# pictures repeat what stands beside them, and a column's name says nothing of a row
_SILENT = {"svg", "script", "style", "thead"}
_QUIET = re.compile(r'(?:[^"]|"[^"]*")*?\s(?:data-quiet(?![\w-])|class="pb-anchor")')
_SUB = re.compile(r'(?:[^"]|"[^"]*")*?\sclass="pb-sub"')  # stands on a line of its own
_SPACES = {"p", "div", "tr", "h1", "h2", "h3", "h4", "section", "small", "br"}
_CELLS = {"li", "td", "th", "dd"}
_LEVELS = {"h2": 2, "h3": 3}
_STOPS = re.compile(r"[\s·]*·[\s·]*")


def outline(
    html: str, title: str, code: str = "", tags: Tags | None = None
) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """The headings (h2, h3 with an id) and the search blocks of a page.

    A block begins at each such heading and at each element with an id and ``data-search`` (its
    title; ``data-code`` is the item's id) and reaches to the next one. What has ``data-quiet``
    is in no block. The page's own block comes first, under ``title`` and ``code``. ``tags`` is
    what pages before this one have taught.
    """
    tags = Tags() if tags is None else tags
    pieces = _TAG.split(html)  # texts, and a tag between each two
    written = pieces[1::2]
    pieces[1::2] = map(tags.__getitem__, written)
    reading = _Reading([_Draft("", title, code)])
    begin = end = 0
    for at in compress(range(len(written)), map(tags.marks.__contains__, written)):
        if at < end:
            continue  # within what is silent
        mark = tags.marks[written[at]]
        if mark.silent:
            reading.text(pieces[begin : 2 * at + 1])
            end = _end(written, at, mark.name)
            begin = 2 * end
        else:
            reading.text(pieces[begin : 2 * at + 2])
            reading.take(mark)
            begin = 2 * at + 2
    reading.text(pieces[begin:])
    return tuple(reading.headings), tuple(reading.blocks())


@dataclass(frozen=True)
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

    def __missing__(self, tag: str) -> str:
        slash, name, attributes = _PARTS.findall(tag)[0]
        name = name.lower()
        if mark := _mark(bool(slash), name, attributes):
            self.marks[tag] = mark
        self[tag] = apart = _apart(bool(slash), name, attributes)
        return apart


def _mark(closing: bool, name: str, attributes: str) -> Mark | None:
    if closing:
        return Mark(name) if name in _LEVELS else None
    if name in _SILENT or _is_quiet(attributes):
        return Mark(name, silent=True)
    found = _ID.search(attributes) if "id=" in attributes else None
    if found is None:
        return None
    anchor, named = unescape(found[1]), _SEARCH.search(attributes)
    if name in _LEVELS:
        return Mark(name, anchor=anchor)
    if named is None:
        return None
    code = _CODE.search(attributes)
    return Mark(name, False, anchor, unescape(named[1]), unescape(code[1]) if code else "")


def _apart(closing: bool, name: str, attributes: str) -> str:
    """What parts words on the page: a dot for cells, a colon for names, else a blank or nothing."""
    if name in _CELLS:
        return " · " if closing else " "
    if name == "dt":
        return ": " if closing else " "
    apart = name in _SPACES or ("pb-sub" in attributes and _SUB.match(attributes))
    return " " if apart else ""


def _is_quiet(attributes: str) -> bool:
    """Only few tags hold one of the words."""
    may_be = "data-quiet" in attributes or "pb-anchor" in attributes
    return may_be and _QUIET.match(attributes) is not None


def _end(tags: Sequence[str], begin: int, name: str) -> int:
    """The place behind the tag that ends the element which begins at a place."""
    same, depth = re.compile(rf"</?{name}(?![a-z0-9])", re.IGNORECASE), 1
    for at in range(begin + 1, len(tags)):
        tag = tags[at]
        if same.match(tag) and not tag.endswith("/>"):
            depth += -1 if tag[1] == "/" else 1
            if not depth:
                return at + 1
    return len(tags) + 1


@dataclass
class _Draft:
    anchor: str
    title: str
    code: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    """Where a page is being read: which block gathers text, which heading is open."""

    drafts: list[_Draft]
    headings: list[Heading] = field(default_factory=list)
    open: _Draft | None = None  # the heading that is being read
    level: int = 0

    def text(self, parts: Iterable[str]) -> None:
        (self.open or self.drafts[-1]).parts += parts

    def take(self, mark: Mark) -> None:
        level = _LEVELS.get(mark.name)
        if mark.anchor is None:
            self._close(level)
        elif level:
            self.open, self.level = _Draft(mark.anchor, ""), level
        else:
            self.drafts.append(_Draft(mark.anchor, mark.title, mark.code))

    def _close(self, level: int | None) -> None:
        if self.open is not None and level == self.level:
            words = _words(self.open.parts)
            self.headings.append(Heading(self.level, words, self.open.anchor))
            self.drafts.append(_Draft(self.open.anchor, words))
            self.open = None

    def blocks(self) -> Iterator[Block]:
        """The blocks in which something stands; the text does not begin with title and id again."""
        for draft in self.drafts:
            text = _words(draft.parts)
            if not text and draft.anchor:
                continue
            for known in (draft.title, draft.code):
                if known and f"{text} ".startswith(f"{known} "):
                    text = text[len(known) :].lstrip(" ·")
            yield Block(draft.anchor, draft.title, text, draft.code)


def _words(parts: list[str]) -> str:
    text = " ".join(unescape("".join(parts)).split())
    return _STOPS.sub(" · ", text).strip(" ·") if "·" in text else text
