"""The words of an engagement and of the field, and their explanation at first sight on a page."""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import accumulate

import yaml
from markupsafe import Markup

from sourcebook.assets import bundled
from sourcebook.model.playbook import Playbook
from sourcebook.render import prose
from sourcebook.render.tags import Cut

PATH = "glossary.html"
_LONGEST = 160  # characters of a meaning that are told at first sight
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

    def marked(self, page: Cut, root: str) -> str:
        """The HTML of a page, ``root`` being the way from it to its site's root."""
        running = _Running(page)
        taken: list[tuple[int, int]] = []
        links: dict[int, str] = {}  # by the place of the word
        for entry, forms in self._entries:
            places = [running.first(form, taken) for form in forms if form in running.text]
            if found := min(filter(None, places), default=None):
                insort(taken, found)
                links[found[0]] = _link(entry, running.text[slice(*found)], root)
        return running.html((*place, links[place[0]]) for place in taken) if taken else page.html


class _Running:
    """The running text of a page as one, with a sign in place of tags that no word holds."""

    def __init__(self, page: Cut) -> None:
        texts = page.pieces[::2]
        self._page, self._spans = page, page.running()
        stretches = ["<".join(texts[begin : end + 1]) for begin, end in self._spans]
        self._starts = [0, *accumulate(len(stretch) + 1 for stretch in stretches)]
        self.text = "<".join(stretches)

    def first(self, form: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """From where to where a word stands first, outside of what is taken."""
        text = self.text
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            alone = not (_JOINED.match(text[at - 1 : at]) or _GOES_ON.match(text[end : end + 1]))
            if alone and _is_free(at, end, taken):
                return at, end
            at = text.find(form, end)
        return None

    def html(self, links: Iterable[tuple[int, int, str]]) -> str:
        """The page with links in place of some words, given from the first to the last."""
        pieces = self._page.pieces[:]
        last, moved = -1, 0
        for at, end, link in links:
            number, within = self._piece(at)
            moved = moved if number == last else 0
            text, begin = pieces[number], within + moved
            pieces[number] = text[:begin] + link + text[begin + end - at :]
            last, moved = number, moved + len(link) - (end - at)
        return "".join(pieces)

    def _piece(self, at: int) -> tuple[int, int]:
        """The piece of the page that a place is in, and where it is there."""
        stretch = bisect(self._starts, at) - 1
        number, within = 2 * self._spans[stretch][0], at - self._starts[stretch]
        while within > len(self._page.pieces[number]):
            within -= len(self._page.pieces[number]) + 1
            number += 2
        return number, within


def _is_free(at: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    after = bisect(taken, (at,))
    before = taken[after - 1][1] if after else 0
    return before <= at and (after == len(taken) or end <= taken[after][0])


def _link(entry: Term, word: str, root: str) -> str:
    says = escape(prose.bare(entry.meaning, _LONGEST))
    address = f"{root}{PATH}#{escape(entry.anchor)}"
    return f'<a class="pb-term" href="{address}" title="{says}">{word}</a>'


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
