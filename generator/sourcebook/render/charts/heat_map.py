"""Risks by likelihood and impact, before treatment and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.analysis.risk import band

LEFT, WIDTH, TOP, HEIGHT = 9.0, 18.2, 6.0, 80.0
_TALL = 10.0  # half a mark's height, px
_COLUMNS, _ROWS = 2, 3  # marks that fit into a cell; what is more shares the last one
_PX = 4.2  # about what a per cent of the width is, px; only arrows' ends depend on it


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
    """A risk's place: an outline before treatment, solid after."""

    x: float
    y: float
    text: str
    solid: bool
    half: float  # half its width, px


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
    cell_height: float = HEIGHT
    tall: float = _TALL


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
    marks = tuple(Mark(*spot, text, solid, _half(text)) for (text, solid), spot in placed.items())
    arrows = tuple(
        arrow
        for p in points
        if (p.text, False) in placed
        and (p.text, True) in placed
        and (arrow := _arrow(placed[p.text, False], placed[p.text, True], _half(p.text)))
        is not None
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
    room = _COLUMNS * _ROWS
    spots: dict[tuple[str, bool], tuple[float, float]] = {}
    for (likelihood, impact), marks in in_cell.items():
        shown = marks
        if len(marks) > room:
            shown = [*marks[: room - 1], (f"+{len(marks) - room + 1}", True)]
        for number, mark in enumerate(shown):
            row, column = divmod(number, _COLUMNS)
            across = 0.5 if len(shown) == 1 else (0.27, 0.73)[column]
            spots[mark] = (
                round(_left(likelihood) + WIDTH * across, 2),
                _top(impact) + 15 + row * 23,
            )
    return spots


def _half(text: str) -> float:
    """Half the width of a mark, px: a figure of the chart's type is about 7 px wide."""
    return max(_TALL, len(text) * 3.6 + 4)


def _arrow(start: tuple[float, float], end: tuple[float, float], half: float) -> Arrow | None:
    """A line from the edge of one mark to the edge of another; nothing where they touch."""
    dx, dy = (end[0] - start[0]) * _PX, end[1] - start[1]
    leave, arrive = _reach(dx, dy, half, 0), _reach(dx, dy, half, 4)
    if leave + arrive > 0.9:
        return None
    return Arrow(
        round(start[0] + dx * leave / _PX, 2),
        round(start[1] + dy * leave, 1),
        round(end[0] - dx * arrive / _PX, 2),
        round(end[1] - dy * arrive, 1),
    )


def _reach(dx: float, dy: float, half: float, gap: float) -> float:
    """The share of a line that a mark at its end covers, and ``gap`` px more."""
    return min((half + gap) / abs(dx) if dx else 1e9, (_TALL + gap) / abs(dy) if dy else 1e9, 1.0)
