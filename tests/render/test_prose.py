"""Free text and hand-written pages: what is written is shown, and nothing of it can run."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from render.markup import faults_of, read
from render.playbooks import everything, page, site
from sourcebook.render import prose

TEXT_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    '"><b onclick="x">',
    "' onmouseover='x",
    "<p style='position:fixed'>",
    "<style>*{}</style>",
    "<iframe srcdoc='x'>",
    "</dd></section><h1>",
    "<!-- x -->",
    "<![CDATA[x]]>",
    "<?php ?>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](\tjavascript:alert(1))",
    "[a](data:text/html,<b>)",
    "[a](vbscript:x)",
    '[a](http://a.example "x" onclick="y")',
    '[a](http://a.example "b>c")',
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[a]",
    "`<b>`",
    "```\n<script>\n```",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "\x02klzzwxh:0\x03",
    "&lt;script&gt;",
    "\n\n    <b>",
    "\n> ",
    "\n- ",
    "\n1. ",
    "# ",
    "*",
    "_",
    "|",
    "\\",
)
yaml_text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
nasty = st.lists(st.sampled_from(HOSTILE) | yaml_text, max_size=6).map("".join)
readable = [text for text in HOSTILE if "\x02" not in text]  # the reader refuses that one
in_yaml = st.lists(st.sampled_from(readable) | yaml_text, max_size=5).map("".join)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words.", "<p>Plain words.</p>"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("```\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("[a](https://b.example)", '<p><a href="https://b.example" rel="noopener">a</a></p>'),
        ("[a](risks.html#R-1)", '<p><a href="risks.html#R-1" rel="noopener">a</a></p>'),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("Terms & Conditions", "<p>Terms &amp; Conditions</p>"),
        ("# of users", "<p># of users</p>"),
        ("![Plan](plan.png)", "<p>![Plan](plan.png)</p>"),
        ("", "<p></p>"),
    ],
)
def test_free_text(text, html):
    assert prose.block(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words.", "Plain words."),
        ("*a* b", "<em>a</em> b"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("- a", "<ul>\n<li>a</li>\n</ul>"),
    ],
)
def test_a_single_paragraph_loses_its_tags_within_a_line(text, html):
    assert prose.inline(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [("*a* b", "<em>a</em> b"), ("*One*\n\n- Two & more", "One Two &amp; more"), ("---", "")],
)
def test_a_phrase_never_holds_a_block(text, html):
    assert prose.phrase(text) == html


@pytest.mark.parametrize(
    ("text", "limit", "words"),
    [
        ("*One* [two](x.html).\n\n- three", 0, "One two. three"),
        ("One two three four", 12, "One two…"),
        ("מסירת הידע לצוות", 12, "מסירת הידע…\u200f"),
        ("a < b & c", 0, "a < b & c"),
        ("<b>x</b>", 0, "<b>x</b>"),
    ],
)
def test_plain_words(text, limit, words):
    assert prose.plain(text, limit) == words


@given(st.lists(st.sampled_from(HOSTILE) | yaml_text | st.just("\t")).map("".join))
@example("1. a")
@example("+ a")
@example("a\tb")
@example("x: y -z")
@settings(max_examples=400, deadline=None)
def test_the_short_way_for_plain_text_gives_what_the_long_one_gives(text):
    if prose._plain(text.strip()):
        whole = prose._clean(
            prose._text.reset().convert(text.strip()), prose._TEXT_TAGS, {"a": {"href", "title"}}
        )
        assert read(prose.block(text)).tags == ["p"]
        shown = re.sub("[\x02\x03]", "", read(prose.block(text)).text)
        assert shown == read(whole).text


@given(nasty)
@settings(max_examples=400, deadline=None)
def test_no_free_text_becomes_more_than_text(text):
    for made in (prose.block(text), prose.inline(text), prose.phrase(text)):
        reading = read(made)
        assert reading.faults == []
        assert set(reading.tags) <= TEXT_TAGS
    assert prose.is_phrase(prose.phrase(text))


@given(nasty)
@settings(max_examples=300, deadline=None)
def test_no_hand_written_page_can_run_anything(text):
    assert read(prose.page(text)).faults == []


@given(in_yaml, in_yaml)
@settings(max_examples=40, deadline=None)
def test_no_text_of_a_playbook_reaches_a_page_as_markup(text, title):
    """Every text, name, pointer and reference of every section, and a page written by hand."""
    data = everything(text)
    data["engagement"]["name"] = title
    made = site(data, {"notes.md": f"# {title}\n\n{text}"})
    assert [f"{p.path}: {f}" for p in made.pages for f in faults_of(p.html)] == []


@pytest.mark.parametrize("text", [h for h in HOSTILE if h.startswith("<") and "javas" not in h])
def test_raw_html_is_shown_as_it_was_written(text):
    for made in (prose.block(text), prose.page(text)):
        assert text in "".join(read(made).words)


@pytest.mark.parametrize("scheme", ["javascript", "JavaScript", "data", "vbscript", "file", "blob"])
def test_links_of_other_schemes_lead_nowhere(scheme):
    for text in (f"[a]({scheme}:x)", f"[a][b]\n\n[b]: {scheme}:x", f"![a]({scheme}:x)"):
        assert read(prose.block(text)).links == []
        assert read(prose.page(text)).links == []


def test_a_page_has_tables_notes_images_footnotes_and_words():
    made = prose.page(
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        '!!! warning "Mind"\n    the gap\n\n'
        "![Plan](../files/plan.png)\n\n"
        "Said.[^1]\n\n[^1]: By whom.\n\n"
        "Term\n:   Meaning\n"
    )
    assert '<td class="pb-right">2</td>' in made
    assert '<div class="admonition warning">\n<p class="admonition-title">Mind</p>' in made
    assert '<img alt="Plan" src="../files/plan.png">' in made
    assert '<li id="fn:1">' in made
    assert "<dt>Term</dt>" in made
    assert faults_of(made) == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[a](other.md)", "other.html"),
        ("[a](../deep/other.md#part)", "../deep/other.html#part"),
        ("[a][b]\n\n[b]: other.md", "other.html"),
        ('[a](other.md "See other.md")', "other.html"),
        ("[a](../files/x.csv)", "../files/x.csv"),
        ("[a](../files/notes.md)", "../files/notes.md"),
        ("[a](https://host.example/readme.md)", "https://host.example/readme.md"),
        ("[a](#part)", "#part"),
        ("![a](../files/x.png)", "../files/x.png"),
    ],
)
def test_links_of_hand_written_pages(text, link):
    assert read(prose.page(text)).links == [link]


def test_what_looks_like_a_link_in_code_stays():
    assert "<code>[a](b.md)</code>" in prose.page("`[a](b.md)`")
    assert '<a href="b.md">' in "".join(read(prose.page('    <a href="b.md">')).words)


@pytest.mark.parametrize(
    ("text", "title", "description"),
    [
        ("---\ntitle: Set & done\n---\nSome *words* & more.\n", "Set & done", "Some words & more."),
        ("# From `the` heading\n\nWords.", "From the heading", "Words."),
        ("```\n# a comment\n```\n", "First steps", "First steps"),
        ("![Only a picture](x.png)", "First steps", "First steps"),
        ("", "First steps", "First steps"),
        ("# <b>Bold</b>\n", "<b>Bold</b>", "<b>Bold</b>"),
    ],
)
def test_the_title_and_description_of_a_hand_written_page(text, title, description):
    made = page(site({}, {"first-steps.md": text}), "more/first-steps.html")
    assert (made.title, made.description) == (title, description)
    assert made.html.count("<h1>") == 1


def test_a_page_for_the_client_alone_is_tagged():
    text = "---\nvisibility: internal\n---\nWords."
    made = page(site({}, {"a/b.md": text}), "more/a/b.html")
    assert "Only in the internal edition" in made.html


def test_a_bare_address_is_a_link() -> None:
    made = prose.inline("see https://example.org/a_b_c now")
    assert '<a href="https://example.org/a_b_c" rel="noopener">' in made


def test_pages_have_details_and_tabs() -> None:
    made = prose.page(
        '??? note "More"\n    Hidden\n\n=== "One"\n    First\n\n=== "Two"\n    Second\n'
    )
    assert '<details class="note">\n<summary>More</summary>' in made
    assert made.count('type="radio"') == 2
    assert '<label for="__tabbed_1_2">Two</label>' in made


def test_raw_inputs_are_text() -> None:
    assert "<input" not in prose.page('<input type="text" name="q">')
