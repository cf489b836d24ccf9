"""Risks by likelihood and impact, before treatment and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.analysis.risk import band
from sourcebook.render import wording

LEFT, WIDTH, TOP, HEIGHT = 9.0, 18.2, 6.0, 80.0
_TALL = 10.0  # half a mark's height, px
_COLUMNS, _ROWS = 2, 3  # marks that fit into a cell; what is more shares the last one
_LETTERS, _WIDEST = 3, 13.0  # of an id that fit into a mark; half the width of that mark, px
_PX = 4.2  # about what a per cent of the width is, px; only arrows' ends depend on it


@dataclass(frozen=True)
class Point:
    """A risk: likelihood and impact (1–5) before treatment, and after it where known."""

    text: str
    before: tuple[int, int]
    after: tuple[int, int] | None
    kind: str = ""  # its category


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
    room: float | None = None  # px that its text is squeezed into
    kind: str = ""


@dataclass(frozen=True)
class Arrow:
    """From before to after."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str = ""


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
    desc: str
    key: str  # makes the id of its arrowhead its own where a page has several maps
    cell_width: float = WIDTH
    cell_height: float = HEIGHT
    tall: float = _TALL


def heat_map(points: Sequence[Point], key: str = "heat") -> HeatMap:
    """The map of the risks; those that share a cell stand side by side."""
    cells = tuple(
        Cell(_left(x), _top(y), round(_left(x) + 1.3, 2), x * y, band(x * y))
        for y in range(1, 6)
        for x in range(1, 6)
    )
    ticks = tuple(
        Tick(n, round(_left(n) + WIDTH / 2, 2), _top(n) + HEIGHT / 2 + 4) for n in range(1, 6)
    )
    marks, spots = _placed(points)
    arrows = tuple(
        arrow
        for number, point in enumerate(points)
        if (start := spots.get((number, False))) is not None
        and (end := spots.get((number, True))) is not None
        and (arrow := _arrow(start, end, point)) is not None
    )
    label = f"{wording.plural(len(points), 'risk')} by likelihood and impact"
    return HeatMap(label, cells, ticks, marks, arrows, _told(points), key)


def _told(points: Sequence[Point]) -> str:
    """How many score high before treatment, and how many treatment moves."""
    bands = [band(p.before[0] * p.before[1]) for p in points]
    high = sum(b >= 3 for b in bands)
    moved = sum(p.after not in (None, p.before) for p in points)
    return f"{high} of {len(points)} score 9 or more before treatment; treatment moves {moved}."


def _left(likelihood: int) -> float:
    return round(LEFT + (likelihood - 1) * WIDTH, 2)


def _top(impact: int) -> float:
    return TOP + (5 - impact) * HEIGHT


_Spots = dict[tuple[int, bool], tuple[float, float]]
"""Where the marks of a point stand, by its number: before treatment (False) and after (True)."""


def _placed(points: Sequence[Point]) -> tuple[tuple[Mark, ...], _Spots]:
    """The marks. A risk that treatment does not move has its solid mark alone."""
    in_cell: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for number, point in enumerate(points):
        if point.after != point.before:
            in_cell.setdefault(point.before, []).append((number, False))
        if point.after is not None:
            in_cell.setdefault(point.after, []).append((number, True))
    room = _COLUMNS * _ROWS
    marks: list[Mark] = []
    spots: _Spots = {}
    for cell, inside in in_cell.items():
        count = min(len(inside), room)
        shown = inside if len(inside) <= room else inside[: room - 1]
        for place, (number, solid) in enumerate(shown):
            spot = spots[number, solid] = _spot(cell, place, count)
            text = _short(points[number].text)
            marks.append(Mark(*spot, text, solid, _half(text), _room(text), points[number].kind))
        if more := len(inside) - len(shown):
            text = f"+{more}"
            marks.append(Mark(*_spot(cell, room - 1, count), text, True, _half(text)))
    return tuple(marks), spots


def _spot(cell: tuple[int, int], place: int, count: int) -> tuple[float, float]:
    row, column = divmod(place, _COLUMNS)
    across = 0.5 if count == 1 else (0.27, 0.73)[column]
    return round(_left(cell[0]) + WIDTH * across, 2), _top(cell[1]) + 13 + row * 22


def _short(text: str) -> str:
    """An id that fits beside another; the table has the whole one."""
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def _half(text: str) -> float:
    """Half the width of a mark, px: a figure of the chart's type is about 7 px wide."""
    return min(max(_TALL, len(text) * 3.6 + 2), _WIDEST)


def _room(text: str) -> float | None:
    """What a cut id has, px: an ellipsis and letters of any width."""
    return 2 * _WIDEST - 6 if text.endswith("…") else None


def _arrow(start: tuple[float, float], end: tuple[float, float], point: Point) -> Arrow | None:
    """A line from the edge of one mark to the edge of another; nothing where they touch."""
    dx, dy, half = (end[0] - start[0]) * _PX, end[1] - start[1], _half(_short(point.text))
    leave, arrive = _reach(dx, dy, half, 0), _reach(dx, dy, half, 4)
    if leave + arrive > 0.9:
        return None
    return Arrow(
        round(start[0] + dx * leave / _PX, 2),
        round(start[1] + dy * leave, 1),
        round(end[0] - dx * arrive / _PX, 2),
        round(end[1] - dy * arrive, 1),
        point.kind,
    )


def _reach(dx: float, dy: float, half: float, gap: float) -> float:
    """The share of a line that a mark at its end covers, and ``gap`` px more."""
    return min((half + gap) / abs(dx) if dx else 1e9, (_TALL + gap) / abs(dy) if dy else 1e9, 1.0)
