"""The last look at a shared site before it is put in place: no internal words are in any byte.

What is internal was taken out long before. This look shares nothing with that step: it compares
words of the whole playbook with the words of the files that were written.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote_plus

from sourcebook.assets import bundled
from sourcebook.findings import Place
from sourcebook.model.edition import scalars
from sourcebook.model.playbook import Playbook
from sourcebook.render.countries import country_names
from sourcebook.source.loading import EngagementSource

SHORTEST = 12
"""So many characters make a text distinctive; shorter ones may stand anywhere by chance."""

_MARK = re.compile(r"[^\w\x00-\x7f]+")
_BLANKS = bytes(
    code if code > 127 or chr(code).isalnum() or code == 95 else 32 for code in range(256)
)
_TAG = re.compile(r"(<[^<>]*>)")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
_ENCODED = 16
"""So many letters of base64 in a row could be some: they hold twelve bytes."""
_NOT_ENCODED = bytes(
    code if code < 128 and (chr(code).isalnum() or chr(code) in "+/_-") else 32
    for code in range(256)
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED = re.compile(r"%[0-9a-fA-F]{2}")
_PAGES = (".html", ".svg")
_TEXTS = (".py", ".j2", ".html", ".yaml", ".yml", ".txt", ".js", ".css")


@dataclass(frozen=True)
class Secret:
    """Words that no file of a shared site may hold, and where they come from."""

    words: str  # in lower case, one blank between two
    telling: str  # the one that is said the least elsewhere: without it the words are not there
    text: str
    find: Callable[[], Place]

    @cached_property
    def each(self) -> frozenset[str]:
        """The words one by one."""
        return frozenset(self.words.split())

    @property
    def place(self) -> Place:
        """Where the words stand in the source."""
        return self.find()


@dataclass(frozen=True)
class Leak:
    """Internal words in a file of a shared site."""

    secret: Secret
    file: str  # of the site, from its root


def kept_back(whole: Playbook, shared: Playbook) -> tuple[Secret, ...]:
    """What the whole playbook says and the shared one does not, phrase by phrase."""
    open_to_both = dict.fromkeys(text for text, _ in _texts(shared.source))
    said = _joined(open_to_both)
    often = Counter(said.split())
    found: dict[str, Secret] = {}
    for source in filter(None, (whole.source, whole.source.beneath)):
        for text, find in _texts(source):
            if text in open_to_both:
                continue
            for part in _SENTENCE.split(text):
                words = _words(part)
                if len(words) >= SHORTEST and words not in found and f" {words} " not in said:
                    telling = min(words.split(), key=lambda its: (often[its], -len(its)))
                    found[words] = Secret(words, telling, part.strip(), find)
    return tuple(found.values())


def leaks(
    folder: Path, secrets: Sequence[Secret], allowed: str = "", assets: str = "assets/"
) -> Iterator[Leak]:
    """The internal words in the files below a folder, compressed and encoded ones included.

    ``allowed`` is text that pages may show whatever a playbook says: settings of the project. What
    the product itself says, such as the name of a section, is no secret either.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {path: path.relative_to(folder).as_posix() for path in files}
    free, telling = _joined([allowed]), _telling(secrets)
    found: dict[str, list[str]] = {}
    for path, name in named.items():
        if not name.startswith(assets):
            for secret in _within([name, *_readings(path.name, path.read_bytes())], telling):
                found.setdefault(secret.words, []).append(name)
    for secret in secrets:
        phrase = f" {secret.words} "
        if secret.words in found and phrase not in free and phrase not in _own_words():
            yield from (Leak(secret, file) for file in found[secret.words])


def says(text: str, secrets: Sequence[Secret]) -> bool:
    """Whether a text holds internal words that the product itself does not use."""
    found = _within([text], _telling(secrets))
    return any(f" {secret.words} " not in _own_words() for secret in found)


_Telling = Mapping[str, Sequence[Secret]]
"""Secrets by their telling words."""


