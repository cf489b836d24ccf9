"""What a site and its frame do to one MkDocs build: its look, its files, and what MkDocs lacks."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

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


class SiteBuild:
    """What a site and its frame do to one MkDocs build."""

    def __init__(self, site: pages.Site, frame: Frame) -> None:
        self.site, self.frame, self.assets = site, frame, theme.assets(frame)
        self._named = {path for group in site.nav for path in group.paths}

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
            kept.append(placed(attachment.path, attachment.file, config, None))
        for made in self.site.generated:
            kept.append(File.generated(config, made.path, content=made.content))
        kept += [self.page(page, config) for page in self.site.pages]
        return Files({file.dest_uri: file for file in kept}.values())

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

    def _shared(self, uri: str, path: Path, config: MkDocsConfig) -> File:
        return placed(uri, path, config, self.frame.cache)

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
        # scripts, too, because a folder without a server has nothing that could be fetched
        for name, text in (
            ("search_index.json", index.SETUP),
            ("search_index.js", f"var __index = {index.SETUP}"),
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
