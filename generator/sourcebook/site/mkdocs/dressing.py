"""What a site and its frame do to one MkDocs build: its look, its files, and what MkDocs lacks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.theme import Theme

from sourcebook.render import pages
from sourcebook.render.compiling import Compiled
from sourcebook.site import index, theme, wordlist
from sourcebook.site.compact import compact
from sourcebook.site.frame import STYLES, Frame
from sourcebook.site.mkdocs.files import ReadyPage, placed

_SEARCH_OF_THEME = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_EVERYWHERE = "assets/javascripts/everywhere.js"  # the portfolio's alone
# a checkbox has no autocomplete: the theme's attribute is not valid HTML
_DRAWER = ('id="__drawer" autocomplete="off"', 'id="__drawer"')
_SEARCH = ('id="__search" autocomplete="off"', 'id="__search"')
_ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)


class Asset(NamedTuple):
    """A file that is put into a site as it is."""

    path: Path
    shared: bool = True  # with other sites


class SiteBuild:
    """What a site and its frame do to one MkDocs build."""

    def __init__(self, site: pages.Site, frame: Frame) -> None:
        self.site, self.frame, self.assets = site, frame, theme.assets(frame)
        self._named = {path for group in site.nav for path in group.paths}
        self.listed = [page for page in site.pages if page.path in self._named]

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
        kept = [file for file in files if file.src_dir is None]
        for name, its in self.beside(config).items():
            if isinstance(its, bytes):
                kept.append(File.generated(config, name, content=its))
            else:
                kept.append(
                    placed(name, its.path, config, self.frame.cache if its.shared else None)
                )
        kept += [self.page(page, config) for page in self.site.pages]
        return Files({file.dest_uri: file for file in kept}.values())

    def beside(self, config: MkDocsConfig) -> dict[str, Asset | bytes]:
        """The files beside the pages, by path: those that there are, and what is in others."""
        of_theme = _files(config.theme.get_env(), tuple(config.theme.dirs))
        found: dict[str, Asset | bytes] = {
            uri: Asset(path) for uri, path in of_theme.items() if self._needed(uri)
        }
        for name, path in self.assets.items():
            if not theme.is_part(name):
                found[f"assets/{name}"] = Asset(path)
        found[STYLES] = theme.styles(self.assets).encode()
        for attachment in self.site.attachments:
            found[attachment.path] = Asset(attachment.file, shared=False)
        return {**found, **{made.path: made.content for made in self.site.generated}}

    def page(self, page: pages.Page, config: MkDocsConfig) -> File:
        """The file of a page of the site."""
        file = File.generated(config, _source(page.path), content="")
        file.inclusion = (
            InclusionLevel.INCLUDED if page.path in self._named else InclusionLevel.NOT_IN_NAV
        )
        ReadyPage(page, file, config)
        return file

    def _needed(self, uri: str) -> bool:
        """Whether the site needs this file of the theme: no source maps, no search but ours.

        ``sitemap.xml`` is MkDocs' own template, and the site's is written by ``finish``.
        """
        if uri.endswith(".map") or uri.startswith(_SEARCH_OF_THEME) or uri == "sitemap.xml":
            return False
        return uri != _EVERYWHERE or not self.site.slug

    def finish(self, config: MkDocsConfig, write: Callable[[str, bytes], None]) -> None:
        """Write what MkDocs does not, or not reproducibly: the search index and the sitemap."""
        # scripts, too, because a folder without a server has nothing that could be fetched
        write("search/search_index.json", index.SETUP.encode())
        write("search/search_index.js", f"var __index = {index.SETUP}".encode())
        write("search/records.js", f"var __records = {index.search_records(self.site)}".encode())
        if self.frame.home:
            write(wordlist.PATH, wordlist.written(wordlist.wordlist(self.site)).encode())
        write("sitemap.xml", index.sitemap(self.site, config.site_url or "").encode())


def mended(html: str) -> str:
    """The page without the theme's one fault of validity that no template of ours reaches."""
    return html.replace(*_DRAWER, 1).replace(*_SEARCH, 1)


def whole(html: str) -> str:
    """A page that the theme has made, as it is to be written.

    Its article is without what no reader needs: marks for the search records, blanks at ends
    of lines. What is around it stays as the theme has it, byte for byte.
    """
    return _ARTICLE.sub(lambda article: compact(article[0]), mended(html))


def _source(path: str) -> str:
    """The name by which MkDocs knows a page: ``roles/lead.html`` is its ``roles/lead.md``."""
    return posixpath.splitext(path)[0] + ".md"


def _sources(group: pages.NavGroup) -> list[str]:
    return [_source(path) for path in group.paths]


@lru_cache(maxsize=4)
def _environment(
    dirs: tuple[str, ...], locale: str, cache: Path | None, _stamp: object
) -> jinja2.Environment:
    """The theme's environment, made once a process: templates compile once, not once a site."""
    theme_of_dirs = Theme(locale=locale)
    theme_of_dirs.dirs = list(dirs)
    environment = theme_of_dirs.get_env()
    environment.loader = theme.ThemeLoader(dirs)
    if cache is not None:
        environment.bytecode_cache = Compiled(cache / "templates")
    return environment


@lru_cache(maxsize=4)
def _files(environment: jinja2.Environment, dirs: tuple[str, ...]) -> Mapping[str, Path]:
    """The files of a theme that are no templates, by their path in a site."""
    config, files = MkDocsConfig(), Files([])
    config.theme = Theme()
    config.theme.dirs, config.site_dir, config.use_directory_urls = list(dirs), "", False
    files.add_files_from_theme(environment, config)
    return {file.src_uri: Path(str(file.abs_src_path)) for file in files}
