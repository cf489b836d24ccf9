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
from functools import cache, partial
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
_ASSETS = "assets/"
_TEXTS = (".py", ".j2", ".html", ".yaml", ".yml", ".txt", ".js", ".css")


@dataclass(frozen=True)
class Secret:
    """Words that no file of a shared site may hold, and where they come from."""

    words: str  # in lower case, one blank between two
    text: str
    find: Callable[[], Place]

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


def leaks(folder: Path, secrets: Sequence[Secret], allowed: str = "") -> Iterator[Leak]:
    """The internal words in the files below a folder, compressed and encoded ones included.

    ``allowed`` is text that pages may show whatever a playbook says: settings of the project. What
    the product itself says, such as the name of a section, is no secret either.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {path: path.relative_to(folder).as_posix() for path in files}
    texts = {
        path: _joined([name, *_readings(path.name, path.read_bytes())])
        for path, name in named.items()
        if not name.startswith(_ASSETS)
    }
    free = _joined([allowed])
    for secret in _within(" ".join(texts.values()), secrets):
        phrase = f" {secret.words} "
        if phrase not in free and phrase not in _own_words():
            yield from (Leak(secret, named[path]) for path, its in texts.items() if phrase in its)


def _within(text: str, secrets: Sequence[Secret]) -> Iterator[Secret]:
    there = set(text.split())
    for secret in secrets:
        first, _, rest = secret.words.partition(" ")
        last = rest.rpartition(" ")[2] or first
        if first in there and last in there and f" {secret.words} " in text:
            yield secret


def _readings(name: str, raw: bytes) -> Iterator[str]:
    """What a file says, read in each of the ways in which words could be written in it."""
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    text = raw.decode(errors="replace")
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "\\u" in text else text
    yield unescape(unquote_plus(plain) if "%" in plain else plain)
    yield unescape(_TAG.sub(" ", plain))
    for match in _ENCODED.finditer(raw):
        with suppress(binascii.Error, UnicodeDecodeError):
            whole = match[0].rstrip(b"=") + b"=" * (-len(match[0].rstrip(b"=")) % 4)
            yield base64.b64decode(whole, altchars=b"-_" if b"-" in whole else None).decode()


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
    return " ".join(_WORD.findall(text.casefold()))
