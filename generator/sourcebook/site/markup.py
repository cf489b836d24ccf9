"""A page as Markdown: its headings as Markdown has them, and each block between as a line of HTML.

Every Markdown parser leaves a block of HTML alone that is one line. What stands in it cannot begin
anything else either: braces, which template and macro plugins look for, are entities there, and so
is all that means something in the text of a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote, urlsplit, urlunsplit

import yaml

from sourcebook.render.pages import Page
from sourcebook.site.compact import compact
from sourcebook.site.outline import anchored, has_contents

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'=/]+)(?:="([^"]*)")?""")
_QUOTED = re.compile(r'"[^"]*"')
_QUIET = re.compile(r'("[^"]*")|\sdata-quiet\b')
_QUIET_WORDS = re.compile(r"<([a-z]+)\b[^<>]*\sdata-quiet\b[^<>]*>[^<]*</\1>")
_HREF = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
_AS_WRITTEN = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form "  # noqa: SIM905
    "h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split()
)
"""What both Python-Markdown and CommonMark take for a block where a line begins with it."""

_MEANT = re.compile(r"[\\`*_\[\]{}<>&~^=$@!|#+]|:(?=\S)")
_MEANT_IN_TAGS = re.compile(r"[\\`\[\]<>]")
_NAME = re.compile(r"[\w:.-]+")
_LABEL = re.compile(r"(?:[^\W_]|[ ,.()/;–—’·%-]|:(?= ))+")
"""What an attribute of a heading holds without being read for anything else."""

_ANCHOR = '<a class="pb-anchor"'
_UNSEARCHED = " data-search-exclude"


@dataclass(frozen=True)
class _Node:
    """What stands at the top of a page: an element, or the text between two."""

    html: str
    name: str = ""  # in lower case; none for text
    attributes: str = ""
    inner: str = ""


def markdown(page: Page, moved: Mapping[str, str]) -> str:
    """The page as the text of a Markdown file. ``moved`` says which files have other paths here.

    Its front matter holds ``title`` and ``description``, as HTML, since themes show them unescaped,
    and ``hide`` where its table of contents is not to be shown.
    """
    top, html = anchored(page.html)
    head: dict[str, object] = {
        "title": label(page.title),
        "description": label(page.description),
    }
    if not has_contents(page, top):
        head["hide"] = ["toc"]
    titles = {heading.anchor: heading.title for heading in page.headings}
    lines = _lines(_TAG.sub(lambda tag: _mended(tag[0], page, moved), html), titles)
    return "---\n" + yaml_text(head) + "---\n\n" + "\n\n".join(lines) + "\n"


def label(text: str) -> str:
    """A plain text as HTML without a brace: for names that themes show as they are."""
    return _bare(escape(text))


def yaml_text(value: object) -> str:
    """YAML, with texts of one line on one line, and those of several as they are."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))


class _Dumper(yaml.SafeDumper):
    def represent_lines(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


_Dumper.add_representer(str, _Dumper.represent_lines)


def _mended(tag: str, page: Page, moved: Mapping[str, str]) -> str:
    """A tag with its links to moved files mended; the sign of a permanent link is no text."""
    if tag.startswith(_ANCHOR):
        tag = f"{_ANCHOR}{_UNSEARCHED}{tag.removeprefix(_ANCHOR)}"
    if moved and ("href=" in tag or "src=" in tag):
        tag = _HREF.sub(lambda found: found[1] + _link(found[2], page, moved) + found[3], tag)
    return tag


def _link(href: str, page: Page, moved: Mapping[str, str]) -> str:
    try:
        parts = urlsplit(unescape(href))
    except ValueError:
        return href
    for path, ending in moved.items():
        if not parts.scheme and not parts.netloc and unquote(parts.path) == page.root + path:
            return escape(urlunsplit(parts._replace(path=parts.path + ending)))
    return href


def _lines(html: str, titles: Mapping[str, str]) -> Iterator[str]:
    """The page's headings and blocks, each on a line of its own."""
    loose: list[str] = []
    for node in _nodes(html):
        if node.name not in _BLOCKS:
            loose.append(node.html)
            continue
        if "".join(loose).strip():
            yield _block(f"<div>{''.join(loose).strip()}</div>")
        loose.clear()
        yield _heading(node, titles) or _block(_unsearched(node))
    if "".join(loose).strip():
        yield _block(f"<div>{''.join(loose).strip()}</div>")


