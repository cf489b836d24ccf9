"""The words of one site, in a file beside its search records: what the portfolio's search reads.

Words are parted and folded as ``search.js`` does it: letters and digits, without marks, in small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sourcebook.render.pages import Site

PATH = "search/words.txt"

_WORD = re.compile(r"[^\W_]+")
_FOLDED = bytes(
    code if code > 127 else ord(chr(code).lower()) if chr(code).isalnum() else ord(" ")
    for code in range(256)
)
_MARK = 16
"""So many letters has the mark at the head of the file."""


@dataclass(frozen=True)
class Wordlist:
    """The words of a site, each once."""

    named: frozenset[str]  # in titles, ids and addresses
    said: frozenset[str]  # in texts alone


def wordlist(site: Site) -> Wordlist:
    """The words of all that search finds in a site."""
    blocks = [(page, block) for page in site.pages for block in page.blocks]
    names = [f"{block.title} {block.code}" for _, block in blocks]
    places = [block.anchor or page.path.removesuffix(".html") for page, block in blocks]
    titles = [page.title for page in site.pages]
    named = words(" ".join((*names, *places, *titles)))
    return Wordlist(named, words(" ".join(block.text for _, block in blocks)) - named)


def words(text: str) -> frozenset[str]:
    """The words of a text: ``Überlauf, A.8.24`` → "uberlauf", "a", "8", "24"."""
    parted = text.encode("utf-8", "surrogatepass").translate(_FOLDED)
    pieces = set(parted.decode("utf-8", "surrogatepass").split())
    marked = {piece for piece in pieces if not piece.isascii()}
    return frozenset((pieces - marked).union(*map(_bare, marked)))


def _bare(piece: str) -> list[str]:
    """The words of a piece that is not all ASCII, without their marks."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", piece) if unicodedata.category(c)[0] != "M"
    )
    return _WORD.findall(bare.lower())


def written(its: Wordlist) -> str:
    """As the file holds it: its mark, the names, the rest."""
    body = f"{_line(its.named)}\n{_line(its.said)}\n"
    return f"{blake2b(body.encode(), digest_size=_MARK // 2).hexdigest()}\n{body}"


def mark(site: Path) -> str:
    """What changes with the words of the site in a folder; empty where it has no such file."""
    try:
        with (site / PATH).open(encoding="ascii", errors="replace") as file:
            return file.read(_MARK)
    except OSError:
        return ""


def read(site: Path) -> Wordlist:
    """The words of the site in a folder. Raises OSError if it has no such file."""
    _, named, said, *_ = [*(site / PATH).read_text("utf-8").split("\n"), "", ""]
    return Wordlist(frozenset(named.split()), frozenset(said.split()))


def _line(found: Iterable[str]) -> str:
    return " ".join(sorted(found))
