"""Communication, ways of working, quality, service levels, change: the daily run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sourcebook.analysis.limits import meets
from sourcebook.analysis.presence import readable
from sourcebook.model.record import Shape
from sourcebook.render import wording
from sourcebook.render.context import Context
from sourcebook.render.links import Link
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, words
from sourcebook.render.views import levels
from sourcebook.render.views.channels import chooser
from sourcebook.render.views.marks import level_lines, scorecard
from sourcebook.render.views.meetings import rhythm
from sourcebook.render.views.sections import section_page_of
from sourcebook.render.views.shared_hours import shared_hours
from sourcebook.render.views.steps_of_change import threshold_ladder
from sourcebook.render.views.week import week

_RECORD = Shape("record")


def communication(ctx: Context) -> Page:
    """Which channel, which meeting, which hours."""
    path = "communication.html"
    view = {
        "together": shared_hours(ctx),
        "week": week(ctx, path),
        "rhythm": rhythm(ctx, ctx.links(path)),
        "chooser": chooser(ctx, path),
    }
    return section_page_of(ctx, "communication", view)


def delivery(ctx: Context) -> Page:
    """How the work is done, with which tools, and how one starts."""
    return section_page_of(ctx, "delivery", {})


def quality(ctx: Context) -> Page:
    """What is tested when, and what is good enough."""
    links, describer = ctx.links("quality.html"), ctx.describer("quality.html")
    rows = []
    for at, item in ctx.book.each("quality", "indicators"):
        result, level = item.last_result, item.acceptable_level
        known = readable(ctx.book, at, "acceptable_level", "last_result")
        met = meets(level, result.value) if result else None
        cells = (
            Shown("link", link=links.item(at, item)),
            describer.value(at, level, _RECORD) if level else None,
            words(_measured(result.value, result.date, level) if result else ""),
            _light(met, known),
        )
        rows.append((met if known else None, Row("", cells=cells)))
    columns = ("Indicator", "Acceptable", "Last result", "State")
    lights = Shown("table", columns=columns, rows=_worst_first(rows))
    return section_page_of(ctx, "quality", {"lights": lights if rows else None})


def service_levels(ctx: Context) -> Page:
    """What is promised, and what was reached."""
    links, describer = ctx.links("service-levels.html"), ctx.describer("service-levels.html")
    rows = []
    for at, item in ctx.book.each("service_levels", "slas"):
        last = item.results[-1] if item.results else None
        known = readable(ctx.book, at, "target", "results")
        met = meets(item.target, last.value) if last else None
        value = _quantity(last.value, item.target) if last and last.value is not None else ""
        period = f" in {wording.period(last.period)}" if value and last and last.period else ""
        cells = (
            Shown("link", link=levels.level_link(links, at, item)),
            describer.value(at, item.target, _RECORD) if item.target else None,
            words(value + period),
            _light(met, known),
            Shown("link", link=links.role(item.owner)) if item.owner else None,
        )
        rows.append((met if known else None, Row("", cells=cells)))
    columns = ("Level", "Target", "Last result", "State", "Owner")
    lights = Shown("table", columns=columns, rows=_worst_first(rows))
    view = {
        "stats": levels.stats(levels.standings(ctx, links), log := levels.breaches(ctx, links)),
        "lights": lights if rows else None,
        "breaches": log,
        "measured": any(level.results for _, level in ctx.book.each("service_levels", "slas")),
        "lines": level_lines(ctx, links),
        "marks": scorecard(ctx),
    }
    return section_page_of(ctx, "service_levels", view)


def _worst_first(rows: list[tuple[bool | None, Row]]) -> tuple[Row, ...]:
    """What missed its limit, what nobody can tell of, what is met; else as it was written."""
    order = (False, None, True)
    return tuple(row for _, row in sorted(rows, key=lambda pair: order.index(pair[0])))


def _measured(value: float | None, day: dt.date | None, level: Any) -> str:
    if value is None:
        return ""
    return _quantity(value, level) + (f" on {wording.date(day)}" if day else "")


def _quantity(value: float, limit: Any) -> str:
    """A result in the unit of what it is held to."""
    return wording.quantity(value, (limit.unit if limit else None) or "")


def _light(met: bool | None, known: bool) -> Shown:
    if not known:
        return Shown("badge", text="Not known", link=Link("none"))
    if met is None:
        return Shown("badge", text="Not measured", link=Link("none"))
    return Shown("badge", text="Met" if met else "Missed", link=Link("good" if met else "bad"))


def change(ctx: Context) -> Page:
    """How scope is changed, by whom, and what was changed so far."""
    links = ctx.links("change.html")
    rows = []
    for at, item in ctx.book.each("change", "requests"):
        state = {"approved": "good", "rejected": "none", "deferred": "due"}.get(
            item.decision or "", "info"
        )
        rows.append(
            Row(
                "",
                cells=(
                    words(wording.date(item.raised_on) if item.raised_on else ""),
                    Shown("link", link=links.item(at, item)),
                    Shown("badge", text=(item.decision or "open").capitalize(), link=Link(state)),
                    Shown("link", link=links.role(item.decided_by)) if item.decided_by else None,
                    words(wording.date(item.decided_on) if item.decided_on else ""),
                ),
            )
        )
    log = Shown("table", columns=("Raised", "Request", "Decision", "By", "On"), rows=tuple(rows))
    view = {"ladder": threshold_ladder(ctx, links), "log": log if rows else None}
    return section_page_of(ctx, "change", view)
