"""The portfolio: every engagement at a glance, and the guide to writing playbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment

from sourcebook.analysis.layer_cards import LayerCard
from sourcebook.analysis.parties import SIDES
from sourcebook.analysis.plain import made
from sourcebook.analysis.portfolio import Portfolio
from sourcebook.analysis.schedule import next_gate
from sourcebook.findings import Finding, Severity
from sourcebook.model.playbook import Playbook
from sourcebook.render import prose, wording
from sourcebook.render.countries import country_name
from sourcebook.render.dossier import Dossier, address
from sourcebook.render.environment import environment
from sourcebook.render.links import SHORT_TITLES
from sourcebook.render.naming import engagement_name
from sourcebook.render.outline import outline
from sourcebook.render.pages import NavGroup, Page, Site
from sourcebook.render.shown import facets, leading
from sourcebook.render.views import portfolio as views
from sourcebook.render.views.guide import Guide, guide_pages
from sourcebook.render.views.portfolio_layers import LAYERS, layer, layers
from sourcebook.render.views.portfolio_side import COMPARE, REGISTER, compare, register
from sourcebook.render.views.portfolio_trend import TREND, change, trend
from sourcebook.source.settings import Settings

_SOON = 6  # dates that the first page names
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
    accepts: str = ""  # its comments that accept something of all engagements together
    facts: str = ""  # its dossier, as ``analysis.plain`` writes it
    unread: bool = False  # its engagement.yaml cannot be read
    failed: str = ""  # why its site could not be built; its last one may still be there
    there: bool = True  # whether its site stands beside the portfolio's

    @property
    def weight(self) -> int:
        """How critical it is, as a number to order by; 0 where that is not said."""
        return _WEIGHTS.index(self.criticality) if self.criticality in _WEIGHTS else 0

    @cached_property
    def dossier(self) -> Dossier:
        """What its facts say. Raises ValueError where it has none."""
        return made(Dossier, self.facts, sharing=True)


def summary(book: Playbook, findings: Sequence[Finding], facts: str = "") -> Summary:
    """The summary of one engagement; with its dossier, it can stand in a portfolio."""
    card, gate = book.engagement, next_gate(book)
    parties = tuple(
        (p.name or p.id or "?", SIDES[p.side].letter, SIDES[p.side].word)
        for _, p in book.each("engagement", "parties")
        if p.side
    )
    return Summary(
        book.slug,
        engagement_name(book),
        prose.plain(card.summary, 120) if card.summary else "",
        parties,
        card.phase_ or "",
        card.status or "",
        card.criticality or "",
        card.end_date,
        sum(f.severity is Severity.ERROR and f.accepted is None for f in findings),
        sum(f.severity is Severity.WARNING and f.accepted is None for f in findings),
        (gate.milestone.title or gate.milestone.id or "") if gate else "",
        gate.due if gate else None,
        facts=facts,
        unread="engagement" in book.source.refused,
    )


@dataclass(frozen=True)
class _Line:
    """An engagement's row of the first table: its summary, and what its dossier adds."""

    its: Summary
    dossier: Dossier

    @property
    def countries(self) -> tuple[str, ...]:
        """Where its parties are established, each once."""
        codes = (company.country for company in self.dossier.member.companies)
        return tuple(country_name(code) for code in dict.fromkeys(codes) if code)

    @property
    def facets(self) -> str:
        """What the portfolio's table is narrowed by."""
        its = self.its
        vendors = [name for name, _, side in its.parties if side == SIDES["vendor"].word]
        phase = wording.choice(its.phase).capitalize()
        return facets(phase, its.criticality.capitalize(), vendors, self.countries)

    @property
    def stalest(self) -> tuple[str, str] | None:
        """The name of the section whose review waits longest, and where it is shown."""
        if (found := self.dossier.stalest) is None:
            return None
        title = SHORT_TITLES.get(found.section, found.section.replace("_", " ").capitalize())
        return title, address(self.its.slug, found.section)

    @property
    def change(self) -> str:
        """What became of its score in the months that are known."""
        return change(self.dossier)

    @property
    def covered(self) -> tuple[int, int]:
        """The clauses that are evidenced, and those that are asked for, of all its profiles."""
        each = self.dossier.covered
        return sum(its.evidenced for its in each), sum(its.asked for its in each)


