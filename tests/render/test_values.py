"""How single values stand on a page: named, in pairs, broken where a reader would break them."""

from __future__ import annotations

import re

import pytest

from render.markup import read
from render.playbooks import page, site
from sourcebook.render.shown import Row, Shown, in_pairs, pointer, words


def _alone(*rows: Row) -> str:
    """For each row "w" where it has a line to itself, "h" where it shares one."""
    return "".join("w" if alone else "h" for _, alone in in_pairs(rows))


SHORT, LONG = Row("a", words("short")), Row("b", words("long " * 20))
NAMES = Row(
    "c",
    Shown("series", items=tuple(words("A name of forty letters, or about that") for _ in "abc")),
)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), ""),
        ((SHORT,), "w"),
        ((SHORT, SHORT), "hh"),
        ((SHORT, SHORT, SHORT), "hhw"),
        ((SHORT, LONG, SHORT, SHORT), "wwhh"),
        ((SHORT, NAMES), "ww"),
    ],
)
def test_two_short_values_share_a_line_and_none_stands_beside_nothing(
    rows: tuple[Row, ...], said: str
) -> None:
    assert _alone(*rows) == said
    assert [row for row, _ in in_pairs(rows)] == list(rows)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("Porto",), "Porto"),
        (("Porto", "Boston"), "Porto,Boston"),
        (("Porto", "Boston, Massachusetts", "Pune"), "Porto;Boston, Massachusetts;Pune"),
    ],
)
def test_signs_stand_between_the_items_of_a_series(names: tuple[str, ...], said: str) -> None:
    series = Shown("series", items=tuple(words(name) for name in names))
    assert "".join(item.text + sign for item, sign in series.punctuated) == said


def test_an_address_breaks_after_its_signs_alone() -> None:
    shown = pointer("https://files.example/rooms/hl-ma/?id=7")
    assert shown.html == ("files.<wbr>example/<wbr>rooms/<wbr>hl-<wbr>ma/?<wbr>id=<wbr>7")
    assert re.sub("<wbr>", "", str(shown.html)) == shown.text
    assert "a=<wbr>1&amp;<wbr>b=<wbr>2" in str(pointer("https://files.example/?a=1&b=2").html)


def test_a_period_is_told_as_everywhere_else() -> None:
    level = {"id": "up", "metric": "Hours up", "results": [{"period": "2026-10", "value": 99}]}
    shown = read(page(site({"service_levels": {"slas": [level]}}), "service-levels.html").html).text
    assert "Oct 2026" in shown
    assert "2026-10" not in shown


def test_a_table_whose_items_have_a_title_tells_it_once() -> None:
    contracts = [
        {"id": "msa", "type": "MSA", "title": "Master agreement", "signed": "2026-01-19"},
        {"id": "sow", "type": "SOW", "title": "Statement of work", "signed": "2026-01-19"},
    ]
    html = page(site({"engagement": {"name": "Demo", "contracts": contracts}}), "index.html").html
    table = html[html.index('id="contract-msa"') :]
    assert table[: table.index("</table>")].count(">Master agreement<") == 1
    head = html[: html.index('id="contract-msa"')].rpartition("<thead>")[2]
    assert read(head).text.startswith("ContractType")


def test_health_checks_are_told_apart_by_side_and_day() -> None:
    check = {"date": "2026-06-30", "respondent_side": "client", "dimensions": {"trust": 4}}
    made = site({"improvement": {"health_checks": [check, {"dimensions": {"trust": 3}}]}})
    html = page(made, "improvement.html").html
    assert "Client, 30 Jun 2026" in read(html).text.replace("\u00a0", " ")
    assert "<h3></h3>" not in html


def test_an_action_leads_to_the_retrospective_that_it_comes_from() -> None:
    held = {"id": "retro-1", "type": "delivery", "date": "2026-10-30"}
    actions = [
        {"id": f"A-{n}", "action": "Mend it", "source": source}
        for n, source in enumerate(("retro-1", "a talk"))
    ]
    made = site({"improvement": {"retrospectives": [held], "actions": actions}})
    html = page(made, "improvement.html").html
    rows = html[html.index('id="action-A-0"') :].replace("\u00a0", " ")
    assert '<a href="#retrospective-retro-1">Delivery retrospective, 30 Oct 2026</a>' in rows
    assert "a talk" in rows


def test_duties_name_the_item_that_they_are_about() -> None:
    risk = {"id": "R-1", "title": "Architect leaves", "status": "open", "review_by": "2026-11-01"}
    measured = {"id": "line-coverage", "standard": "Definition of done, item 2"}
    made = site({"risks": {"register": [risk]}, "quality": {"indicators": [measured]}})
    shown = read(page(made, "freshness.html").html).text
    assert "Review of risk R-1: Architect leaves" in shown
    assert "Measurement: Line coverage" in shown
    assert "Review of risk R-1: Architect leaves" in read(page(made, "index.html").html).text


@pytest.mark.parametrize("text", ["4.3 of 5", "09:00–17:30", "Mon–Fri", "2 Nov 2026", "R-07"])
def test_a_figure_stands_on_one_line(text: str) -> None:
    assert words(text).is_figure


@pytest.mark.parametrize(
    "text", ["Key person", "90", "Two weeks after the 2nd gate", f"{'Abnahme' * 5}–{'Zahlung' * 5}"]
)
def test_what_is_no_figure_may_break(text: str) -> None:
    assert not words(text).is_figure
