"""What a page of the example asks the server for, all in all; and that its HTML is valid."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Response

from browser.conftest import EXAMPLE, Tab
from tools import npm_package, require_tool

Opener = Callable[..., Tab]

MOST = 600_000  # bytes, not compressed, scripts, styles and fonts included


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    ["", *(f"{EXAMPLE}/{name}.html" for name in ("index", "roles", "security", "communication"))],
)
def test_a_page_loads_little(tab: Opener, portfolio: str, path: str) -> None:
    one, answers = tab(viewport={"width": 1440, "height": 900}), list[Response]()
    one.page.on("response", lambda answer: answers.append(answer))
    one.page.goto(portfolio + path)
    one.page.evaluate("document.fonts.ready")
    told = [
        answer for answer in answers if "event-stream" not in answer.header_value("content-type")
    ]
    sizes = {answer.url: len(answer.body()) for answer in told}
    assert len(sizes) > 5
    assert sum(sizes.values()) < MOST, sizes


@pytest.mark.slow
def test_every_page_is_valid_html(example_sites: Path) -> None:
    assert _invalid(example_sites) == []


@pytest.mark.deep
@pytest.mark.xdist_group("every site")
def test_every_page_of_every_edition_is_valid_html(every_site: Path) -> None:
    assert _invalid(every_site) == []


def _invalid(folder: Path) -> list[str]:
    """What vnu finds wrong."""
    java = require_tool("java")
    checker = npm_package("vnu-jar", "26", "vnu") / "build" / "dist" / "vnu.jar"
    command = [java, "-jar", checker, "--skip-non-html", "--format", "gnu", "--errors-only"]
    done = subprocess.run([*command, folder], capture_output=True, text=True, check=False)
    said = done.stderr.splitlines()
    assert bool(said) == bool(done.returncode)
    return said
