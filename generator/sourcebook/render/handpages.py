"""What hand-written pages are called, and where they stand on the site."""

from __future__ import annotations

import re

from sourcebook.render import prose
from sourcebook.source.handpages import HandPage

PAGE = "page"
"""What changes of pages are known by, in place of a kind of item; their paths are the ids."""

FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def page_path(page: HandPage) -> str:
    """Where a hand-written page stands on the site."""
    return f"more/{page.path.removesuffix('.md')}.html"


def page_title(page: HandPage) -> str:
    """The title of the front matter, else the first heading, else the file's name."""
    title = page.meta.get("title")
    if isinstance(title, str) and title.strip():
        return title.strip()
    heading = re.search(r"^#\s+(.+?)\s*#*\s*$", FENCED.sub("", page.text), re.MULTILINE)
    if heading and (words := prose.plain(heading[1])):
        return words
    name = page.path.removesuffix(".md").rpartition("/")[2].replace("-", " ").replace("_", " ")
    return name.capitalize()
