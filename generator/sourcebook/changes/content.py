"""What a record says, apart from how it is written: for likeness, and for finding it again."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from sourcebook.analysis.word_lists import bundled_words
from sourcebook.model.record import Record, fields_of

Renames = Mapping[tuple[str, str], str]
"""New ids of items by their kind and old id."""

ALIKE = 0.6
"""Texts that share so much of their words are one text, reworded."""
SAME = 0.75
"""Items that share so much of what they say are one item, under another id."""

_WORD = re.compile(r"\w+|[^\w\s]")


def facts(value: Any, at: tuple[Hashable, ...] = ()) -> Iterator[tuple[Hashable, ...]]:
    """Every value within one, with the way to it; lists are sets, ids are left out."""
    if isinstance(value, Record):
        for spec in fields_of(type(value)).values():
            if spec.name != "id" and spec.attribute in value.written:
                yield from facts(getattr(value, spec.attribute), (*at, spec.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from facts(inner, at)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from facts(inner, (*at, key))
    elif not unsaid(value):
        yield (*at, words(value) if isinstance(value, str) else value)


def unsaid(value: Any) -> bool:
    """Whether nothing is said yet: the value is empty, or a placeholder stands for it."""
    if isinstance(value, str):
        return not value or value.strip().casefold() in bundled_words().wholes
    return value is None or value == () or value == {}


def likeness(a: Any, b: Any) -> float:
    """How much two values share of what they say, 0–1."""
    if isinstance(a, str) and isinstance(b, str):
        one, other = split(a), split(b)
        return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0
    one_, other_ = set(facts(a)), set(facts(b))
    together = len(one_ | other_)
    return len(one_ & other_) / together if together else 0.0


def words(text: str) -> str:
    """A text without what lines and spaces do to it."""
    return " ".join(text.split())


def split(text: str) -> list[str]:
    """The words and signs of a text."""
    return _WORD.findall(text)


def entry_key(record: Record, fields: int) -> tuple[Any, ...]:
    """The first scalars of a record without an id, which tell it from others in its list."""
    specs = [spec for spec in fields_of(type(record)).values() if spec.shape.form == "scalar"]
    return tuple(getattr(record, spec.attribute) for spec in specs[:fields])


def paired(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """The entries of two lists that belong together, by index; ``None`` where there is no other.

    First what is equal, then what has the same key, then what is alike.
    """
    left, right = dict(enumerate(before)), dict(enumerate(after))
    found: list[tuple[int | None, int | None]] = []

    def match(a: int, b: int) -> None:
        found.append((a, b))
        del left[a], right[b]

    for a, one in list(left.items()):
        twin = next((b for b, other in right.items() if _plain(other) == _plain(one)), None)
        if twin is not None:
            match(a, twin)
    for a, b in _by_key(left, right):
        match(a, b)
    near = sorted(
        ((likeness(one, other), -a, -b) for a, one in left.items() for b, other in right.items()),
        reverse=True,
    )
    for share, a, b in near:
        if share >= (ALIKE if isinstance(before[-a], str) else 0.5) and -a in left and -b in right:
            match(-a, -b)
    found += [(a, None) for a in left]
    found += [(None, b) for b in right]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0] or 0))


def _plain(value: Any) -> Any:
    return words(value) if isinstance(value, str) else value


def _by_key(left: Mapping[int, Any], right: Mapping[int, Any]) -> list[tuple[int, int]]:
    """The records with a key of few fields that none other in their list has."""
    if not all(isinstance(each, Record) for each in (*left.values(), *right.values())):
        return []
    for fields in (1, 2, 3):
        ours = {entry_key(record, fields): index for index, record in left.items()}
        theirs = {entry_key(record, fields): index for index, record in right.items()}
        if len(ours) == len(left) and len(theirs) == len(right):
            return [
                (index, theirs[key])
                for key, index in ours.items()
                if key in theirs and any(part is not None for part in key)
            ]
    return []
