"""The example engagement in a browser, as a person uses it: from the command to the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser.conftest import Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]

ROOT = Path(__file__).resolve().parents[2]
SLUG = "harbourline-mobile"


class Served:
    """A project of its own with the example, and ``sourcebook serve`` running on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "playbooks", folder / "playbooks")
        shutil.copytree(ROOT / "site_config", folder / "site_config")
        shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
        command = [sys.executable, "-m", "sourcebook", "serve", "--port", "0"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.home = ""
        for line in self.process.stdout:
            if "http://" in line:
                self.home = line[line.index("http://") :].split()[0]
                break
        self.url = f"{self.home}{SLUG}/"

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / "playbooks" / SLUG / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def close(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    running = Served(tmp_path_factory.mktemp("project"))
    yield running
    running.close()


def _hrefs(tab: Tab, selector: str) -> list[str]:
    found: list[str] = tab.page.eval_on_selector_all(selector, "all => all.map(a => a.href)")
    return found


def test_the_portfolio_leads_to_the_engagement(tab: Opener, served: Served) -> None:
    it = tab()
    it.page.goto(served.home)
    it.page.get_by_role("main").get_by_role("link", name="Harbourline mobile").click()
    assert it.page.get_by_role("heading", level=1).inner_text() == "Harbourline mobile"
    it.calm()


def test_each_entry_of_the_navigation_opens_its_page(tab: Opener, served: Served) -> None:
    it = tab(viewport={"width": 1440, "height": 900})
    it.page.goto(served.url)
    entries = list(dict.fromkeys(_hrefs(it, ".md-nav--primary a.md-nav__link[href]")))
    titles = set()
    assert len(entries) >= 25
    for address in entries:
        it.page.goto(address)
        titles.add(it.page.get_by_role("heading", level=1).inner_text())
    assert {"Goals", "Roles and RACI", "Start here", "Findings", "Your first week"} <= titles
    it.calm()


@pytest.mark.parametrize(
    ("words", "lands"),
    [
        ("SEC-03", "security.html#protocol-SEC-03"),
        ("standing access", "security.html#protocol-SEC-03"),
        ("vendor-sre", "roles/vendor-sre.html"),
        ("Reliability engineer", "roles/vendor-sre.html"),
        ("sev-1", "governance.html#escalation-path-incident-sev-1"),
    ],
)
def test_search_finds_items_by_id_name_and_role(
    tab: Opener, served: Served, words: str, lands: str
) -> None:
    it = tab(viewport={"width": 1440, "height": 900})
    it.page.goto(served.url)
    it.page.get_by_role("textbox", name="Search").press_sequentially(words)
    wanted = it.page.locator(f'.md-search-result__link[href*="{lands}"]').first
    wanted.wait_for(state="attached")
    if not wanted.is_visible():
        it.page.locator(".md-search-result__more summary").first.click()
    wanted.click()
    it.page.wait_for_url(re.compile(re.escape(lands)))
    it.calm()


def test_the_ladder_is_one_click_from_any_page(tab: Opener, served: Served) -> None:
    it = tab(viewport={"width": 1440, "height": 900})
    it.page.goto(f"{served.url}roles/vendor-sre.html")
    it.page.get_by_role("link", name="Escalate").click()
    assert it.page.url == f"{served.url}governance.html#escalation"
    assert "15\u00a0min" in it.page.locator("#escalation-path-incident-sev-1").inner_text()
    it.calm()


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_of_the_example_scrolls_sideways(tab: Opener, served: Served, width: int) -> None:
    it = tab(viewport={"width": width, "height": 900})
    it.page.goto(served.url)
    pages = {address.split("#")[0] for address in _hrefs(it, "a[href]")}
    it.page.goto(f"{served.url}roles.html")
    pages |= {address.split("#")[0] for address in _hrefs(it, "a[href*='roles/']")}
    here = sorted(page for page in pages if page.startswith(served.url) and page.endswith(".html"))
    assert len(here) >= 35
    wide = []
    for address in here:
        it.page.goto(address)
        across = it.page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            wide.append((address, across))
    assert wide == []


def test_a_saved_change_is_on_the_open_page(tab: Opener, served: Served) -> None:
    it = tab()
    it.page.goto(f"{served.url}goals.html")
    served.edit("goals.yaml", "title: Store rating", "title: Stars in both stores")
    it.page.get_by_role("link", name="Stars in both stores").first.wait_for(timeout=30_000)
    served.edit("goals.yaml", "title: Stars in both stores", "title: Store rating")
    it.page.get_by_role("link", name="Store rating").first.wait_for(timeout=30_000)
    it.calm()


def test_a_broken_file_costs_its_own_page_alone(tab: Opener, served: Served) -> None:
    it = tab()
    it.page.goto(f"{served.url}risks.html")
    served.edit("risks.yaml", "  method: ", "  method: it is: broken: ")
    it.page.get_by_text("cannot be read").wait_for(timeout=30_000)
    said = it.page.locator(".pb-findings").inner_text()
    assert "STR000" in said
    assert "quotes" in said
    line = (served.folder / "playbooks" / SLUG / "risks.yaml").read_text("utf-8").splitlines()
    number = next(n for n, text in enumerate(line, 1) if "it is: broken" in text)
    assert f"risks.yaml:{number}" in said
    it.page.goto(f"{served.url}security.html")
    assert it.page.locator("#protocol-SEC-03").count() == 1
    served.edit("risks.yaml", "  method: it is: broken: ", "  method: ")
    it.page.goto(f"{served.url}risks.html")
    it.page.get_by_role("heading", name="Heat map").wait_for(timeout=30_000)
