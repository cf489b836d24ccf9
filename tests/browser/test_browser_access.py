"""axe-core finds nothing to say of the example's kinds of pages, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from browser.conftest import EXAMPLE, Tab
from tools import npm_package

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]

PATHS = [
    "index.html",
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
    light = tab(viewport={"width": 1280, "height": 900}, color_scheme="light")
    light.page.goto(portfolio + path)
    assert _faults(light, axe, {"resultTypes": ["violations"]}) == []
    dark = tab(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    dark.page.goto(portfolio + path)
    colours = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
    assert _faults(dark, axe, colours) == []
