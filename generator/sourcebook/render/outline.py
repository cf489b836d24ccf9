"""What a finished page holds: its table of contents, and the stretches that search can find."""

from __future__ import annotations

import re
from html import unescape

from sourcebook.render.pages import Block, Heading

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
_ID = re.compile(r'\bid="([^"]*)"')
_SEARCH = re.compile(r'\bdata-search="([^"]*)"')
_SILENT = {"svg", "script", "style"}  # pictures repeat what stands beside them
_SPACES = {"p", "li", "td", "th", "dd", "dt", "div", "tr", "h1", "h2", "h3", "h4", "section", "br"}


def outline(html: str, title: str) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """The headings (h2, h3 with an id) and the search blocks of a page.

    A block begins at each such heading and at each element with ``data-search`` (its title) and
    an id, and reaches to the next one. What has ``data-quiet`` is in no block.
    """
    headings: list[Heading] = []
    blocks: list[tuple[str, str, list[str]]] = [("", title, [])]
    heading: tuple[int, str, list[str]] | None = None
    silent = 0
    silent_tag = ""
    end = 0
    for match in _TAG.finditer(html):
        text = html[end : match.start()]
        end = match.end()
        if text and not silent:
            blocks[-1][2].append(text)
            if heading:
                heading[2].append(text)
        closing, name, attributes = match[1], match[2].lower(), match[3]
        if silent:
            if name == silent_tag and not attributes.endswith("/"):
                silent += -1 if closing else 1
            continue
        if not closing and (name in _SILENT or "data-quiet" in attributes):
            silent, silent_tag = 1, name
            continue
        if name in _SPACES:
            blocks[-1][2].append(" ")
        found = None if closing else _ID.search(attributes)
        if closing and heading and name == f"h{heading[0]}":
            words = _words(heading[2])
            headings.append(Heading(heading[0], words, heading[1]))
            if blocks[-1][0] == heading[1]:
                blocks[-1] = (heading[1], blocks[-1][1] or words, [])
            heading = None
        elif found and name in ("h2", "h3"):
            anchor = unescape(found[1])
            heading = (int(name[1]), anchor, [])
            blocks.append((anchor, "", []))
        elif found and (named := _SEARCH.search(attributes)):
            blocks.append((unescape(found[1]), unescape(named[1]), []))
    if html[end:] and not silent:
        blocks[-1][2].append(html[end:])
    made = (Block(anchor, words, _words(parts)) for anchor, words, parts in blocks)
    return tuple(headings), tuple(b for b in made if b.text or b.anchor == "")


def _words(parts: list[str]) -> str:
    return " ".join(unescape("".join(parts)).split())
