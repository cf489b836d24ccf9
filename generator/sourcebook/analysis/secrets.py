"""What must never stand in a file that others read: passwords, keys, tokens.

Patterns are our own, after what the providers document of their tokens. Each is tried only where
the words stand that it begins with: thousands of files are looked through in a second.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache, lru_cache
from math import log2

from sourcebook.analysis.vocabulary import Vocabulary
from sourcebook.forms import Form
from sourcebook.lean import dataclass

BLOT = "•"
"""Stands for each letter that is not shown."""


@dataclass(frozen=True)
class Disclosure:
    """A span of a text that should not be there, and what it seems to be."""

    kind: str  # "AWS access key": fits after "looks like an" or "a"
    start: int
    end: int


@dataclass(frozen=True)
class _Pattern:
    kind: str
    words: tuple[str, ...]  # each match begins with one of these
    form: Form  # its group "secret", where it has one, is what must be hidden


def _pattern(kind: str, words: str, form: str) -> _Pattern:
    return _Pattern(kind, tuple(words.split()), Form(form))


_START = r"(?<![A-Za-z0-9_-])"
_STOP = r"(?![A-Za-z0-9_-])"


def _token(kind: str, words: str, form: str) -> _Pattern:
    return _pattern(kind, words, f"{_START}(?:{form}){_STOP}")


_PATTERNS = (
    _pattern(
        "private key",
        "-----BEGIN",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----"
        r"(?:[^-]*(?:-(?!----)[^-]*)*-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----)?",
    ),
    _token("AWS access key", "AKIA ASIA", r"A(?:K|S)IA[A-Z0-9]{16}"),
    _token("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{36,255}"),
    _token("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{22,255}"),
    _token("GitLab token", "glpat- gldt- glrt- glcbt-", r"gl[a-z]+-[\w-]{20,255}"),
    _token(
        "Slack token", "xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs-", r"xox.-[A-Za-z0-9-]{10,255}"
    ),
    _pattern(
        "Slack webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/services/(?P<secret>T\w+/B\w+/\w{16,})",
    ),
    _token("Google API key", "AIza", r"AIza[\w-]{35}"),
    _token("Google OAuth secret", "GOCSPX-", r"GOCSPX-[\w-]{20,255}"),
    _pattern("Stripe key", "k_live_ k_test_", r"(?<=[sr])k_(?:live|test)_[A-Za-z0-9]{16,255}"),
    _token("Stripe key", "whsec_", r"whsec_[A-Za-z0-9]{16,255}"),
    _token("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _token("PyPI token", "pypi-", r"pypi-[\w-]{50,255}"),
    _token("SendGrid key", "SG.", r"SG\.[\w-]{16,32}\.[\w-]{16,64}"),
    _token("AI service key", "sk-", r"sk-(?:(?:ant|proj|svcacct)-[\w-]{20,255}|[A-Za-z0-9]{48})"),
    _pattern("DigitalOcean token", "_v1_", r"(?<=do[op])_v1_[0-9a-f]{64}"),
    _pattern("Telegram bot token", ":AA", r"(?<=[0-9]{8}):(?P<secret>AA[\w-]{33})(?![\w-])"),
    _pattern(
        "storage account key",
        "AccountKey=",
        r"AccountKey=(?P<secret>[A-Za-z0-9+/]{40,120}={0,2})",
    ),
    _token("JSON web token", "eyJ", r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    _pattern(
        "password in a web address",
        "://",
        r"(?<=[A-Za-z0-9])://[^\s:/?#@\"'<>]{0,100}:(?P<secret>[^\s/@\"'<>]{1,200})@",
    ),
)

_PASSWORDS = ("password", "passwd", "passphrase", "passcode", "pwd")
_NAMES = (*_PASSWORDS, "secret", "token", "api_key", "api-key", "apikey")

_BEFORE = Form(r"[\w-]{0,40}\Z")  # of a name, up to the telling word in it

# `db_password: value`, also in quotes, in braces and on the line below.
_GIVEN = Form(
    r"""(?P<rest>[\w-]{0,40})["']?\s{0,9}[:=]\s{0,40}"""
    r"""(?:"(?P<double>[^"\n]{0,300})"|'(?P<single>[^'\n]{0,300})'|"""
    r"""(?P<plain>[^\s"'{}\[\],#&*!|>%@`][^\s,{}\[\]"']{0,300}))"""
)

# "The password is …", in a sentence.
_SAID = Form(r"""(?:\s+is)?\s+["'`]?(?P<plain>[^\s"'`]{8,64})""")

_PIECE = Form(r"""[^\s"'`]{8,64}|\n""")

