"""Words of the glossary are explained where a page says them first, and only there."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from sourcebook.render.tags import Cut
from sourcebook.render.terms import FirstSights, Term

RTO = Term("RTO", Markup("Recovery <em>time</em> objective &amp; more"), False, "term-rto")
GATE = Term("Gate", Markup("Everybody knows."), False, "term-gate")
OWN = Term("Ledger bridge", Markup("What books the orders."), True, "term-ledger-bridge")
SIGNS = Term("R&D <x>", Markup("Research."), True, "term-r-d--x")
SIGHTS = FirstSights([RTO, GATE, OWN, SIGNS])


def marked(html: str, sights: FirstSights = SIGHTS) -> str:
    return sights.marked(Cut(html), "../")


def test_the_first_place_leads_to_the_entry_and_says_what_it_means() -> None:
    link = (
        '<a class="pb-term" href="../glossary.html#term-rto" '
        'title="Recovery time objective &amp; more">RTO</a>'
    )
    assert marked("<p>An RTO, and an RTO.</p>") == f"<p>An {link}, and an RTO.</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<h2>RTO</h2>",
        '<a href="x">The RTO</a>',
        "<code>RTO</code>",
        '<svg role="img"><title>RTO</title><text>RTO</text></svg>',
        '<svg role="img"><svg x="1"><title>x</title></svg><text>RTO</text></svg>',
        "<th scope=col>x</th><th>RTO</th>",
        '<p title="an RTO">x</p>',
        "<button>RTO</button><summary>RTO</summary>",
        "<p>RTOs and rto, RTO-1, my-RTO, a.RTO, &RTO;</p>",
        "<p>The gate.</p>",
        '<a href="x">The <b>one</b> <i>RTO</i></a>',
        "<label><span>x</span> RTO</label>",
        "<p>a</a>b</p><a href='x'>RTO</a>",
        "<p>a</a></code>b</p><a href='x'>c <b>RTO</b></a>",
        "<p>a\2\2</p><a href='x'>RTO</a>",
        "",
    ],
)
def test_what_is_no_running_text_stays_as_it_is(html: str) -> None:
    assert marked(html) == html


def test_after_a_heading_that_says_it_the_text_is_the_first_sight() -> None:
    assert marked("<h2>RTO</h2><p>RTO</p>").startswith('<h2>RTO</h2><p><a class="pb-term"')


@pytest.mark.parametrize("before", ["a\1", "<b>\0\1\1</b>", "&#1;", "a</a></a>", "<a>b</a></a>"])
def test_signs_and_surplus_ends_before_it_leave_text_what_it_is(before: str) -> None:
    html = marked(f"<p>{before} RTO</p>")
    assert html.startswith(f"<p>{before} <a ")
    assert html.count('class="pb-term"') == 1


@pytest.mark.parametrize("said", ["Ledger bridge", "ledger bridge", "R&amp;D &lt;x&gt;"])
def test_the_engagements_own_words_are_found_as_they_are_written(said: str) -> None:
    assert f">{said}</a>" in marked(f"<p>The {said} is slow.</p>")


def test_of_words_within_words_the_longest_is_meant() -> None:
    longer = Term("RTO drill", Markup("Once a year."), True, "term-rto-drill")
    html = marked("<p>An RTO drill, the RTO, the RTO.</p>", FirstSights([RTO, longer]))
    assert '">RTO drill</a>, the <a' in html
    assert '">RTO</a>, the RTO.</p>' in html


def test_a_word_that_begins_within_another_one_is_explained_elsewhere() -> None:
    """Both stand in "big service level": the longer one is meant, and no letter is lost."""
    terms = [Term(t, Markup("x"), True, "term-x") for t in ("Big service", "Service level")]
    html = marked("<p>A big service level, a big service.</p>", FirstSights(terms))
    assert '>A big <a class="pb-term"' in html
    assert re.sub("</?a[^>]*>", "", html) == "<p>A big service level, a big service.</p>"
    assert html.count(">big service</a>") == 1


def test_words_that_stand_in_one_text_are_explained_each() -> None:
    html = marked("RTO &amp; <i>R&amp;D &lt;x&gt; or RTO, the ledger bridge</i>")
    assert html.index("term-rto") < html.index("<i>") < html.index("term-r-d--x")
    assert re.sub("</?a[^>]*>", "", html) == (
        "RTO &amp; <i>R&amp;D &lt;x&gt; or RTO, the ledger bridge</i>"
    )
    assert html.count("</a>") == 3


@pytest.mark.parametrize("term", ["A · B", "A·B"])
def test_a_word_may_have_a_dot(term: str) -> None:
    html = marked(f"<p>An {term}</p>", FirstSights([Term(term, Markup("x"), True, "term-x")]))
    assert f">{term}</a></p>" in html


@pytest.mark.parametrize("term", ["A", "Close", "beta", " "])
def test_letters_and_ordinary_words_are_not_explained_wherever_they_stand(term: str) -> None:
    html = "<p>A close beta, Close to A.</p>"
    assert marked(html, FirstSights([Term(term, Markup("x"), True, "term-x")])) == html


def test_without_words_a_page_stays_as_it_is() -> None:
    assert marked("<p>RTO</p>", FirstSights([])) == "<p>RTO</p>"
