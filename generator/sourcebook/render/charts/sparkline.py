"""The results of a measure, period by period, against what it is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

TOP, TALL = 16, 30
_LEFT, _WIDTH = 3.0, 94.0
_FEW = 8  # results of which each can have its number


@dataclass(frozen=True)
class Result:
    """A period, its value in words and as a number, and whether it kept the target."""

    period: str
    text: str
    value: float
    met: bool | None


@dataclass(frozen=True)
class Dot:
    """A result as drawn: missed ones are crosses."""

    x: float
    y: float
    met: bool | None
    text: str
    align: str
    minor: bool  # its number is hidden on narrow screens


@dataclass(frozen=True)
class Stroke:
    """From one result to the next."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Sparkline:
    """Everything that the template draws."""

    label: str
    desc: str
    target: float | None
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    first: str
    last: str
    height: int = TOP + TALL + 22


def sparkline(name: str, target: float | None, results: Sequence[Result]) -> Sparkline | None:
    """The results in their order, the oldest first; nothing where there is none."""
    if not results:
        return None
    values = [r.value for r in results] + ([] if target is None else [target])
    low, high = min(values), max(values)

    def down(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(TOP + TALL - share * TALL, 1)

    count = len(results)
    dots = tuple(
        Dot(
            round(_LEFT + _WIDTH * (n / (count - 1) if count > 1 else 0.5), 2),
            down(result.value),
            result.met,
            result.text if count <= _FEW or n == count - 1 else "",
            "e" if n == count - 1 and count > 1 else "s" if n == 0 and count > 1 else "m",
            n != count - 1,
        )
        for n, result in enumerate(results)
    )
    return Sparkline(
        f"{name}: {count} result{'' if count == 1 else 's'}",
        "; ".join(f"{r.period} {r.text}{_said(r.met)}" for r in results) + ".",
        None if target is None else down(target),
        tuple(Stroke(a.x, a.y, b.x, b.y) for a, b in pairwise(dots)),
        dots,
        results[0].period if count > 1 else "",
        results[-1].period,
    )


def _said(met: bool | None) -> str:
    return "" if met is None else ", met" if met else ", missed"