def _unsearched(node: _Node) -> str:
    """The element, left out of search where ours leaves it out.

    Material's plugin loses its way where an element of the same name is within.
    """
    tag = node.html[: len(node.name) + len(node.attributes) + 2]
    if "data-quiet" not in tag or f"<{node.name}" in node.inner:
        return node.html
    return _quiet(tag) + node.html[len(tag) :]


def _quiet(tag: str) -> str:
    return _QUIET.sub(lambda found: found[1] or _UNSEARCHED, tag)


def _nodes(html: str) -> Iterator[_Node]:
    """What stands at the top of well-formed HTML, in order."""
    depth = after = 0
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag[1], tag[2].lower(), tag[3]
        if name in _VOID or attributes.endswith("/"):
            if opened is not None:
                continue
            yield _Node(html[after : tag.start()])
            yield _Node(tag[0], name, attributes)
            after = tag.end()
        elif opened is None:
            yield _Node(html[after : tag.start()])
            opened, depth, after = tag, 1, tag.start()
        else:
            depth += -1 if closing else 1
            if not depth:
                inner = html[opened.end() : tag.start()]
                yield _Node(html[after : tag.end()], opened[2].lower(), opened[3], inner)
                opened, after = None, tag.end()
    yield _Node(html[after:])


def _heading(node: _Node, titles: Mapping[str, str]) -> str | None:
    """A heading with its anchor and classes; ``None`` for what Markdown cannot say as exactly."""
    if not _HEADING.fullmatch(node.name):
        return None
    attributes = dict(_ATTRIBUTE.findall(node.attributes))
    anchor, classes = attributes.pop("id", ""), attributes.pop("class", "").split()
    inner = _QUIET_WORDS.sub(lambda found: _quiet(found[0]), node.inner)
    text = " ".join(_inline(compact(inner, ends=True)).split())
    if attributes or not text or not all(map(_NAME.fullmatch, (anchor, *classes))):
        return None
    marks = [f"#{anchor}", *(f".{name}" for name in classes)]
    title = titles.get(anchor, "")
    if "<" in node.inner and _LABEL.fullmatch(title):
        marks.append(f'data-toc-label="{title}"')
    return f"{'#' * int(node.name[1])} {text} {{ {' '.join(marks)} }}"


def _inline(html: str) -> str:
    """HTML within a line of Markdown: its tags as they are, its text without any meaning."""
    found: list[str] = []
    after = 0
    for tag in _TAG.finditer(html):
        found.append(_literal(html[after : tag.start()]))
        inside = _MEANT_IN_TAGS.sub(_entity, tag[0][1:-1])
        found.append(f"<{_bare(inside)}>")
        after = tag.end()
    return "".join((*found, _literal(html[after:])))


def _literal(html: str) -> str:
    return _MEANT.sub(_entity, unescape(html))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _block(html: str) -> str:
    """HTML on one line; where line breaks count, they are entities."""
    parts = _AS_WRITTEN.split(_TAG.sub(_tag_on_a_line, compact(html, ends=True)))
    parts[::3] = [part.replace("\n", " ") for part in parts[::3]]
    text = "".join(part for number, part in enumerate(parts) if number % 3 != 2)
    return _bare(text.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;"))


def _tag_on_a_line(tag: re.Match[str]) -> str:
    if "\n" not in tag[0]:
        return tag[0]
    return _QUOTED.sub(lambda value: value[0].replace("\n", "&#10;"), tag[0]).replace("\n", " ")


def _bare(html: str) -> str:
    return html.replace("{", "&#123;").replace("}", "&#125;")
