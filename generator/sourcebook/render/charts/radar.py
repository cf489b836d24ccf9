"""Marks by dimension around a circle: the further out, the better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from sourcebook.render import wording

RADIUS, CENTRE = 88.0, 116
_BELOW = 8  # px from the lowest text or line to the edge
_MOST = 5  # the best mark
_NAMED, _NUMBERED = 12, 24  # dimensions of which each has a name, or a number
_LONGEST = 14  # letters of a name that fit beside the circle in half a page


@dataclass(frozen=True)
class Dimension:
    """What is marked, its mark 1–5, and its share in the whole (per cent) where it has one."""

    name: str
    mark: float
    weight: float | None = None


@dataclass(frozen=True)
class Spoke:
    """A dimension as drawn, in pixels from the centre."""

    x: float
    y: float
    text_x: float
    text_y: float
    align: str
    number: str
    name: str
    dot_x: float
    dot_y: float


@dataclass(frozen=True)
class Radar:
    """Everything that the template draws; polygons are lists of points from the centre."""

    label: str
    desc: str
    rings: tuple[str, ...]
    shape: str
    spokes: tuple[Spoke, ...]
    height: int
    centre: int = CENTRE


def radar(dimensions: Sequence[Dimension], label: str) -> Radar | None:
    """The dimensions clockwise from the top; where all have weights, heavy ones have more room.

    Fewer than three make no shape, so there is no picture.
    """
    if len(dimensions) < 3:
        return None
    angles = _angles(dimensions)
    spokes = tuple(
        _spoke(number, dimension, angle, len(dimensions))
        for number, (dimension, angle) in enumerate(zip(dimensions, angles, strict=True), 1)
    )
    rings = tuple(_polygon([(RADIUS * ring / _MOST, a) for a in angles]) for ring in range(1, 6))
    shape = _polygon([(_out(d), a) for d, a in zip(dimensions, angles, strict=True)])
    said = "; ".join(f"{d.name} {d.mark:g} of {_MOST}{_weighs(d)}" for d in dimensions)
    low = max(max(s.y, s.text_y) for s in spokes)
    return Radar(label, said + ".", rings, shape, spokes, CENTRE + round(low) + _BELOW)


def weighted(dimensions: Sequence[Dimension]) -> float | None:
    """The mean of the marks by weight; ``None`` without marks or weights."""
    known = [(d.mark, d.weight) for d in dimensions if d.weight is not None]
    total = sum(weight for _, weight in known)
    return sum(mark * weight for mark, weight in known) / total if total > 0 else None


def _weighs(dimension: Dimension) -> str:
    return "" if dimension.weight is None else f", weight {dimension.weight:g} %"


def _angles(dimensions: Sequence[Dimension]) -> list[float]:
    """The middle of each one's share of the circle; no share is less than half an even one."""
    weights = [d.weight for d in dimensions]
    known = [w for w in weights if w is not None and w > 0]
    if len(known) == len(weights):
        least = sum(known) / len(known) / 2
        shares = [max(w, least) for w in known]
    else:
        shares = [1.0] * len(weights)
    total, at, found = sum(shares), -shares[0] / 2, []
    for share in shares:
        found.append(2 * pi * (at + share / 2) / total)
        at += share
    return found


def _out(dimension: Dimension) -> float:
    return RADIUS * min(max(dimension.mark, 0), _MOST) / _MOST


def _point(out: float, angle: float) -> tuple[float, float]:
    return round(out * sin(angle), 1) + 0.0, round(-out * cos(angle), 1) + 0.0


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in (_point(out, angle) for out, angle in points))


def _spoke(number: int, dimension: Dimension, angle: float, count: int) -> Spoke:
    x, y = _point(RADIUS, angle)
    text_x, text_y = _point(RADIUS + 12, angle)
    dot_x, dot_y = _point(_out(dimension), angle)
    every = 1 if count <= _NUMBERED else -(-count // _NUMBERED)
    name = dimension.name if count <= _NAMED else ""
    return Spoke(
        x,
        y,
        text_x,
        round(text_y + 4, 1),
        "m" if abs(text_x) < 12 else "s" if text_x > 0 else "e",
        str(number) if (number - 1) % every == 0 else "",
        wording.cut(name, _LONGEST),
        dot_x,
        dot_y,
    )
