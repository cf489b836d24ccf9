"""A Chromium, a written site behind the preview's server with the policy, and a page that tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browser.fake_site import fake_site
from sourcebook.model.fields import Audience
from sourcebook.site.build import build_sites
from sourcebook.site.serve import Outcome, Preview
from sourcebook.site.write import Frame, write_site
from sourcebook.source.project import Project
from tools import require_tool

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE, AS_OF = "harbourline-mobile", dt.date(2026, 11, 22)

PATIENCE_MS = 30_000
"""A browser may take as long to show a thing: machines are busy, and a preview rebuilds first."""
expect.set_options(timeout=PATIENCE_MS)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = require_tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one site in ``harbourline``: sites work below any base path."""
    top = tmp_path_factory.mktemp("sites")
    write_site(
        fake_site(), top / "harbourline", frame=Frame(home="../index.html", footer="Internal")
    )
    return top


@pytest.fixture(scope="session")
def url(folder: Path) -> Iterator[str]:
    with _served(folder) as preview:
        yield preview.url + "harbourline/"


@pytest.fixture(scope="session")
def example_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio and the example's site, as ``sourcebook build`` writes them on its day."""
    top = tmp_path_factory.mktemp("example")
    project = Project.find(ROOT)
    outcome = build_sites(project, [EXAMPLE], top, AS_OF, lambda _: None)
    assert not outcome.failed
    return top / Audience.INTERNAL.value


@pytest.fixture(scope="session")
def every_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All examples in all editions, and the portfolio; built once for the tests of a group."""
    top = tmp_path_factory.mktemp("every")
    project = Project.find(ROOT)
    outcome = build_sites(project, project.engagements(), top, AS_OF, lambda _: None)
    assert not outcome.failed
    return top


def kinds(top: Path, pick: Callable[..., Path] = max) -> list[Path]:
    """Of all pages that are made alike, such as those of roles, the largest, or the smallest."""
    found: dict[tuple[str, str], list[Path]] = {}
    for page in sorted((top / "internal").rglob("*.html")):
        folder = page.parent.name if page.parent.name in ("roles", "guide", "sections") else ""
        name = "" if folder in ("roles", "sections") else page.name
        found.setdefault((folder, name), []).append(page)
    return [pick(alike, key=lambda page: page.stat().st_size) for alike in found.values()]


@pytest.fixture(scope="session")
def example_folder(example_sites: Path) -> Path:
    return example_sites / EXAMPLE


@pytest.fixture(scope="session")
def portfolio(example_sites: Path) -> Iterator[str]:
    """Where the portfolio is served under the content policy."""
    with _served(example_sites) as preview:
        yield preview.url


@pytest.fixture(scope="session")
def example(portfolio: str) -> str:
    """Where the example's site is served."""
    return f"{portfolio}{EXAMPLE}/"


def _served(folder: Path) -> Preview:
    return Preview(folder, watch=[], rebuild=lambda _: Outcome(True), say=print, port=0)


class Tab:
    """A page, with all that it complained of and all that it asked of other hosts."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, address: str) -> None:
        if not address.startswith(("http://127.0.0.1:", "data:", "file:", "about:")):
            self.strangers.append(address)

    def calm(self) -> None:
        assert (self.complaints, self.strangers) == ([], [])


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    """Opens a tab of its own context; the options are those of ``Browser.new_context``."""
    contexts: list[BrowserContext] = []

    def open_tab(**options: object) -> Tab:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return Tab(contexts[-1])

    yield open_tab
    for context in contexts:
        context.close()
