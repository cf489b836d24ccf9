"""The link checker finds what leads nowhere, and nothing else."""

from __future__ import annotations

import dataclasses

import pytest

from browser.fake_site import fake_site, page
from sourcebook.render.pages import Site
from sourcebook.site.links import problems


def test_a_million_blank_lines_are_read_once() -> None:
    """Read anew from each of them, the page would take hours."""
    blank = "\n" * 1_000_000
    html = f'<pre>a{blank}b</pre><a href="nowhere.html">x</a><a\n href="../risks.html">y</a>'
    assert [each.href for each in problems(linking(html))] == ["nowhere.html"]


def linking(link: str, path: str = "roles/vendor-architect.html") -> Site:
    site = fake_site()
    others = tuple(one for one in site.pages if one.path != path)
    return dataclasses.replace(site, pages=(*others, page(path, "Linking", extra=link)))


@pytest.mark.parametrize(
    "href",
    [
        "../risks.html",
        "../risks.html#ris-02",
        "../ris%6bs.html?day=1#register",
        "#register",
        "vendor-architect.html#register",
        "../assets/favicon.svg",
        "https://example.org/nowhere",
        "mailto:help@example.org",
        "tel:+351",
        "../../index.html",
    ],
)
def test_good_links(href: str) -> None:
    assert list(problems(linking(f'<a href="{href}">x</a>'), known=("../",))) == []


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("risks.html", "the site has no roles/risks.html"),
        ("../risks.html#ris-99", "risks.html has no id 'ris-99'"),
        ("#nowhere", "roles/vendor-architect.html has no id 'nowhere'"),
        ("#", "leads nowhere"),
        ("/risks.html", "breaks where the site is not at the top of its host"),
        ("../../index.html", "the site has no ../index.html"),
        ("../roles/", "the site has no roles"),
        ("http://[", "not a valid address"),
    ],
)
def test_bad_links(href: str, why: str) -> None:
    (found,) = problems(linking(f'<p>"<a class=x href="{href}">x</a>'))
    assert (found.page, found.href) == ("roles/vendor-architect.html", href)
    assert found.why.startswith(why)


def test_images_are_links_and_text_is_not() -> None:
    site = linking('<img alt="a > b" src="gone.png"><code>&lt;a href="x"&gt; href="y"</code>')
    assert [found.href for found in problems(site)] == ["gone.png"]


@pytest.mark.parametrize(
    "tag",
    [
        '<a class="x" href="gone.html" title="a > b">',
        '<a class="x"\n   href="gone.html">',
        '<a class="x"\thref="gone.html">',
        "<a class='x' href='gone.html'>",
        '<a href="gone.html" title=\'5" of < 9"\'>',
        '<a href="gone.html" title="he\'s">',
    ],
)
def test_links_are_found_however_a_template_writes_them(tag: str) -> None:
    assert [found.href for found in problems(linking(f"<p>{tag}x</a>"))] == ["gone.html"]


@pytest.mark.parametrize(
    "text",
    [
        'say id="here" now',
        '<code>&lt;p id="here"&gt;</code>',
        '"one" id="here" or "two',
        'say id="here" and "x" > y',
        '5 < 6 and id="here" > 7',
        '<!-- x id="here" -->',
        '<b title="a > b">say id="here" > y</b>',
    ],
)
def test_no_text_is_an_anchor(text: str) -> None:
    (found,) = problems(linking(f'<p>{text}</p><a href="#here">x</a>'))
    assert found.why == "roles/vendor-architect.html has no id 'here'"
