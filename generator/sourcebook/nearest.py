"""Did you mean …? The known name that a misspelt one is closest to."""

from __future__ import annotations

import re
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], within: int = 2) -> str | None:
    """The known name at the least edit distance, at most ``within`` and under half its length.

    An insertion, a deletion, a substitution and a swap of neighbours count one each (optimal
    string alignment); case, ``-`` and ``_`` make no difference. Of two that are as near, neither
    is meant for sure.
    """
    plain = _plain(word)
    least, found = within + 1, list[str]()
    for name in dict.fromkeys(known):
        distance = _distance(plain, _plain(name), within)
        if distance > min(least, within, max(1, (len(name) - 1) // 2)):
            continue
        found = [*found, name] if distance == least else [name]
        least = distance
    return found[0] if len(found) == 1 else None


def nearest_id(id: str, known: Iterable[str]) -> str | None:
    """As nearest(), but what differs in its number is another item: ``G2`` is no slip for ``G1``.

    In a code of one letter the letter tells as much: ``G2`` is no slip for ``M2``.
    """
    number, letters = _numbers(id), _letters(id)

    def same(name: str) -> bool:
        its = _letters(name)
        told_by_letter = bool(number) and min(len(its), len(letters)) <= 1
        return _numbers(name) == number and (its == letters or not told_by_letter)

    return nearest(id, filter(same, known))


def _numbers(id: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]+", id)]


def _letters(id: str) -> str:
    return re.sub(r"[^a-z]", "", id.casefold())


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
        if min(row) > limit <= min(before):
            break  # it only becomes more
    return row[-1]
