"""The engine that builds one site in this process, page by page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from sourcebook.site.frame import Frame
from sourcebook.site.kept import Kept
from sourcebook.site.mkdocs.configuration import configuration
from sourcebook.site.mkdocs.dressing import SiteBuild
from sourcebook.site.mkdocs.files import ReadyPage
from sourcebook.site.stage import go_on

_NOTHING = jinja2.Template("")


def build(
    site: pages.Site,
    folder: Path,
    frame: Frame,
    kept: Kept | None = None,
    between: Callable[[], None] = go_on,
) -> Path:
    """Build ``site`` inside the empty ``folder`` and return the folder of the result.

    Of what is ``kept`` nothing is made again, and what is made is kept. ``between`` is called after
    each page, and may raise what is no Exception, to stop.
    Raises UsageError if the settings or a template that the project overrides do not work.
    """
    docs, out = folder / "docs", folder / "site"
    docs.mkdir()
    config = configuration(site, frame, docs, out)
    config.plugins["sourcebook"] = _SitePlugin(site, frame, kept, between)
    with _telling(site), _quiet():
        commands_build.build(config)
    return out


def page_html(site: pages.Site, path: str, frame: Frame, kept: Kept) -> str:
    """One page of ``site`` as ``build`` would write it; of the others it needs the names alone.

    Raises UsageError as ``build`` does, and KeyError if there is no such page.
    """
    setup = SiteBuild(site, frame)
    config = configuration(site, frame, Path("docs"), Path("site"))
    kept.begin(site, frame)
    with _telling(site), _quiet():
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
        html = setup.mend(config.theme.get_env().get_template("main.html").render(context))
    kept.keep(page.ready, html)
    return html


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

    def __init__(
        self, site: pages.Site, frame: Frame, kept: Kept | None, between: Callable[[], None]
    ) -> None:
        self._build, self._kept, self._between = SiteBuild(site, frame), kept, between
        if kept is not None:
            kept.begin(site, frame)

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        self._build.dress(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._build.files(files, config)

    def on_page_content(
        self,
        html: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        files: Files,  # noqa: ARG002 - the same
    ) -> str:
        if isinstance(page, ReadyPage) and self._last(page) is not None:
            page.meta["template"] = _NOTHING
        return html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        self._between()
        assert isinstance(page, ReadyPage)  # noqa: S101 -- SiteBuild gives no other
        html = self._last(page)
        if html is None:
            html = self._build.mend(output)
            if self._kept is not None:
                self._kept.keep(page.ready, html)
        return html

    def _last(self, page: ReadyPage) -> str | None:
        return None if self._kept is None else self._kept.html(page.ready)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._build.finish(config)
