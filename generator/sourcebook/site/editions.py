"""The shared edition of an engagement's site: what may be handed to the other company."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import unquote, urlsplit

from sourcebook.findings import Finding
from sourcebook.render.pages import Page, Site
from sourcebook.site.links import hrefs, problems

_LINK = re.compile(
    r"""<a\b(?=[^<>]*?\shref=(?:"([^"]*)"|'([^']*)'))(?:[^<>"']|"[^"]*"|'[^']*')*>(.*?)</a>""",
    re.DOTALL,
)


PLACEHOLDERS = "TXT001"
"""The rule that tells of many in a file at the first of them, which may be another in each edition.

What it finds in the shared edition is in the whole playbook too.
"""


def told_in_both(
    shared: Sequence[Finding], internal: Iterable[Finding], untold: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """The findings of the shared edition that hold for the whole playbook too.

    One that only the shared edition has would come of what is kept back: a risk that looks
    uncovered because the cover is internal. What the client accepts stands in neither, nor what is
    ``untold`` in the whole one.
    """
    found = [*internal]
    known = {_spot(finding) for finding in found if finding.accepted is None}
    gone = {_spot(finding) for finding in found if finding.accepted is not None}
    gone |= {_spot(finding) for finding in untold}
    gathered = {file for code, file, *_ in known if code == PLACEHOLDERS}

    def holds(finding: Finding) -> bool:
        spot = _spot(finding)
        left = finding.code == PLACEHOLDERS and finding.place.file in gathered
        return spot in known or (left and spot not in gone)

    return tuple(f for f in shared if f.accepted is None and holds(f))


def _spot(finding: Finding) -> tuple[str, str, int, int]:
    return finding.code, finding.place.file, finding.place.line, finding.place.column


def handed_over(site: Site) -> Site:
    """The site without attachments that no page links to, and with no link to what is not in it.

    A link to a page that is kept back becomes the words that it stood on.
    """
    if site.attachments:
        linked = {target for page in site.pages for target in _targets(page)}
        kept = tuple(file for file in site.attachments if file.path in linked)
        site = replace(site, attachments=kept)
    dead: dict[str, set[str]] = {}
    for problem in problems(site):
        dead.setdefault(problem.page, set()).add(problem.href)
    pages = (_without(page, dead[page.path]) if page.path in dead else page for page in site.pages)
    return replace(site, pages=tuple(pages))


def _targets(page: Page) -> Iterator[str]:
    """Where the links and pictures of a page lead within its site."""
    for href in hrefs(page.html):
        try:
            parts = urlsplit(href)
        except ValueError:
            continue
        if parts.path and not parts.scheme and not parts.netloc:
            folder = posixpath.dirname(page.path)
            yield posixpath.normpath(posixpath.join(folder, unquote(parts.path)))


def _without(page: Page, dead: set[str]) -> Page:
    def words(match: re.Match[str]) -> str:
        return match[3] if unescape(match[1] or match[2] or "") in dead else match[0]

    return replace(page, html=_LINK.sub(words, page.html))