# What a key of these words leads to that is no secret: where it is kept, how long it lives.
_ABOUT = Form(
    r"(?:_|-)(?:refs?|ids?|name|policy|location|path|url|store|vault|owner|days|hours|min|minutes|"
    r"length|type|rotation|manager|date|age|count|status|scope|rules?)$",
    re.IGNORECASE,
)
_REFERENCE = Form(r"https?://|vault:|op://|arn:|env:|ref:|[/<]|\$[{(]|\{\{", re.IGNORECASE)
_UUID = Form(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORDS = Form(r"(?:[A-Za-z]+|[0-9]{1,4})(?:[-_./:](?:[A-Za-z]+|[0-9]{1,4}))*")

_SHORTEST_PASSWORD, _SHORTEST_TOKEN = 6, 12
_LEAST_ENTROPY = 3.0  # bits a letter: under it lie words and plain names


@lru_cache(maxsize=64)  # a report shows lines of the files that rules have looked through
def secrets_in(text: str) -> tuple[Disclosure, ...]:
    """What looks like a secret in a text, in its order; spans never overlap."""
    words = _telling().among(text)
    return apart([*_by_form(text, words), *_by_name(text, words)]) if words else ()


@cache
def _telling() -> Vocabulary:
    return Vocabulary((word for pattern in _PATTERNS for word in pattern.words), _NAMES)


def apart(found: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    """Disclosures in the order of a text, without those that overlap an earlier or longer one."""
    kept: list[Disclosure] = []
    for one in sorted(found, key=lambda its: (its.start, -its.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def masked(text: str, disclosures: Iterable[Disclosure]) -> str:
    """The text with each of the spans blotted out; lines and columns stay as they are."""
    for one in disclosures:
        blot = re.sub(r"[^\r\n]", BLOT, text[one.start : one.end])
        text = text[: one.start] + blot + text[one.end :]
    return text


def _by_form(text: str, words: Container[str]) -> Iterator[Disclosure]:
    for pattern in _PATTERNS:
        for word in (word for word in pattern.words if word in words):
            for at in places(text, word):
                if match := pattern.form.match(text, at):
                    group = "secret" if "secret" in match.re.groupindex else 0
                    if not _is_stand_in(match[group]):
                        yield Disclosure(pattern.kind, match.start(group), match.end(group))


def small(text: str) -> str:
    """The text in small letters, each at its place; those that are no ASCII become ``?``."""
    return text.encode("ascii", "replace").decode("ascii").lower()


def places(text: str, word: str) -> Iterator[int]:
    """Where a word begins in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _by_name(text: str, words: Container[str]) -> Iterator[Disclosure]:
    low = small(text)
    for word in (word for word in _NAMES if word in words):
        for at in places(low, word):
            yield from _at_name(text, at, at + len(word))


def _at_name(text: str, start: int, end: int) -> Iterator[Disclosure]:
    """What a telling word leads to: as a key to its value, or in a sentence to what it is."""
    word = text[start:end].lower()
    if match := _GIVEN.match(text, end):
        before = _BEFORE.search(text, max(0, start - 40), start)
        name = (before[0] if before else "") + text[start:end] + match["rest"]
        group = next(part for part in ("double", "single", "plain") if match[part] is not None)
        if _ABOUT.search(name):
            return
        if _is_secret(name, match[group]):
            yield Disclosure(f"value for '{name}'", match.start(group), match.end(group))
        elif word in _PASSWORDS:
            yield from _among(text, match.start(group), word)
    elif match := _SAID.match(text, end):
        said = match["plain"].rstrip(".,;:)")
        if _kinds(said) >= 3 and _is_secret(word, said):
            first = match.start("plain")
            yield Disclosure(word, first, first + len(said))


def _among(text: str, start: int, word: str) -> Iterator[Disclosure]:
    """A password between other words: letters small and capital, digits and signs in one piece."""
    for match in _PIECE.finditer(text, start, start + 80):
        if match[0] == "\n":
            return
        piece = match[0].rstrip(".,;:)")
        if _kinds(piece) == 4 and _is_secret(word, piece):
            yield Disclosure(word, match.start(), match.start() + len(piece))


def _is_secret(name: str, value: str) -> bool:
    """Whether a value under a telling name is one that a machine, or a careful person, made up."""
    if " " in value or _REFERENCE.match(value) or _UUID.fullmatch(value) or _is_stand_in(value):
        return False
    if _kinds(value) < 2 or _WORDS.fullmatch(value):
        return False
    if any(word in name.lower() for word in _PASSWORDS):
        return len(value) >= _SHORTEST_PASSWORD
    return len(value) >= _SHORTEST_TOKEN and _entropy(value) >= _LEAST_ENTROPY


def _is_stand_in(text: str) -> bool:
    """Whether it is what manuals write in place of a secret: stars, dots, one letter again."""
    return len(set(text.strip(".*"))) < 3 or _REFERENCE.match(text) is not None


def _kinds(text: str) -> int:
    """How many kinds of letters there are in it: small, capital, digits, others."""
    return sum(bool(re.search(form, text)) for form in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]"))


def _entropy(text: str) -> float:
    """Shannon's entropy, in bits a letter."""
    return -sum(
        share * log2(share) for share in (text.count(letter) / len(text) for letter in set(text))
    )
