"""Wide tables on wide screens and on phones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.conftest import EXAMPLE, Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]


def test_the_raci_is_whole_and_its_head_stays_in_sight(tab: Opener, example: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{example}roles.html")
    box = one.page.locator(".pb-raci")
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1
    box.locator("tbody tr").nth(9).evaluate("row => row.scrollIntoView()")
    below, head = one.page.locator(".md-header").bounding_box(), box.locator("thead th").nth(1)
    place = head.bounding_box()
    assert below is not None
    assert place is not None
    assert abs(place["y"] - below["height"]) <= 2
    names = box.locator("thead th > span:first-child").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 ||"
        " one.getBoundingClientRect().top < one.parentNode.getBoundingClientRect().top).length"
    )
    assert names == 0
    one.calm()


@pytest.mark.parametrize("width", [1000, 1280])
def test_the_raci_stays_on_the_page(tab: Opener, example: str, width: int) -> None:
    one = tab(viewport={"width": width, "height": 900})
    one.page.goto(f"{example}roles.html")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    right = one.page.locator(".pb-raci").evaluate("box => box.getBoundingClientRect().right")
    table = one.page.locator(".pb-raci table").evaluate("t => t.getBoundingClientRect().right")
    scrolls = one.page.locator(".pb-raci").evaluate("box => getComputedStyle(box).overflowX")
    assert table <= right + 1 or scrolls == "auto"


@pytest.mark.parametrize(
    ("path", "row", "label"),
    [
        ("", "#engagement-harbourline-mobile", "Ends"),
        (f"{EXAMPLE}/roles.html", "#role-vendor-sre", "Deputy"),
        (f"{EXAMPLE}/risks.html", "#heat-map ~ .pb-grid tbody tr:first-child", "Owner"),
    ],
)
def test_rows_are_cards_on_a_phone(
    tab: Opener, portfolio: str, path: str, row: str, label: str
) -> None:
    one = tab(viewport={"width": 390, "height": 844})
    one.page.goto(portfolio + path)
    card = one.page.locator(row)
    for cell in card.locator("td").all():
        place = cell.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 390
    cell = card.locator(f"td[data-label={label}]")
    expect(cell).to_be_visible()
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == f'"{label}"'
    one.calm()
