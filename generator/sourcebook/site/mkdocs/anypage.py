"""The page that stands in for all pages of a kind while the theme's templates are rendered."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import NamedTuple

from jinja2 import Undefined

from sourcebook.render import pages
from sourcebook.site.mkdocs.files import ReadyPage
from sourcebook.site.mkdocs.slots import Content, Marks, Slot, Strict
from sourcebook.site.outline import Entry, has_contents


class Kind(NamedTuple):
    """What templates may ask of a page before they write anything of it."""

    folder: str  # of its address, from the site's root
    top: str  # the id of its title
    is_home: bool
    has_description: bool
    has_address: bool  # a canonical one
    has_parts: bool  # in its table of contents
    hides_contents: bool
    neighbours: tuple[bool, bool, bool]  # in the navigation: above, before and after it


def kind_of(page: pages.Page, its: ReadyPage, title: Entry) -> Kind:
    """The kind of a page, which MkDocs knows as ``its``; ``title`` is the root of its outline."""
    return Kind(
        posixpath.join(posixpath.dirname(its.url), ""),
        title["id"],
        its.is_homepage,
        bool(page.description),
        bool(its.canonical_url),
        bool(title["children"]),
        not has_contents(page, title["id"], [title]),
        (its.parent is not None, its.previous_page is not None, its.next_page is not None),
    )


def any_page(kind: Kind, marks: Marks, file: str = "\0") -> Strict:
    """A page of the kind in a ``file`` of this name, which none has."""
    text = partial(Slot, marks)
    above, before, after = (Strict("a neighbour") if there else None for there in kind.neighbours)
    meta = {
        "description": text("description", kind.has_description),
        "search": {"exclude": True},
        "label": text("label"),
    }
    return Strict(
        "page",
        title=text("title"),
        meta={**meta, "hide": ["toc"]} if kind.hides_contents else meta,
        url=f"{kind.folder}{file}.html",
        canonical_url=text("address") if kind.has_address else None,
        edit_url=None,
        is_homepage=kind.is_home,
        parent=above,
        previous_page=before,
        next_page=after,
        toc=any_contents(kind, marks),
        content=Content(marks, "content"),
    )


def any_contents(kind: Kind, marks: Marks) -> list[Strict]:
    """The table of contents of a page of the kind: its title with two rows below it, or none."""
    rows = [any_row(marks), any_row(marks)] if kind.has_parts else []
    return [Strict("contents", level=1, url=f"#{kind.top}", children=rows)]


def any_row(marks: Marks) -> Strict:
    """An entry of a table of contents with none below it."""
    text = partial(Slot, marks)
    return Strict(
        "row",
        title=text("row.title"),
        url=text("row.address"),
        children=[],
        typeset=Undefined(name="typeset"),  # MkDocs' own entries have no such thing
    )
