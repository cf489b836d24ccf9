"""``mkdocs build`` at a project's root writes the portfolio and every engagement."""

from __future__ import annotations

import dataclasses
import logging
from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from browser.fake_site import fake_site, page
from sourcebook.errors import UsageError
from sourcebook.render.pages import NavGroup, Site
from sourcebook.site import builder as site_build
from sourcebook.site.mkdocs import inherited
from sourcebook.site.write import Frame

MKDOCS_YML = """\
site_name: Playbooks
docs_dir: playbooks
site_dir: site/internal
theme:
  name: material
  features: [navigation.tabs, navigation.instant, search.suggest]
plugins:
  - search
  - sourcebook: {as_of: 2026-11-22}
"""


@dataclasses.dataclass(frozen=True)
class StubPortfolio:
    portfolio: Site
    engagements: tuple[Site, ...]

    def frame(self, site: Site) -> Frame:
        return Frame(product="Playbooks", home="../index.html" if site.slug else "")


def portfolio(link: str = "harbourline/risks.html#ris-01") -> StubPortfolio:
    top = dataclasses.replace(
        fake_site(),
        slug="",
        name="Playbooks",
        pages=(page("index.html", "All", extra=f'<a href="{link}">x</a>'),),
        nav=(NavGroup("", ("index.html",)),),
        facts={},
    )
    back = page("index.html", "Overview", extra='<a href="../index.html">Portfolio</a>')
    one = fake_site()
    other = dataclasses.replace(one, slug="other", pages=(back, *one.pages[1:]))
    return StubPortfolio(top, (one, other))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "playbooks/harbourline").mkdir(parents=True)
    (tmp_path / "playbooks/harbourline/partner.yaml").write_text("secret: yes\n")
    (tmp_path / "playbooks/harbourline/page.md").write_text("# A page\n")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS_YML)
    return tmp_path


def run(project: Path, *, strict: bool = True) -> None:
    build(load_config(str(project / "mkdocs.yml"), strict=strict))


def test_the_portfolio_and_its_engagements_are_written_and_no_source(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[tuple[Path, date | None]] = []

    def load(root: Path, as_of: date | None) -> StubPortfolio:
        asked.append((root, as_of))
        return portfolio()

    monkeypatch.setattr(site_build, "load_portfolio", load)
    caplog.set_level(logging.INFO)
    run(project)
    assert asked == [(project, date(2026, 11, 22))]
    out = project / "site/internal"
    html = (out / "index.html").read_text()
    assert "navigation.instant" not in html
    assert "search.suggest" in html
    assert 'class="pb-brand__e"' not in html
    assert (out / "other/roles/vendor-architect.html").is_file()
    assert not list(out.rglob("*.yaml"))
    assert not (out / "harbourline/page.html").exists()
    notes = [record.message for record in caplog.records]
    assert len([note for note in notes if note.startswith("Building documentation")]) == 1


def test_a_dead_link_stops_a_strict_build(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(site_build, "load_portfolio", lambda *_: portfolio("gone.html"))
    with pytest.raises(Abort, match="1 warning"):
        run(project)
    assert "portfolio: index.html links to 'gone.html': the site has no gone.html" in caplog.text
    run(project, strict=False)


def test_a_project_that_cannot_be_read_ends_the_build_with_its_message(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def load(root: Path, as_of: date | None) -> StubPortfolio:
        raise UsageError(f"{root.name} has no playbooks ({as_of}).")

    monkeypatch.setattr(site_build, "load_portfolio", load)
    with pytest.raises(Abort):
        run(project)
    assert "has no playbooks (2026-11-22)." in caplog.text


def test_sites_inherit_the_projects_theme_settings(project: Path) -> None:
    (project / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {custom_dir: mine, features: [search.suggest]}\n"
        "extra: {a: 1}\ncopyright: Ours\nplugins: [sourcebook]\n"
    )
    assert inherited(project / "mkdocs.yml") == {
        "theme": {
            "name": "material",
            "custom_dir": str(project / "mine"),
            "features": ["search.suggest"],
        },
        "extra": {"a": 1},
        "copyright": "Ours",
    }
    with pytest.raises(UsageError, match="cannot be read"):
        inherited(project / "none.yml")
