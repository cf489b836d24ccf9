"""Did you mean …? The known name that a misspelt one is closest to."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], within: int = 2) -> str | None:
    """The known name at the least edit distance, at most ``within`` and under half its length.

    An insertion, a deletion, a substitution and a swap of neighbours count one each (optimal
    string alignment); case, ``-`` and ``_`` make no difference. The first in order wins a tie.
    """
    plain = _plain(word)
    best: tuple[int, str] | None = None
    for name in sorted(known):
        distance = _distance(plain, _plain(name), within)
        if distance <= min(within, max(1, (len(name) - 1) // 2)) and (
            best is None or distance < best[0]
        ):
            best = (distance, name)
    return best[1] if best else None


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")


def _distance(a: str, b: str, limit: int) -> int:
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
