"""A goal's bar: from where it began to its target, with the mark where it should be."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.analysis.progress import Progress
from sourcebook.render import wording


@dataclass(frozen=True)
class ProgressBar:
    """Shares are per cent of the bar, 0–100."""

    label: str
    css: str
    share: float
    expected: float | None
    began: str
    now: str
    target: str
    align: str


def progress_bar(entry: Progress) -> ProgressBar | None:
    """The bar of a goal; nothing while no value was measured or the scale is unknown."""
    measure = entry.goal.measure
    if measure is None or entry.share is None or entry.latest is None:
        return None
    if measure.baseline is None or measure.target is None:
        return None
    unit = measure.unit or ""
    share = round(min(max(entry.share, 0.0), 1.0) * 100, 1)
    expected = None if entry.expected is None else round(min(max(entry.expected, 0), 1) * 100, 1)
    began, now, target = (
        wording.quantity(value, unit) for value in (measure.baseline, entry.latest, measure.target)
    )
    return ProgressBar(
        f"{entry.goal.title or entry.goal.id}: began at {began}, now {now}, target {target}",
        "x-badf" if entry.word == "missed" else "x-fill",
        share,
        expected,
        f"began {began}",
        now,
        f"target {target}",
        "e" if share > 85 else "m" if share > 15 else "s",
    )
