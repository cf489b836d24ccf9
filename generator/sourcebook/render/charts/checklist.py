"""A list of what has to be there: what is, what is not, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.render.charts.share_bar import ShareBar, State, share_bar


@dataclass(frozen=True)
class Entry:
    """Something that has to be there; ``ready`` is ``None`` where nobody can tell."""

    name: str
    href: str
    ready: bool | None
    note: str


_KINDS: dict[bool | None, str] = {False: "bad", None: "none", True: "good"}


@dataclass(frozen=True)
class Line:
    """An entry as shown, with the badge of its state."""

    entry: Entry
    kind: str
    word: str


@dataclass(frozen=True)
class Checklist:
    """Everything that the template shows, what is open first."""

    bar: ShareBar
    lines: tuple[Line, ...]


def checklist(entries: Sequence[Entry], of: str, ready: str = "Ready") -> Checklist | None:
    """The entries, the open ones first; nothing where there is none. ``ready`` is a badge."""
    words: dict[bool | None, str] = {False: "Open", None: "Not known", True: ready}
    bar = share_bar(
        [
            State(_KINDS[state], word, sum(entry.ready is state for entry in entries))
            for state, word in words.items()
        ],
        of,
    )
    order = list(words)
    found = sorted(entries, key=lambda entry: order.index(entry.ready))
    lines = tuple(Line(entry, _KINDS[entry.ready], words[entry.ready]) for entry in found)
    return Checklist(bar, lines) if bar else None
