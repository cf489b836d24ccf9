"""axe-core finds nothing to say of the example's kinds of pages, in light and in dark."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import EXAMPLE, ROOT, Tab
from tools import require_tool

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]

PACKAGE = "axe-core@4"
CACHE = ROOT / ".cache" / "axe"  # which git ignores

PATHS = [
    "index.html",
    "guide/sections/roles.html",
    *(
        f"{EXAMPLE}/{path}"
        for path in (
            "index.html",
            "goals.html",
            "milestones.html",
            "roles.html",
            "governance.html",
            "security.html",
            "compliance.html",
            "risks.html",
            "knowledge.html",
            "findings.html",
            "roles/vendor-sre.html",
            "more/on-call-at-night.html",
        )
    ),
]


@pytest.fixture(scope="session")
def axe() -> str:
    """The program text of axe-core, which npm fetches once into the cache."""
    script = CACHE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        _install(require_tool("npm"))
    if not script.is_file():
        require_tool("axe-core")
    return script.read_text("utf-8")


def _install(npm: str) -> None:
    """Fetch the package, and move it to its place whole: several test processes may want it."""
    CACHE.parent.mkdir(exist_ok=True)
    options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE.parent) as fresh:
        command = [npm, "install", *options, "--prefix", fresh, PACKAGE]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if done.returncode == 0:
            with contextlib.suppress(OSError):  # another process was first
                Path(fresh, "node_modules").rename(CACHE / "node_modules")


def _faults(one: Tab, axe: str, options: dict[str, Any]) -> list[str]:
    one.page.evaluate(axe)
    found = one.page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(tab: Opener, portfolio: str, axe: str, path: str) -> None:
    light = tab(viewport={"width": 1280, "height": 900}, color_scheme="light")
    light.page.goto(portfolio + path)
    assert _faults(light, axe, {"resultTypes": ["violations"]}) == []
    dark = tab(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    dark.page.goto(portfolio + path)
    colours = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
    assert _faults(dark, axe, colours) == []
