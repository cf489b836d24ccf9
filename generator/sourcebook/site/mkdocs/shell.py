"""What the theme puts around a page's article: made once for all pages of a kind, and filled in.

The pages are those that the theme's templates make, byte for byte; see ``slots`` for what is done
where these ask a page for more than its kind and the texts that it brings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.structure.files import Files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from sourcebook.render import pages
from sourcebook.site.compact import compact
from sourcebook.site.frame import Frame
from sourcebook.site.mkdocs.anypage import Kind, any_page, any_row, kind_of
from sourcebook.site.mkdocs.configuration import configuration
from sourcebook.site.mkdocs.dressing import SiteBuild, mended
from sourcebook.site.mkdocs.entries import ENTRY, Entries
from sourcebook.site.mkdocs.files import ReadyPage
from sourcebook.site.mkdocs.slots import Form, Marks, Strict, UnforeseenError, both, foreseen
from sourcebook.site.outline import Entry, anchored, outline


class _Shell(NamedTuple):
    before: Form
    opening: str  # of the article
    closing: str
    after: Form


class Shells:
    """Makes the pages of a site. Raises UnforeseenError where each must be made by itself."""

    def __init__(self, site: pages.Site, frame: Frame) -> None:
        self.frame, self._setup = frame, SiteBuild(site, frame)
        config = configuration(site, frame, Path("docs"), Path("site"))
        self.config = config.plugins.on_config(config)
        self._setup.dress(self.config)
        self.config.extra["frame"]["once"] = self._once
        self._environment = self.config.theme.get_env()
        self._listed = {page.path: self._known(page) for page in self._setup.listed}
        self._files = Files([page.file for page in self._listed.values()])
        self._nav = get_navigation(self._files, self.config)
        self._marks, self._folder = Marks(), ""
        self._made: dict[Hashable, str] = {}
        self._closed = defaultdict[str, dict[str, str]](dict)
        self._shells: dict[Kind, _Shell] = {}
        self._entries = Entries(self._nav, self._macros)
        self._row = self._leaf()
        self._between: str | None = None  # two rows of a table of contents

    def lost(self) -> str:
        """The page for addresses at which there is none."""
        base = urlsplit(self.config.site_url or "/").path
        context = get_context(self._nav, self._files, self.config, base_url=base)
        return self._environment.get_template("404.html").render(context)

    def page(self, page: pages.Page) -> str:
        """A page of the site as it is to be written."""
        top, html = anchored(page.html)
        tree = outline(page, top)
        if not top or not page.title or len(tree) != 1:
            raise UnforeseenError("a page without a title")
        its = self._listed.get(page.path) or self._known(page)
        kind = kind_of(page, its, tree[0])
        if kind not in self._shells:
            self._shells[kind] = self._shell(kind)
        shell = self._shells[kind]
        values = {
            **both("title", escape(page.title)),
            **both("description", escape(page.description)),
            **both("label", escape(page.label or page.title)),
            **both("address", its.canonical_url or ""),
            **self._closed[kind.folder],
            "rows": self._rows(tree[0]["children"]),
        }
        values |= self._entries.open(its, kind, values, self._folded)
        article = compact(f"{shell.opening}{html}{shell.closing}")
        return f"{shell.before.filled(values)}{article}{shell.after.filled(values)}"

    def _known(self, page: pages.Page) -> ReadyPage:
        """The page as MkDocs knows it, without what it holds."""
        its = self._setup.page(page, self.config).page
        assert isinstance(its, ReadyPage)  # noqa: S101 -- SiteBuild gives no other
        its.read_source(self.config)
        return its

    def _shell(self, kind: Kind) -> _Shell:
        self._marks, self._folder = Marks(), kind.folder
        page = any_page(kind, self._marks)
        with foreseen():
            text = self._environment.get_template("main.html").render(self._context(page))
        text = mended(self._folded(self._marks.checked(text)))
        begin, end = text.find("<article"), text.rfind("</article>") + len("</article>")
        article = Form(text[begin:end])
        if begin < 0 or article.names != ["content"]:
            raise UnforeseenError("more of a page in its article")
        opening, closing = article.between
        return _Shell(Form(text[:begin]), opening, closing, Form(text[end:]))

    def _macros(self, page: Strict) -> Any:
        """What makes entries of the navigation for a page."""
        template = self._environment.get_template("partials/nav-item.html")
        return template.make_module(cast("dict[str, Any]", self._context(page)))

    def _context(self, page: Strict) -> TemplateContext:
        context = get_context(self._nav, self._files, self.config, page)  # type: ignore[arg-type]
        context["pages"] = Strict("pages")  # type: ignore[typeddict-item]  # nobody asks for them
        return context

    def _once(self, *key: Hashable, caller: Callable[[], str]) -> str:
        """What the theme's ``{% call %}`` makes of a part that no page changes.

        Entries of the navigation are places: of each page another one stands open.
        """
        part = (self._folder, *key)
        if part not in self._made:
            self._made[part] = caller()
        if not str(key[0]).startswith(ENTRY):
            return self._made[part]
        name = str(key[0])
        self._closed[self._folder][name] = self._made[part]
        return self._marks.leave(name)

    def _leaf(self) -> Form:
        """A row of a table of contents without rows below it."""
        marks = Marks()
        template = self._environment.get_template("partials/toc-item.html")
        with foreseen():
            row = template.render(toc_item=any_row(marks))
        return Form(marks.checked(row))

    def _folded(self, text: str) -> str:
        """The text with one place for the rows of a table of contents, of which it has two."""
        row = self._row.pattern

        def fold(match: re.Match[str]) -> str:
            if self._between not in (None, match[1]):
                raise UnforeseenError("what parts rows of a table of contents")
            self._between = match[1]
            return Marks().leave("rows")

        return re.sub(rf"{row}(\s*){row}", fold, text)

    def _rows(self, entries: Sequence[Entry]) -> str:
        return (self._between or "").join(map(self._row_of, entries))

    def _row_of(self, entry: Entry) -> str:
        if entry["children"]:
            item = get_toc([entry]).items[0]  # type: ignore[list-item]  # a type of its own
            return self._environment.get_template("partials/toc-item.html").render(toc_item=item)
        return self._row.filled({"row.title": entry["name"], "row.address": f"#{entry['id']}"})
