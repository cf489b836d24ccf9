"""The files that MkDocs is given: pages that bring their HTML, and files that stay as they are."""

from __future__ import annotations

from pathlib import Path

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from sourcebook.render import pages
from sourcebook.site.outline import anchored, has_contents, outline
from sourcebook.site.store import place


class ReadyPage(Page):
    """A page whose HTML, title and table of contents are made already."""

    def __init__(self, ready: pages.Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(ready.title), file, config)
        self.ready = ready

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        self.markdown = ""
        self.meta = {
            "description": escape(self.ready.description),
            "search": {"exclude": True},  # the index is our own: see index.search_index
            "label": escape(self.ready.label or self.ready.title),  # in the navigation
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - the same
        top, self.content = anchored(self.ready.html)
        tree = outline(self.ready, top)
        self.toc = get_toc(tree)  # type: ignore[arg-type]  # MkDocs keeps the tokens' type private
        if not has_contents(self.ready, top, tree):
            self.meta["hide"] = ["toc"]


class _PlacedFile(File):
    """A file put into the site as it is: see ``store.place``."""

    cache: Path | None = None

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002 - MkDocs' signature
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        place(Path(str(self.abs_src_path)), target, self.cache)

    def is_documentation_page(self) -> bool:
        return False  # an attached Markdown file stays a file


def placed(uri: str, path: Path, config: MkDocsConfig, cache: Path | None) -> File:
    """A file to be put into the site as it is; of one that sites share, ``cache`` keeps a copy."""
    file = _PlacedFile(
        uri, None, config.site_dir, False, dest_uri=uri, inclusion=InclusionLevel.INCLUDED
    )
    file.abs_src_path, file.cache = str(path), cache
    return file
