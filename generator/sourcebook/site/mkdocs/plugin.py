"""The plugin: what ``mkdocs build`` does at a project's root."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from sourcebook.errors import SourcebookError
from sourcebook.site.folder import Folder
from sourcebook.site.links import Problem, problems
from sourcebook.site.mkdocs.dressing import SiteBuild, whole


class SourcebookConfig(Config):  # type: ignore[no-untyped-call]  # as below
    """The plugin's settings in ``mkdocs.yml``."""

    as_of = config_options.Optional(config_options.Type((str, date)))


class SourcebookPlugin(BasePlugin[SourcebookConfig]):  # type: ignore[no-untyped-call]  # MkDocs does not annotate __init_subclass__
    """Makes ``mkdocs build`` at a project's root write its portfolio and all its engagements."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        from sourcebook.site.builder import load_portfolio

        self._root = Path(config.config_file_path).parent
        try:
            self._portfolio = load_portfolio(self._root, self._day())
            site = self._portfolio.portfolio
            self._frame = self._portfolio.frame(site)
        except SourcebookError as error:
            raise PluginError(str(error)) from error
        self._build = SiteBuild(site, self._frame)
        self._build.dress(config)

    def _day(self) -> date | None:
        given = self.config.as_of
        try:
            return date.fromisoformat(str(given)) if given else None
        except ValueError as error:
            raise PluginError(f"mkdocs.yml: as_of must be a date, not {given!r}.") from error

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._build.files(files, config)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        return whole(output)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        from sourcebook.site.concordance import renew_concordance
        from sourcebook.site.write import write_site

        out = Path(config.site_dir)
        self._build.finish(config, Folder(out).write)
        named: list[tuple[str, str]] = []
        try:
            for site in self._portfolio.engagements:
                write_site(site, out / site.slug, frame=self._portfolio.frame(site))
                named.append((site.slug, site.name))
                _warn(site.slug, problems(site, known=("../",)))
            renew_concordance(out, named, anew=True)
        except (SourcebookError, OSError) as error:
            raise PluginError(str(error)) from error
        _warn("portfolio", problems(self._build.site, known=[f"{slug}/" for slug, _ in named]))

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        builder: object,  # noqa: ARG002 - the same
    ) -> LiveReloadServer:
        for name in ("site_config", "templates"):
            if (self._root / name).is_dir():
                server.watch(str(self._root / name))
        return server


def _warn(slug: str, found: Iterable[Problem]) -> None:
    """A warning for each dead link; in strict mode they stop the build."""
    log = get_plugin_logger("sourcebook")
    for problem in found:
        log.warning("%s: %s links to %r: %s", slug, problem.page, problem.href, problem.why)
