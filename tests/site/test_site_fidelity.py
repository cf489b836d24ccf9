"""The engine's shortcuts change nothing that a stock MkDocs build would have written."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

from browser.fake_site import every_kind
from sourcebook.model.fields import Audience
from sourcebook.render.pages import Site
from sourcebook.site.builder import Builder
from sourcebook.site.mkdocs.dressing import SiteBuild
from sourcebook.site.mkdocs.plugin import SourcebookConfig
from sourcebook.site.outline import anchored, has_contents
from sourcebook.site.write import Frame, write_site
from sourcebook.source.project import Project

ROOT = Path(__file__).resolve().parents[2]
LOOK = {"name": "material"}
EXAMPLE, DAY = "harbourline-mobile", dt.date(2026, 11, 22)

_ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)


class _Stock(BasePlugin[SourcebookConfig]):
    """The same site as Markdown files, and the theme's own environment: nothing of the engine."""

    def __init__(self, site: Site, frame: Frame) -> None:
        self.site, self.setup = site, SiteBuild(site, frame)

    def on_config(self, config: MkDocsConfig) -> None:
        self.setup.dress(config)
        del config.theme.get_env

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        named = {path for group in self.site.nav for path in group.paths}
        for page in self.site.pages:
            head: dict[str, object] = {
                "description": escape(page.description),
                "label": escape(page.label or page.title),
                "search": {"exclude": True},
                **({} if has_contents(page, "page-title") else {"hide": ["toc"]}),
            }
            top, _ = anchored(page.html)
            lines = [f"---\n{json.dumps(head)}\n---", f"# {page.title} {{#{top}}}"]
            lines += [f"{'#' * h.level} {h.title} {{#{h.anchor}}}\n\nText." for h in page.headings]
            name = page.path.removesuffix(".html") + ".md"
            file = File.generated(config, name, content="\n\n".join(lines))
            if page.path not in named:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)


def stock(site: Site, frame: Frame, folder: Path) -> Path:
    """The site as MkDocs builds it from Markdown files; the folder of the result."""
    (folder / "docs").mkdir()
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "stock",
            "docs_dir": str(folder / "docs"),
            "site_dir": str(folder / "site"),
            "theme": LOOK,
            **frame.settings,
            "site_url": frame.address(site.slug),
            "markdown_extensions": ["attr_list"],
            "plugins": ["search"],
            "use_directory_urls": False,
        }
    )
    assert config.validate() == ([], [])
    config.plugins["stock"] = _Stock(site, frame)
    build(config)
    return folder / "site"


def assert_same_around(site: Site, ours: Path, theirs: Path) -> None:
    for page in site.pages:
        text = (theirs / page.path).read_text()
        text = text.replace(' autocomplete="off">', ">")  # the theme's own fault: see mend
        assert _ARTICLE.sub("", (ours / page.path).read_text()) == _ARTICLE.sub("", text), page.path


def test_outside_the_article_a_page_is_the_one_of_a_stock_build(
    site: Site, frame: Frame, written: Path, tmp_path: Path
) -> None:
    assert_same_around(site, written, stock(site, frame, tmp_path))
    for page in site.pages:
        assert page.html.removeprefix("<h1>") in (written / page.path).read_text()


@pytest.mark.usefixtures("none_by_itself")
@pytest.mark.parametrize(
    "frame",
    [
        Frame(),
        Frame(home="../index.html", url="https://example.org/a&b/", stood="Then."),
        Frame(settings={"theme": {**LOOK, "features": ["navigation.top", "announce.dismiss"]}}),
        Frame(settings={"theme": {**LOOK, "language": "de"}, "site_author": "Us & <them>"}),
    ],
)
def test_pages_of_every_kind_are_those_of_a_stock_build(
    frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = every_kind()
    write_site(site, tmp_path / "ours", frame=frame)
    monkeypatch.undo()
    assert_same_around(site, tmp_path / "ours", stock(site, frame, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("edition", Audience)
def test_so_it_is_for_all_pages_of_an_example(edition: Audience, tmp_path: Path) -> None:
    builder = Builder(Project.find(ROOT), DAY)
    checked = builder.checked(EXAMPLE)
    if edition is Audience.SHARED:
        shared = builder.shared(checked)
        assert shared is not None
        checked = shared
    site = builder.site(checked)
    frame = replace(builder.frame(site, edition), cache=None)
    assert len(site.pages) >= 40
    write_site(site, tmp_path / "ours", frame=frame)
    assert_same_around(site, tmp_path / "ours", stock(site, frame, tmp_path))
