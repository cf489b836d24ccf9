"""What rendering makes: pages and sites as plain values, which only ``site/`` puts on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sourcebook.findings import Place


@dataclass(frozen=True)
class Heading:
    """An entry of a page's table of contents."""

    level: int  # 2 for a page's parts, 3 for what stands in them
    title: str
    anchor: str


@dataclass(frozen=True)
class Block:
    """A stretch of a page that search finds by itself and leads to."""

    anchor: str  # empty for the page as a whole
    title: str
    text: str  # plain text, entities resolved
    code: str = ""  # the id of the item that it shows: a search for it finds this first


@dataclass(frozen=True)
class Page:
    """One page, ready but for the theme around it."""

    path: str  # within its site, with forward slashes: "risks.html", "roles/vendor-architect.html"
    title: str
    description: str  # one sentence, plain text
    html: str  # what stands in <article>, from its <h1> on
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    source: Place | None = None  # what "edit this page" opens
    label: str = ""  # its name in the navigation, where that is shorter than the title
    toc: bool = (
        True  # whether its table of contents is shown beside it; wide matrices need the room
    )

    @property
    def root(self) -> str:
        """The way from this page's folder to the site's root: ``""``, ``"../"`` …"""
        return "../" * self.path.count("/")


@dataclass(frozen=True)
class NavGroup:
    """A heading of the navigation and the paths under it; without a title they stand at the top."""

    title: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Attachment:
    """A file that is copied into the site as it is."""

    path: str  # within the site
    file: Path


@dataclass(frozen=True)
class Generated:
    """A file beside the pages that is made, not copied: a feed, data."""

    path: str  # within the site
    content: bytes


@dataclass(frozen=True)
class Site:
    """Everything that one site shows. Pages that no group names are reached by links alone."""

    slug: str  # the engagement's; empty for the portfolio
    name: str
    description: str
    as_of: str  # "2026-11-22": the day that the pages speak of
    pages: tuple[Page, ...]
    nav: tuple[NavGroup, ...]
    attachments: tuple[Attachment, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    """What the theme's frame shows: ``parties`` (short line under the name), ``phase`` and
    ``help`` (path with anchor of the escalation ladder), each left out where it is not known."""
    generated: tuple[Generated, ...] = ()
