"""The words of an engagement and of the field, and their explanation at first sight on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from html import escape, unescape

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
        self._entries = [(entry, forms) for entry in entries if (forms := [*_forms(entry)])]
        self._entries.sort(
            key=lambda entry: -len(entry[0].term)
        )  # the longest word is what is meant

    @cached_property
    def _sought(self) -> re.Pattern[str]:
        """Finds, in the words of a page, what may be a term."""
        said = [unescape(form).replace("·", " · ") for _, forms in self._entries for form in forms]
        return re.compile("|".join(map(re.escape, said)))

    def marked(self, page: Cut, root: str) -> str:
        """The HTML of a page, ``root`` being the way from it to its site's root."""
        pieces, unseen = page.pieces[:], self._entries[:]
        for number in page.running(self._sought) if unseen else ():
            text = _Text(pieces[number])
            for entry, forms in unseen[:]:
                said = [form for form in forms if form in pieces[number]]
                if said and (place := text.first(said)):
                    text.link(*place, _link(entry, root))
                    unseen.remove((entry, forms))
            pieces[number] = text.html
        return "<".join(pieces)[1:] if len(unseen) < len(self._entries) else page.html


class _Text:
    """The text of a piece of a page, in which words become links."""

    def __init__(self, piece: str) -> None:
        self._piece, self._begin = piece, piece.find(">") + 1
        self._links: dict[tuple[int, int], str] = {}  # by where their words begin and end

    def first(self, forms: Iterable[str]) -> tuple[int, int] | None:
        """From where to where one of some words stands first, by itself and in no link."""
        places = map(self._first, forms)
        return min(filter(None, places), default=None)

    def _first(self, form: str) -> tuple[int, int] | None:
        text, end = self._piece, self._begin
        while (at := text.find(form, end)) >= 0:
            end = at + len(form)
            alone = not (_JOINED.match(text[at - 1 : at]) or _GOES_ON.match(text[end : end + 1]))
            if alone and all(end <= begin or over <= at for begin, over in self._links):
                return at, end
        return None

    def link(self, at: int, end: int, tag: str) -> None:
        """Let what stands from one place to another lead where a tag says."""
        self._links[at, end] = f"{tag}{self._piece[at:end]}</a>"

    @property
    def html(self) -> str:
        """The piece with its links."""
        made, last = "", 0
        for (at, end), link in sorted(self._links.items()):
            made += self._piece[last:at] + link
            last = end
        return made + self._piece[last:]


def _link(entry: Term, root: str) -> str:
    address = f"{root}{PATH}#{escape(entry.anchor)}"
    return f'<a class="pb-term" href="{address}" title="{_told(entry.meaning)}">'


@lru_cache(maxsize=512)  # most are the field's
def _told(meaning: str) -> str:
    return escape(prose.bare(meaning, _LONGEST))


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


@lru_cache(maxsize=1024)
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
