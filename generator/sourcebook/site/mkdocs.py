"""MkDocs as a library: the plugin, and the engine that builds one site in this process.

The only module that knows MkDocs. Nothing in MkDocs or its theme is patched: pages bring their
HTML in a ``Page`` subclass, and one Jinja2 environment serves all sites of a process.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import escape
from mkdocs.commands import build as commands_build
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, PluginCollection, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.theme import Theme
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from sourcebook.errors import SourcebookError, UsageError
from sourcebook.render import pages
from sourcebook.site import index, theme, wordlist
from sourcebook.site.compact import compact
from sourcebook.site.frame import STYLES, Frame
from sourcebook.site.links import Problem, problems
from sourcebook.site.outline import anchored, has_contents, outline

_INHERITED = ("theme", "extra", "site_url", "site_author", "copyright")
_SEARCH_OF_THEME = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_EVERYWHERE = "assets/javascripts/everywhere.js"  # the portfolio's alone
# a checkbox has no autocomplete: the theme's attribute is not valid HTML
_DRAWER = ('id="__drawer" autocomplete="off"', 'id="__drawer"')
_SEARCH = ('id="__search" autocomplete="off"', 'id="__search"')
_ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)


def inherited(config_file: Path) -> dict[str, Any]:
    """What every site takes over from the project's ``mkdocs.yml``: theme, extra, address, notice.

    Raises UsageError if the file cannot be read.
    """
    try:
        return dict(_inherited(config_file.absolute(), config_file.stat().st_mtime_ns))
    except (OSError, MkDocsException) as error:
        raise UsageError(f"{config_file} cannot be read: {error}") from error


@lru_cache(maxsize=4)
def _inherited(config_file: Path, _changed: int) -> dict[str, Any]:
    with config_file.open("rb") as stream:
        settings = yaml_load(stream, get_yaml_loader())
    chosen = {key: settings[key] for key in _INHERITED if settings.get(key)}
    look = chosen.get("theme", {})
    look = {"name": look} if isinstance(look, str) else {"name": "material", **look}
    if "custom_dir" in look:
        look["custom_dir"] = str(config_file.parent / look["custom_dir"])
    return {**chosen, "theme": look}


def build(site: pages.Site, folder: Path, frame: Frame) -> Path:
    """Build ``site`` inside the empty ``folder`` and return the folder of the result.

    Raises UsageError if the settings or a template that the project overrides do not work.
    """
    docs, out = folder / "docs", folder / "site"
    docs.mkdir()
    config = _configuration(site, frame, docs, out)
    config.plugins["sourcebook"] = _SitePlugin(site, frame)
    try:
        with _quiet():
            commands_build.build(config)
    except (MkDocsException, jinja2.TemplateError) as error:
        raise UsageError(f"The site {site.name!r} cannot be built: {error}") from error
    return out


def _configuration(site: pages.Site, frame: Frame, docs: Path, out: Path) -> MkDocsConfig:
    """A validated configuration; what else depends on the site is filled in by ``SiteBuild``."""
    settings = dict(frame.settings)
    settings.pop("site_url", None)
    config = _validated(json.dumps(settings, sort_keys=True, default=str), frame.overrides)
    config.docs_dir, config.site_dir = str(docs.absolute()), str(out.absolute())
    config.site_url = frame.address(site.slug) or None
    search = config.plugins["material/search"]
    config.plugins = PluginCollection()
    config.plugins["material/search"] = search
    return config


@lru_cache(maxsize=4)
def _validated(settings: str, _overrides: tuple[Path, ...]) -> MkDocsConfig:
    """The configuration of all sites with these settings and overrides, parsed and checked once."""
    search = {"lang": index.LANGUAGE, "separator": index.SEPARATOR, "pipeline": [*index.PIPELINE]}
    config = MkDocsConfig()
    with tempfile.TemporaryDirectory() as empty:
        config.load_dict(
            {
                "theme": {"name": "material"},
                **json.loads(settings),
                "site_name": "filled in for each site",
                "docs_dir": empty,
                "site_dir": f"{empty}.site",
                "plugins": {"search": search},
                "use_directory_urls": False,
            }
        )
        errors, _ = config.validate()
    if errors:
        raise UsageError("mkdocs.yml: " + "; ".join(f"{key}: {fault}" for key, fault in errors))
    return config


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


class _ReadyPage(Page):
    """A page whose HTML, title and table of contents are made already."""

    def __init__(self, ready: pages.Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(ready.title), file, config)
        self._ready = ready

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        self.markdown = ""
        self.meta = {
            "description": escape(self._ready.description),
            "search": {"exclude": True},  # the index is our own: see index.search_index
            "label": escape(self._ready.label or self._ready.title),  # in the navigation
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - the same
        top, self.content = anchored(self._ready.html)
        tree = outline(self._ready, top)
        self.toc = get_toc(tree)  # type: ignore[arg-type]  # MkDocs keeps the tokens' type private
        if not has_contents(self._ready, top, tree):
            self.meta["hide"] = ["toc"]


class _PlacedFile(File):
    """A file put into the site as it is: see ``theme.place``."""

    cache: Path | None = None

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002 - MkDocs' signature
        theme.place(Path(str(self.abs_src_path)), Path(self.abs_dest_path), self.cache)

    def is_documentation_page(self) -> bool:
        return False  # an attached Markdown file stays a file


def _placed(uri: str, path: Path, config: MkDocsConfig, cache: Path | None) -> _PlacedFile:
    file = _PlacedFile(
        uri, None, config.site_dir, False, dest_uri=uri, inclusion=InclusionLevel.INCLUDED
    )
    file.abs_src_path, file.cache = str(path), cache
    return file


@lru_cache(maxsize=4)
def _environment(
    dirs: tuple[str, ...], locale: str, cache: Path | None, _stamp: object
) -> jinja2.Environment:
    """The theme's environment, made once a process: templates compile once, not once a site."""
    theme_of_dirs = Theme(locale=locale)
    theme_of_dirs.dirs = list(dirs)
    environment = theme_of_dirs.get_env()
    environment.loader = theme.ThemeLoader(dirs)
    if cache is not None and (compiled := _writable(cache / "templates")) is not None:
        environment.bytecode_cache = jinja2.FileSystemBytecodeCache(str(compiled))
    return environment


