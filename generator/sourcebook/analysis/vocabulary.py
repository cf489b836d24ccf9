"""Which of some words stand in a text, told by its pieces between blanks.

Thousands of files are looked through for a hundred words each, and playbooks say the same things
in the same words: a piece that was looked into once is known from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

_MOST = 50_000  # pieces that are remembered
_LONGEST = 40  # what is longer is seldom said twice
_LINE = 500  # letters, up to which a text is a line, and not a file


@lru_cache(maxsize=64)  # several rules look into the same files, one after the other
def pieces(text: str) -> frozenset[str]:
    """What stands in a text between blanks, each once."""
    return frozenset(text.split())


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
        self._exact = [(word, _parts(word)[0]) for word in exact]
        self._small = [(word, _parts(word)[0]) for word in small]
        self._forms = {name: re.compile(form) for name, form in (forms or {}).items()}
        self._phrases = {word for word, part in self._exact + self._small if part != word.strip()}
        self._plain: set[str] = set()  # pieces in which there is none
        self._telling: dict[str, frozenset[str]] = {}

    def among(self, text: str) -> frozenset[str]:
        """The words that may stand in a text."""
        found: set[str] = set()
        said = pieces(text) if len(text) > _LINE else frozenset(text.split())
        for piece in said - self._plain:
            found |= self._telling.get(piece) or self._in_piece(piece)
        if found.isdisjoint(self._phrases):
            return frozenset(found)
        folded = text.casefold()
        return frozenset(
            word for word in found if word not in self._phrases or _phrase(word).search(folded)
        )

    def _in_piece(self, piece: str) -> frozenset[str]:
        folded = piece.casefold()
        found = frozenset(
            [
                *[word for word, part in self._exact if part in piece],
                *[word for word, part in self._small if part in folded],
                *[name for name, form in self._forms.items() if form.search(piece)],
            ]
        )
        if len(piece) <= _LONGEST and len(self._plain) + len(self._telling) < _MOST:
            if found:
                self._telling[piece] = found
            else:
                self._plain.add(piece)
        return found


@cache
def _phrase(word: str) -> re.Pattern[str]:
    """Finds a word that has blanks, or a letter that is left open, in small letters."""
    pieces = (_LEFT_OPEN.get(its[:1]) or re.escape(its) for its in _PIECE.findall(word.casefold().strip()))
    return re.compile("".join(pieces))


_PIECE = re.compile(r"\s+|\?|[^\s?]+")
_UNREAD = r"`[^`]*`|https?://\S+|\"[^\"]*\"|“[^”]*”"  # what a rule may not read as words
_LEFT_OPEN = {" ": rf"(?:[\s-]|{_UNREAD})+", "?": r"(?s:.{1,3})"}  # a letter may become three


def _parts(word: str) -> list[str]:
    """The parts of a word between blanks, the longest first."""
    return sorted(re.split(r"[\s?]+", word), key=len, reverse=True)
