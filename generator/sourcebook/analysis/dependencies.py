"""What waits for what, and where it waits for itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Each item's id, and the ids of those that come first; unknown ids lead nowhere."""


def cycles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """One cycle for each group of items that wait for each other, a shortest one of its first item.

    The first id is not repeated at the end: ``a`` waits for ``b``, ``b`` for ``a`` is ``(a, b)``.
    """
    found = []
    told: set[str] = set()
    graph = _knots(graph)
    for item in graph:
        if item not in told and (cycle := _way_back(graph, item)):
            found.append(cycle)
            told |= {other for other in _reach(graph, item) if item in _reach(graph, other)}
    return tuple(found)


def waits_for(graph: Graph, item: str, other: str) -> bool:
    """Whether an item waits for another, at whatever remove."""
    return other in _reach(graph, item)


def _knots(graph: Graph) -> Graph:
    """The graph without what waits for nothing, and what nothing waits for, again and again."""
    for turned in (False, True):
        left = {
            item: {other for other in earlier if other in graph} for item, earlier in graph.items()
        }
        if turned:
            left = _turned(left)
        later = _turned(left)
        free = [item for item, earlier in left.items() if not earlier]
        while free:
            item = free.pop()
            del left[item]
            for other in later[item]:
                left[other].discard(item)
                if not left[other]:
                    free.append(other)
        graph = {
            item: [o for o in earlier if o in left]
            for item, earlier in graph.items()
            if item in left
        }
    return graph


def _turned(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {item: set() for item in graph}
    for item, earlier in graph.items():
        for other in earlier:
            turned[other].add(item)
    return turned


def _way_back(graph: Graph, item: str) -> tuple[str, ...] | None:
    """The shortest way from an item back to itself, by breadth first."""
    before: dict[str, str] = {}
    waiting = deque([item])
    while waiting:
        current = waiting.popleft()
        for earlier in graph.get(current, ()):
            if earlier == item:
                return _path(before, item, current)
            if earlier in graph and earlier not in before:
                before[earlier] = current
                waiting.append(earlier)
    return None


def _path(before: Mapping[str, str], first: str, last: str) -> tuple[str, ...]:
    path = [last]
    while path[-1] != first:
        path.append(before[path[-1]])
    return tuple(reversed(path))


def _reach(graph: Graph, item: str) -> set[str]:
    """All that an item waits for, at whatever remove."""
    reached: set[str] = set()
    waiting = [item]
    while waiting:
        for earlier in graph.get(waiting.pop(), ()):
            if earlier in graph and earlier not in reached:
                reached.add(earlier)
                waiting.append(earlier)
    return reached
