"""What a finished page holds: its table of contents, and the stretches that search can find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from sourcebook.render.pages import Block, Heading
from sourcebook.render.tags import LEVELS, Cut, Mark


def outline(html: str, title: str) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """As outlined, of a page of which nobody else wants to know anything."""
    return outlined(Cut(html), title)


def outlined(
    page: Cut, title: str, code: str = ""
) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """The headings (h2, h3 with an id) and the search blocks of a page.

    A block begins at each such heading and at each element with an id and ``data-search`` (its
    title; ``data-code`` is the item's id) and reaches to the next one. What has ``data-quiet``
    is in no block. The page's own block comes first, under ``title`` and ``code``.
    """
    written, marks = page.written, page.tags.marks
    pieces = page.pieces[:]
    pieces[1::2] = page.apart
    reading = _Reading([_Draft("", title, code)])
    begin = end = 0
    for at in page.marks:
        if at < end:
            continue  # within what is silent
        mark = marks[written[at]]
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


def _end(tags: Sequence[str], begin: int, name: str) -> int:
    """The place behind the tag that ends the element which begins at a place."""
    same, depth = _same(name), 1
    for at in range(begin + 1, len(tags)):
        tag = tags[at]
        if same.match(tag) and not tag.endswith("/>"):
            depth += -1 if tag[1] == "/" else 1
            if not depth:
                return at + 1
    return len(tags) + 1


@cache
def _same(name: str) -> re.Pattern[str]:
    """The beginning of a tag of that name."""
    return re.compile(rf"</?{name}(?![a-z0-9])", re.IGNORECASE)


@dataclass(slots=True)
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
        level = LEVELS.get(mark.name)
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
    if "·" not in text:
        return text
    return " · ".join(filter(None, (part.strip() for part in text.split("·"))))
