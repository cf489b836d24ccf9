"""An engagement's site: pages, navigation, attachments, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from jinja2 import Environment

from sourcebook.findings import Finding
from sourcebook.model.fields import Group
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.render.context import Context, Measures
from sourcebook.render.environment import environment
from sourcebook.render.handpages import page_path, page_title
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


@dataclass(frozen=True)
class Draft:
    """An engagement's site, each of whose pages is made when somebody asks for it."""

    ctx: Context
    makers: Mapping[str, Callable[[], Page]]  # by the page's path, in the order of the site
    nav: tuple[NavGroup, ...]
    titles: Mapping[str, str]  # of hand-written pages: those of others do not change
    _made: dict[str, Page] = field(default_factory=dict)

    def page(self, path: str) -> Page:
        """The page at a path. Raises KeyError if there is none."""
        if path not in self._made:
            self._made[path] = self.makers[path]()
        return self._made[path]

    @property
    def site(self) -> Site:
        """All of it."""
        return self.site_of([self.page(path) for path in self.makers])

    def site_of(self, pages: Sequence[Page]) -> Site:
        """The site that has these pages."""
        ctx, book = self.ctx, self.ctx.book
        overview = next(page for page in pages if page.path == section_page("engagement"))
        return Site(
            book.slug,
            ctx.name,
            overview.description,
            ctx.as_of.isoformat(),
            tuple(pages),
            self.nav,
            tuple(Attachment(f"files/{a.path}", a.file) for a in book.source.attachments),
            _facts(book),
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
    return drafted(book, findings, as_of, settings, templates, measures).site


def drafted(
    book: Playbook,
    findings: Sequence[Finding],
    as_of: dt.date,
    settings: Settings,
    templates: Environment | None = None,
    measures: Measures | None = None,
) -> Draft:
    """As engagement_site, without making a page yet."""
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
        measures.waits,
    )
    views: dict[str, Callable[[Context], Page]] = {
        **{section_page(key): SECTION_VIEWS[key] for key in _sections(book)},
        calendar.PATH: calendar.calendar,
        start.START: start.start_here,
        start.WHERE: start.where_things_live,
        start.GLOSSARY: start.glossary,
    }
    checks: dict[str, Callable[[Context], Page]] = {
        health.FINDINGS: health.findings,
        health.FRESHNESS: health.freshness_page,
    }
    if not book.is_shared:  # who accepted what, and why, is said in comments, to the client
        checks[health.ACCEPTED] = health.accepted
    if ctx.history is not None:
        checks[changed.PATH] = partial(changed.changed, history=ctx.history)
    written = {page_path(page): page for page in book.source.pages}
    makers: dict[str, Callable[[], Page]] = {
        **{path: partial(view, ctx) for path, view in views.items()},
        **people.role_pages(ctx),
        **{path: partial(check, ctx) for path, check in checks.items()},
        **{path: partial(more.hand_page, ctx, page) for path, page in written.items()},
    }
    titles = {path: page_title(page) for path, page in written.items()}
    return Draft(ctx, makers, _nav(book, (*checks,), (*written,)), titles)


def _sections(book: Playbook) -> Sequence[str]:
    return [key for key in SECTION_VIEWS if not book.withholds(At(key))]


def _nav(book: Playbook, checks: tuple[str, ...], written: tuple[str, ...]) -> tuple[NavGroup, ...]:
    known = _sections(book)
    groups = [
        NavGroup("", (section_page("engagement"),)),
        NavGroup(Group.START.value, (start.START, start.WHERE, start.GLOSSARY)),
    ]
    for group in (Group.PLAN, Group.RUN, Group.PROTECT, Group.HAND_OVER, Group.INTERNAL):
        keys = [key for key in _ORDER if SECTIONS[key].group is group and key in known]
        paths = [section_page(key) for key in keys]
        if group is Group.RUN:
            after = keys.index("communication") + 1 if "communication" in keys else 0
            paths.insert(after, calendar.PATH)
        if paths:
            groups.append(NavGroup(group.value, tuple(paths)))
    groups.append(NavGroup(Group.HEALTH.value, checks))
    if written:
        groups.append(NavGroup(Group.MORE.value, written))
    return tuple(groups)


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
