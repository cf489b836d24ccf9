"""axe-core finds nothing to say of the example's kinds of pages, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import EXAMPLE, Tab
from tools import npm_package

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]

PATHS = [
    "index.html",
    "dates.html",
    "concentration.html",
    "compare.html",
    "register.html",
    "layer-exit-terms.html",
    "guide/sections/roles.html",
    "guide/gallery.html",
    *(
        f"{EXAMPLE}/{path}"
        for path in (
            "index.html",
            "goals.html",
            "milestones.html",
            "roles.html",
            "communication.html",
            "calendar.html",
            "governance.html",
            "security.html",
            "compliance.html",
            "risks.html",
            "knowledge.html",
            "partner.html",
            "exit.html",
            "service-levels.html",
            "findings.html",
            "roles/vendor-sre.html",
            "more/on-call-at-night.html",
        )
    ),
]


@pytest.fixture(scope="session")
def axe() -> str:
    """The program text of axe-core, which npm fetches once into the cache."""
    script = npm_package("axe-core", "4", "axe") / "axe.min.js"
    return script.read_text("utf-8")


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
    assert _light_and_dark(tab, axe, [portfolio + path]) == []


@pytest.mark.deep
def test_axe_finds_nothing_on_any_page(
    tab: Opener, portfolio: str, axe: str, example_sites: Path
) -> None:
    files = [*example_sites.glob("*.html"), *(example_sites / "guide").rglob("*.html")]
    files += (example_sites / EXAMPLE).rglob("*.html")
    paths = [path.relative_to(example_sites).as_posix() for path in files]
    assert len(paths) > 60
    assert _light_and_dark(tab, axe, [portfolio + path for path in paths]) == []


def _light_and_dark(tab: Opener, axe: str, addresses: list[str]) -> list[str]:
    """What axe says of pages: all of it in light, what colours have to do with in dark."""
    options: dict[str, dict[str, Any]] = {
        "light": {},
        "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
    }
    found = []
    for scheme, option in options.items():
        one = tab(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        for address in addresses:
            one.page.goto(address)
            faults = _faults(one, axe, {**option, "resultTypes": ["violations"]})
            found += [f"{address} in {scheme}: {fault}" for fault in faults]
    return found
