"""Free text: Markdown in, safe HTML out. Nothing in a playbook can run in a reader's browser."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markupsafe import Markup, escape

from sourcebook.render import wording
from sourcebook.render.excess import is_excessive

_PLAIN = re.compile(r"[^\\`*_{}\[\]()#+!<>&|~\n:-]*(?:[-:](?![-/])[^\\`*_{}\[\]()#+!<>&|~\n:-]*)*")
_TEXT_TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
_BLOCK = re.compile(r"<(p|ul|ol|pre|blockquote|hr)\b")
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
    "h3",
    "h4",
    "h5",
    "h6",
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
    "div": {"class", "data-tabs"},
    "img": {"src", "alt", "title", "width", "height"},
    "input": {"type", "name", "id", "checked"},  # tabs; raw HTML can make none
    "label": {"for"},
    "ol": {"start"},
    "p": {"class"},
    "li": {"id"},  # footnotes; nothing else can set one
    "sup": {"id"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_LINK = re.compile(r"<a [^>]*>")
_PAGE_LINK = re.compile(
    r'(href="(?![a-zA-Z][a-zA-Z0-9+.-]*:|/|(?:\.\./)+files/)[^"#?]+)\.md(?=["#?])'
)
_WRITTEN = re.compile(r'(<a href=")(?:\./)?pages/([^"#?]+)\.md(?=["#?])')
_ATTACHED = re.compile(r'(<a href=")(?:\./)?(files/[^"]+)(?=")')
_ALIGNED = re.compile(r'(<t[dh]) align="(\w+)"')
_BLANKS = re.compile(r"\n{50,}")
_SCHEMES = {"http", "https", "mailto", "tel"}


class _NoRawHtml(Extension):
    """Raw HTML is text: it is shown as it was written."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")


class _Paragraphs(Extension):
    """Headings and images are for pages; in free text they are shown as they were written."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        for name in ("hashheader", "setextheader"):
            md.parser.blockprocessors.deregister(name)
        for name in ("image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)


_text = Markdown(
    extensions=[
        _NoRawHtml(),
        _Paragraphs(),
        "sane_lists",
        "fenced_code",
        "pymdownx.magiclink",
    ]
)
_page = Markdown(
    extensions=[
        _NoRawHtml(),
        "pymdownx.magiclink",
        "pymdownx.details",
        "pymdownx.tabbed",
        "sane_lists",
        TableExtension(use_align_attribute=True),
        "admonition",
        "fenced_code",
        "footnotes",
        "def_list",
        "abbr",
        "toc",
    ],
    extension_configs={"pymdownx.tabbed": {"alternate_style": True}},
)


@lru_cache(maxsize=8192)
def block(text: str) -> Markup:
    """Free text as paragraphs, lists and so on."""
    text = text.strip()
    if _plain(text):
        return Markup("<p>{}</p>").format(text)
    return _clean(_made(_text, text), _TEXT_TAGS, {"a": {"href", "title"}})


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
    return bare(block(text), limit)


def bare(html: str, limit: int = 0) -> str:
    """The words of such HTML, on one line; cut at a word where ``limit`` is given."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
    words = re.sub(r"\s+([.,;:!?])", r"\1", words)
    if limit and len(words) > limit:
        words = wording.going_on(words[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. "))
    return words


@lru_cache(maxsize=512)
def page(text: str) -> Markup:
    """A hand-written page: tables, admonitions, tabs and images too, under a wider allow-list.

    Links between such pages name the Markdown files; on the site they are HTML.
    """
    made: str = _clean(_made(_page, text), _PAGE_TAGS, _PAGE_ATTRIBUTES)
    made = _ALIGNED.sub(lambda m: m[1] + (' class="pb-right"' if m[2] == "right" else ""), made)
    made = _LINK.sub(lambda tag: _PAGE_LINK.sub(r"\1.html", tag[0]), made)
    return Markup(made)  # noqa: S704 - what _clean made, with other addresses of pages


def placed(html: str, root: str) -> str:
    """The HTML of a page with the links of its texts leading on: they name files of the engagement.

    ``pages/on-call.md`` is the built page, ``files/plan.pdf`` the attachment; ``root`` is the way
    from the page to its site's root.
    """
    if "pages/" in html:
        html = _WRITTEN.sub(rf"\g<1>{root}more/\g<2>.html", html)
    return _ATTACHED.sub(rf"\g<1>{root}\g<2>", html) if root and "files/" in html else html


def _made(parser: Markdown, text: str) -> str:
    """The HTML of a text; of one that is more than a parser bears, the text as it was written."""
    text = _BLANKS.sub("\n\n", text)
    if not is_excessive(text):
        try:
            return parser.reset().convert(text)
        except RecursionError:
            parser.parser.state.clear()  # it stopped in the middle of what it was in
    return str(Markup("<pre>{}</pre>").format(text))


def _plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and not re.match(r"\d+[.)]|[-+*]\s", text)
        and "www." not in text.lower()
        and "@" not in text
    )


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
