"""The portfolio's pages: what of several engagements they show, and that it can be followed."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from render import examples
from render.markup import faults_of
from sourcebook.analysis.layer_cards import layer_cards
from sourcebook.analysis.plain import made, written
from sourcebook.analysis.profiles import bundled_profiles
from sourcebook.changes.trend import months
from sourcebook.findings import Severity
from sourcebook.render.context import Measures
from sourcebook.render.dossier import Dossier, Mark, dossier
from sourcebook.render.history import History
from sourcebook.render.pages import Page, Site
from sourcebook.render.portfolio import portfolio_site, summary
from sourcebook.render.shown import LEAD, SLACK, Row, leading, words
from sourcebook.render.views.guide import Guide, GuideRule
from sourcebook.render.views.portfolio import MOST_LINKS, MOST_ROWS, cut, series
from sourcebook.site.links import problems

RULE = GuideRule("REG001", "a-rule", Severity.WARNING, "All is well.", "Why.", "Fix.", "Source.")
SLUGS = ("falkenrath-erp", "harbourline-mobile", "northbridge-health")


@cache
def facts(slug: str) -> str:
    return written(dossier(examples.loaded(slug).playbook, examples.AS_OF, Measures()))


@cache
def site() -> Site:
    course = tuple(Mark(day, 80 + number) for number, day in enumerate(months(examples.AS_OF)))
    known = {slug: written(replace(made(Dossier, facts(slug)), trend=course)) for slug in SLUGS}
    summaries = [summary(examples.loaded(slug).playbook, (), known[slug]) for slug in SLUGS]
    project = examples.project()
    cards = layer_cards(project)
    return portfolio_site(
        summaries,
        (),
        Guide((RULE,), [*bundled_profiles().values()]),
        examples.AS_OF,
        project.settings,
        cards=cards,
    )


def page(path: str) -> Page:
    return next(each for each in site().pages if each.path == path)


def text(path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page(path).html))


def own_pages() -> list[str]:
    return [each.path for each in site().pages if "guide/" not in each.path]


def test_what_is_known_of_an_engagement_is_kept_as_it_is() -> None:
    book = examples.loaded().playbook
    assert made(Dossier, facts(book.slug)) == dossier(book, examples.AS_OF, Measures())
    assert len(facts(book.slug)) < 40_000


def test_what_is_known_of_many_engagements_shares_its_texts() -> None:
    text = facts("falkenrath-erp")
    one, other = (made(Dossier, text, sharing=True) for _ in range(2))
    assert one == made(Dossier, text)
    assert one.member.spot.place.file is other.member.spot.place.file
    assert one.told[0].value is other.told[0].value


def test_every_page_is_whole_and_every_link_within_the_site_leads_somewhere() -> None:
    for path in own_pages():
        assert faults_of(page(path).html) == [], path
    assert list(problems(site(), known=[f"{slug}/" for slug in SLUGS])) == []


def test_links_into_an_engagement_lead_to_anchors_that_its_site_has() -> None:
    from sourcebook.render.site import engagement_site

    anchors = {}
    for slug in SLUGS:
        whole = engagement_site(
            examples.loaded(slug).playbook,
            (),
            examples.AS_OF,
            examples.project().settings,
            measures=Measures(history=History((), "")),
        )
        for its in whole.pages:
            anchors[f"{slug}/{its.path}"] = set(re.findall(r'\bid="([^"]*)"', its.html))
    for path in own_pages():
        for href in re.findall(r'href="([^"]*)"', page(path).html):
            target, _, anchor = href.partition("#")
            if target.split("/")[0] not in SLUGS:
                continue
            assert target in anchors, (path, href)
            assert not anchor or anchor in anchors[target], (path, href)


def test_the_first_table_has_its_columns_and_each_number_a_link() -> None:
    html = page("index.html").html
    heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", html)
    assert heads == [
        "Engagement", "Parties, countries", "Phase", "Criticality", "Ends", "Next gate", "Score",
        "Findings", "Stalest section", "Profiles",
    ]  # fmt: skip
    row = html.split('id="engagement-harbourline-mobile"')[1].split("</tr>")[0]
    for target in ("findings.html", "milestones.html", "exit.html", "compliance.html"):
        assert f'href="harbourline-mobile/{target}"' in row
    assert "42 of 42" in row
    assert "Portugal" in row


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("dates.html", ["First three hospitals live", "Bengaluru: Guru Nanak's Birthday"]),
        ("concentration.html", ["Mare Alta Software, Lda. Portugal Harbourline mobile", "100 %"]),
        ("accountable.html", ["Nobody holds a role in more than one engagement", "fk-dir-0118"]),
        ("profiles.html", ["dora-30-2", "10 of 10", "13 of 13"]),
        ("layers.html", ["Risk starter set", "Plan sessions by the last day of the giver"]),
        ("layer-exit-terms.html", ["Is built on by", "Exit terms for EU"]),
        ("layer-risk-starter-set.html", ["register[RS-02]", "changed", "dropped", "Owner:"]),
        ("compare.html", ["Notice by the client 180 days 180 days 120 days", "Subcontractors"]),
        ("register.html", ["ROI-2026-0147", "2 engagements without such an entity", "Provider"]),
    ],
)  # fmt: skip
def test_a_page_says_what_the_playbooks_say(path: str, words: list[str]) -> None:
    for each in words:
        assert each in text(path).replace("&#39;", "'"), each


NUMBER = re.compile(r"[+−]?\d[\d.,]*( %| of \d+| (day|hour|month|year|minute)s?)?")


@pytest.mark.parametrize("path", own_pages())
def test_every_number_leads_to_its_source(path: str) -> None:
    html = page(path).html
    cells = re.findall(
        r"<td\b[^>]*>(.*?)</td>|<div class=\"pb-stat__v\">(.*?)</div>", html, re.DOTALL
    )
    numbers = 0
    for cell in map("".join, cells):
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", cell)).strip()
        if NUMBER.fullmatch(words) and words != "0":
            numbers += 1
            assert "<a href=" in cell, (path, words)
    assert numbers or path in {"dates.html", "register.html"}


def test_the_trend_has_each_number_as_text_and_a_picture_beside_it() -> None:
    html = page("trend.html").html
    row = html.split("Harbourline mobile</a>")[1].split("</tr>")[0]
    assert 'href="harbourline-mobile/changed.html">90 %</a>' in row
    assert "Dec 2025 80 %; Jan 2026 81 %" in row
    first = page("index.html").html.split('id="engagement-harbourline-mobile"')[1]
    assert '<a href="trend.html">+' in first.split("</tr>")[0]


def test_without_a_past_there_is_no_empty_frame() -> None:
    whole = portfolio_site(
        [summary(examples.loaded(slug).playbook, (), facts(slug)) for slug in SLUGS],
        (),
        Guide((RULE,)),
        examples.AS_OF,
        examples.project().settings,
    )
    assert "trend.html" not in [its.path for its in whole.pages]
    assert "trend.html" not in whole.pages[0].html


def test_the_register_tells_what_is_missing() -> None:
    html = page("register.html").html
    missing = html.split('id="missing"')[1].split('id="beyond"')[0]
    assert "LEI of the provider" in missing
    assert "Reference number" not in missing


def test_navigation_groups_what_is_internal() -> None:
    groups = {group.title: group.paths for group in site().nav}
    assert groups["Internal"] == ("register.html",)
    assert groups[""][0] == "index.html"
    assert "compare.html" in groups[""]


def test_of_very_many_rows_a_page_shows_the_first_and_says_so() -> None:
    rows = [Row("", cells=(words(str(n)),)) for n in range(MOST_ROWS + 5)]
    shown, told = cut(rows)
    assert len(shown) == MOST_ROWS
    assert told == ("The first 1000 of 1005. All of them: sourcebook export json.",)
    assert cut(rows[:MOST_ROWS]) == (rows[:MOST_ROWS], ())


def test_of_very_many_links_a_cell_shows_the_first() -> None:
    every = [words(str(n)) for n in range(MOST_LINKS + 3)]
    assert [item.text for item in series(every).items][-2:] == [str(MOST_LINKS - 1), "and 3 more"]
    assert len(series(every[: MOST_LINKS + 1]).items) == MOST_LINKS + 1  # no room is saved


def test_a_long_table_folds_its_rest_away_but_not_for_a_few_rows() -> None:
    assert [len(part) for part in leading(range(LEAD + SLACK))] == [LEAD + SLACK, 0]
    lead, rest = leading(range(LEAD + SLACK + 1))
    assert (len(lead), len(rest)) == (LEAD, SLACK + 1)
