"""A board: what is in which state, a column a state, those without anything narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.analysis.parties import Side
from sourcebook.render.charts.share_bar import ShareBar, State, share_bar

SHOWN = 6


@dataclass(frozen=True)
class Card:
    """Something on the board, and what is to be said of it, a line each."""

    title: str
    id: str
    href: str
    side: Side | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A state with its badge's kind, and what is in it."""

    kind: str
    word: str
    cards: tuple[Card, ...]

    @property
    def first(self) -> tuple[Card, ...]:
        """Those that are shown at once."""
        return self.cards if len(self.cards) <= SHOWN + 1 else self.cards[:SHOWN]

    @property
    def rest(self) -> tuple[Card, ...]:
        """Those that one opens; never a single one."""
        return self.cards[len(self.first) :]


@dataclass(frozen=True)
class Board:
    """Everything that the template shows."""

    bar: ShareBar
    columns: tuple[Column, ...]


def board(columns: Sequence[Column], of: str) -> Board | None:
    """The board of the columns in their order; nothing where all are empty."""
    states = [State(column.kind, column.word, len(column.cards)) for column in columns]
    bar = share_bar(states, of)
    return Board(bar, tuple(columns)) if bar else None
