"""A page's table of contents and search blocks are those of its HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render import examples
from render.markup import read
from render.playbooks import everything, site
from sourcebook.render import tags
from sourcebook.render.outline import outline, outlined
from sourcebook.render.pages import Block, Heading
from sourcebook.render.site import engagement_site
from sourcebook.render.tags import Cut


def _blocks(html: str) -> list[tuple[str, str, str]]:
    return [(b.anchor, b.title, b.text) for b in outline(html, "Page")[1]]


def test_headings_are_those_with_an_id():
    html = (
        "<h1>Page</h1><h2 id='no'>a</h2>"
        '<h2 id="a">A &amp; <em>B</em> <span data-quiet>3 things</span>'
        '<a class="pb-anchor" href="#a">#</a></h2>'
        '<h3 class="x" id="b">B</h3><h3>none</h3><h4 id="c">C</h4>'
    )
    assert outline(html, "Page")[0] == (Heading(2, "A & B", "a"), Heading(3, "B", "b"))


def test_a_block_reaches_from_its_heading_to_the_next():
    html = '<h1>Page</h1><p>Lead.</p><h2 id="a">A</h2><p>One</p><p>two</p><h2 id="b">B</h2>three'
    assert _blocks(html) == [
        ("", "Page", "Lead."),
        ("a", "A", "One two"),
        ("b", "B", "three"),
    ]


def test_an_item_is_a_block_with_its_title_and_code():
    html = '<section id="risk-R-1" data-search="A &lt; B" data-code="R-1"><p>Text</p></section>'
    assert outline(html, "Page")[1][1] == Block("risk-R-1", "A < B", "Text", "R-1")


def test_cells_and_values_are_told_apart_and_a_title_is_not_said_twice():
    html = (
        '<section id="a" data-search="A" data-code="R-1"><h3>A <span>R-1</span></h3>'
        "<dl><dt>Owner</dt><dd>Lead</dd><dt>Where</dt><dd><ul><li>here</li><li>there</li></ul></dd>"
        "</dl><table><thead><tr><th>Head</th></tr></thead><tbody><tr><th>One</th><td></td>"
        '<td>two<small>three</small></td></tr></tbody></table>four<span class="pb-sub">five</span>'
        "</section>"
    )
    text = "Owner: Lead · Where: here · there · One · two three · four five"
    assert outline(html, "Page")[1][1] == Block("a", "A", text, "R-1")


def test_the_pages_own_block_comes_first_even_when_it_is_empty():
    assert outlined(Cut(""), "Page", "lead")[1] == (Block("", "Page", "", "lead"),)


@pytest.mark.parametrize(
    "silent",
    [
        "<dl data-quiet><dt>x</dt><dd><dl><dd>y</dd></dl></dd></dl>",
        '<svg role="img"><svg x="1"><rect/><text>x</text></svg><text>y</text></svg>',
        '<svg role="img"><path d="M0"/><text>x</text></svg>',
        '<div data-quiet class="a"><div>x</div><div>y</div></div>',
        '<span data-quiet><h2 id="x">x</h2></span>',
        "<DIV data-quiet><div>x</Div>y</DIV>",
        "<div data-quiet><DIV>x</DIV>y</div>",
    ],
)
def test_what_is_silent_is_in_no_block(silent):
    html = f'<h2 id="a">A</h2>before {silent} after'
    headings, blocks = outline(html, "Page")
    assert [h.anchor for h in headings] == ["a"]
    assert blocks[1].text == "before after"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>under &lt;5 &amp; &lt;&gt;<b>&lt;&gt;</b></p>", "under <5 & <><>"),
        ("<p>under < 5, <5 and</p>", "under < 5, <5 and"),
        ("<p>over > 5</p>", "over > 5"),
        ("<td>a·b</td><td> · </td><td>\xa0c\n d</td>", "a · b · c d"),
        ("<thead data-quiet><tr><th>x</th></tr></thead>y", "y"),
        ("<p>a<wbr>b <a>c</a>d</p><SECTION>e</SECTION>", "ab cd e"),
        ("<p>\0\1a\2</p><b>\0</b>", "a"),
        ("a<svg/>b", "ab"),
        ("a<svg>b", "a"),
    ],
)
def test_the_words_of_a_page(html: str, text: str) -> None:
    assert outline(html, "Page")[1] == (Block("", "Page", text),)


def test_what_is_remembered_of_pages_is_bounded_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tags, "_MOST", 20)
    for page in range(50):
        html = f'<h2 id="a{page}">{page}</h2><p>More of {page}</p><p>and more</p>'
        assert _blocks(html)[1:] == [(f"a{page}", f"{page}", f"More of {page} and more")]
        assert len(tags.Cut._known) <= 20 + 6


@pytest.mark.parametrize("word", ["data-quiet", "class=&quot;pb-anchor&quot;", "data-search=x"])
def test_words_in_attributes_are_no_attributes(word):
    html = f'<section id="a" data-search="{word}" title="{word}">Text</section>'
    assert [b.text for b in outline(html, "Page")[1]] == ["", "Text"]


def test_an_id_of_a_part_of_a_name_is_no_id():
    assert outline('<h2 data-id="x">A</h2>', "Page")[0] == ()


def test_blocks_of_the_example_lead_to_ids():
    whole = examples.loaded()
    made = engagement_site(whole.playbook, (), examples.AS_OF, examples.project().settings)
    for page in made.pages:
        reading = read(page.html)
        assert {b.anchor for b in page.blocks} - {""} <= set(reading.ids)
        assert {h.anchor for h in page.headings} <= set(reading.ids)
        assert all(b.title for b in page.blocks)
        assert page.blocks[0].anchor == ""


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_every_anchor_is_an_id_whatever_the_text(text):
    data = everything(text)
    for page in site(data).pages:
        ids = read(page.html).ids
        assert all(ids.count(b.anchor) == 1 for b in page.blocks if b.anchor)
        assert all(ids.count(h.anchor) == 1 for h in page.headings)
        again = outlined(Cut(page.html), page.title, page.blocks[0].code)
        assert again == (page.headings, page.blocks)
