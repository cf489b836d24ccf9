"""A page's table of contents as a tree, and the anchor of its title."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from sourcebook.render.pages import Page

_H1 = re.compile(r"<h1\b([^>]*)>")
_ID = re.compile(r'\bid="([^"]*)"')

Entry = dict[str, Any]
"""``level``, ``id``, ``name`` (HTML), ``children``: the shape of Python-Markdown's toc tokens."""


def anchored(html: str) -> tuple[str, str]:
    """The id of the first ``<h1>`` and the HTML with it; ``("", html)`` if there is no title.

    The way past the navigation ("skip to content") leads there.
    """
    title = _H1.search(html)
    if title is None:
        return "", html
    if given := _ID.search(title[1]):
        return given[1], html
    start, end = title.span()
    return "page-title", f'{html[:start]}<h1 id="page-title"{title[1]}>{html[end:]}'


def outline(page: Page, top: str) -> list[Entry]:
    """The headings, each below the last one of a lower level; all below the title's id ``top``."""
    root: list[Entry] = []
    if top:
        root.append(_entry(1, page.title, top))
    trail = list(root)
    for heading in page.headings:
        entry = _entry(heading.level, heading.title, heading.anchor)
        while trail and trail[-1]["level"] >= heading.level:
            trail.pop()
        (trail[-1]["children"] if trail else root).append(entry)
        trail.append(entry)
    return root


def has_contents(page: Page, top: str, tree: list[Entry] | None = None) -> bool:
    """Whether the table of contents is shown beside a page: where there is more than one part."""
    tree = outline(page, top) if tree is None else tree
    parts = tree[0]["children"] if top and tree else tree
    return page.toc and page.path != "index.html" and len(parts) > 1


def _entry(level: int, title: str, anchor: str) -> Entry:
    return {"level": level, "name": escape(title, quote=False), "id": anchor, "children": []}
