"""An engagement's site: pages, navigation, attachments, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from jinja2 import Environment

from sourcebook.findings import Finding
from sourcebook.model.fields import Group
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.render.context import Context, Measures
from sourcebook.render.environment import environment
from sourcebook.render.links import section_page
from sourcebook.render.pages import Attachment, NavGroup, Page, Site
from sourcebook.render.views import (
    calendar,
    changed,
    escalation,
    hand_over,
    health,
    more,
    overview,
    people,
    plan,
    protect,
    run,
    start,
)
from sourcebook.source.settings import Settings

SECTION_VIEWS: dict[str, Callable[[Context], Page]] = {
    "engagement": overview.overview,
    "goals": plan.goals,
    "scope": plan.scope,
    "milestones": plan.milestones,
    "roles": plan.roles,
    "governance": escalation.governance,
    "communication": run.communication,
    "delivery": run.delivery,
    "quality": run.quality,
    "service_levels": run.service_levels,
    "change": run.change,
    "security": protect.security,
    "compliance": protect.compliance,
    "risks": protect.risks,
    "knowledge": hand_over.knowledge,
    "exit": hand_over.leave,
    "improvement": hand_over.improvement,
    "partner": hand_over.partner,
}
"""The view of each section; a contract test holds it to the model's registry."""

_ORDER = (
    "goals",
    "scope",
    "milestones",
    "roles",
    "communication",
    "governance",
    "delivery",
    "quality",
    "service_levels",
    "change",
    "security",
    "compliance",
    "risks",
    "knowledge",
    "exit",
    "improvement",
    "partner",
)


def engagement_site(
    book: Playbook,
    findings: Sequence[Finding],
    as_of: dt.date,
    settings: Settings,
    templates: Environment | None = None,
    measures: Measures | None = None,
) -> Site:
    """An engagement's site as of a day, of the edition that the playbook is."""
    measures = measures or Measures()
    ctx = Context(
        book,
        tuple(findings),
        as_of,
        settings,
        measures.thresholds,
        templates or environment(),
        measures.profiles,
        measures.asking,
        measures.words,
        measures.history,
    )
    sections = {
        key: view(ctx) for key, view in SECTION_VIEWS.items() if not book.withholds(At(key))
    }
    starting = (start.start_here(ctx), start.where_things_live(ctx), start.glossary(ctx))
    checks = [health.findings(ctx), health.freshness_page(ctx)]
    if not book.is_shared:  # who accepted what, and why, is said in comments, to the client
        checks.append(health.accepted(ctx))
    if ctx.history is not None:
        checks.append(changed.changed(ctx, ctx.history))
    written = tuple(more.hand_page(ctx, page) for page in book.source.pages)
    dates = calendar.calendar(ctx)
    pages = (*sections.values(), dates, *starting, *people.role_pages(ctx), *checks, *written)
    groups = [
        NavGroup("", (section_page("engagement"),)),
        NavGroup(Group.START.value, _paths(starting)),
    ]
    for group in (Group.PLAN, Group.RUN, Group.PROTECT, Group.HAND_OVER, Group.INTERNAL):
        keys = [key for key in _ORDER if SECTIONS[key].group is group and key in sections]
        paths = [section_page(key) for key in keys]
        if group is Group.RUN:
            after = keys.index("communication") + 1 if "communication" in keys else 0
            paths.insert(after, dates.path)
        if paths:
            groups.append(NavGroup(group.value, tuple(paths)))
    groups.append(NavGroup(Group.HEALTH.value, _paths(checks)))
    if written:
        groups.append(NavGroup(Group.MORE.value, _paths(written)))
    return Site(
        book.slug,
        ctx.name,
        sections["engagement"].description,
        as_of.isoformat(),
        pages,
        tuple(groups),
        tuple(Attachment(f"files/{a.path}", a.file) for a in book.source.attachments),
        _facts(book),
    )


def _paths(pages: Sequence[Page]) -> tuple[str, ...]:
    return tuple(page.path for page in pages)


def _facts(book: Playbook) -> dict[str, str]:
    names = [
        p.name
        for _, p in book.each("engagement", "parties")
        if p.name and p.side in ("client", "vendor")
    ]
    escalation = book.governance.escalation
    facts = {
        "parties": " · ".join(names),
        "phase": book.engagement.phase_ or "",
        "help": f"{section_page('governance')}#escalation"
        if escalation and escalation.paths
        else "",
    }
    return {key: value for key, value in facts.items() if value}
