"""Health: what the linter says, and what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sourcebook.analysis import freshness
from sourcebook.analysis.freshness import Light
from sourcebook.analysis.score import EXPLAINED
from sourcebook.findings import Severity
from sourcebook.model.sections.engagement import Contract
from sourcebook.model.sections.quality import Indicator
from sourcebook.model.sections.risks import Risk
from sourcebook.render import wording
from sourcebook.render.context import Context, PageSpec, ShownFinding
from sourcebook.render.links import section_page
from sourcebook.render.naming import title_of
from sourcebook.render.pages import Page
from sourcebook.render.shown import facets

FINDINGS, FRESHNESS, ACCEPTED = "findings.html", "freshness.html", "accepted.html"
_KINDS = {
    Light.FAILED: ("fail", "Failed"),
    Light.OVERDUE: ("bad", "Overdue"),
    Light.NEVER: ("none", "Never"),
    Light.PARTIAL: ("warn", "Partial"),
    Light.DUE: ("due", "Due soon"),
    Light.GOOD: ("good", "In time"),
}


def findings(ctx: Context) -> Page:
    """Every finding, by section: the sections with errors first, and in each the worst first."""
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
                    "count": _by_weight(found),
                }
            )
    known = {section.key for section in ctx.book.sections()}
    left = sorted((f for f in ctx.standing if f.section not in known), key=lambda f: f.order)
    rest = tuple(map(ctx.shown, left))
    if rest:
        groups.append(
            {
                "title": "The folder",
                "anchor": "folder",
                "href": None,
                "findings": rest,
                "count": _by_weight(rest),
            }
        )
    groups.sort(key=lambda group: -max(its.severity for its in group["findings"]))
    counts = [
        {
            "word": severity.word,
            "kind": kind,
            "count": sum(f.severity is severity for f in ctx.standing),
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
        f"What is missing, wrong or stale in {ctx.name}.",
        "findings",
        ctx.place("engagement"),
    )
    return ctx.page(
        spec,
        groups=groups,
        counts=counts,
        score=ctx.share,
        explained=EXPLAINED,
        slug=ctx.book.slug,
        as_of=ctx.as_of,
        waits=ctx.waits,
        accepted=wording.plural(len(ctx.accepted), "finding is", "findings are")
        if ctx.accepted
        else "",
        accepted_href=ACCEPTED,
    )


def _by_weight(found: Iterable[ShownFinding]) -> str:
    """``1 error, 2 warnings``."""
    counts = Counter(its.severity for its in found)
    return ", ".join(wording.plural(counts[each], each.word) for each in sorted(counts)[::-1])


def duty_title(ctx: Context, duty: freshness.Due) -> str:
    """What has to be done; the section itself is named beside it, and items by their names."""
    own = ctx.book.section(duty.at.section).title
    if duty.title == own:
        return "Review of the section"
    match ctx.book.value(duty.at):
        case Risk(title=str(title), id=str()):
            return f"{duty.title}: {title}"
        case Contract(title=str(title)):
            return f"Contract: {title}"
        case Indicator() as indicator:
            return f"Measurement: {title_of(ctx.book, indicator)}"
    return duty.title


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
            "title": duty_title(ctx, d),
            "href": links.at(d.at),
            "section": ctx.book.section(d.at.section).title,
            "owner": links.role(d.owner),
            "last": wording.date(d.last) if d.last else "–",
            "next": wording.date(d.next) if d.next else "–",
            "last_key": d.last or "",
            "next_key": d.next or "",
            "facets": facets(_KINDS[d.light][1], ctx.book.section(d.at.section).title),
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
        f"What was last looked at when in {ctx.name}, and what is due.",
        "freshness",
        ctx.place("engagement"),
    )
    return ctx.page(spec, rows=rows, counts=counts, as_of=ctx.as_of)


def accepted(ctx: Context) -> Page:
    """What somebody accepts for a while: sections that do not apply, and findings."""
    links = ctx.links(ACCEPTED)
    findings = sorted(
        (finding for finding in ctx.accepted if finding.accepted),
        key=lambda finding: (
            finding.accepted.until if finding.accepted else ctx.as_of,
            finding.order,
        ),
    )
    rows = [
        {
            "finding": ctx.shown(finding),
            "why": finding.accepted.why,
            "by": links.role(finding.accepted.by),
            "until": wording.date(finding.accepted.until),
            "left": wording.months_left(ctx.as_of, finding.accepted.until),
        }
        for finding in findings
        if finding.accepted
    ]
    spec = PageSpec(
        ACCEPTED,
        "Accepted exceptions",
        f"What is accepted for a while in {ctx.name}: why, by whom and until when.",
        "accepted",
        ctx.place("engagement"),
    )
    return ctx.page(
        spec, rows=rows, waivers=_waivers(ctx), most=int(ctx.thresholds["waiver.max_days"])
    )


def _waivers(ctx: Context) -> list[dict[str, Any]]:
    """The sections that say of themselves that they do not apply."""
    links = ctx.links(ACCEPTED)
    return [
        {
            "title": section.title,
            "href": section_page(section.key),
            "why": waiver.reason or "–",
            "by": links.role(waiver.approved_by),
            "until": wording.date(waiver.until) if waiver.until else "–",
            "ended": waiver.until is not None and waiver.until < ctx.as_of,
        }
        for section in ctx.book.sections()
        if (waiver := section.not_applicable) is not None
    ]
