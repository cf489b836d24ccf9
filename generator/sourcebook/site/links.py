"""The link checker: every link, fragment and image of a site's pages leads to something."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from sourcebook.render.pages import Page, Site

_TAG = re.compile(r"""<[a-zA-Z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
_LINK = re.compile(r"""\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
_ANCHOR = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""")

_NAMES = ("href=", "src=", "id=", "name=")
_MADE = ("assets/", "search/", "sitemap.xml", "404.html")
"""What every site has beside its pages and attachments."""


@dataclass(frozen=True)
class Problem:
    """A link that leads nowhere: the page it stands on, what it says, and why it fails."""

    page: str
    href: str
    why: str


def problems(site: Site, *, known: Collection[str] = ()) -> Iterator[Problem]:
    """The dead links of a site, page by page.

    ``known`` names what lies outside the site but is there: paths from the site's root, or whole
    folders with a slash at their end (``"../"``, ``"harbourline/"``). Addresses with a scheme
    (``https:``, ``mailto:``) are not asked: nothing leaves this process.
    """
    tags = {
        page.path: [tag for tag in _TAG.findall(page.html) if any(name in tag for name in _NAMES)]
        for page in site.pages
    }
    anchors = {path: frozenset(_values(_ANCHOR, found)) for path, found in tags.items()}
    files = {file.path for file in site.attachments} | {file.path for file in site.generated}
    elsewhere = (*_MADE, *known)
    for page in site.pages:
        for href in dict.fromkeys(_values(_LINK, tags[page.path])):
            if why := _fault(page, href, anchors, files, elsewhere):
                yield Problem(page.path, href, why)


def hrefs(html: str) -> Iterator[str]:
    """Where the links and pictures of a page lead, as its tags say it; text is no tag."""
    yield from _values(_LINK, _TAG.findall(html))


def _values(pattern: re.Pattern[str], tags: list[str]) -> Iterator[str]:
    for tag in tags:
        for double, single in pattern.findall(tag):
            yield unescape(double or single)


def _fault(
    page: Page,
    href: str,
    anchors: Mapping[str, Collection[str]],
    files: Collection[str],
    elsewhere: Collection[str],
) -> str:
    """Why a link fails, or nothing."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return "not a valid address"
    if parts.scheme or parts.netloc:
        return ""
    if href in ("", "#"):
        return "leads nowhere"
    if parts.path.startswith("/"):
        return "breaks where the site is not at the top of its host: write it relative to the page"
    target = page.path
    if parts.path:
        folder = posixpath.dirname(page.path)
        target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if target in anchors:
        fragment = unquote(parts.fragment)
        known = not fragment or fragment in anchors[target] or fragment == "page-title"
        return "" if known else f"{target} has no id {fragment!r}"
    if target in files or _within(target, elsewhere):
        return ""
    return f"the site has no {target}"


def _within(target: str, elsewhere: Collection[str]) -> bool:
    return any(
        target == path or (path.endswith("/") and f"{target}/".startswith(path))
        for path in elsewhere
    )