def _telling(secrets: Sequence[Secret]) -> _Telling:
    found: dict[str, list[Secret]] = {}
    for secret in secrets:
        found.setdefault(secret.telling, []).append(secret)
    return found


def _within(texts: Iterable[str], telling: _Telling) -> Iterator[Secret]:
    """The secrets in one text or another, each once."""
    seen: set[str] = set()
    for text in texts:
        said = _Said(text)
        likely = [each for word in said.words & telling.keys() for each in telling[word]]
        if likely := [each for each in likely if each.each <= said.words]:
            whole = said.whole
            for secret in likely:
                if secret.words not in seen and f" {secret.words} " in whole:
                    seen.add(secret.words)
                    yield secret


def _readings(name: str, raw: bytes) -> Iterator[str]:
    """What a file says, read in each of the ways in which words could be written in it."""
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    text = raw.decode(errors="replace")
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "\\u" in text else text
    if "<" not in plain:
        texts = [plain]
    else:
        parts = _TAG.split(plain)
        bare = " ".join(parts[::2])
        is_page = name.endswith(_PAGES) and "<!--" not in plain  # all else of it is in ``bare``
        texts = ["\n".join(dict.fromkeys(parts[1::2])) if is_page else plain, bare]
    for text in texts:
        yield unescape(unquote_plus(text) if _QUOTED.search(text) else text)
    runs = (run for run in raw.translate(_NOT_ENCODED).split() if len(run) >= _ENCODED)
    yield from filter(None, map(_decoded, dict.fromkeys(runs)))


@lru_cache(maxsize=4096)
def _decoded(found: bytes) -> str:
    """What bytes say that could be base64; nothing where they are none, as most names of files."""
    if len(found) % 4 == 1:
        return ""
    with suppress(binascii.Error, UnicodeDecodeError):
        whole = found + b"=" * (-len(found) % 4)
        return base64.b64decode(whole, altchars=b"-_" if b"-" in whole else None).decode()
    return ""


@cache
def _own_words() -> str:
    """Everything that the product itself could say on a page."""
    package = Path(__file__).parent.parent
    folders = (package, bundled("templates"), bundled("site_config"))
    texts = (
        path.read_text(errors="replace")
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in _TEXTS and path.is_file()
    )
    return _joined((*texts, *country_names()))


def _texts(source: EngagementSource) -> Iterator[tuple[str, Callable[[], Place]]]:
    """Every text of an engagement, and how to find its place."""
    for section in source.sections.values():
        for path, value in scalars(section.data):
            if isinstance(value, str):
                yield value, partial(section.place, path)
    for page in source.pages:
        for text in (page.text, *(value for _, value in scalars(dict(page.meta)))):
            if isinstance(text, str):
                yield text, partial(_whole, page.place)


def _whole(place: Place) -> Place:
    return place


def _joined(texts: Iterable[str]) -> str:
    return f" {' '.join(map(_words, texts))} "


def _words(text: str) -> str:
    return _Said(text).whole.strip()


class _Said:
    """What a text says: its words, each once, and in their order where somebody asks."""

    def __init__(self, text: str) -> None:
        small = text.casefold().encode("utf-8", "surrogatepass").translate(_BLANKS)
        self._pieces = small.decode("utf-8", "surrogatepass").split()
        self.words = set(self._pieces)
        self._marks: set[str] = set()  # that are no words, but no ASCII either
        for piece in [piece for piece in self.words if not piece.isascii()]:
            if marks := _MARK.findall(piece):
                self._marks.update(*marks)
                self.words.update(_MARK.sub(" ", piece).split())

    @property
    def whole(self) -> str:
        """The words in their order, with one blank around each."""
        if not self._marks:
            return f" {' '.join(self._pieces)} "
        whole = " ".join(self._pieces)
        for mark in self._marks:
            whole = whole.replace(mark, " ")
        return f" {' '.join(whole.split())} "
