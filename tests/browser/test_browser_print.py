"""On paper: which engagement, page, day and edition on every sheet, and nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.conftest import Tab

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]

A4 = {"width": 696, "height": 1024}  # within the margins, in CSS pixels


@pytest.fixture
def sheet(tab: Opener, example: str) -> Callable[[str], Tab]:
    """Opens a page of the example as it is printed from a dark screen."""

    def open_sheet(path: str) -> Tab:
        one = tab(viewport=A4, color_scheme="dark")
        one.page.emulate_media(media="print")
        one.page.goto(example + path)
        return one

    return open_sheet


def test_every_sheet_says_what_it_is(sheet: Callable[[str], Tab]) -> None:
    page = sheet("governance.html").page
    foot = page.locator(".pb-footer")
    for words in ("Harbourline mobile · Governance", "As of 22 Nov 2026", "Internal edition"):
        expect(foot).to_contain_text(words)
    expect(foot).to_have_css("display", "table-footer-group")  # which is printed on each sheet
    for screen in (".md-header", ".md-sidebar--primary", ".pb-stamp__edit"):
        expect(page.locator(screen).first).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"


def test_the_overview_is_named_once_and_the_screen_says_the_edition_too(
    tab: Opener, sheet: Callable[[str], Tab], example: str
) -> None:
    named = sheet("index.html").page.locator(".pb-footer__paper").first
    expect(named).to_have_text("Harbourline mobile · Overview")
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(example + "index.html")
    expect(one.page.locator(".pb-footer").get_by_text("Internal edition")).to_be_visible()
    expect(one.page.locator(".pb-footer__paper").first).to_be_hidden()


def test_heads_that_order_a_table_are_printed_again_on_the_next_sheet(
    sheet: Callable[[str], Tab],
) -> None:
    """Chromium leaves out buttons where it repeats a head."""
    page = sheet("security.html").page
    heads = page.locator("table[data-table=protocols] thead .pb-sort")
    assert heads.count() > 3
    assert set(heads.evaluate_all("all => all.map(one => getComputedStyle(one).display)")) == {
        "contents"
    }


@pytest.mark.parametrize("path", ["roles.html", "knowledge.html"])
def test_the_head_of_a_matrix_holds_its_names(sheet: Callable[[str], Tab], path: str) -> None:
    page = sheet(path).page
    out = page.locator(".pb-raci thead th.pb-role").evaluate_all(
        """heads => heads.filter(head => [...head.children].some(child => {
            const [box, whole] = [child, head].map(one => one.getBoundingClientRect())
            return box.top < whole.top - 1 || box.bottom > whole.bottom + 1
        })).length"""
    )
    assert out == 0


def test_a_picture_and_what_explains_it_stay_on_one_sheet(sheet: Callable[[str], Tab]) -> None:
    page = sheet("goals.html").page
    card = page.locator("#smart ~ .pb-card").first
    expect(card).to_have_css("break-inside", "avoid")


@pytest.mark.parametrize("path", ["communication.html", "calendar.html", "security.html"])
def test_what_is_folded_stands_open_without_a_mark_to_press(
    sheet: Callable[[str], Tab], path: str
) -> None:
    folded = sheet(path).page.locator("article details")
    assert folded.count() > 0
    for one in folded.all():
        expect(one).to_have_attribute("open", "")
    marks = folded.locator("summary").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::after').display)"
    )
    assert set(marks) == {"none"}


def test_a_picture_keeps_within_its_frame(sheet: Callable[[str], Tab]) -> None:
    """Names beside the marks have no room there; the table has them."""
    page = sheet("partner.html").page
    chart = page.locator(".pb-chart:has(.x-area)")
    out = chart.locator("text:visible").evaluate_all(
        """texts => texts.filter(text => {
            const [box, frame] = [text, text.closest(".pb-card")].map(
                one => one.getBoundingClientRect())
            return box.left < frame.left || box.right > frame.right
        }).map(text => text.textContent)"""
    )
    assert out == []


def test_names_of_engagements_keep_their_words_together(tab: Opener, portfolio: str) -> None:
    one = tab(viewport=A4)
    one.page.emulate_media(media="print")
    one.page.goto(portfolio)
    one.page.evaluate("document.fonts.ready")
    table = one.page.locator("table[data-table=engagements]")
    for column in ("th:first-child", "td:nth-child(2)"):
        widths = table.locator(f"tbody {column}").evaluate_all("all => all.map(c => c.clientWidth)")
        assert min(widths) >= 95
    assert table.evaluate("table => table.getBoundingClientRect().right") <= A4["width"] + 1


def test_ladders_are_kept_whole_and_words_too(sheet: Callable[[str], Tab]) -> None:
    page = sheet("governance.html").page
    expect(page.locator(".pb-ladder-of").last).to_have_css("break-inside", "avoid")
    narrow = page.locator(".pb-table td:visible").evaluate_all(
        "cells => cells.filter(cell => cell.innerText && cell.clientWidth < 34).length"
    )
    assert narrow == 0


@pytest.mark.parametrize("path", ["governance.html", "roles.html", "risks.html", "security.html"])
def test_tables_fit_the_sheet(sheet: Callable[[str], Tab], path: str) -> None:
    page = sheet(path).page
    wide = page.locator("table:visible").evaluate_all(
        "tables => tables.map(table => table.getBoundingClientRect().right)"
    )
    assert max(wide) <= A4["width"] + 1


@pytest.mark.parametrize(
    ("path", "paper", "most"),
    [("governance.html", "A4", 6), ("security.html", "A4", 12), ("governance.html", "Letter", 7)],
)
def test_sheets_are_filled(sheet: Callable[[str], Tab], path: str, paper: str, most: int) -> None:
    written = sheet(path).page.pdf(format=paper, prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", written))
    assert 2 <= sheets <= most


def test_a_long_plan_goes_on_on_the_next_sheet_between_its_rows(
    tab: Opener, portfolio: str
) -> None:
    one = tab(viewport=A4)
    one.page.emulate_media(media="print")
    one.page.goto(f"{portfolio}guide/gallery.html")
    plan = one.page.locator(".pb-card:has(> .x-plan + .x-plan)").first
    expect(plan).to_have_css("break-inside", "auto")
    parts = plan.locator("> .x-plan")
    for part in parts.all():
        expect(part).to_have_css("break-inside", "avoid")
    tall = parts.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert len(tall) > 2
    assert max(tall) < A4["height"] / 2
