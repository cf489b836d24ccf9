"""What a build writes: finished sites, or the same pages as Markdown for a site generator."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path

from sourcebook.render.pages import Site
from sourcebook.site.concordance import FOLDER
from sourcebook.site.folder import Folder
from sourcebook.site.frame import STYLES, Frame
from sourcebook.site.kept import Kept
from sourcebook.site.stage import go_on


class Engine(StrEnum):
    """What sites become, and how the folder of one is laid out."""

    MKDOCS = "mkdocs"
    MARKDOWN = "markdown"

    @property
    def below(self) -> str:
        """The folder of its sites within the one for sites, where nobody has named another."""
        return "" if self is Engine.MKDOCS else "markdown"

    @property
    def docs(self) -> str:
        """Where pages lie in a site's folder, with a slash; empty: in the folder itself."""
        return "" if self is Engine.MKDOCS else "docs/"

    @property
    def home(self) -> str:
        """The first page in a site's folder."""
        return "index.html" if self is Engine.MKDOCS else f"{self.docs}index.md"

    @property
    def styles(self) -> str:
        """The style sheet, by which a site's folder is known for one."""
        return self.docs + STYLES

    def portfolio(self, folder: Path, slugs: Collection[str]) -> tuple[Path, Collection[str]]:
        """Where the portfolio lies in an edition's folder, and what of it belongs to others.

        It is around the engagements' sites, or beside them in a folder that none of them can have.
        """
        if self is Engine.MKDOCS:
            return folder, (FOLDER, *slugs)
        return folder / "_portfolio", self.foreign

    @property
    def foreign(self) -> Collection[str]:
        """What other programs may write into a site's folder: it is no part of the site."""
        return () if self is Engine.MKDOCS else ("site",)

    def build(
        self,
        site: Site,
        folder: Path,
        frame: Frame,
        kept: Kept | None = None,
        between: Callable[[], None] = go_on,
    ) -> Folder:
        """Build ``site`` inside the empty ``folder`` and return the folder of the result.

        ``kept`` and ``between`` are for finished sites: see ``mkdocs.build``.
        Raises UsageError if the settings, or a template that the project overrides, do not work.
        """
        if self is Engine.MKDOCS:
            from sourcebook.site import mkdocs  # heavy

            return mkdocs.build(site, folder, frame, kept, between)
        from sourcebook.site import markdown

        return markdown.build(site, folder, frame)
