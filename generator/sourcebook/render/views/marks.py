"""Pictures of how it goes: service levels by period, marks of the scorecard and of the partner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sourcebook.analysis.limits import meets
from sourcebook.model.paths import At
from sourcebook.model.sections.service_levels import ServiceLevel
from sourcebook.render import prose, wording
from sourcebook.render.charts.checklist import Checklist, Entry, checklist
from sourcebook.render.charts.radar import Dimension, Radar, radar, weighted
from sourcebook.render.charts.sparkline import Result, Sparkline, sparkline
from sourcebook.render.context import Context
from sourcebook.render.links import Links
from sourcebook.render.shown import Row, Shown, words
from sourcebook.render.views.levels import level_link, target


@dataclass(frozen=True)
class LevelLine:
    """A service level with its results."""

    title: str
    href: str
    note: str
    chart: Sparkline
    kind: str
    word: str


def level_lines(ctx: Context, links: Links) -> tuple[LevelLine, ...]:
    """The levels that have results, in their order."""
    made = []
    for at, level in ctx.book.each("service_levels", "slas"):
        results = _results(level)
        name = level_link(links, at, level).text or "Level"
        chart = sparkline(name, level.target.value if level.target else None, results)
        if chart is None:
            continue
        made.append(LevelLine(name, links.at(at), _goal(level), chart, *_kept(results)))
    return tuple(made)


def _kept(results: list[Result]) -> tuple[str, str]:
    """Kind and text of the badge: how many results kept the target, and whether the last did."""
    judged = [result.met for result in results if result.met is not None]
    if not judged:
        return "none", "Not judged"
    kept = sum(judged)
    kind = "good" if kept == len(judged) else "warn" if judged[-1] else "bad"
    return kind, f"{kept} of {len(judged)} met"


def _results(level: ServiceLevel) -> list[Result]:
    unit = (level.target.unit if level.target else None) or ""
    return [
        Result(
            wording.period(result.period or "") or "no period",
            wording.quantity(result.value, unit),
            result.value,
            meets(level.target, result.value),
        )
        for result in level.results
        if result.value is not None
    ]


def _goal(level: ServiceLevel) -> str:
    told = target(level)
    return told if told.startswith("no ") else f"target {told}"


@dataclass(frozen=True)
class Marks:
    """A radar, its table, and the mean by weight."""

    chart: Radar | None
    table: Shown
    mean: str


def scorecard(ctx: Context) -> Marks | None:
    """The marks of the service, the last one of each dimension."""
    last: dict[str, tuple[dt.date, Dimension]] = {}
    for entry in ctx.book.service_levels.scorecard:
        if entry.dimension and entry.score is not None:
            day = entry.date or dt.date.min
            if entry.dimension not in last or last[entry.dimension][0] <= day:
                mark = Dimension(entry.dimension, entry.score, entry.weight)
                last[entry.dimension] = (day, mark)
    return _marks([mark for _, mark in last.values()], "Scorecard")


def evaluation(ctx: Context) -> Marks | None:
    """The marks by which the partner was chosen."""
    chosen = ctx.book.partner.evaluation
    found = [
        Dimension(wording.choice(c.dimension or "not said").capitalize(), c.score, c.weight)
        for c in (chosen.criteria if chosen else ())
        if c.score is not None
    ]
    return _marks(found, "Evaluation of the partner")


def _marks(found: list[Dimension], label: str) -> Marks | None:
    if not found:
        return None
    rows = tuple(
        Row(
            "",
            cells=(
                words(f"{number}"),
                words(mark.name),
                words(f"{wording.number(mark.mark)} of 5"),
                words("" if mark.weight is None else wording.quantity(mark.weight, "%")),
            ),
        )
        for number, mark in enumerate(found, 1)
    )
    table = Shown("table", columns=("No.", "Dimension", "Mark", "Weight"), rows=rows)
    mean = weighted(found)
    said = "" if mean is None else f"{wording.number(round(mean, 2))} of 5 by weight"
    return Marks(radar(found, f"{label}: marks by dimension, 5 is best"), table, said)


def viability(ctx: Context, links: Links) -> Checklist | None:
    """Whether the partner will still be there: what was looked at, and whether it is current."""
    found = ctx.book.partner.viability
    if found is None:
        return None
    href = links.at(At("partner") / "viability")
    check, due = found.financial_check, found.reassessment_due
    entries = [
        Entry(
            "Finances were checked",
            href,
            bool(check and check.date),
            " · ".join(filter(None, (check.rating, _day(check.date), check.source)))
            if check
            else "no check",
        ),
        Entry(
            "People stay",
            href,
            None if found.attrition_pct is None else True,
            "not known"
            if found.attrition_pct is None
            else f"{wording.quantity(found.attrition_pct, '%')} leave in a year",
        ),
        Entry(
            "Plans fit",
            href,
            True if found.strategic_fit else None,
            prose.plain(found.strategic_fit or "nothing is said", 140),
        ),
        Entry(
            "It is looked at again",
            href,
            bool(due and due >= ctx.as_of),
            f"by {wording.date(due)}" if due else "no day is set",
        ),
    ]
    return checklist(entries, "questions", "In place")


def _day(day: dt.date | None) -> str:
    return wording.date(day) if day else ""