def portfolio_site(
    summaries: Sequence[Summary],
    findings: Sequence[Finding],
    guide: Guide,
    as_of: dt.date,
    settings: Settings,
    templates: Environment | None = None,
    cards: Sequence[LayerCard] = (),
    look_ahead: int = 90,
    past: str = "",
) -> Site:
    """The pages on all engagements together, which link to every engagement's site; the guide.

    ``look_ahead`` is in days; ``past`` says why not all of the past is known.
    Findings are those of no single engagement.
    """
    templates = templates or environment()
    title, description = settings.name, f"Every engagement of {settings.name}."
    lines = [_Line(its, its.dossier) for its in summaries]
    view = views.View(
        tuple(line.dossier for line in lines),
        Portfolio(tuple(line.dossier.member for line in lines), as_of),
        templates,
        frozenset(its.slug for its in summaries if its.there),
        look_ahead,
    )
    html = _first(view, lines, findings, settings, cards)
    page = Page("index.html", title, description, html, *outline(html, title), label="Engagements")
    about = () if not lines else (
        views.dates(view),
        views.dependence(view),
        views.accountable(view),
        views.profiles(view),
        layers(view, cards),
        compare(view),
    )  # fmt: skip
    if (course := trend(view, past)) is not None:
        about = (*about, course)
    inside = (register(view),) if lines else ()
    each = tuple(layer(view, card, cards) for card in cards) if lines else ()
    pages = guide_pages(templates, guide)
    nav = (
        NavGroup("", (page.path, *(its.path for its in about))),
        *((NavGroup("Internal", (REGISTER,)),) if inside else ()),
        NavGroup("Guide", tuple(p.path for p in pages if p.path.count("/") == 1)),
        NavGroup("Sections", tuple(p.path for p in pages if p.path.startswith("guide/sections/"))),
    )
    every = (page, *about, *inside, *each, *pages)
    return Site("", title, description, as_of.isoformat(), every, nav)


def _first(
    view: views.View,
    lines: Sequence[_Line],
    findings: Sequence[Finding],
    settings: Settings,
    cards: Sequence[LayerCard],
) -> str:
    """The first page: every engagement, and the answer to each of the other pages in short."""
    as_of, portfolio = view.as_of, view.portfolio
    summaries = [line.its for line in lines]
    coming = sorted(
        ((each, its.member) for its in view.dossiers for each in its.prospects),
        key=lambda pair: (pair[0].day, pair[1].slug, pair[0].title),
    )
    soon = [(each, its) for each, its in coming if each.kind != "Holiday"][:_SOON]
    vendors = portfolio.vendors()
    lead, rest = leading(lines)
    return view.templates.get_template("portfolio/index.html.j2").render(
        name=settings.name,
        lines=lines,
        lead=lead,
        rest=rest,
        across=[its for its in findings if its.code.startswith("PRT")],
        findings=[its for its in findings if not its.code.startswith("PRT")],
        as_of=as_of,
        totals={
            "errors": sum(s.errors for s in summaries),
            "late": sum(s.gate_due is not None and s.gate_due < as_of for s in summaries),
            "critical": sum(s.criticality in ("critical", "high") for s in summaries),
        },
        left={
            s.slug: wording.months_left(as_of, s.end) for s in summaries if s.end and s.end >= as_of
        },
        chart=views.ahead(view),
        soon=[
            (each, its.name, address(its.slug, each.section, each.item_kind, each.item))
            for each, its in soon
        ],
        coming=len(coming),
        there=view.there,
        look_ahead=view.look_ahead,
        doors=[
            (views.DEPENDENCE, "Concentration", wording.plural(len(vendors), "vendor")),
            (views.ROLES, "Accountable", "Who answers for what, everywhere"),
            (views.PROFILES, "Profile coverage", "Clauses evidenced, by engagement"),
            (LAYERS, "Lessons and layers", wording.plural(len(cards), "layer")),
            (COMPARE, "Compare", "Two engagements side by side"),
            *(
                [(TREND, "Trend", "Scores, month by month")]
                if any(d.trend for d in view.dossiers)
                else []
            ),
            (REGISTER, "Register", "Register of information"),
        ],
    )
