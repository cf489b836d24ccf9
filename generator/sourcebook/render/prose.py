"""Free text: Markdown in, safe HTML out. Nothing in a playbook can run in a reader's browser."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markupsafe import Markup, escape

_PLAIN = re.compile(r"[^\\`*_{}\[\]()#+!<>&|~\n:-]*(?:[-:](?![-/])[^\\`*_{}\[\]()#+!<>&|~\n:-]*)*")
_TEXT_TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
_BLOCK = re.compile(r"<(p|ul|ol|pre|blockquote|hr|h\d)\b")
_PAGE_TAGS = _TEXT_TAGS | {
    "abbr",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "img",
    "input",
    "kbd",
    "label",
    "mark",
    "s",
    "span",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
}
_PAGE_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open", "class"},
    "div": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "p": {"class"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


class _NoRawHtml(Extension):
    """Raw HTML is text: it is shown as it was written."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")


_text = Markdown(extensions=[_NoRawHtml(), "sane_lists", "fenced_code"])
_page = Markdown(
    extensions=[
        _NoRawHtml(),
        "sane_lists",
        "tables",
        "admonition",
        "fenced_code",
        "footnotes",
        "def_list",
        "abbr",
        "toc",
    ]
)


@lru_cache(maxsize=8192)
def block(text: str) -> Markup:
    """Free text as paragraphs, lists and so on."""
    text = text.strip()
    if _plain(text):
        return Markup("<p>{}</p>").format(text)
    return _clean(_text.reset().convert(text), _TEXT_TAGS, {"a": {"href", "title"}})


@lru_cache(maxsize=8192)
def inline(text: str) -> Markup:
    """Free text within a line: a single paragraph loses its ``<p>``; more of them keep it."""
    text = text.strip()
    if _plain(text):
        return escape(text)
    made = block(text)
    if made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1:
        inner = made[3:-4]
        if is_phrase(inner):
            return Markup(inner)  # noqa: S704 - a part of what _clean made
    return made


def phrase(text: str) -> Markup:
    """Free text where HTML allows no paragraphs: of several, the words alone are left."""
    made = inline(text)
    return made if is_phrase(made) else escape(plain(text))


def is_phrase(html: str) -> bool:
    """Whether there is no paragraph, list or other block in it."""
    return _BLOCK.search(html) is None


def plain(text: str, limit: int = 0) -> str:
    """Free text without its marks, on one line; cut at a word where ``limit`` is given."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", block(text))).split())
    words = re.sub(r"\s+([.,;:!?])", r"\1", words)
    if limit and len(words) > limit:
        words = words[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
    return words


def page(text: str) -> Markup:
    """A hand-written page: tables, admonitions and images as well, under a wider allow-list."""
    made = _page.reset().convert(text)
    return _clean(made, _PAGE_TAGS, _PAGE_ATTRIBUTES)


def _plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and not re.match(r"\d+[.)]|[-+*]\s", text)


def _clean(html: str, tags: set[str], attributes: dict[str, set[str]]) -> Markup:
    made = nh3.clean(
        html,
        tags=tags,
        attributes=attributes,
        url_schemes=_SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    )
    return Markup(made)  # noqa: S704 - nothing but allowed tags is left
