"""Security, compliance, risks: what is protected, and against what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sourcebook.analysis import freshness, risk
from sourcebook.analysis.clauses import Coverage, Evidence, Piece, Status, active_profiles
from sourcebook.analysis.freshness import Due
from sourcebook.analysis.parties import side_of_role
from sourcebook.analysis.profiles import EvidencePath, Profile
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Shape, fields_of
from sourcebook.model.sections.risks import Risk
from sourcebook.render import wording
from sourcebook.render.charts.contingency import Plan, contingency
from sourcebook.render.charts.heat_map import Point, heat_map
from sourcebook.render.context import Context
from sourcebook.render.fields import named
from sourcebook.render.links import SHORT_TITLES, Link, Links
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, Tools, day, facets, words
from sourcebook.render.views.guarding import (
    LIGHTS,
    access_lifecycle,
    board,
    clock,
    data_locations,
    subcontractor_chain,
)
from sourcebook.render.views.sections import section_page_of


def security(ctx: Context) -> Page:
    """The protocols by the state of their verification."""
    links = ctx.links("security.html")
    entries = freshness.verifications(ctx.book, ctx.as_of)
    view = {
        "board": board(ctx, links, entries),
        "total": len(entries),
        "table": _protocols(ctx, links, entries),
        "locations": data_locations(ctx, links),
        "chain": subcontractor_chain(ctx, links),
        "access": access_lifecycle(ctx, links),
        "clock": clock(ctx),
    }
    return section_page_of(ctx, "security", view)


def _protocols(ctx: Context, links: Links, entries: Sequence[Due]) -> Shown:
    """The protocols in a list, by the state that each is in."""
    lights = {light: (order, kind, word) for order, (light, kind, word) in enumerate(LIGHTS)}
    rows = []
    for entry in sorted(entries, key=lambda e: (lights[e.light][0], e.next or ctx.as_of)):
        item, side = ctx.book.value(entry.at), side_of_role(ctx.book, entry.owner)
        order, kind, word = lights[entry.light]
        rows.append(
            Row(
                "",
                cells=(
                    Shown("link", link=links.item(entry.at, item)),
                    Shown("id", text=item.id or ""),
                    Shown("badge", text=word, link=Link(kind), key=str(order)),
                    words(wording.choice(item.area or "")),
                    Shown("link", link=links.role(entry.owner)) if entry.owner else None,
                    day(entry.last),
                    day(entry.next),
                ),
                facets=facets(word, side.word if side else "", wording.choice(item.area or "")),
            )
        )
    columns = ("Protocol", "Id", "State", "Area", "Owner", "Last checked", "Next check")
    tools = Tools("protocols", "protocols", ("State", "Side", "Area"), columns)
    return Shown("table", columns=columns, rows=tuple(rows), tools=tools)


def compliance(ctx: Context) -> Page:
    """How personal data is handled, and which evidence answers which clause.

    The clauses are the client's part of the section: kept back where notes on them are.
    """
    links, names = ctx.links("compliance.html"), active_profiles(ctx.book, ctx.asking)
    if ctx.book.withholds(At("compliance") / "clause_notes"):
        names = ()
    evidence = Evidence(ctx.book, ctx.asking)
    profiles = [
        _coverage(ctx, links, profile, evidence.coverages(profile))
        for profile in (ctx.profiles[name] for name in names if name in ctx.profiles)
    ]
    return section_page_of(ctx, "compliance", {"profiles": profiles})


def _coverage(
    ctx: Context, links: Links, profile: Profile, covered: Sequence[Coverage]
) -> dict[str, Any]:
    """The clauses of a profile, how far each is evidenced, and where."""
    asked = [coverage for coverage in covered if coverage.status is not Status.NOT_ASKED]
    held = sum(coverage.status is Status.EVIDENCED for coverage in asked)
    return {
        "id": profile.id,
        "title": profile.title,
        "family": profile.family,
        "disclaimer": profile.disclaimer,
        "gaps": any(coverage.missing for coverage in covered),
        "count": f"{held} of {wording.plural(len(asked), 'clause')} evidenced",
        "rows": [
            {
                "id": coverage.clause.id,
                "title": coverage.clause.title,
                "says": coverage.clause.paraphrase,
                "badge": _STATUSES[coverage.status],
                "found": [_evidence(ctx, links, path) for path in _paths(coverage.found)],
                "missing": [piece.text for piece in coverage.missing],
                "note": _clause_note(ctx, coverage),
            }
            for coverage in (asked if ctx.book.is_shared else covered)
        ],
    }


_STATUSES = {
    Status.EVIDENCED: ("good", "Evidenced"),
    Status.PARTLY: ("warn", "Partly"),
    Status.NOT: ("bad", "Not evidenced"),
    Status.NOT_ASKED: ("none", "Not asked"),
}


def _paths(pieces: Sequence[Piece]) -> list[EvidencePath]:
    return list(dict.fromkeys(path for piece in pieces for path in piece.paths))


def _evidence(ctx: Context, links: Links, path: EvidencePath) -> Link:
    """A field that is evidence: the section it stands in, and its name there."""
    section = SHORT_TITLES.get(path.section, ctx.book.section(path.section).title)
    labels = ", ".join(wording.within(label) for label in _labels(path))
    return Link(f"{section}: {labels}", links.at(path.at))


def _labels(path: EvidencePath) -> Iterator[str]:
    """What pages call the fields that a path leads through, one after the other."""
    shape: Shape | None = Shape("record", record=SECTIONS[path.section])
    for name, _ in path.steps:
        shape = shape.inner if shape and shape.form == "list" else shape
        spec = fields_of(shape.record).get(name) if shape and shape.record else None
        yield named(spec) if spec else wording.label(name)
        shape = spec.shape if spec else None


def _clause_note(ctx: Context, coverage: Coverage) -> str:
    """What the playbook says of the clause itself."""
    note = ctx.book.value(coverage.note) if coverage.note else None
    if note is None:
        return ""
    where = f"({note.contract_ref})" if note.contract_ref else ""
    return " ".join(part for part in (note.note, where) if part)


def risks(ctx: Context) -> Page:
    """What may go wrong, how bad it would be, and what happens then."""
    links = ctx.links("risks.html")
    found = risk_rows(ctx, links)
    prefix, short = short_ids([r["id"] for r in found])
    points = [
        Point(short.get(r["id"], "?"), r["place"], r["place_after"], r["category"].lower())
        for r in found
        if r["place"] is not None and not r["closed"]
    ]
    view = {
        "table": found,
        "heat": heat_map(points),
        "prefix": prefix,
        "risks": sum(not r["closed"] for r in found),
        "plans": contingency(
            [
                plan
                for at, item in ctx.book.each("risks", "register")
                if (plan := _plan(ctx, links, at, item))
            ]
        ),
    }
    return section_page_of(ctx, "risks", view)


def short_ids(ids: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Ids without what all of them begin with: ``R-``, and ``R-01`` → "1".

    Where they have nothing in common, each has its number in the list.
    """
    matches = [re.fullmatch(r"([A-Za-z]+-?)0*(\d+)", id) for id in ids if id]
    prefixes = {match[1] if match else None for match in matches}
    if len(prefixes) != 1 or None in prefixes:
        return "", {id: str(number) for number, id in enumerate(ids, 1) if id}
    return matches[0][1] if matches[0] else "", {m[0]: m[2] for m in matches if m}


