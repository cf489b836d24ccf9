"""A card a goal: its way so far, and which letters of SMART it meets."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.analysis.smart import verdicts
from sourcebook.model.paths import At
from sourcebook.model.sections.goals import Goal
from sourcebook.render.charts.chips import Chip, Chips, chips
from sourcebook.render.charts.trajectory import Reading, Trajectory, trajectory
from sourcebook.render.context import Context
from sourcebook.render.links import Links


@dataclass(frozen=True)
class GoalCard:
    """What the page shows of a goal before its fields."""

    title: str
    id: str
    href: str
    line: Trajectory | None
    smart: Chips | None


def goal_cards(ctx: Context, links: Links) -> tuple[GoalCard, ...]:
    """The goals in their order; dropped ones are not looked at any more."""
    return tuple(
        _card(ctx, links, at, goal)
        for at, goal in ctx.book.each("goals", "goals")
        if goal.status != "dropped"
    )


def _card(ctx: Context, links: Links, at: At, goal: Goal) -> GoalCard:
    title = goal.title or goal.id or "Goal"
    found = verdicts(ctx.book, at, goal, ctx.thresholds, ctx.as_of)
    letters = [Chip(v.letter, v.word, v.met, v.against or (v.speaks,)) for v in found]
    return GoalCard(
        title, goal.id or "", links.at(at), _line(ctx, goal, title), chips(letters, title)
    )


def _line(ctx: Context, goal: Goal, title: str) -> Trajectory | None:
    measure = goal.measure
    wanted = [
        Reading(point.date, point.expected)
        for point in goal.checkpoints
        if point.date and point.expected is not None
    ]
    days = {reading.day for reading in wanted}
    if goal.due and measure and measure.target is not None and goal.due not in days:
        wanted.append(Reading(goal.due, measure.target))
    measured = [
        Reading(actual.date, actual.value)
        for actual in goal.actuals
        if actual.date and actual.value is not None and actual.date <= ctx.as_of
    ]
    unit = (measure.unit if measure else None) or ""
    return trajectory(wanted, measured, ctx.as_of, title, unit)
