"""The search index and the sitemap of a site, as text in the forms that their readers expect."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from sourcebook.render.pages import Block, Page, Site

LANGUAGE = "en"
SEPARATOR = r"[\s\-–—/_.,;:()]+"
"""Where search splits words: identifiers such as ``RSK-07`` are found whole or by their parts."""

PIPELINE = ("stopWordFilter",)

_BOOSTS = {"title": 12.0, "text": 1.0, "tags": 30.0}
"""How much a hit counts by where it is. The theme's own (1,000 and 1,000,000) let one word of a
title outdo every word of a text."""

_CONFIG = {
    "lang": [LANGUAGE],
    "separator": SEPARATOR,
    "pipeline": list(PIPELINE),
    "fields": {name: {"boost": boost} for name, boost in _BOOSTS.items()},
}


def search_index(site: Site) -> str:
    """The index that the theme's search worker reads: one record a block, each page's own first."""
    docs = [record for page in site.pages for record in _records(page)]
    return json.dumps({"config": _CONFIG, "docs": docs}, separators=(",", ":"), ensure_ascii=False)


def _records(page: Page) -> Iterator[Mapping[str, Any]]:
    """A page's records. The worker takes the first for the page and hangs the others below it."""
    own = [block for block in page.blocks if not block.anchor]
    yield _record(page, own[0] if own else Block("", page.title, page.description))
    for block in page.blocks:
        if block.anchor:
            yield _record(page, block)


def _record(page: Page, block: Block) -> Mapping[str, Any]:
    """One record; its title and text are HTML to the worker, so they are escaped here."""
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
