"""Words that leave open what was agreed: placeholders, vague words, loopholes.

The words are data, in ``site_config/words``; those files say how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sourcebook.analysis.content import OVER, holds
from sourcebook.assets import bundled
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Record, Shape, fields_of

_UNSPOKEN = re.compile(r"`[^`]*`|https?://\S+")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")

# A full stop, blanks, and a capital letter: "e.g. 5 s" and "approx. half" end no sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[*_]*[^\W\d_a-z])|\n\s*\n|\n\s*[-*+] ")

_NUMBER = re.compile(
    r"(?<!\w)(?<!\w-)\d|\b(zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|twice"
    r"|one (working |business )?(second|minute|hour|day|week|month|quarter|year))\b",
    re.IGNORECASE,
)
_RHYTHM = re.compile(
    r"\b((every|each|once an?|per) (working |business |calendar )?"
    r"(hour|day|week|weekday|month|quarter|year|sprint|iteration|release)"
    r"|hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)

# "must be confirmed" is an obligation, "is to be confirmed" a gap; "by" names who closes it.
_OBLIGED = re.compile(r"\b(needs?|ha[sd]|have|ought|requires?|wants?)\s+$", re.IGNORECASE)
_SETTLED = re.compile(r"\s+(by|within|in|at|before|with|on)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Smells:
    """What an obligation says that leaves it open, each word as it is written there, once."""

    vague: tuple[str, ...] = ()
    loopholes: tuple[str, ...] = ()


def smells(text: str) -> Smells:
    """The vague words and the loopholes of a text that somebody will be held to."""
    vague: dict[str, str] = {}
    loopholes: dict[str, str] = {}
    for sentence in _SENTENCE_END.split(_UNSPOKEN.sub(" ", text)):
        counted = _NUMBER.search(sentence) is not None
        bounded = counted or _RHYTHM.search(sentence) is not None
        for kind in ("loophole", "open list", "unbounded time"):
            if kind == "unbounded time" and bounded:
                continue
            pattern = _pattern("loopholes", kind)
            loopholes = loopholes | _found(pattern, sentence)
            sentence = pattern.sub(" ", sentence)
        if not counted:
            vague = vague | _found(_pattern("vague", ""), sentence)
    return Smells(tuple(vague.values()), tuple(loopholes.values()))


def _found(pattern: re.Pattern[str], sentence: str) -> dict[str, str]:
    words = (" ".join(match[0].split()) for match in pattern.finditer(sentence))
    return {word.casefold(): word for word in words}


def placeholder(text: str, *, required: bool = False) -> str | None:
    """What stands in a text for one that is still to be written; ``None`` where nothing does."""
    whole = text.strip().casefold()
    if whole in _wholes() or (required and whole in _gaps()):
        return text.strip()
    for match in _placeholders().finditer(_QUOTED.sub(" ", _UNSPOKEN.sub(" ", text))):
        before, after = match.string[: match.start()], match.string[match.end() :]
        an_obligation = match[0].casefold().startswith("to be") and (
            _OBLIGED.search(before) or _SETTLED.match(after)
        )
        if not an_obligation:
            return match[0]
    return None


def may_hold_placeholder(source: str) -> bool:
    """Whether it is worth while to look into the texts of a file; most are told by a glance."""
    if _bracketed().search(source) or _angled().search(source):
        return True
    folded = source.casefold()
    if not any(mark in folded for mark in _marks()):
        return False
    spaced = " ".join(folded.split())  # a text may be folded over lines
    return any(word in spaced for word in _wholes() | _gaps())


def open_texts(book: Playbook) -> Iterator[tuple[At, Smells]]:
    """The texts that somebody will be held to and that leave something open, with their places."""
    texts = list(normative(book))
    if _may_smell(" ".join(text for _, text in texts)):
        for at, text in texts:
            if _may_smell(text) and (found := smells(text)) != Smells():
                yield at, found


def _may_smell(text: str) -> bool:
    spaced = " ".join(text.casefold().replace("-", " ").split())
    return any(word in spaced for word in _open_words())


def normative(book: Playbook) -> Iterator[tuple[At, str]]:
    """The texts that somebody will be held to, each with its place; not those of what is over."""
    for section in book.sections():
        if _bound(type(section)) and holds(book, section.key):
            yield from _normative(At(section.key), section)


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


@cache
def _words(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of a list of words by their kind; ``""`` before the first kind."""
    kinds: dict[str, list[str]] = {"": []}
    kind = ""
    for line in (bundled("site_config") / "words" / f"{name}.txt").read_text("utf-8").splitlines():
        word = line.strip()
        if word.endswith(":"):
            kind = word[:-1]
            kinds[kind] = []
        elif word and not word.startswith("#"):
            kinds[kind].append(word)
    return {kind: tuple(words) for kind, words in kinds.items()}


@cache
def _open_words() -> tuple[str, ...]:
    """Every vague word and loophole that holds no shorter one."""
    words = {
        w.casefold() for name in ("vague", "loopholes") for k in _words(name).values() for w in k
    }
    return tuple(w for w in sorted(words) if not any(o in w for o in words - {w}))


@cache
def _pattern(name: str, kind: str) -> re.Pattern[str]:
    longest_first = sorted(_words(name)[kind], key=len, reverse=True)
    choice = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{choice})(?![\w-])", re.IGNORECASE)


def _placeholder_words() -> Iterator[str]:
    """What is found within texts: neither brackets nor gaps."""
    return (word for word in _words("placeholders")[""] if word[0] not in "[<=")


@cache
def _wholes() -> frozenset[str]:
    return frozenset(word.casefold() for word in _placeholder_words())


@cache
def _gaps() -> frozenset[str]:
    lines = _words("placeholders")[""]
    return frozenset(line[1:].strip().casefold() for line in lines if line.startswith("="))


@cache
def _placeholders() -> re.Pattern[str]:
    parts = [_bracketed().pattern, _angled().pattern]
    for word in _placeholder_words():
        plain = re.escape(word).replace(r"\ ", r"\s+")
        edged = rf"(?<!\w){plain}(?![\w-])" if word[0].isalnum() else plain
        parts.append(edged if word.isupper() else f"(?i:{edged})")
    return re.compile("|".join(parts))


@cache
def _bracketed() -> re.Pattern[str]:
    nouns = "|".join(re.escape(word[1:-1]) for word in _words("placeholders")[""] if word[0] == "[")
    other = r"[A-Za-z'’]+"
    inside = rf"(?:{other}[ _-]){{0,3}}(?:{nouns})(?:[ _-]of(?:[ _-]{other}){{1,3}})?"
    return re.compile(rf"(?i:\[(?:{inside})\](?![(\[:]))")


@cache
def _angled() -> re.Pattern[str]:
    verbs = "|".join(re.escape(word[1:-1]) for word in _words("placeholders")[""] if word[0] == "<")
    return re.compile(rf"(?i:<\s*(?:{verbs})\b[^<>]*>)")


@cache
def _marks() -> frozenset[str]:
    """A word of each placeholder, those in brackets apart, that it cannot be without."""
    return frozenset(max(word.split(), key=len) for word in _wholes() | _gaps())
