"""The classes of changes as a ladder: up to which limits, and who decides."""

from __future__ import annotations

from sourcebook.model.sections.change import Threshold
from sourcebook.render import wording
from sourcebook.render.charts.steps import Step, Steps, steps
from sourcebook.render.context import Context
from sourcebook.render.links import Links


def threshold_ladder(ctx: Context, links: Links) -> Steps | None:
    """The classes in their order, the smallest first."""
    found = [
        Step(
            (item.class_ or "Class").capitalize(),
            _limits(item),
            who=links.role(item.approver),
            who_word="decided by",
        )
        for item in ctx.book.change.thresholds
    ]
    return steps(found, "Classes of changes, the smallest first", rise=True)


def _limits(item: Threshold) -> tuple[str, ...]:
    limits = (
        (item.max_effort_days, "days", "of work"),
        (item.max_cost_pct, "%", "of the budget"),
        (item.max_schedule_days, "days", "of delay"),
    )
    found = tuple(
        f"≤ {wording.quantity(value, unit)} {what}"
        for value, unit, what in limits
        if value is not None
    )
    return found or ("all that is larger",)
