"""The portfolio's pages beside the first: what comes, who depends on whom, who answers for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from jinja2 import Environment

from sourcebook.analysis.members import Post
from sourcebook.analysis.portfolio import Dependence, Portfolio
from sourcebook.analysis.prospects import KINDS
from sourcebook.render import wording
from sourcebook.render.charts.horizon import Horizon, horizon
from sourcebook.render.countries import country_name
from sourcebook.render.dossier import Dossier, address
from sourcebook.render.links import Link
from sourcebook.render.outline import outline
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, Tools, day, facets, words
from sourcebook.render.views.guide_profiles import profile_address

DATES, DEPENDENCE, ROLES, PROFILES = (
    "dates.html",
    "concentration.html",
    "accountable.html",
    "profiles.html",
)
WHOLE = "index.html?engagements-order=-Criticality#engagements"
"""Where all engagements stand, the critical ones first."""

Item = TypeVar("Item")

MOST_ROWS, MOST_LINKS = 1000, 12
"""So many rows has a table, and so many links a cell, before the rest is counted alone."""

LANES = {kind: f"{kind}s" for kind in KINDS} | {"Expiry": "Contracts and certificates"}
"""What a kind of prospect is called where there are several."""


@dataclass(frozen=True)
class Part:
    """A part of a page: words, a picture, a table."""

    title: str
    anchor: str
    value: Shown | None = None
    note: str = ""
    source: str = ""  # where what the note counts stands
    words: tuple[str, ...] = ()
    chart: Any = None
    template: str = ""
    empty: str = "None."
    chooser: bool = False  # whether a script lets readers choose columns


@dataclass(frozen=True)
class View:
    """What the pages are made of."""

    dossiers: tuple[Dossier, ...]
    portfolio: Portfolio
    templates: Environment
    there: frozenset[str]  # the engagements whose sites stand beside the portfolio's
    look_ahead: int  # days

    @property
    def as_of(self) -> dt.date:
        """The day that the pages speak of."""
        return self.portfolio.as_of

    def link(self, text: str, slug: str, section: str, kind: str = "", id: str = "") -> Shown:
        """Words that lead to an item, a section or the overview of an engagement."""
        href = address(slug, section, kind, id) if slug in self.there else None
        return Shown("link", link=Link(text, href))

    def name(self, its: Dossier) -> Shown:
        """The engagement, by its name."""
        return self.link(its.member.name, its.member.slug, "engagement")

    def page(self, path: str, title: str, lede: str, parts: Iterable[Part]) -> Page:
        """A page of parts."""
        template = self.templates.get_template("portfolio/page.html.j2")
        html = template.render(title=title, lede=lede, parts=list(parts))
        return Page(path, title, lede, html, *outline(html, title))


def table(
    columns: Sequence[str],
    rows: Sequence[Row],
    tools: Tools | None = None,
) -> Shown | None:
    """A table; nothing where it would have no row."""
    return Shown("table", columns=tuple(columns), rows=tuple(rows), tools=tools) if rows else None


def series(items: Iterable[Shown]) -> Shown:
    """Several links in one cell; of very many, the first and how many more."""
    every = tuple(items)
    more = len(every) - MOST_LINKS
    if more > 1:
        every = (*every[:MOST_LINKS], words(f"and {more} more"))
    return Shown("series", items=every)


def cut(found: Sequence[Item]) -> tuple[Sequence[Item], tuple[str, ...]]:
    """What a table has room for, before rows are made of it; what the page says of the others."""
    more = len(found) - MOST_ROWS
    if more <= 0:
        return found, ()
    told = f"The first {MOST_ROWS} of {len(found)}. All of them: sourcebook export json."
    return found[:MOST_ROWS], (told,)


def count(number: float, source: str = "") -> Shown:
    """A number, ordered as one, and where what was counted stands; nothing stands nowhere."""
    if not number or not source:
        return words(f"{number:g}", f"{number:g}")
    return Shown("link", link=Link(f"{number:g}", source), key=f"{number:g}")


def ahead(view: View) -> Horizon | None:
    """The picture of the weeks ahead."""
    return horizon(
        [
            (LANES[kind], [p.day for d in view.dossiers for p in d.prospects if p.kind == kind])
            for kind in KINDS
        ],
        view.as_of,
        view.look_ahead,
    )


def dates(view: View) -> Page:
    """Gates, renewals, ends, papers and holidays of all engagements, by day."""
    found, told = cut(
        sorted(
            ((each, its) for its in view.dossiers for each in its.prospects),
            key=lambda pair: (pair[0].day, KINDS.index(pair[0].kind), pair[1].member.slug),
        )
    )
    rows = [
        Row(
            "",
            cells=(
                day(each.day),
                words(each.kind),
                view.link(each.title, its.member.slug, each.section, each.item_kind, each.item),
                view.name(its),
            ),
            facets=facets(each.kind, its.member.name),
        )
        for each, its in found
    ]
    tools = Tools("dates", "dates", ("Kind", "Engagement"), ("Day", "Kind", "Engagement"))
    span = wording.days(view.look_ahead)
    part = Part(
        "Dates",
        "dates",
        table(("Day", "Kind", "What", "Engagement"), rows, tools),
        chart=ahead(view),
        template="charts/horizon.svg.j2",
        words=told,
        empty="Nothing is due in these days.",
    )
    lede = f"What the next {span} bring in all engagements, from {wording.date(view.as_of)} on."
    return view.page(DATES, f"The next {span}", lede, [part])


def dependence(view: View) -> Page:
    """How much hangs on one vendor, one country, one subcontractor."""
    whole = len(view.portfolio.critical)
    lede = (
        "How much hangs on one company or one country. An engagement is critical where its service "
        "is, or where a critical or important function of a financial entity depends on it."
    )
    shared = [d for d in view.portfolio.suppliers() if len(d.parts) > 1]
    parts = [
        _depending(view, "Vendors", "vendors", view.portfolio.vendors(), whole),
        _depending(view, "Countries", "countries", view.portfolio.countries(), whole, country_name),
        _depending(view, "Subcontractors of several engagements", "shared", shared, whole),
        _depending(view, "All subcontractors", "subcontractors", view.portfolio.suppliers(), whole),
    ]
    return view.page(DEPENDENCE, "Concentration", lede, parts)


def _depending(
    view: View,
    title: str,
    anchor: str,
    found: Sequence[Dependence],
    whole: int,
    named: Callable[[str], str] = str,
) -> Part:
    rows = []
    for each in found:
        links = [
            view.link(
                p.member.name, p.member.slug, p.its.spot.section, p.its.spot.kind, p.its.spot.id
            )
            for p in each.parts
        ]
        critical = [view.link(p.member.name, p.member.slug, "engagement") for p in each.critical]
        share = f"{len(each.critical) * 100 // whole} %" if whole else "–"
        rows.append(
            Row(
                "",
                cells=(
                    words(named(each.name)),
                    words(", ".join(country_name(code) for code in each.countries)),
                    series(links),
                    series(critical) if critical else None,
                    _share_of(share, len(each.critical), WHOLE),
                ),
            )
        )
    columns = ["Company", "Country", "Engagements", "Critical ones", "Share of critical"]
    if anchor == "countries":
        columns[0] = "Country"
        columns.pop(1)
        rows = [Row("", cells=(row.cells[0], *row.cells[2:])) for row in rows]
    noun = "countries" if anchor == "countries" else "companies"
    tools = Tools(anchor, noun, (), (columns[0], "Share of critical"))
    of = f"of {wording.plural(whole, 'critical engagement')}"
    return Part(title, anchor, table(columns, rows, tools), of, WHOLE, empty="There is none.")


def _share_of(text: str, number: int, source: str) -> Shown:
    """A share, ordered by what it is made of, with the way to all that it is a share of."""
    return Shown("link", link=Link(text, source), key=str(number))


def accountable(view: View) -> Page:
    """Who answers for what, in every engagement; and who is wanted in several."""
    holders = [
        Row(
            "",
            cells=(
                words(holder.ref),
                series(
                    view.link(
                        f"{p.post.title}, {p.member.name}",
                        p.member.slug,
                        "roles",
                        "role",
                        p.post.id,
                    )
                    for p in holder.promises
                ),
                _share_of(
                    f"{holder.share:g} %", round(holder.share), f"?roles-words={holder.ref}#roles"
                ),
            ),
        )
        for holder in view.portfolio.holders()
    ]
    found, told = cut(
        [(its, post) for its in view.dossiers for post in its.member.posts if post.answers]
    )
    rows = [
        Row(
            "",
            cells=(
                view.link(post.title, its.member.slug, "roles", "role", post.id),
                view.name(its),
                words(post.party),
                words(post.holder),
                _time(view, its, post) if post.share else None,
                words("; ".join(post.answers)),
            ),
            facets=facets(its.member.name, post.side.capitalize()),
        )
        for its, post in found
    ]
    lede = "Each role that answers for something (A in the RACI), in every engagement."
    columns = ("Role", "Engagement", "Party", "Holder", "Share of time", "Answers for")
    tools = Tools(
        "roles",
        "roles",
        ("Engagement", "Side"),
        ("Role", "Engagement", "Party", "Holder", "Share of time"),
    )
    return view.page(
        ROLES,
        "Accountable",
        lede,
        [
            Part(
                "In several engagements",
                "holders",
                table(("Holder", "Roles", "Share of time"), holders),
                empty="Nobody holds a role in more than one engagement, by their holder_ref.",
            ),
            Part(
                "Roles",
                "roles",
                table(columns, rows, tools),
                words=told,
                empty="No role answers yet.",
            ),
        ],
    )


def _time(view: View, its: Dossier, post: Post) -> Shown:
    """The share of time that a role takes, with the way to the role."""
    made = view.link(f"{post.share:g} %", its.member.slug, "roles", "role", post.id)
    return Shown("link", link=made.link, key=f"{post.share:g}")


def profiles(view: View) -> Page:
    """How many clauses of each profile are evidenced, engagement by engagement."""
    known = {each.id: each.title for its in view.dossiers for each in its.covered}
    rows = [
        Row(
            "",
            cells=(
                view.link(its.member.name, its.member.slug, "compliance"),
                *(_share(view, its, id) for id in known),
            ),
        )
        for its in view.dossiers
        if its.covered
    ]
    tools = Tools("profiles", "engagements", (), ("Engagement", *known))
    told = [
        Row("", cells=(Shown("link", link=Link(id, profile_address(id))), words(title)))
        for id, title in known.items()
    ]
    lede = "Clauses that are evidenced, of those that are asked for. Evidence is no legal advice."
    return view.page(
        PROFILES,
        "Profile coverage",
        lede,
        [
            Part(
                "By engagement",
                "coverage",
                table(("Engagement", *known), rows, tools),
                empty="No engagement names a profile.",
            ),
            Part("Profiles", "profiles", table(("Profile", "What it is"), told)),
        ],
    )


def _share(view: View, its: Dossier, id: str) -> Shown | None:
    for each in its.covered:
        if each.id == id:
            text = f"{each.evidenced} of {each.asked}"
            key = f"{each.evidenced * 100 // each.asked if each.asked else 100}"
            made = view.link(text, its.member.slug, "compliance")
            return Shown("link", link=made.link, key=key)
    return None
