"""The portfolio: every engagement at a glance, and the guide to writing playbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sourcebook.analysis.parties import SIDES
from sourcebook.analysis.schedule import next_gate
from sourcebook.findings import Finding, Severity
from sourcebook.model.playbook import Playbook
from sourcebook.render import prose, wording
from sourcebook.render.environment import environment
from sourcebook.render.naming import engagement_name
from sourcebook.render.outline import outline
from sourcebook.render.pages import NavGroup, Page, Site
from sourcebook.render.shown import facets
from sourcebook.render.views.guide import Guide, guide_pages
from sourcebook.source.settings import Settings

_WEIGHTS = ("", "low", "medium", "high", "critical")


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
    unread: bool = False  # its engagement.yaml cannot be read
    failed: str = ""  # why its site could not be built; its last one may still be there
    there: bool = True  # whether its site stands beside the portfolio's

    @property
    def facets(self) -> str:
        """What the portfolio's table is narrowed by."""
        vendors = [name for name, _, side in self.parties if side == SIDES["vendor"].word]
        phase = wording.choice(self.phase).capitalize()
        return facets(phase, self.criticality.capitalize(), vendors)

    @property
    def weight(self) -> int:
        """How critical it is, as a number to order by; 0 where that is not said."""
        return _WEIGHTS.index(self.criticality) if self.criticality in _WEIGHTS else 0


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
        engagement_name(book),
        prose.plain(card.summary, 200) if card.summary else "",
        parties,
        card.phase_ or "",
        card.status or "",
        card.criticality or "",
        card.end_date,
        sum(f.severity is Severity.ERROR and f.accepted is None for f in findings),
        sum(f.severity is Severity.WARNING and f.accepted is None for f in findings),
        (gate.milestone.title or gate.milestone.id or "") if gate else "",
        gate.due if gate else None,
        unread="engagement" in book.source.refused,
    )


def portfolio_site(
    summaries: Sequence[Summary],
    findings: Sequence[Finding],
    guide: Guide,
    as_of: dt.date,
    settings: Settings,
    overrides: Path | None = None,
) -> Site:
    """The page that links to every engagement's site, and the guide."""
    templates = environment(overrides)
    title, description = settings.name, f"Every engagement of {settings.name}."
    html = templates.get_template("portfolio/index.html.j2").render(
        name=title,
        engagements=summaries,
        findings=findings,
        as_of=as_of,
        totals={
            "errors": sum(s.errors for s in summaries),
            "late": sum(s.gate_due is not None and s.gate_due < as_of for s in summaries),
            "critical": sum(s.criticality in ("critical", "high") for s in summaries),
        },
        left={
            s.slug: wording.months_left(as_of, s.end) for s in summaries if s.end and s.end >= as_of
        },
    )
    page = Page("index.html", title, description, html, *outline(html, title), label="Engagements")
    pages = guide_pages(templates, guide)
    nav = (
        NavGroup("", (page.path,)),
        NavGroup("Guide", tuple(p.path for p in pages if p.path.count("/") == 1)),
        NavGroup("Sections", tuple(p.path for p in pages if p.path.startswith("guide/sections/"))),
    )
    return Site("", title, description, as_of.isoformat(), (page, *pages), nav)
