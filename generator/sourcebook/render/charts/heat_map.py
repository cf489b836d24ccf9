"""Risks by likelihood and impact, before treatment and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.analysis.risk import band

LEFT, WIDTH, TOP, HEIGHT = 9.0, 18.2, 6.0, 66.0
RADIUS = 12.0
_ROOM = 9  # marks that fit into a cell; what is more shares one mark


@dataclass(frozen=True)
class Point:
    """A risk: likelihood and impact (1–5) before treatment, and after it where known."""

    text: str
    before: tuple[int, int]
    after: tuple[int, int] | None


@dataclass(frozen=True)
class Cell:
    """A square of the grid."""

    x: float
    y: float
    text_x: float
    score: int
    band: int


@dataclass(frozen=True)
class Mark:
    """A risk's place: a ring before treatment, solid after."""

    x: float
    y: float
    text: str
    solid: bool


@dataclass(frozen=True)
class Arrow:
    """From before to after."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Tick:
    """A number on both axes."""

    value: int
    x: float
    y: float


@dataclass(frozen=True)
class HeatMap:
    """Everything that the template draws."""

    label: str
    cells: tuple[Cell, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    arrows: tuple[Arrow, ...]
    cell_width: float = WIDTH
    radius: float = RADIUS


def heat_map(points: Sequence[Point]) -> HeatMap:
    """The map of the risks; those that share a cell stand side by side."""
    cells = tuple(
        Cell(_left(x), _top(y), round(_left(x) + 1.3, 2), x * y, band(x * y))
        for y in range(1, 6)
        for x in range(1, 6)
    )
    ticks = tuple(
        Tick(n, round(_left(n) + WIDTH / 2, 2), _top(n) + HEIGHT / 2 + 4) for n in range(1, 6)
    )
    placed = _placed(points)
    marks = tuple(
        Mark(*spot, text, solid) for (text, solid), spot in placed.items()
    )
    arrows = tuple(
        _arrow(placed[p.text, False], placed[p.text, True])
        for p in points
        if (p.text, False) in placed and (p.text, True) in placed
    )
    label = (
        f"Heat map of {len(points)} risks by likelihood and impact; "
        "the table beside it has the same content"
    )
    return HeatMap(label, cells, ticks, marks, arrows)


def _left(likelihood: int) -> float:
    return round(LEFT + (likelihood - 1) * WIDTH, 2)


def _top(impact: int) -> float:
    return TOP + (5 - impact) * HEIGHT


def _placed(points: Sequence[Point]) -> dict[tuple[str, bool], tuple[float, float]]:
    """Where each mark stands. A risk that treatment does not move has its solid mark alone."""
    in_cell: dict[tuple[int, int], list[tuple[str, bool]]] = {}
    for point in points:
        if point.after != point.before:
            in_cell.setdefault(point.before, []).append((point.text, False))
        if point.after is not None:
            in_cell.setdefault(point.after, []).append((point.text, True))
    spots: dict[tuple[str, bool], tuple[float, float]] = {}
    for (likelihood, impact), marks in in_cell.items():
        shown = marks if len(marks) <= _ROOM else [*marks[: _ROOM - 1], (f"+{len(marks) - _ROOM + 1}", True)]
        for number, mark in enumerate(shown):
            across, down = _spread(len(shown), number)
            spots[mark] = (
                round(_left(likelihood) + WIDTH * across, 2),
                round(_top(impact) + HEIGHT * down, 1),
            )
    return spots


def _spread(count: int, number: int) -> tuple[float, float]:
    """The place of a mark within its cell, as shares of its width and height."""
    columns = 1 if count == 1 else 2 if count <= 4 else 3
    rows = -(-count // columns)
    row, column = divmod(number, columns)
    return (column + 1) / (columns + 1), (row + 1) / (rows + 1) if rows > 1 else 0.42


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> Arrow:
    """A line between two marks that touches neither (a per cent is about 4.4 px here)."""
    dx, dy = (end[0] - start[0]) * 4.4, end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    room = RADIUS + 2
    return Arrow(
        round(start[0] + ux * RADIUS / 4.4, 2), round(start[1] + uy * RADIUS, 1),
        round(end[0] - ux * room / 4.4, 2), round(end[1] - uy * room, 1),
    )