def risk_rows(ctx: Context, links: Links) -> list[dict[str, Any]]:
    """The risks, the highest score first, the closed ones last."""
    rows = []
    for at, item in ctx.book.each("risks", "register"):
        before, after = risk.score(item.likelihood, item.impact), risk.residual(item)
        left = item.residual
        rows.append(
            {
                "title": item.title or item.id or "Risk",
                "id": item.id or "",
                "href": links.at(at),
                "category": (item.category or "").capitalize(),
                "closed": item.status == "closed",
                "facets": facets(
                    (item.category or "").capitalize(),
                    wording.choice(item.status or "").capitalize(),
                ),
                "before": before,
                "before_band": risk.band(before),
                "after": after,
                "after_band": risk.band(after),
                "owner": links.role(item.owner),
                "internal": item.visibility == "internal",
                "place": (item.likelihood, item.impact) if before else None,
                "place_after": (left.likelihood, left.impact) if left and after else None,
            }
        )
    return sorted(rows, key=lambda r: (r["closed"], -(r["before"] or 0), r["id"]))


def _plan(ctx: Context, links: Links, at: At, item: Risk) -> Plan | None:
    high = risk.is_high(item, ctx.thresholds) and item.status != "closed"
    plan, title, id = item.contingency, item.title or item.id or "Risk", item.id or ""
    if plan is None:
        return Plan(title, id, links.at(at), missing=True) if high else None
    hours, tried = plan.activate_within_hours, plan.rehearsed_on
    return Plan(
        title,
        id,
        links.at(at),
        plan.trigger or "not said",
        plan.response or "not said",
        links.role(plan.owner),
        wording.span(hours, "hours") if hours is not None else "not said",
        f"tried {wording.date(tried)}" if tried else "",
    )
