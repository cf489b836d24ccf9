"""How the scores of all engagements went, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from sourcebook.render import wording
from sourcebook.render.charts.sparkline import Result, sparkline
from sourcebook.render.dossier import Dossier
from sourcebook.render.links import Link
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, Tools
from sourcebook.render.views.portfolio import Part, View, table

TREND = "trend.html"


def trend(view: View, note: str = "") -> Page | None:
    """The score of every engagement at the end of each month; nothing where git knows none.

    ``note`` says why not all is known.
    """
    days = sorted({mark.day for its in view.dossiers for mark in its.trend})
    if not days:
        return None
    names = [f"{day:%b %Y}" for day in days]
    rows = [
        Row("", cells=(view.name(its), _course(view, its), *_cells(view, its, days)))
        for its in view.dossiers
        if its.trend
    ]
    columns = ("Engagement", "Course", *names, wording.date(view.as_of))
    tools = Tools("trend", "engagements", (), ("Engagement", *columns[2:]))
    told = (
        "At the end of each month, as git has the playbook; what is asked for is what is asked "
        "for now. A number leads to what changed, the last one to what is missing.",
        *([note] if note else ()),
    )
    part = Part("Scores by month", "scores", table(columns, rows, tools), words=told)
    lede = "How much of what is asked for is filled in, month by month."
    return view.page(TREND, "Trend of scores", lede, [part])


def _cells(view: View, its: Dossier, days: Sequence[dt.date]) -> list[Shown | None]:
    known = {mark.day: mark.percent for mark in its.trend}
    slug = its.member.slug
    return [
        *(_number(view, known.get(day), slug, "changed.html") for day in days),
        _number(view, its.percent, slug, "findings.html"),
    ]


def change(its: Dossier) -> str:
    """What became of the score since the first month that is known: ``+12 since Aug 2026``."""
    if not its.trend or its.percent is None:
        return ""
    first = its.trend[0]
    grown = its.percent - first.percent
    return f"{f'{grown:+}' if grown else 'same'} since {first.day:%b %Y}".replace("-", "−")


def _number(view: View, percent: int | None, slug: str, page: str) -> Shown | None:
    if percent is None:
        return None
    href = f"{slug}/{page}" if slug in view.there else None
    return Shown("link", link=Link(f"{percent} %", href), key=f"{percent}")


def _course(view: View, its: Dossier) -> Shown:
    results = [
        Result(f"{mark.day:%b %Y}", f"{mark.percent} %", mark.percent, None)
        for mark in its.course(view.as_of)
    ]
    chart = sparkline(its.member.name, None, results)
    svg = view.templates.get_template("charts/sparkline.svg.j2").render(chart=chart)
    return Shown("prose", html=Markup(svg))  # noqa: S704 -- escaped by its template
