"""The words of an engagement and of the field, and their explanation at first sight on a page."""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import yaml
from markupsafe import Markup

from sourcebook.assets import bundled
from sourcebook.model.playbook import Playbook
from sourcebook.render import prose

PATH = "glossary.html"
_LONGEST = 160  # characters of a meaning that are told at first sight
_UNMARKED = (
    "a", "button", "code", "h1", "h2", "h3", "h4", "h5", "label", "legend", "option", "pre",
    "summary", "svg", "th", "title",
)  # fmt: skip
"""Elements whose words stay as they are: links, headings, pictures, what is pressed."""
_TAGS = re.compile(rf"</?(?:{'|'.join(_UNMARKED)})(?=[ >])")
_JOINED, _GOES_ON = re.compile(r"[\w&#/.-]"), re.compile(r"[\w-]")


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    term: str
    meaning: Markup
    own: bool  # the engagement's, not the field's
    anchor: str


def terms(book: Playbook) -> tuple[Term, ...]:
    """The engagement's own words, and those of the field that it does not explain itself."""
    own = {
        (item.term or "").casefold(): (item.term or "", prose.inline(item.definition or ""), True)
        for _, item in book.each("scope", "glossary")
        if item.term
    }
    general = {
        term.casefold(): (term, prose.inline(meaning), False)
        for term, meaning in _field_terms().items()
        if not any(_same_word(term, *entry[:2]) for entry in own.values())
    }
    entries = sorted({**own, **general}.values(), key=lambda entry: entry[0].casefold())
    slugs = anchors([term for term, _, _ in entries])
    return tuple(Term(*entry, anchor) for entry, anchor in zip(entries, slugs, strict=True))


class FirstSights:
    """Marks each term where a page says it first, with a link to its entry."""

    def __init__(self, entries: Iterable[Term]) -> None:
        self._entries = [(entry, tuple(_forms(entry))) for entry in entries]
        self._entries.sort(
            key=lambda entry: -len(entry[0].term)
        )  # the longest word is what is meant

    def marked(self, html: str, root: str) -> str:
        """The HTML of a page, ``root`` being the way from it to its site's root."""
        said = [(entry, form) for entry, forms in self._entries for form in forms if form in html]
        if not said:
            return html
        taken = list(_unmarked(html))
        seen: dict[str, tuple[int, int, str]] = {}
        for entry, form in said:
            place = _first(html, form, taken)
            if place is not None and place < seen.get(entry.anchor, (len(html),))[0]:
                end = place + len(form)
                seen[entry.anchor] = (place, end, _link(entry, html[place:end], root))
                insort(taken, (place, end))
        parts, last = [], 0
        for begin, end, link in sorted(seen.values()):
            parts += [html[last:begin], link]
            last = end
        return "".join([*parts, html[last:]])


def _link(entry: Term, word: str, root: str) -> str:
    says = escape(prose.bare(entry.meaning, _LONGEST))
    address = f"{root}{PATH}#{escape(entry.anchor)}"
    return f'<a class="pb-term" href="{address}" title="{says}">{word}</a>'


def _first(html: str, form: str, taken: Sequence[tuple[int, int]]) -> int | None:
    """Where a word stands first in running text and outside of what is taken."""
    at = html.find(form)
    while at >= 0:
        end = at + len(form)
        alone = not (_JOINED.match(html[at - 1 : at]) or _GOES_ON.match(html[end : end + 1]))
        before = bisect(taken, (at, len(html))) - 1
        free = before < 0 or taken[before][1] <= at
        if alone and free and html.rfind("<", 0, at) <= html.rfind(">", 0, at):
            return at
        at = html.find(form, end)
    return None


def _unmarked(html: str) -> Iterator[tuple[int, int]]:
    """From where to where elements reach whose words stay as they are."""
    within = begin = 0
    for tag in _TAGS.finditer(html):
        if html[tag.start() + 1] != "/":
            begin = begin if within else tag.start()
            within += 1
        elif within:
            within -= 1
            if not within:
                yield begin, tag.end()
    if within:
        yield begin, len(html)


def anchors(names: Sequence[str], kind: str = "term") -> Iterator[str]:
    """An anchor a name; of those that differ in signs alone (C, C++), later ones have a number."""
    seen: dict[str, int] = {}
    for name in names:
        slug = _slug(name)
        seen[slug] = seen.get(slug, 0) + 1
        yield f"{kind}-{slug}" + (f"--{seen[slug]}" if seen[slug] > 1 else "")


def _forms(entry: Term) -> Iterator[str]:
    """How a term is written in running text, as HTML; ordinary words and single letters have none.

    Of the field's words those are explained that are letters, such as RTO: an escalation or a gate
    explains itself.
    """
    term = entry.term.strip()
    is_ordinary = term.isalpha() and term[1:].islower()
    if len(term) < 2 or is_ordinary or not (entry.own or term.isupper()):
        return
    written = escape(term)
    yield written
    if written[1:2].islower():
        first = written[0]
        yield (first.lower() if first.isupper() else first.upper()) + written[1:]


def _same_word(general: str, own: str, meaning: str) -> bool:
    """Whether the engagement itself explains a word of the field, be it in another form of it."""
    if _root(general) == _root(own):
        return True
    says = meaning.casefold().startswith(general.casefold())
    return says and general.casefold().startswith(own.casefold())


def _root(term: str) -> str:
    """``Shadowing`` and ``shadows`` → ``shadow``."""
    return re.sub(r"(?<=\w{3})(ing|ed|s)$", "", term.casefold().strip())


def _slug(term: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in term.casefold()).strip("-") or "term"


@cache
def _field_terms() -> dict[str, str]:
    text = (bundled("site_config") / "words" / "glossary.yaml").read_text("utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found
