"""The last look at a shared site before it is put in place: no internal words are in any byte.

What is internal was taken out long before. This look shares nothing with that step: it compares
words of the whole playbook with the words of the files that were written.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED = re.compile(r"%[0-9a-fA-F]{2}")
_PAGES = (".html", ".svg")
_TEXTS = (".py", ".j2", ".html", ".yaml", ".yml", ".txt", ".js", ".css")


@dataclass(frozen=True)
class Secret:
    """Words that no file of a shared site may hold, and where they come from."""

    words: str  # in lower case, one blank between two
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
    said = _joined(text for text, _ in _texts(shared.source))
    found: dict[str, Secret] = {}
    for source in filter(None, (whole.source, whole.source.beneath)):
        for text, find in _texts(source):
            for part in _SENTENCE.split(text):
                words = _words(part)
                if len(words) >= SHORTEST and words not in found and f" {words} " not in said:
                    found[words] = Secret(words, part.strip(), find)
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
    texts = {
        path: _joined([name, *_readings(path.name, path.read_bytes())])
        for path, name in named.items()
        if not name.startswith(assets)
    }
    free = _joined([allowed])
    found: dict[str, list[str]] = {}
    for path, text in texts.items():
        for secret in _within(text, secrets):
            found.setdefault(secret.words, []).append(named[path])
    for secret in secrets:
        phrase = f" {secret.words} "
        if secret.words in found and phrase not in free and phrase not in _own_words():
            yield from (Leak(secret, file) for file in found[secret.words])


def says(text: str, secrets: Sequence[Secret]) -> bool:
    """Whether a text holds internal words that the product itself does not use."""
    found = _within(_joined([text]), secrets)
    return any(f" {secret.words} " not in _own_words() for secret in found)


def _within(text: str, secrets: Sequence[Secret]) -> Iterator[Secret]:
    there = set(text.split())
    for secret in secrets:
        if secret.each <= there and f" {secret.words} " in text:
            yield secret


def _readings(name: str, raw: bytes) -> Iterator[str]:
    """What a file says, read in each of the ways in which words could be written in it."""
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    text = raw.decode(errors="replace")
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "\\u" in text else text
    bare = _TAG.sub(" ", plain)
    whole = plain
    if name.endswith(_PAGES) and "<!--" not in plain:
        whole = "\n".join(_TAG.findall(plain))  # the rest of the page is in ``bare``
    for text in (whole, bare):
        yield unescape(unquote_plus(text) if _QUOTED.search(text) else text)
    yield from filter(None, map(_decoded, dict.fromkeys(_ENCODED.findall(raw))))


@lru_cache(maxsize=4096)
def _decoded(found: bytes) -> str:
    """What bytes say that could be base64; nothing where they are none, as most names of files."""
    bare = found.rstrip(b"=")
    if len(bare) % 4 == 1:
        return ""
    with suppress(binascii.Error, UnicodeDecodeError):
        whole = bare + b"=" * (-len(bare) % 4)
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
    if "\n" not in text:
        return " ".join(_WORD.findall(text.casefold()))
    return " ".join(filter(None, map(_words_of_line, text.split("\n"))))


@lru_cache(maxsize=32768)
def _words_of_line(line: str) -> str:
    """The pages of a site have most of their lines in common: those of the frame."""
    return " ".join(_WORD.findall(line.casefold()))
