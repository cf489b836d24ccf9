"""Knowledge, exit, improvement, partner: how it is handed over, left, and made better."""

from __future__ import annotations

from typing import Any

from sourcebook.analysis import coverage, exit_readiness
from sourcebook.analysis.coverage import Cover
from sourcebook.analysis.critical_path import ExitPath
from sourcebook.model.playbook import State
from sourcebook.model.sections.knowledge import TransferSession
from sourcebook.render import prose, wording
from sourcebook.render.charts import gantt
from sourcebook.render.charts.checklist import Checklist, Entry, checklist
from sourcebook.render.context import Context
from sourcebook.render.links import Links
from sourcebook.render.pages import Page
from sourcebook.render.shown import facets
from sourcebook.render.views.marks import evaluation, viability
from sourcebook.render.views.matrix import RoleColumn, role_columns
from sourcebook.render.views.passing_on import sessions as sessions_by_date
from sourcebook.render.views.passing_on import signoffs
from sourcebook.render.views.sections import section_page_of

LEVELS = (
    (0, "does not know it"),
    (1, "knows of it"),
    (2, "works in it with help"),
    (3, "works alone"),
    (4, "can teach it"),
)


def knowledge(ctx: Context) -> Page:
    """Who could carry each area, and how the others learn it."""
    links = ctx.links("knowledge.html")
    covers = coverage.covers(ctx.book, ctx.thresholds)
    columns = role_columns(ctx, links, (role for cover in covers for role in cover.levels))
    sessions = sorted(
        ctx.book.each("knowledge", "sessions"),
        key=lambda pair: (pair[1].date is None, str(pair[1].date), pair[1].id or ""),
    )
    timeline = ctx.describer("knowledge.html").grid(list(sessions), TransferSession, wide=True)
    view = {
        "rows": [_area(links, cover, columns) for cover in covers],
        "roles": columns,
        "legend": LEVELS,
        "timeline": timeline,
        "lanes": sessions_by_date(ctx),
        "signoffs": signoffs(ctx, links),
    }
    return section_page_of(ctx, "knowledge", view, ("sessions",))


def _area(links: Links, cover: Cover, columns: tuple[RoleColumn, ...]) -> dict[str, Any]:
    area, signoff = cover.area, cover.area.signoff
    status = signoff.status if signoff and signoff.status else "open"
    return {
        "title": area.title or area.id or "Area",
        "href": links.at(cover.at),
        "criticality": area.criticality or "",
        "facets": facets((area.criticality or "").capitalize()),
        "enough": cover.enough,
        "people": cover.bus_factor,
        "client": cover.client_holders,
        "levels": [cover.levels.get(c.id) for c in columns],
        "signoff": status.capitalize(),
        "signoff_kind": {"signed": "good", "rejected": "bad"}.get(status, "none"),
    }


def leave(ctx: Context) -> Page:
    """How the engagement ends without harm."""
    chain = ExitPath(ctx.book.exit.plan).chain
    tasks = [
        gantt.Task(
            prose.plain(f"{item.id or ''} {item.task or ''}".strip(), 48),
            item.start_offset_days,
            item.start_offset_days + (item.duration_days or 0),
            f"{gantt.offset(item.start_offset_days)}, {wording.days(item.duration_days or 0)}",
            item.id in chain,
            False,
            item.id or "",
            tuple(item.depends_on),
        )
        for _, item in ctx.book.each("exit", "plan")
        if item.start_offset_days is not None
    ]
    tasks.sort(key=lambda task: (task.start, task.end, task.text))
    days = ctx.book.exit.transition_period_days
    count = wording.plural(len(tasks), "task")
    label = f"Exit plan: {count} by days from notice; the table below has the same content"
    view = {
        "gantt": gantt.by_offset(tasks, label),
        "days": f"{wording.days(days)} of transition" if days else "",
        "ready": readiness(ctx, ctx.links("exit.html")),
    }
    return section_page_of(ctx, "exit", view)


def readiness(ctx: Context, links: Links) -> Checklist | None:
    """What an exit needs, and what of it is there."""
    if ctx.book.state("exit") is not State.PRESENT:
        return None
    found = exit_readiness.checks(ctx.book, ctx.thresholds, ctx.as_of)
    entries = [Entry(c.name, links.at(c.at), c.ready, c.note) for c in found]
    return checklist(entries, "needs")


def improvement(ctx: Context) -> Page:
    """What was learned, and what is done about it."""
    return section_page_of(ctx, "improvement", {})


def partner(ctx: Context) -> Page:
    """Why this partner, and at what price; for the client alone."""
    view = {"marks": evaluation(ctx), "viability": viability(ctx, ctx.links("partner.html"))}
    return section_page_of(ctx, "partner", view)
