"""The words that leave open what was agreed: lists that ship, and what a project makes of them.

A list is a file of ``site_config/words``, a word or phrase a line; ``#`` begins a comment. A file
of the same name in a project adds its lines to the list that ships, and takes out of it what
stands behind ``- ``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

from sourcebook.analysis.vocabulary import Vocabulary
from sourcebook.assets import bundled
from sourcebook.errors import SourceError, UsageError
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest
from sourcebook.source.folders import Entry, Kind, read_bytes
from sourcebook.source.text import decode, split_lines

FOLDER = "site_config/words"
VAGUE, LOOPHOLES, PLACEHOLDERS = "vague.txt", "loopholes.txt", "placeholders.txt"
LISTS = (VAGUE, LOOPHOLES, PLACEHOLDERS)

_MARKS: Mapping[str, Form] = {
    "[": Form(r"\[[^\W\d_]+( [^\W\d_]+)*\]"),
    "<": Form(r"<[^\W\d_]+( [^\W\d_]+)*>"),
    "=": Form(r"= ?\S.*"),
}
"""How placeholders are written that are no plain words."""
_LONGEST = 80


@dataclass(frozen=True, eq=False)
class WordLists:
    """The words, and the patterns that find them."""

    vague: tuple[str, ...]
    loopholes: Mapping[str, tuple[str, ...]]  # by kind
    placeholders: tuple[str, ...]

    @cached_property
    def vague_pattern(self) -> re.Pattern[str]:
        """Finds vague words."""
        return _pattern(self.vague)

    @cached_property
    def loophole_patterns(self) -> Mapping[str, re.Pattern[str]]:
        """Finds loopholes, by kind, in the order in which they are looked for."""
        return {kind: _pattern(words) for kind, words in self.loopholes.items()}

    @cached_property
    def open_vocabulary(self) -> Vocabulary:
        """Tells whether a vague word or a loophole may stand in a text."""
        return Vocabulary(small=map(str.casefold, (*self.vague, *chain(*self.loopholes.values()))))

    @cached_property
    def wholes(self) -> frozenset[str]:
        """What is a placeholder in any case where it is the whole text."""
        return frozenset(word.casefold() for word in self._plain)

    @cached_property
    def gaps(self) -> frozenset[str]:
        """What is one where it is the whole text of a required field."""
        return frozenset(w[1:].strip().casefold() for w in self.placeholders if w[0] == "=")

    @cached_property
    def placeholder_pattern(self) -> re.Pattern[str]:
        """Finds placeholders within texts."""
        parts = [its.pattern for its in (self.bracketed, self.angled) if its]
        for word in self._plain:
            plain = re.escape(word).replace(r"\ ", r"\s+")
            edged = rf"(?<!\w){plain}(?![\w-])" if word[0].isalnum() else plain
            parts.append(edged if word.isupper() else f"(?i:{edged})")
        return re.compile(_any_of(parts))

    @cached_property
    def bracketed(self) -> re.Pattern[str] | None:
        """Finds ``[name]`` and ``[your name]``; ``None`` where no such word is listed."""
        if not (nouns := self._within("[")):
            return None
        other = r"[A-Za-z'’]+"
        inside = rf"(?:{other}[ _-]){{0,3}}(?:{nouns})(?:[ _-]of(?:[ _-]{other}){{1,3}})?"
        return re.compile(rf"\[(?i:(?:{inside})\](?![(\[:]))")

    @cached_property
    def angled(self) -> re.Pattern[str] | None:
        """Finds ``<insert the address>``; ``None`` where no such word is listed."""
        verbs = self._within("<")
        return re.compile(rf"<(?i:\s*(?:{verbs})\b[^<>]*>)") if verbs else None

    @cached_property
    def placeholder_vocabulary(self) -> Vocabulary:
        """Tells which placeholders, those in brackets apart, may stand in a text."""
        words = self.wholes | self.gaps
        odd = [word for word in words if "?" in word]
        forms = {word: f"(?i:{re.escape(max(word.split(), key=len))})" for word in odd}
        return Vocabulary(small=words.difference(odd), forms=forms)

    @property
    def _plain(self) -> Iterator[str]:
        return (word for word in self.placeholders if word[0] not in _MARKS)

    def _within(self, mark: str) -> str:
        return "|".join(re.escape(word[1:-1]) for word in self.placeholders if word[0] == mark)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    choice = [re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest_first]
    return re.compile(rf"(?<![\w-])(?:{_any_of(choice)})(?![\w-])", re.IGNORECASE)


def _any_of(parts: list[str]) -> str:
    """The pattern of any of the patterns; of nothing where there is none."""
    return "|".join(parts) if parts else r"(?!)"


@cache
def bundled_words() -> WordLists:
    """The lists that ship with the product."""
    return _read(bundled("site_config") / "words", {})


def project_words(root: Path) -> WordLists:
    """The lists of a project: those that ship, with what its own ``site_config/words`` changes.

    Raises UsageError, with file and line, for a file that is no list, and for a line that no text
    could hold, or that takes out what is not there.
    """
    shipped, own = bundled("site_config") / "words", root / FOLDER
    if not own.is_dir() or own.resolve() == shipped.resolve():
        return bundled_words()
    for path in sorted(own.glob("*.txt")):
        if path.name not in LISTS:
            near = nearest(path.name, LISTS)
            hint = f"Did you mean {near}?" if near else f"The lists are {', '.join(LISTS)}."
            raise UsageError(f"CFG001 {FOLDER}/{path.name}:1: this is no list of words. {hint}")
    first = bundled_words()
    ours = {VAGUE: {"": first.vague}, LOOPHOLES: first.loopholes,
            PLACEHOLDERS: {"": first.placeholders}}  # fmt: skip
    return _read(own, ours)


_ByKind = Mapping[str, tuple[str, ...]]


def _read(folder: Path, first: Mapping[str, _ByKind]) -> WordLists:
    """The lists of a folder, over those that are there already."""
    vague, loopholes, placeholders = (
        _List(name, first.get(name)).read(folder / name) for name in LISTS
    )
    loopholes = {kind: words for kind, words in loopholes.items() if kind}
    return WordLists(vague[""], loopholes, placeholders[""])


class _List:
    """One list, read line by line."""

    def __init__(self, name: str, first: _ByKind | None) -> None:
        self._name, self._changes = name, first is not None
        self._kinds = {kind: [*words] for kind, words in (first or {"": ()}).items()}
        self._kind = ""
        self._fits: Callable[[str], bool] = _placeholder if name == PLACEHOLDERS else _phrase

    def read(self, path: Path) -> _ByKind:
        """The words by kind; ``""`` is the kind of those before the first."""
        if path.exists() or not self._changes:
            for number, line in enumerate(self._lines(path), 1):
                word = " ".join(line.split())
                if word and not word.startswith("#"):
                    self._line(number, word)
        return {kind: tuple(dict.fromkeys(words)) for kind, words in self._kinds.items()}

    def _lines(self, path: Path) -> list[str]:
        try:
            kind = Kind.FOLDER if path.is_dir() else Kind.FILE
            return [*split_lines(decode(read_bytes(Entry(path, kind))))]
        except SourceError as error:
            raise self._wrong(error.line, f"this file {error}.") from None

    def _line(self, number: int, word: str) -> None:
        if word.endswith(":") and self._name == LOOPHOLES:
            self._begin(number, word[:-1])
        elif self._name == LOOPHOLES and not self._kind:
            kinds = ", ".join(kind for kind in self._kinds if kind)
            raise self._wrong(number, f"'{word}' belongs to no kind. Put it below one of: {kinds}.")
        elif self._changes and word.startswith("- "):
            self._take_out(number, word[2:])
        elif not self._changes or self._fits(word):  # those that ship were looked at by a test
            self._kinds[self._kind].append(word)
        else:
            raise self._wrong(number, f"'{word}' can be no entry of this list. {self._how}")

    def _begin(self, number: int, kind: str) -> None:
        if self._changes and kind not in self._kinds:
            near = nearest(kind, self._kinds)
            hint = f"Did you mean '{near}'?" if near else f"Kinds: {', '.join(self._kinds)}."
            raise self._wrong(number, f"'{kind}' is no kind of this list. {hint}")
        self._kinds.setdefault(kind, [])
        self._kind = kind

    def _take_out(self, number: int, word: str) -> None:
        words = self._kinds[self._kind]
        if word not in words:
            near = nearest(word, words)
            hint = f"Did you mean '{near}'?" if near else "Delete the line."
            raise self._wrong(number, f"'{word}' is not in the list that ships. {hint}")
        words.remove(word)

    @property
    def _how(self) -> str:
        if self._name == PLACEHOLDERS:
            return "Write a word or phrase, or one as [name], <insert> or '= n/a'."
        return "Write a word or phrase of letters, blanks and hyphens, two letters at least."

    def _wrong(self, line: int, what: str) -> UsageError:
        return UsageError(f"CFG001 {FOLDER}/{self._name}:{line}: {what}")


def _phrase(word: str) -> bool:
    return 2 <= len(word) <= _LONGEST and bool(re.fullmatch(r"[^\W_][\w '’./-]*[^\W_]", word))


def _placeholder(word: str) -> bool:
    mark = _MARKS.get(word[0])
    return 2 <= len(word) <= _LONGEST and bool(mark is None or mark.fullmatch(word))
