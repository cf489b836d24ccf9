"""Words that leave open what was agreed: placeholders, vague words, loopholes.

The words are data: the lists of ``site_config/words``. Those that ship count where none are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from sourcebook.analysis.content import OVER, holds, texts
from sourcebook.analysis.word_lists import WordLists, bundled_words
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Record, Section, Shape, fields_of

_UNSPOKEN = Form(r"`[^`]*`|https?://\S+")
_QUOTED = Form(r"\"[^\"]*\"|“[^”]*”")

# A full stop, blanks, and a capital letter: "e.g. 5 s" and "approx. half" end no sentence.
_SENTENCE_END = Form(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[*_]*[^\W\d_a-z])|\n\s*\n|\n\s*[-*+] ")

_NUMBER = Form(
    r"(?<!\w)(?<!\w-)\d|\b(zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|twice"
    r"|one (working |business )?(second|minute|hour|day|week|month|quarter|year))\b",
    re.IGNORECASE,
)
_RHYTHM = Form(
    r"\b((every|each|once an?|per) (working |business |calendar )?"
    r"(hour|day|week|weekday|month|quarter|year|sprint|iteration|release)"
    r"|hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)

# "must be confirmed" is an obligation, "is to be confirmed" a gap; "by" names who closes it.
_OBLIGED = Form(r"\b(needs?|ha[sd]|have|ought|requires?|wants?)\s+$", re.IGNORECASE)
_SETTLED = Form(r"\s+(by|within|in|at|before|with|on)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Smells:
    """What an obligation says that leaves it open, each word as it is written there, once."""

    vague: tuple[str, ...] = ()
    loopholes: tuple[str, ...] = ()


@lru_cache(maxsize=64)  # rules on goals ask for a statement, and those on words once more
def smells(text: str, words: WordLists | None = None) -> Smells:
    """The vague words and the loopholes of a text that somebody will be held to."""
    words = words or bundled_words()
    if not words.open_vocabulary.among(text):
        return Smells()
    vague: dict[str, str] = {}
    loopholes: dict[str, str] = {}
    for sentence in _SENTENCE_END.split(_UNSPOKEN.sub(" ", text)):
        counted = _NUMBER.search(sentence) is not None
        bounded = counted or _RHYTHM.search(sentence) is not None
        for kind, pattern in words.loophole_patterns.items():
            if kind == "unbounded time" and bounded:
                continue
            loopholes = loopholes | _found(pattern, sentence)
            sentence = pattern.sub(" ", sentence)
        if not counted:
            vague = vague | _found(words.vague_pattern, sentence)
    return Smells(tuple(vague.values()), tuple(loopholes.values()))


def _found(pattern: re.Pattern[str], sentence: str) -> dict[str, str]:
    words = (" ".join(match[0].split()) for match in pattern.finditer(sentence))
    return {word.casefold(): word for word in words}


def placeholder(text: str, words: WordLists | None = None, *, required: bool = False) -> str | None:
    """What stands in a text for one that is still to be written; ``None`` where nothing does."""
    words = words or bundled_words()
    whole = text.strip().casefold()
    if whole in words.wholes or (required and whole in words.gaps):
        return text.strip()
    for match in words.placeholder_pattern.finditer(_QUOTED.sub(" ", _UNSPOKEN.sub(" ", text))):
        before, after = match.string[: match.start()], match.string[match.end() :]
        an_obligation = match[0].casefold().startswith("to be") and (
            _OBLIGED.search(before) or _SETTLED.match(after)
        )
        if not an_obligation:
            return match[0]
    return None


def holds_placeholders(book: Playbook, section: str, words: WordLists) -> bool:
    """Whether it is worth while to look for placeholders in the texts of a section."""
    return any(may_hold_placeholder(text, words) for text in _written(book, section))


def _written(book: Playbook, section: str) -> Iterator[str]:
    """The files of a section; the texts of a shared edition's, which is of no files."""
    source = book.source.sections.get(section)
    if source is not None and source.documents:
        yield from (document.text for document in source.documents)
    else:
        yield "\n".join(texts(book, section))


@lru_cache(maxsize=64)  # rules and the score look into the same files, one after the other
def may_hold_placeholder(source: str, words: WordLists | None = None) -> bool:
    """Whether it is worth while to look into the texts of a file; most are told by a glance."""
    words = words or bundled_words()
    if any(its and its.search(source) for its in (words.bracketed, words.angled)):
        return True
    return bool(words.placeholder_vocabulary.among(source))


@lru_cache(maxsize=2)  # two rules ask for it, one after the other
def open_texts(book: Playbook, words: WordLists) -> tuple[tuple[At, Smells], ...]:
    """The texts that somebody will be held to and that leave something open, with their places."""
    found = (
        (at, smells(text, words))
        for section in book.sections()
        if _may_be_open(book, section.key, words)
        for at, text in _held_to(book, section)
    )
    return tuple((at, its) for at, its in found if its != Smells())


def normative(book: Playbook) -> Iterator[tuple[At, str]]:
    """The texts that somebody will be held to, each with its place; not those of what is over."""
    for section in book.sections():
        yield from _held_to(book, section)


def _held_to(book: Playbook, section: Section) -> Iterator[tuple[At, str]]:
    if _bound(type(section)) and holds(book, section.key):
        yield from _normative(At(section.key), section)


def _may_be_open(book: Playbook, section: str, words: WordLists) -> bool:
    """Whether it is worth while to look for vague words and loopholes in a section's texts."""
    known = section in book.source.sections
    return not known or any(_says_open(text, words) for text in _written(book, section))


def _says_open(source: str, words: WordLists) -> bool:
    return "\\" in source or bool(words.open_vocabulary.among(source))


_SETTLED_STATES = OVER | {"accepted"}


def _normative(at: At, record: Record) -> Iterator[tuple[At, str]]:
    if getattr(record, "status", None) in _SETTLED_STATES:
        return
    for spec in _bound(type(record)):
        value = getattr(record, spec.attribute)
        many = value if isinstance(value, tuple) else (value,)
        for number, inner in enumerate(many):
            place = at / spec.name / number if isinstance(value, tuple) else at / spec.name
            if isinstance(inner, Record):
                yield from _normative(place, inner)
            elif isinstance(inner, str):
                yield place, inner


@cache
def _bound(record: type[Record]) -> tuple[FieldSpec, ...]:
    """The fields that are normative, or lead to some that are."""
    return tuple(spec for spec in fields_of(record).values() if _leads(spec, spec.shape))


def _leads(spec: FieldSpec, shape: Shape) -> bool:
    if shape.record is not None:
        return bool(_bound(shape.record))
    return spec.meta.normative or (shape.inner is not None and _leads(spec, shape.inner))
