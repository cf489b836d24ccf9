"""Which of some words stand in a text, told by its pieces between blanks.

Thousands of files are looked through for hundreds of words, and playbooks say the same things in
the same words: a piece that was looked into once, for all vocabularies, is known from then on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from itertools import filterfalse
from weakref import WeakSet

from sourcebook.source.text import lines_of

_MOST = 100_000  # pieces that are remembered
_LONGEST = 40  # what is longer is seldom said twice
_LINE = 500  # letters, up to which a text is a line, and not a file


class Vocabulary:
    """Words of a kind; what is told of them may be too much, and never too little.

    ``exact`` words are looked for as they are, ``small`` ones in any case. Words may have blanks,
    and a ``?`` in place of some letter. ``forms`` are looked for within pieces, by names that are
    told in place of words.
    """

    def __init__(
        self,
        exact: Iterable[str] = (),
        small: Iterable[str] = (),
        forms: Mapping[str, str] | None = None,
    ) -> None:
        self._exact = [(word, _longest_part(word)) for word in exact]
        self._small = [(word, _longest_part(word)) for word in small]
        self._forms = {name: re.compile(form, re.M) for name, form in (forms or {}).items()}
        self._phrases = {word for word, part in self._exact + self._small if part != word.strip()}
        self._known: dict[str, frozenset[str]] = {}
        _seen.join(self)

    def among(self, text: str) -> frozenset[str]:
        """The words that may stand in a text."""
        pieces = _told(text) if len(text) > _LINE else _seen.told(text)
        found = {word for piece in pieces for word in self._known.get(piece, ())}
        if long := [piece for piece in pieces if len(piece) > _LONGEST]:
            found.update(*self._within(long).values())
        if found.isdisjoint(self._phrases):
            return frozenset(found)
        folded = text.casefold()
        return frozenset(
            word for word in found if word not in self._phrases or _phrase(word).search(folded)
        )

    def learn(self, pieces: Collection[str]) -> Collection[str]:
        """Look into pieces that nobody has seen. Those in which there is something."""
        found = self._within(pieces)
        self._known |= {piece: frozenset(words) for piece, words in found.items()}
        return found

    def forget(self) -> None:
        """Know nothing of any piece."""
        self._known.clear()

    def _within(self, pieces: Collection[str]) -> dict[str, list[str]]:
        """The pieces in which something stands, and what: most words stand in none of them."""
        found: dict[str, list[str]] = {}
        written = "\n".join(pieces)
        for words, whole in ((self._exact, written), (self._small, written.casefold())):
            there = [(word, part) for word, part in words if part in whole]
            for piece, text in zip(pieces, whole.split("\n"), strict=True) if there else ():
                for word, part in there:
                    if part in text:
                        found.setdefault(piece, []).append(word)
        for name, form in self._forms.items():
            for piece in pieces if form.search(written) else ():
                if form.search(piece):
                    found.setdefault(piece, []).append(name)
        return found


class _Seen:
    """What all vocabularies know of the pieces of texts: those that tell nothing to any of them."""

    def __init__(self) -> None:
        self._vocabularies: WeakSet[Vocabulary] = WeakSet()
        self._telling: set[str] = set()
        self._dull: set[str] = set()
        self._plain: set[str] = set()  # lines of dull pieces

    def join(self, vocabulary: Vocabulary) -> None:
        """Another one: what told the others nothing may tell it something."""
        self._vocabularies.add(vocabulary)
        telling = {*vocabulary.learn(self._telling | self._dull)}
        self._telling |= telling
        self._dull -= telling
        self._plain.clear()
        _told.cache_clear()

    def told_by_lines(self, text: str) -> frozenset[str]:
        """As told(), of a file: most of its lines stand in others too."""
        lines = frozenset(lines_of(text)) - self._plain
        told = self.told("\n".join(lines))
        if len(self._plain) > _MOST:
            self._plain.clear()
        self._plain |= lines.difference(line for piece in told for line in lines if piece in line)
        return told

    def told(self, text: str) -> frozenset[str]:
        """The pieces of a text that may tell something, each once."""
        said = frozenset(filterfalse(self._dull.__contains__, text.split()))
        new = [piece for piece in said - self._telling if len(piece) <= _LONGEST]
        if not new:
            return said
        if len(self._dull) + len(self._telling) > _MOST:
            self._forget()
            new = [piece for piece in said if len(piece) <= _LONGEST]
        telling = {piece for each in self._vocabularies for piece in each.learn(new)}
        self._telling |= telling
        self._dull.update(piece for piece in new if piece not in telling)
        return said - self._dull

    def _forget(self) -> None:
        self._telling.clear()
        self._dull.clear()
        self._plain.clear()
        for each in self._vocabularies:
            each.forget()
        _told.cache_clear()


@lru_cache(maxsize=64)  # several rules look into the same files, one after the other
def _told(text: str) -> frozenset[str]:
    return _seen.told_by_lines(text)


_seen = _Seen()


@cache
def _phrase(word: str) -> re.Pattern[str]:
    """Finds a word that has blanks, or a letter that is left open, in small letters."""
    pieces = _PIECE.findall(word.casefold().strip())
    return re.compile("".join(_LEFT_OPEN.get(its[:1]) or re.escape(its) for its in pieces))


_PIECE = re.compile(r"\s+|\?|[^\s?]+")
_UNREAD = r"`[^`]*`|https?://\S+|\"[^\"]*\"|“[^”]*”"  # what a rule may not read as words
_LEFT_OPEN = {" ": rf"(?:[\s-]|{_UNREAD})+", "?": r"(?s:.{1,3})"}  # a letter may become three


def _longest_part(word: str) -> str:
    """The longest part of a word between blanks: it stands in one piece."""
    return max(re.split(r"[\s?]+", word), key=len)
