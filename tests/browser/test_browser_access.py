"""axe-core finds nothing to say of any kind of page, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import AS_OF, ROOT, Tab, kinds
from sourcebook.site.build import build_sites
from sourcebook.source.project import Project
from tools import npm_package

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every site")]
Opener = Callable[..., Tab]

OPTIONS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
"""Everything in light; in dark what colours have to do with."""
EXAMPLES = sorted(file.parent.name for file in ROOT.glob("playbooks/*/engagement.yaml"))
SITES = [f"{edition}/{slug}" for edition in ("internal", "shared") for slug in EXAMPLES]


@pytest.fixture(scope="session")
def axe() -> str:
    """The program text of axe-core, which npm fetches once into the cache."""
    script = npm_package("axe-core", "4", "axe") / "axe.min.js"
    return script.read_text("utf-8")


@pytest.fixture(scope="module")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an engagement that has hardly begun: pages of sections that are not there."""
    root = tmp_path_factory.mktemp("bare")
    (root / "playbooks" / "begun").mkdir(parents=True)
    (root / "playbooks" / "begun" / "engagement.yaml").write_text("format: 1\nname: Begun\n")
    (root / "playbooks" / "begun" / "risks.yaml").write_text("register: [it is: broken: \n")
    build_sites(Project.find(root), ["begun"], root / "site", AS_OF, lambda _: None)
    return root / "site" / "internal" / "begun"


def _faults(
    tab: Opener, axe: str, pages: Iterable[Path], scheme: str, width: int = 1280
) -> list[str]:
    """What axe says of pages, shown in a scheme."""
    one = tab(viewport={"width": width, "height": 900}, color_scheme=scheme)
    options, found = {**OPTIONS[scheme], "resultTypes": ["violations"]}, []
    for page in pages:
        one.page.goto(page.as_uri())
        one.page.evaluate(axe)
        said = one.page.evaluate("options => axe.run(document, options)", options)
        found += [
            f"{page.parent.name}/{page.name} in {scheme}: {fault['id']}: {node['html'][:200]}"
            for fault in said["violations"]
            for node in fault["nodes"]
        ]
    return found


@pytest.mark.parametrize("scheme", OPTIONS)
def test_axe_finds_nothing_on_any_kind_of_page(
    tab: Opener, every_site: Path, axe: str, scheme: str
) -> None:
    pages = kinds(every_site, min)  # the deep tests read all of them
    assert len(pages) > 50
    assert _faults(tab, axe, pages, scheme) == []


def test_axe_finds_nothing_on_a_phone(tab: Opener, every_site: Path, axe: str) -> None:
    book = every_site / "internal" / EXAMPLES[0]
    names = ("index.html", "roles.html")
    assert _faults(tab, axe, [book / name for name in names], "light", width=390) == []


@pytest.mark.parametrize("scheme", OPTIONS)
def test_axe_finds_nothing_where_hardly_anything_is_written(
    tab: Opener, bare_site: Path, axe: str, scheme: str
) -> None:
    names = ("index.html", "goals.html", "risks.html", "governance.html", "start-here.html")
    assert _faults(tab, axe, [bare_site / name for name in names], scheme) == []


@pytest.mark.deep
@pytest.mark.parametrize("scheme", OPTIONS)
@pytest.mark.parametrize("site", SITES)
def test_axe_finds_nothing_on_any_page_of_an_engagement(
    tab: Opener, every_site: Path, axe: str, site: str, scheme: str
) -> None:
    pages = sorted((every_site / site).rglob("*.html"))
    assert len(pages) > 35
    assert _faults(tab, axe, pages, scheme) == []


@pytest.mark.deep
@pytest.mark.parametrize("scheme", OPTIONS)
def test_axe_finds_nothing_on_any_page_of_the_portfolio(
    tab: Opener, every_site: Path, axe: str, scheme: str
) -> None:
    top = every_site / "internal"
    pages = [*sorted(top.glob("*.html")), *sorted((top / "guide").rglob("*.html"))]
    assert len(pages) > 30
    assert _faults(tab, axe, pages, scheme) == []
