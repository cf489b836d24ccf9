"""Health: what the linter says, and what is due."""

from __future__ import annotations

from typing import Any

from sourcebook.analysis import freshness
from sourcebook.analysis.freshness import Light
from sourcebook.findings import Severity
from sourcebook.render import wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.links import section_page
from sourcebook.render.pages import Page

FINDINGS, FRESHNESS = "findings.html", "freshness.html"
_KINDS = {
    Light.FAILED: ("fail", "Failed"),
    Light.OVERDUE: ("bad", "Overdue"),
    Light.NEVER: ("none", "Never"),
    Light.DUE: ("due", "Due soon"),
    Light.GOOD: ("good", "In time"),
}


def findings(ctx: Context) -> Page:
    """Every finding, by section, the worst first."""
    groups: list[dict[str, Any]] = []
    for section in ctx.book.sections():
        found = ctx.findings_of(section.key)
        if found:
            groups.append(
                {
                    "title": section.title,
                    "anchor": section.key,
                    "href": section_page(section.key),
                    "findings": found,
                    "count": wording.plural(len(found), "finding"),
                }
            )
    known = {section.key for section in ctx.book.sections()}
    rest = tuple(ctx.shown(f) for f in ctx.findings if f.section not in known)
    if rest:
        groups.append(
            {
                "title": "The folder",
                "anchor": "folder",
                "href": None,
                "findings": rest,
                "count": wording.plural(len(rest), "finding"),
            }
        )
    counts = [
        {
            "word": severity.word,
            "kind": kind,
            "count": sum(f.severity is severity for f in ctx.findings),
        }
        for severity, kind in (
            (Severity.ERROR, "bad"),
            (Severity.WARNING, "warn"),
            (Severity.INFO, "info"),
        )
    ]
    spec = PageSpec(
        FINDINGS,
        "Findings",
        f"What is missing, wrong or stale in {ctx.book.name}.",
        "findings",
        ctx.place("engagement"),
    )
    return ctx.page(spec, groups=groups, counts=counts, slug=ctx.book.slug, as_of=ctx.as_of)


def freshness_page(ctx: Context) -> Page:
    """Everything with a rhythm, worst first."""
    links = ctx.links(FRESHNESS)
    order = list(_KINDS)
    entries = sorted(
        freshness.duties(ctx.book, ctx.as_of),
        key=lambda d: (order.index(d.light), d.next or ctx.as_of, d.title),
    )
    rows = [
        {
            "title": d.title,
            "href": links.at(d.at),
            "section": ctx.book.section(d.at.section).title,
            "owner": links.role(d.owner),
            "last": wording.date(d.last) if d.last else "–",
            "next": wording.date(d.next) if d.next else "–",
            "every": wording.days(d.every_days) if d.every_days else "–",
            "kind": _KINDS[d.light][0],
            "word": _KINDS[d.light][1],
            "late": f" {wording.days(d.overdue_days(ctx.as_of))}"
            if d.light is Light.OVERDUE
            else "",
        }
        for d in entries
    ]
    counts = [
        {"kind": kind, "word": word, "count": sum(d.light is light for d in entries)}
        for light, (kind, word) in _KINDS.items()
    ]
    spec = PageSpec(
        FRESHNESS,
        "Freshness",
        f"What was last looked at when in {ctx.book.name}, and what is due.",
        "freshness",
        ctx.place("engagement"),
    )
    return ctx.page(spec, rows=rows, counts=counts, as_of=ctx.as_of)
