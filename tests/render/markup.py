"""A strict reader of the HTML that pages hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_TAGS = """
a abbr b blockquote br code dd del details div dl dt em fieldset figcaption figure h1 h2 h3 h4 h5
h6 hr i img input kbd label legend li mark nav ol p pre s section small span strong sub summary sup
table tbody td th thead tr ul wbr
svg rect line text path defs marker title desc g circle polygon tspan
"""
_ATTRIBUTES = """
align alt aria-hidden aria-label class checked colspan data-code data-columns data-facets
data-compare data-key data-label data-noun data-place data-places data-quiet data-search data-sort
data-table height hidden href id name open rel role rowspan scope src start tabindex title type
value width cx cy d marker-end markerheight markerwidth orient overflow points r refx refy rx
viewbox textlength lengthadjust
x x1 x2 y y1 y2
"""
TAGS, ATTRIBUTES = frozenset(_TAGS.split()), frozenset(_ATTRIBUTES.split())
_VOID = {"br", "hr", "img", "input", "wbr"}
_EMPTY = {"rect", "line", "path", "circle", "polygon"}  # SVG: closed where they open
_HEADS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADS | {"blockquote", "details", "div", "dl", "figure", "hr", "ol", "p", "pre"}
_BLOCKS |= {"section", "table", "ul"}
_PHRASES = _HEADS | {"p", "span", "small", "b", "strong", "em", "i", "code", "a"}
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


@dataclass
class Reading(HTMLParser):
    """What stands in a page: ``faults`` are what no browser should ever get."""

    html: str
    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._cards = False
        self.feed(self.html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        if tag in _BLOCKS:
            self.faults += [f"<{tag}> in <{p}>" for p in self._open if p in _PHRASES]
        if tag == "a" and "a" in self._open:
            self.faults.append("<a> in <a>")
        self._cell(tag, dict(attrs))
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag not in _VOID:
            self._open.append(tag)

    def _cell(self, tag, attributes):
        """On a phone, rows are cards: each cell says there what its column is called."""
        if tag == "table":
            self._cards = "pb-table--cards" in (attributes.get("class") or "").split()
        if tag == "td" and self._cards and "data-label" not in attributes:
            self.faults.append("<td> of a card without data-label")

    def _attribute(self, tag, name, value):
        if name not in ATTRIBUTES or name.startswith("on"):
            self.faults.append(f"{name} of <{tag}>")
        if name == "id":
            self.ids.append(value)
        if name in ("href", "src"):
            self.links.append(value)
            head = value.strip().lower().partition("/")[0]
            if ":" in head and "#" not in head and not head.startswith(_SCHEMES):
                self.faults.append(f"{name} {value}")

    def handle_endtag(self, tag):
        if tag in _VOID:
            self.faults.append(f"</{tag}>")
        elif not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> where {self._open[-1:]} is open")
            if tag in self._open:
                while self._open.pop() != tag:
                    pass
        else:
            self._open.pop()

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag in _EMPTY:
            self._open.pop()

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.faults.append(f"a comment: {data}")

    def handle_decl(self, decl):
        self.faults.append(f"a declaration: {decl}")

    def unknown_decl(self, data):
        self.faults.append(f"a declaration: {data}")

    def handle_pi(self, data):
        self.faults.append(f"an instruction: {data}")


def read(html: str) -> Reading:
    return Reading(html)


def faults_of(html: str) -> list[str]:
    """What is wrong with a page's markup; twice the same id is a fault too."""
    reading = read(html)
    twice = {id for id in reading.ids if reading.ids.count(id) > 1}
    blank = [id for id in reading.ids if not id or " " in id]
    return [*reading.faults, *(f"id {id} twice" for id in sorted(twice)), *blank]
