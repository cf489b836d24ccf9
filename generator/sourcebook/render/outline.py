"""What a finished page holds: its table of contents, and the stretches that search can find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sourcebook.render.pages import Block, Heading
from sourcebook.render.tags import LEVELS, SILENT, Cut, Mark, bare


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
    stretches = _stretches(page, title, code)
    headings = tuple(
        Heading(its.heading, its.text, its.anchor)
        for its, after in pairwise(stretches)
        if after.is_headed
    )
    return headings, tuple(_blocks(stretches))


@dataclass(slots=True)
class _Stretch:
    """A part of a page: of a block, or the heading at its begin."""

    anchor: str
    title: str = ""
    code: str = ""
    heading: int = 0  # the level, if it is one
    is_headed: bool = False  # whether the stretch before it is its heading
    text: str = ""


def _stretches(page: Cut, title: str, code: str) -> Sequence[_Stretch]:
    """The parts of a page, with their words."""
    says, found = page.says[:], [_Stretch("", title, code)]
    texts: list[str] = []
    begin, heard, marks = 0, 0, iter(page.marks)
    for number, mark in marks:
        if number < heard:
            continue  # within what is silent
        if mark.silent:
            heard = (
                _end_marked(marks, mark.name)
                if mark.name in SILENT
                else _end(page.pieces, number, mark.name)
            ) or len(says)
            says[number:heard] = [""] * (heard - number)
        elif after := _after(found[-1], mark):
            texts.append("".join(says[begin:number]))
            found.append(after)
            begin = number
    texts.append("".join(says[begin:]))
    for stretch, words in zip(found, _words(texts), strict=True):
        stretch.text = words
    return found


def _after(last: _Stretch, mark: Mark) -> _Stretch | None:
    """What begins at a mark; nothing if what was last goes on."""
    level = LEVELS.get(mark.name, 0)
    if mark.anchor is None:
        is_end = last.heading and last.heading == level
        return _Stretch(last.anchor, is_headed=True) if is_end else None
    if level:
        return _Stretch(mark.anchor, heading=level)
    return None if last.heading else _Stretch(mark.anchor, mark.title, mark.code)


def _blocks(stretches: Sequence[_Stretch]) -> Iterator[Block]:
    """The blocks in which something stands; the text does not begin with title and id again."""
    heading = ""
    for its in stretches:
        if its.heading:
            heading = its.text
            continue
        text, title = its.text, heading if its.is_headed else its.title
        if not text and its.anchor:
            continue
        for known in (title, its.code):
            if known and f"{text} ".startswith(f"{known} "):
                text = text[len(known) :].lstrip(" ·")
        yield Block(its.anchor, title, text, its.code)


def _words(texts: Sequence[str]) -> Iterator[str]:
    """The words alone of texts, with single blanks, and single dots that stand by themselves."""
    whole = bare("\0".join(texts))
    whole = " ".join(whole.split())
    while "· ·" in whole:
        whole = whole.replace("· ·", "·")
    return (text.strip(" ·") for text in whole.split("\0"))


def _end_marked(marks: Iterator[tuple[int, Mark]], name: str) -> int | None:
    """The number of the piece that ends an element whose ends are among the marks that follow."""
    depth = 1
    for number, mark in marks:
        if mark.name == name:
            depth += 1 if mark.silent else -1
            if not depth:
                return number
    return None


def _end(pieces: Sequence[str], begin: int, name: str) -> int | None:
    """The number of the piece that ends the element which begins at one."""
    same, may_be, depth = _same(name), (f"/{name}", name), 1
    longest = len(name) + 1
    for number in range(begin + 1, len(pieces)):
        piece = pieces[number]
        if piece[:longest].lower().startswith(may_be) and (tag := same.match(piece)):
            depth += -1 if tag[1] else 1
            if not depth:
                return number
    return None


@cache
def _same(name: str) -> re.Pattern[str]:
    """The beginning of a piece whose tag begins or ends an element of that name."""
    return re.compile(rf"(/?){name}(?![a-zA-Z0-9])(?![^>]*/>)", re.IGNORECASE)
