"""Pictures in a browser: no text on another, and no arrow through a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import Tab

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("every site")]
Opener = Callable[..., Tab]

PLANS = (
    "northbridge-health/exit.html",
    "falkenrath-erp/exit.html",
    "falkenrath-erp/milestones.html",
)
BESIDE = "falkenrath-erp/service-levels.html"
COLLISIONS = """charts => charts.flatMap(chart => {
    const boxed = one => ({name: one.textContent, box: one.getBoundingClientRect()})
    const seen = one => one.getClientRects().length && getComputedStyle(one).display != "none"
    const texts = [...chart.querySelectorAll("text")].filter(seen).map(boxed)
    const lines = [...chart.querySelectorAll(".x-wait line")].filter(seen).map(boxed)
    const frame = chart.closest(".pb-card").getBoundingClientRect()
    const meet = (a, b) => a.left < b.right && b.left < a.right + 0.1 &&
        a.top + 3 < b.bottom && b.top < a.bottom - 3
    const on = texts.flatMap((one, n) => [...texts.slice(n + 1), ...lines]
        .filter(other => meet(one.box, other.box)).map(other => `${one.name} / ${other.name}`))
    const out = texts.filter(one => one.box.left < frame.left || one.box.right > frame.right)
    return [...on, ...out.map(one => one.name)]
})"""


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_texts_and_arrows_keep_clear_of_each_other(
    tab: Opener, every_site: Path, width: int
) -> None:
    one = tab(viewport={"width": width, "height": 800})
    for path in (*PLANS, BESIDE):
        one.page.goto((every_site / "internal" / path).as_uri())
        charts = one.page.locator("article .pb-chart:has(.x-gantt, .x-area)")
        assert charts.count() > 0
        assert charts.evaluate_all(COLLISIONS) == [], path
    one.calm()
