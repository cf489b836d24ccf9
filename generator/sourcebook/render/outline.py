"""What a finished page holds: its table of contents, and the stretches that search can find."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from sourcebook.render.pages import Block, Heading

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
_ID, _SEARCH, _CODE = (
    re.compile(rf'(?<![\w-]){name}="([^"]*)"') for name in ("id", "data-search", "data-code")
)
# pictures repeat what stands beside them, and a column's name says nothing of a row
_SILENT = {"svg", "script", "style", "thead"}
_QUIET = re.compile(r'(?:[^"]|"[^"]*")*?\s(?:data-quiet(?![\w-])|class="pb-anchor")')
_SUB = re.compile(r'(?:[^"]|"[^"]*")*?\sclass="pb-sub"')  # stands on a line of its own
_SPACES = {"p", "div", "tr", "h1", "h2", "h3", "h4", "section", "small", "br"}
_CELLS = {"li", "td", "th", "dd"}
_STOPS = re.compile(r"[\s·]*·[\s·]*")


def outline(html: str, title: str, code: str = "") -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """The headings (h2, h3 with an id) and the search blocks of a page.

    A block begins at each such heading and at each element with an id and ``data-search`` (its
    title; ``data-code`` is the item's id) and reaches to the next one. What has ``data-quiet``
    is in no block. The page's own block comes first, under ``title`` and ``code``.
    """
    reading = _Reading([_Draft("", title, code)])
    first, *pieces = _TAG.split(html)
    reading.text(first)
    for slash, name, attributes, text in zip(*(pieces[at::4] for at in range(4)), strict=True):
        reading.tag(bool(slash), name.lower(), attributes)
        reading.text(text)
    drafts = (draft for draft in reading.drafts if not draft.anchor or _words(draft.parts))
    return tuple(reading.headings), tuple(draft.block() for draft in drafts)


@dataclass
class _Draft:
    anchor: str
    title: str
    code: str = ""
    parts: list[str] = field(default_factory=list)

    def block(self) -> Block:
        """The block; its text does not begin with its own title and id once more."""
        text = _words(self.parts)
        for known in (self.title, self.code):
            if known and f"{text} ".startswith(f"{known} "):
                text = text[len(known) :].lstrip(" ·")
        return Block(self.anchor, self.title, text, self.code)


@dataclass
class _Reading:
    """Where a page is being read: which block gathers text, which heading is open."""

    drafts: list[_Draft]
    headings: list[Heading] = field(default_factory=list)
    open: _Draft | None = None  # the heading that is being read
    level: int = 0
    silent: str = ""  # the tag of the silent element around
    depth: int = 0

    def text(self, text: str) -> None:
        if text and not self.depth:
            (self.open or self.drafts[-1]).parts.append(text)

    def tag(self, closing: bool, name: str, attributes: str) -> None:
        if self.depth:
            if name == self.silent and not attributes.endswith("/"):
                self.depth += -1 if closing else 1
            return
        if not closing and (name in _SILENT or _is_quiet(attributes)):
            self.silent, self.depth = name, 1
            return
        self._part(name, closing, attributes)
        if closing:
            self._close(name)
        elif "id=" in attributes and (found := _ID.search(attributes)):
            self._open(name, unescape(found[1]), attributes)

    def _part(self, name: str, closing: bool, attributes: str) -> None:
        """Part what stands apart on the page: cells by a dot, names and values by a colon."""
        parts = (self.open or self.drafts[-1]).parts
        if name in _CELLS:
            parts.append(" · " if closing else " ")
        elif name == "dt":
            parts.append(": " if closing else " ")
        elif name in _SPACES or ("pb-sub" in attributes and _SUB.match(attributes)):
            parts.append(" ")

    def _open(self, name: str, anchor: str, attributes: str) -> None:
        if name in ("h2", "h3"):
            self.open, self.level = _Draft(anchor, ""), int(name[1])
        elif named := _SEARCH.search(attributes):
            code = _CODE.search(attributes)
            self.drafts.append(
                _Draft(anchor, unescape(named[1]), unescape(code[1]) if code else "")
            )

    def _close(self, name: str) -> None:
        if self.open is not None and name == f"h{self.level}":
            words = _words(self.open.parts)
            self.headings.append(Heading(self.level, words, self.open.anchor))
            self.drafts.append(_Draft(self.open.anchor, words))
            self.open = None


def _is_quiet(attributes: str) -> bool:
    """Asked of every tag; only few hold one of the words."""
    may_be = "data-quiet" in attributes or "pb-anchor" in attributes
    return may_be and _QUIET.match(attributes) is not None


def _words(parts: list[str]) -> str:
    text = " ".join(unescape("".join(parts)).split())
    return _STOPS.sub(" · ", text).strip(" ·")
