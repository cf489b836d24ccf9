"""An engagement's site, and the portfolio's: pages, navigation, attachments, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sourcebook.analysis.parties import SIDES
from sourcebook.analysis.schedule import next_gate
from sourcebook.analysis.thresholds import defaults
from sourcebook.findings import Finding, Severity
from sourcebook.model.fields import Group
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.render import prose, wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.environment import environment
from sourcebook.render.links import section_page
from sourcebook.render.outline import outline
from sourcebook.render.pages import Attachment, NavGroup, Page, Site
from sourcebook.render.views import (
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
    "governance": run.governance,
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
    overrides: Path | None = None,
) -> Site:
    """The internal edition of an engagement's site as of a day."""
    ctx = Context(book, tuple(findings), as_of, settings, defaults(), environment(overrides))
    sections = {key: view(ctx) for key, view in SECTION_VIEWS.items()}
    starting = (start.start_here(ctx), start.where_things_live(ctx), start.glossary(ctx))
    checks = (health.findings(ctx), health.freshness_page(ctx))
    written = tuple(more.hand_page(ctx, page) for page in book.source.pages)
    pages = (*sections.values(), *starting, *people.role_pages(ctx), *checks, *written)
    groups = [
        NavGroup("", (section_page("engagement"),)),
        NavGroup(Group.START.value, _paths(starting)),
    ]
    for group in (Group.PLAN, Group.RUN, Group.PROTECT, Group.HAND_OVER, Group.INTERNAL):
        keys = [key for key in _ORDER if SECTIONS[key].group is group]
        groups.append(NavGroup(group.value, tuple(section_page(key) for key in keys)))
    groups.append(NavGroup(Group.HEALTH.value, _paths(checks)))
    if written:
        groups.append(NavGroup(Group.MORE.value, _paths(written)))
    return Site(
        book.slug,
        book.name,
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


@dataclass(frozen=True)
class Summary:
    """What the portfolio knows of an engagement."""

    slug: str
    name: str
    summary: str
    parties: tuple[tuple[str, str, str], ...]  # name, side's letter, side's word
    phase: str
    status: str
    criticality: str
    end: dt.date | None
    errors: int
    warnings: int
    gate: str
    gate_due: dt.date | None
    failed: str = ""  # why its site could not be built; its last one may still be there


def summary(book: Playbook, findings: Sequence[Finding]) -> Summary:
    """The summary of one engagement."""
    card, gate = book.engagement, next_gate(book)
    parties = tuple(
        (p.name or p.id or "?", SIDES[p.side].letter, SIDES[p.side].word)
        for _, p in book.each("engagement", "parties")
        if p.side
    )
    return Summary(
        book.slug,
        book.name,
        prose.plain(card.summary, 200) if card.summary else "",
        parties,
        card.phase_ or "",
        card.status or "",
        card.criticality or "",
        card.end_date,
        sum(f.severity is Severity.ERROR for f in findings),
        sum(f.severity is Severity.WARNING for f in findings),
        (gate.milestone.title or gate.milestone.id or "") if gate else "",
        gate.due if gate else None,
    )


def portfolio_site(
    summaries: Sequence[Summary],
    findings: Sequence[Finding],
    as_of: dt.date,
    settings: Settings,
    overrides: Path | None = None,
) -> Site:
    """The page that links to every engagement's site."""
    spec = PageSpec("index.html", settings.name, f"Every engagement of {settings.name}.", "index")
    html = (
        environment(overrides)
        .get_template("portfolio/index.html.j2")
        .render(
            name=settings.name,
            engagements=summaries,
            findings=findings,
            as_of=as_of,
            totals={
                "errors": sum(s.errors for s in summaries),
                "late": sum(s.gate_due is not None and s.gate_due < as_of for s in summaries),
                "critical": sum(s.criticality in ("critical", "high") for s in summaries),
            },
            left={
                s.slug: wording.months_left(as_of, s.end)
                for s in summaries
                if s.end and s.end >= as_of
            },
        )
    )
    headings, blocks = outline(html, spec.title)
    page = Page(spec.path, spec.title, spec.description, html, headings, blocks)
    return Site(
        "",
        settings.name,
        spec.description,
        as_of.isoformat(),
        (page,),
        (NavGroup("", (page.path,)),),
    )
