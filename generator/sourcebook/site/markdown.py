"""The same site as Markdown files and an ``mkdocs.yml``, for those who run their own generator.

MkDocs with Material, ProperDocs and Zensical build it. Around the pages stands their own theme: our
frame stays behind, and what the pages themselves need comes along.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sourcebook.render.pages import Page, Site
from sourcebook.site import theme
from sourcebook.site.folder import Folder
from sourcebook.site.frame import STYLES, Frame
from sourcebook.site.markup import label, markdown, yaml_text

FILE = "mkdocs.yml"
_FRAME = "css/2-shell.css"
"""The part of the style sheet that is about our frame alone."""

_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_ENDING = ".txt"
"""Attached Markdown files get this at the end of their names: they would become pages."""

_HEAD = f"""\
# Written by 'sourcebook build --engine markdown', which replaces this folder: keep nothing here.
# Build it with 'mkdocs build' (MkDocs or ProperDocs, with Material for MkDocs) or 'zensical build'.
# To take the pages into a site of your own, copy docs/ and what you need of the following:
# use_directory_urls, attr_list, {STYLES} and the scripts.
"""


def build(site: Site, folder: Path, frame: Frame) -> Folder:
    """Write ``site`` inside the empty ``folder`` and return the folder of the result."""
    out = Folder(folder / "tree", frame.cache)
    found = theme.assets(frame)
    moved = {file.path: _ENDING for file in site.attachments if file.path.lower().endswith(_PAGES)}
    out.write(FILE, (_HEAD + yaml_text(_settings(site, frame, found))).encode())
    for page in site.pages:
        out.write(f"docs/{source(page)}", markdown(page, moved).encode())
    styles = {name: path for name, path in found.items() if name != _FRAME}
    out.write(f"docs/{STYLES}", theme.styles(styles).encode())
    for name, path in found.items():
        if not theme.is_part(name):
            out.place(f"docs/assets/{name}", path)
    for attachment in site.attachments:
        renamed = attachment.path + moved.get(attachment.path, "")
        out.place(f"docs/{renamed}", attachment.file, shared=False)
    for made in site.generated:
        out.write(f"docs/{made.path}", made.content)
    return out


def source(page: Page) -> str:
    """The path of a page's file below ``docs/``."""
    return page.path.removesuffix(".html") + ".md"


def _settings(site: Site, frame: Frame, found: Mapping[str, Path]) -> dict[str, Any]:
    """What ``mkdocs.yml`` says. Names are HTML in it, since themes show them as they are.

    The project's ``extra`` stays behind: it may hold what no other company is to read.
    """
    own = dict(frame.settings)
    named = {path for group in site.nav for path in group.paths}
    unnamed = [source(page) for page in site.pages if page.path not in named]
    said = {
        "site_name": label(site.name),
        "site_description": label(site.description),
        "site_url": frame.address(site.slug),
        "site_author": own.get("site_author"),
        "copyright": _stamp(site, frame),
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "theme": _theme(own.get("theme") or {}),
        "plugins": ["search"],
        "markdown_extensions": ["attr_list", {"toc": {"title": "On this page"}}],
        "extra_css": [STYLES, *theme.own_styles(found)],
        "extra_javascript": theme.scripts(found),
        "extra": {"generator": False},
        "nav": _nav(site),
        "not_in_nav": "".join(f"/{path}\n" for path in unnamed),
    }
    return {key: value for key, value in said.items() if value not in (None, "")}


def _theme(own: Mapping[str, Any]) -> dict[str, Any]:
    """The project's theme; its folder of overrides stays behind, since it is made for our frame."""
    chosen = {key: value for key, value in own.items() if key != "custom_dir"}
    if chosen.setdefault("name", "material") != "material":
        return chosen
    favicon = str(chosen.get("favicon") or theme.STOCK_FAVICON)
    return {**chosen, **theme.options(chosen.get("features") or (), favicon)}


def _stamp(site: Site, frame: Frame) -> str:
    """What our footer says: the day, the edition, who sees it, the project's notice."""
    day = f'<time datetime="{escape(site.as_of)}" data-pb-as-of>{theme.day(site.as_of)}</time>'
    notice = str(frame.settings.get("copyright") or "")  # HTML, as in MkDocs
    said = map(label, (frame.stood, frame.edition, frame.footer))
    parts = (f"As of {day}", *said, notice)
    return " · ".join(filter(None, parts))


def _nav(site: Site) -> list[Any]:
    pages = {page.path: page for page in site.pages}
    nav: list[Any] = []
    for group in site.nav:
        entries = [_entry(pages[path]) for path in group.paths]
        nav += [{label(group.title): entries}] if group.title else entries
    return nav


def _entry(page: Page) -> Any:
    return {label(page.label): source(page)} if page.label else source(page)
