"""The link checker: every link, fragment and image of a site's pages leads to something."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sourcebook.render.pages import Site

_TAG = re.compile(
    r"""<[a-zA-Z][^\s<>"'=]*\s[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>"""  # with attributes
)
_ATTRIBUTE = re.compile(r"""\s(href|src|id|name)=(?:"([^"]*)"|'([^']*)')""")
_LINKS = ("href", "src")

_PLAIN = re.compile(
    r' (href|src|id|name)="([^"]*)"'
    r'(?=[^<>"]*(?:"[^"]*"[^<>"]*)*>)'  # the end of a tag comes next, not the beginning of one
)
_UNLIKE = re.compile(r">[^<>=]*+(?:=|<[^a-zA-Z/])")  # a text that could be read as a tag
_OTHERWISE = re.compile(r"\n[^\S\n]*(?:href|src|id|name)=")

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
    read = {page.path: _read(page.html) for page in site.pages}
    anchors = {path: its.anchors for path, its in read.items()}
    files = {file.path for file in site.attachments} | {file.path for file in site.generated}
    elsewhere = frozenset((*_MADE, *known))
    fine: dict[str, set[str]] = {}  # pages of a folder share most of their links
    for page in site.pages:
        folder = posixpath.join(posixpath.dirname(page.path), "")
        good, own = fine.setdefault(folder, set()), anchors[page.path]
        for href in read[page.path].links:
            if href in good or (href[:1] == "#" and href[1:] in own):
                continue
            is_own = href.startswith(("#", "?"))
            why = _fault(page.path if is_own else folder, href, anchors, files, elsewhere)
            if not why and not is_own:
                good.add(href)
            elif why and href in hrefs(page.html):
                yield Problem(page.path, href, why)


@lru_cache(maxsize=128)
def hrefs(html: str) -> tuple[str, ...]:
    """Where the links and pictures of a page lead, each once; text is no tag."""
    return _exact(html).links


class _Read(NamedTuple):
    """What the tags of a page say."""

    anchors: frozenset[str]
    links: tuple[str, ...]  # each once


@lru_cache(maxsize=128)
def _read(html: str) -> _Read:
    """What a page says: read the fast way where its texts cannot be taken for attributes.

    A page of the shared edition is asked for twice: for what it may not link to, and at last.
    """
    return _sorted(_PLAIN.findall(html)) if _is_plain(html) else _exact(html)


def _exact(html: str) -> _Read:
    found = _ATTRIBUTE.findall("\n".join(_TAG.findall(html)))
    return _sorted((name, double or single) for name, double, single in found)


def _sorted(found: Iterable[tuple[str, str]]) -> _Read:
    said = dict.fromkeys(found)
    return _Read(
        frozenset(unescape(value) for name, value in said if name not in _LINKS),
        tuple(dict.fromkeys(unescape(value) for name, value in said if name in _LINKS)),
    )


def _is_plain(html: str) -> bool:
    """Whether attributes have a blank before them and double quotes, as in all that we write.

    No text may have a sign of equality, as attributes have, or a ``<`` that begins no tag.
    """
    if any(blank in html for blank in "\t\r\f\v") or ("'" in html and "='" in html):
        return False
    return not (_OTHERWISE.search(html) or _UNLIKE.search(f">{html}"))


def _fault(
    start: str,
    href: str,
    anchors: Mapping[str, Collection[str]],
    files: Collection[str],
    elsewhere: Collection[str],
) -> str:
    """Why a link fails that is on the page ``start``, or on any of that folder; or nothing."""
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
    target = start
    if parts.path:
        folder = posixpath.dirname(start)
        target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if target in anchors:
        fragment = unquote(parts.fragment)
        known = not fragment or fragment in anchors[target] or fragment == "page-title"
        return "" if known else f"{target} has no id {fragment!r}"
    if target in files or _within(target, elsewhere):
        return ""
    return f"the site has no {target}"


def _within(target: str, elsewhere: Collection[str]) -> bool:
    names = f"{target}/".split("/")
    folders = ("/".join((*names[:depth], "")) for depth in range(1, len(names)))
    return target in elsewhere or any(folder in elsewhere for folder in folders)
