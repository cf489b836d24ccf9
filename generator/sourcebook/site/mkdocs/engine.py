"""The engine that builds one site in this process, page by page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import jinja2
from mkdocs.commands import build as commands_build
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from sourcebook.errors import UsageError
from sourcebook.render import pages
from sourcebook.site import theme
from sourcebook.site.folder import Folder
from sourcebook.site.frame import Frame
from sourcebook.site.kept import Kept, made
from sourcebook.site.mkdocs.configuration import configuration
from sourcebook.site.mkdocs.dressing import SiteBuild, whole
from sourcebook.site.mkdocs.files import ReadyPage
from sourcebook.site.mkdocs.shell import Shells
from sourcebook.site.mkdocs.slots import UnforeseenError
from sourcebook.site.stage import go_on


def build(
    site: pages.Site,
    folder: Path,
    frame: Frame,
    kept: Kept | None = None,
    between: Callable[[], None] = go_on,
) -> Folder:
    """Build ``site`` inside the empty ``folder`` and return the folder of the result.

    Of what is ``kept`` nothing is made again, and what is made is kept. ``between`` is called after
    each page, and may raise what is no Exception, to stop.
    Raises UsageError if the settings or a template that the project overrides do not work.
    """
    out = Folder(folder / "site", frame.cache)
    with _telling(site), _quiet():
        if theme.is_ours(frame):
            with suppress(UnforeseenError):
                _build(_shells(site, frame, kept), site, out, kept, between)
                return out
        docs = folder / "docs"
        docs.mkdir()
        config = configuration(site, frame, docs, out.path)
        config.plugins["sourcebook"] = _SitePlugin(site, frame, between)
        commands_build.build(config)
        return Folder.of(out.path)


def page_html(site: pages.Site, path: str, frame: Frame, kept: Kept) -> bytes:
    """One page of ``site`` as ``build`` would write it; of the others it needs the names alone.

    Raises UsageError as ``build`` does, and KeyError if there is no such page.
    """
    page = {page.path: page for page in site.pages}[path]
    with _telling(site), _quiet():
        if theme.is_ours(frame):
            with suppress(UnforeseenError):
                return kept.page(page, _shells(site, frame, kept).page).content
        return _by_itself(site, path, frame).encode(errors="xmlcharrefreplace")


def _shells(site: pages.Site, frame: Frame, kept: Kept | None) -> Shells:
    if kept is None:
        return Shells(site, frame)
    shells = kept.around(site, frame, lambda: Shells(site, frame))
    assert isinstance(shells, Shells)  # noqa: S101 -- nobody else keeps any
    return shells


def _build(
    shells: Shells, site: pages.Site, out: Folder, kept: Kept | None, between: Callable[[], None]
) -> None:
    setup = SiteBuild(site, shells.frame)
    for name, its in setup.beside(shells.config).items():
        if isinstance(its, bytes):
            out.write(name, its)
        else:
            out.place(name, its.path, shared=its.shared)
    out.write("404.html", shells.lost().encode())
    for page in site.pages:
        html = made(page, shells.page) if kept is None else kept.page(page, shells.page)
        out.write(page.path, html.content, html.sum)
        between()
    setup.finish(shells.config, out.write)


def _by_itself(site: pages.Site, path: str, frame: Frame) -> str:
    """A page as the theme's templates make it."""
    setup = SiteBuild(site, frame)
    config = configuration(site, frame, Path("docs"), Path("site"))
    config = config.plugins.on_config(config)
    setup.dress(config)
    made = {page.path: setup.page(page, config) for page in site.pages}
    files = Files(made.values())
    nav = get_navigation(files, config)
    for file in files:
        assert file.page is not None  # noqa: S101 -- SiteBuild.page() sets it
        file.page.read_source(config)
    page = made[path].page
    assert isinstance(page, ReadyPage)  # noqa: S101 -- the same
    page.render(config, files)
    page.active = True
    context = commands_build.get_context(nav, files, config, page)
    context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
    return whole(config.theme.get_env().get_template("main.html").render(context))


@contextmanager
def _telling(site: pages.Site) -> Iterator[None]:
    """Tell what MkDocs or a template says in one line."""
    try:
        yield
    except (MkDocsException, jinja2.TemplateError) as error:
        raise UsageError(f"The site {site.name!r} cannot be built: {error}") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep MkDocs' progress notes of a site within a larger build to itself; warnings pass."""

    def grave(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING

    log = logging.getLogger(commands_build.__name__)
    log.addFilter(grave)
    try:
        yield
    finally:
        log.removeFilter(grave)


class _NoSettings(Config):  # type: ignore[no-untyped-call]  # as below
    """Nothing is to be set."""


class _SitePlugin(BasePlugin[_NoSettings]):  # type: ignore[no-untyped-call]  # MkDocs does not annotate __init_subclass__
    """Builds one given site."""

    def __init__(self, site: pages.Site, frame: Frame, between: Callable[[], None]) -> None:
        self._build, self._between = SiteBuild(site, frame), between

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        self._build.dress(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._build.files(files, config)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        self._between()
        return whole(output)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._build.finish(config, Folder(Path(config.site_dir)).write)
