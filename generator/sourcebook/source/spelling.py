"""Did you mean: the nearest known word to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 2) -> str | None:
    """The known word that is the fewest edits away, at most ``most``; None where there is none.

    An edit adds, drops or changes a letter, or swaps two neighbours; case, ``-`` and ``_`` are
    alike. Among equals the first by name wins.
    """
    plain = _plain(word)
    best, fewest = None, most + 1
    for candidate in sorted(known):
        other = _plain(candidate)
        if abs(len(other) - len(plain)) < fewest and (edits := _edits(plain, other)) < fewest:
            best, fewest = candidate, edits
    # A word of which most letters would have to change is no misspelling.
    return best if fewest < max(len(plain), 1) else None


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")


def _edits(one: str, other: str) -> int:
    """The optimal string alignment distance."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            edits = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        before, last = last, row
    return last[-1]