def _writable(folder: Path) -> Path | None:
    """The folder, made if need be; ``None`` where nothing can be kept: then all is made anew."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


class SiteBuild:
    """What a site and its frame do to one MkDocs build."""

    def __init__(self, site: pages.Site, frame: Frame) -> None:
        self.site, self.frame, self.assets = site, frame, theme.assets(frame)

    def dress(self, config: MkDocsConfig) -> None:
        """Fill in the configuration: names, navigation, theme, styles and scripts."""
        site, frame = self.site, self.frame
        if config.theme.name != "material":
            raise PluginError(
                "theme.name in mkdocs.yml must be 'material': the sites' frame needs it."
            )
        config.use_directory_urls = False
        config.site_name, config.site_description = escape(site.name), escape(site.description)
        config.nav = [
            item
            for group in site.nav
            for item in (
                [{escape(group.title): _sources(group)}] if group.title else _sources(group)
            )
        ]
        config.extra_css = [STYLES, *theme.own_styles(self.assets)]
        config.extra_javascript = [*theme.scripts(self.assets)]
        config.mdx_configs = {**config.mdx_configs, "toc": {"title": "On this page"}}
        config.extra.update(generator=False, frame=theme.shown(site, frame))
        own = [str(path) for path in theme.folders(frame)]
        at = 1 if config.theme.custom_dir else 0
        config.theme.dirs[at:at] = [path for path in own if path not in config.theme.dirs]
        config.theme.static_templates = {"404.html"}
        look = config.theme
        look.update(theme.options(look.get("features") or (), look["favicon"]))
        environment = _environment(
            tuple(look.dirs), str(look.locale), frame.cache, theme.stamp(frame)
        )
        config.theme.get_env = lambda: environment  # type: ignore[method-assign]

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        """The site's files: the theme's that are needed, assets, attachments and pages.

        Nothing is taken from ``docs_dir``: playbooks are read by their own reader, and their
        YAML never reaches a site.
        """
        kept: list[File] = []
        for file in files:
            if file.src_dir is None:
                kept.append(file)
            elif file.src_dir != config.docs_dir and self._needed(file.src_uri):
                kept.append(self._shared(file.src_uri, Path(str(file.abs_src_path)), config))
        for name, path in self.assets.items():
            if not theme.is_part(name):
                kept.append(self._shared(f"assets/{name}", path, config))
        kept.append(File.generated(config, STYLES, content=theme.styles(self.assets)))
        for attachment in self.site.attachments:
            kept.append(_placed(attachment.path, attachment.file, config, None))
        for made in self.site.generated:
            kept.append(File.generated(config, made.path, content=made.content))
        named = {path for group in self.site.nav for path in group.paths}
        for page in self.site.pages:
            file = File.generated(config, _source(page.path), content="")
            file.inclusion = (
                InclusionLevel.INCLUDED if page.path in named else InclusionLevel.NOT_IN_NAV
            )
            _ReadyPage(page, file, config)
            kept.append(file)
        return Files({file.dest_uri: file for file in kept}.values())

    def _needed(self, uri: str) -> bool:
        """Whether the site needs this file of the theme: no source maps, no search but ours.

        ``sitemap.xml`` is MkDocs' own template, and the site's is written by ``finish``.
        """
        if uri.endswith(".map") or uri.startswith(_SEARCH_OF_THEME) or uri == "sitemap.xml":
            return False
        return uri != _EVERYWHERE or not self.site.slug

    def _shared(self, uri: str, path: Path, config: MkDocsConfig) -> File:
        return _placed(uri, path, config, self.frame.cache)

    def mend(self, html: str) -> str:
        """The page without the theme's one fault of validity that no template of ours reaches.

        Its article is without what no reader needs: marks for the search records, blanks at ends
        of lines. What is around it stays as the theme has it, byte for byte.
        """
        html = html.replace(*_DRAWER, 1).replace(*_SEARCH, 1)
        return _ARTICLE.sub(lambda article: compact(article[0]), html)

    def finish(self, config: MkDocsConfig) -> None:
        """Write what MkDocs does not, or not reproducibly: the search index and the sitemap."""
        out = Path(config.site_dir)
        search, records = out / "search", index.search_records(self.site)
        search.mkdir(exist_ok=True)
        # the second of each is for a folder without a server
        for name, text in (
            ("search_index.json", index.SETUP),
            ("search_index.js", f"var __index = {index.SETUP}"),
            ("records.json", records),
            ("records.js", f"var __records = {records}"),
        ):
            (search / name).write_text(text, encoding="utf-8")
        if self.frame.home:
            words = wordlist.written(wordlist.wordlist(self.site))
            (out / wordlist.PATH).write_text(words, encoding="utf-8")
        where = index.sitemap(self.site, config.site_url or "")
        (out / "sitemap.xml").write_text(where, encoding="utf-8")


def _source(path: str) -> str:
    """The name by which MkDocs knows a page: ``roles/lead.html`` is its ``roles/lead.md``."""
    return posixpath.splitext(path)[0] + ".md"


def _sources(group: pages.NavGroup) -> list[str]:
    return [_source(path) for path in group.paths]


class SourcebookConfig(Config):  # type: ignore[no-untyped-call]  # as below
    """The plugin's settings in ``mkdocs.yml``."""

    as_of = config_options.Optional(config_options.Type((str, date)))


class _SitePlugin(BasePlugin[SourcebookConfig]):  # type: ignore[no-untyped-call]  # MkDocs does not annotate __init_subclass__
    """Builds one given site."""

    def __init__(self, site: pages.Site, frame: Frame) -> None:
        self._build = SiteBuild(site, frame)

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        self._build.dress(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._build.files(files, config)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        return self._build.mend(output)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._build.finish(config)


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
        return self._build.mend(output)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        from sourcebook.site.concordance import renew_concordance
        from sourcebook.site.write import write_site

        self._build.finish(config)
        out = Path(config.site_dir)
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
