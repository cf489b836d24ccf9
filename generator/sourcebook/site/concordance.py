"""All words of all engagements, each with the engagements that have it: the portfolio's search.

``everywhere.js`` reads it: a list of the engagements, and the words in pieces, of which a query
needs few. It is made of the word lists that lie in the engagements' sites. What stands already is
taken over: only engagements whose words have changed are read, and only files that differ are
written. The same sites give the same bytes, whatever was there before.
"""

from __future__ import annotations

import base64
import json
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sourcebook.site import wordlist
from sourcebook.site.wordlist import Wordlist

FOLDER = "search_all"
"""Beside the engagements' folders; no engagement can have this name."""

_ENGAGEMENTS, _MADE = "engagements.js", "made.json"
_VERSION = 1
_PIECE = 40_000
"""So many bytes has a piece, and a word more."""


@dataclass
class _Index:
    """For each word two sets of engagements, as bits: who says it, and who names something so."""

    said: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    def put(self, number: int, words: Wordlist) -> None:
        bit = 1 << number
        for index, its in ((self.said, words.said), (self.named, words.named)):
            for word in its:
                index[word] = index.get(word, 0) | bit

    def forget(self, numbers: Iterable[int]) -> None:
        rest = ~sum(1 << number for number in numbers)
        for index in (self.said, self.named):
            for word, bits in index.items():
                index[word] = bits & rest

    def lines(self) -> Iterator[str]:
        for word in sorted({*self.said, *self.named}):
            said, named = self.said.get(word, 0), self.named.get(word, 0)
            if said or named:
                yield f"{word}|{_code(said)}|{_code(named)}" if named else f"{word}|{_code(said)}"


def renew_concordance(
    folder: Path, engagements: Iterable[tuple[str, str]], *, anew: bool = False
) -> None:
    """Make ``folder/search_all`` that of these engagements, slug and name each, in their order.

    Those whose internal site does not stand in ``folder`` are left out. Raises OSError.
    """
    found = [(slug, name, wordlist.mark(folder / slug)) for slug, name in engagements]
    there = [each for each in found if each[2]]
    target = folder / FOLDER
    if not there:
        shutil.rmtree(target, ignore_errors=True)
        return
    made = {} if anew else _made(target)
    slugs = [slug for slug, _, _ in there]
    before = made.get("marks", []) if made.get("slugs") == slugs else [""] * len(there)
    changed = [n for n, (_, _, mark) in enumerate(there) if mark != before[n]]
    names = [[slug, name] for slug, name, _ in there]
    if not changed and made.get("names") == names:
        return
    index = _read(target, made) if len(changed) < len(there) else _Index()
    index.forget(changed)
    for number in changed:
        index.put(number, wordlist.read(folder / slugs[number]))
    files = dict(_files(names, [*index.lines()]))
    told = {
        "version": _VERSION,
        "slugs": slugs,
        "names": names,
        "marks": [mark for _, _, mark in there],
        "sizes": {name: len(text.encode()) for name, text in files.items()},
    }
    _write(target, {**files, _MADE: json.dumps(told, ensure_ascii=False)})


def _made(target: Path) -> Mapping[str, Any]:
    """What stands there, if it is whole."""
    try:
        told = json.loads((target / _MADE).read_bytes())
        whole = told["version"] == _VERSION and all(
            (target / name).stat().st_size == size for name, size in told["sizes"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return told if whole else {}


def _read(target: Path, made: Mapping[str, Any]) -> _Index:
    index = _Index()
    for name in made["sizes"]:
        if name != _ENGAGEMENTS:
            _, text = json.loads(f"[{(target / name).read_text('utf-8')[len('__words(') : -1]}]")
            for line in text.split("\n"):
                word, said, *named = line.split("|")
                index.said[word] = _bits(said)
                index.named[word] = _bits(named[0]) if named else 0
    return index


def _files(names: Sequence[object], lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    first = []
    for number, piece in enumerate(_pieces(lines)):
        first.append(piece[0].partition("|")[0])
        text = json.dumps("\n".join(piece), ensure_ascii=False)
        yield f"words-{number}.js", f"__words({number},{text})"
    told = json.dumps({"names": names, "from": first}, ensure_ascii=False, separators=(",", ":"))
    yield _ENGAGEMENTS, f"__engagements({told})"


def _pieces(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    ends, size = [], 0
    for line in lines:
        size += len(line.encode()) + 2
        ends.append(size)
    at = 0
    while at < len(lines):
        begun = ends[at - 1] if at else 0
        end = min(bisect_left(ends, begun + _PIECE) + 1, len(lines))
        yield lines[at:end]
        at = end


def _write(target: Path, files: Mapping[str, str]) -> None:
    """Put these files there, the list of what is there last; others go."""
    target.mkdir(exist_ok=True)
    for name, text in files.items():
        file, data = target / name, text.encode()
        if not file.is_file() or file.read_bytes() != data:
            part = target / f".{name}.part"
            part.write_bytes(data)
            part.replace(file)
    for file in target.iterdir():
        if file.name not in files:
            file.unlink()


def _code(bits: int) -> str:
    """A set: its numbers, or its bits in base64 where that is shorter."""
    size = (bits.bit_length() + 7) // 8
    dense = "=" + base64.b64encode(bits.to_bytes(size, "little")).decode() if bits else ""
    numbers: list[int] = []
    while bits and 2 * len(numbers) < len(dense):
        numbers.append((bits & -bits).bit_length() - 1)
        bits &= bits - 1
    return dense if bits else min(dense, " ".join(map(str, numbers)), key=len)


def _bits(code: str) -> int:
    if code.startswith("="):
        return int.from_bytes(base64.b64decode(code[1:]), "little")
    return sum(1 << int(number) for number in code.split())
