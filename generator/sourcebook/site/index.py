"""The search index and the sitemap of a site, as text in the forms that their readers expect."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from sourcebook.render.pages import Block, Page, Site

LANGUAGE = "en"
SEPARATOR = r"[\s\-–—/_.,;:()]+"
PIPELINE = ("stopWordFilter",)
"""What the theme's plugin asks for. Neither decides what is found: ``search.js`` of the theme does,
which reads the records alone."""

_CONFIG = {"lang": [LANGUAGE], "separator": SEPARATOR, "pipeline": list(PIPELINE)}


SETUP = json.dumps({"config": _CONFIG, "docs": []}, separators=(",", ":"))
"""What the theme asks for as each page loads: next to nothing. ``search.js`` fetches the records
when somebody is about to search."""


def search_records(site: Site) -> str:
    """What search looks through: one record a block, each page's own first."""
    docs = [record for page in site.pages for record in _records(page)]
    return json.dumps(docs, separators=(",", ":"), ensure_ascii=False)


def _records(page: Page) -> Iterator[Mapping[str, Any]]:
    """A page's records. The first is the page itself, and the others are shown below it."""
    own = [block for block in page.blocks if not block.anchor]
    yield _record(page, own[0] if own else Block("", page.title, page.description))
    for block in page.blocks:
        if block.anchor:
            yield _record(page, block)


def _record(page: Page, block: Block) -> Mapping[str, Any]:
    """One record; its title and text are HTML to the theme, so they are escaped here."""
    location = f"{page.path}#{block.anchor}" if block.anchor else page.path
    record: dict[str, Any] = {
        "location": location,
        "title": escape(block.title, quote=False),
        "text": escape(block.text, quote=False),
    }
    named = block.code and block.code != block.title
    return {**record, "tags": [escape(block.code, quote=False)]} if named else record


def sitemap(site: Site, url: str) -> str:
    """``sitemap.xml``. Without a known ``url`` its locations are relative to the file itself."""
    base = url.rstrip("/") + "/" if url else ""
    day = escape(site.as_of)
    entries = "".join(
        f"  <url><loc>{escape(base + page.path)}</loc><lastmod>{day}</lastmod></url>\n"
        for page in site.pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )
