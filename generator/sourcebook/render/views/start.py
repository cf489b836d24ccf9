"""For a person's first days: where to begin, where things live, what the words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sourcebook.model.paths import At
from sourcebook.model.record import Record, fields_of
from sourcebook.render import prose, terms, wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.fields import Describer
from sourcebook.render.links import Link
from sourcebook.render.naming import engagement_summary
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, words
from sourcebook.render.terms import anchors
from sourcebook.render.views.channels import answer_within, by_need, need
from sourcebook.render.views.meetings import hours, rhythm

START, WHERE, GLOSSARY = "start-here.html", "where-things-live.html", terms.PATH


def start_here(ctx: Context) -> Page:
    """Day one, week one, whom to ask, when work counts as done."""
    links = ctx.links(START)
    onboarding = ctx.book.delivery.onboarding
    agreement = ctx.book.delivery.working_agreement
    lead = onboarding.access_lead_time_days if onboarding else None
    roles = [links.to(target) for target in ctx.book.index.by_kind.get("role", {}).values()]
    spec = PageSpec(
        START,
        "Start here",
        f"The first days in {ctx.name}, step by step.",
        "start-here",
        ctx.book.locate(At("delivery") / "onboarding"),
    )
    return ctx.page(
        spec,
        name=ctx.name,
        summary=engagement_summary(ctx.book),
        day_1=onboarding.day_1 if onboarding else (),
        week_1=onboarding.week_1 if onboarding else (),
        buddy=links.role(onboarding.buddy_role) if onboarding else None,
        lead=wording.quantity(lead, "days") if lead is not None else None,
        done=agreement.definition_of_done if agreement else (),
        roles=roles,
        channels=_channels(ctx),
        rhythm=rhythm(ctx, links),
        hours=hours(ctx, links),
        culture=ctx.book.communication.culture_notes,
        where=WHERE,
        glossary=GLOSSARY,
        onboarding=links.at(At("delivery") / "onboarding"),
    )


def _channels(ctx: Context) -> Shown | None:
    describer = ctx.describer(START)
    rows = []
    for at, channel in by_need(ctx):
        answer = answer_within(describer, at, channel)
        (address,) = _cells(describer, at, channel, ("address_ref",))
        rows.append(
            Row(
                "",
                cells=(
                    words(need(channel)),
                    Shown(
                        "link", link=Link(channel.tool or channel.id or "", describer.links.at(at))
                    ),
                    answer,
                    address,
                ),
            )
        )
    columns = ("I need to …", "Use", "Answer within", "Where")
    return Shown("table", columns=columns, rows=tuple(rows)) if rows else None


def where_things_live(ctx: Context) -> Page:
    """Every place that the playbook points at, by what it is for."""
    describer = ctx.describer(WHERE)
    spec = PageSpec(
        WHERE,
        "Where things live",
        f"Which system holds what in {ctx.name}, and who keeps it.",
        "where-things-live",
        ctx.book.locate(At("delivery") / "single_source_of_truth"),
    )
    truth = [
        Row("", cells=_cells(describer, at, item, ("artefact", "system", "location_ref", "owner")))
        for at, item in ctx.book.each("delivery", "single_source_of_truth")
    ]
    tracking = [
        Row("", cells=_cells(describer, at, item, ("what", "tool", "update_frequency", "owner")))
        for at, item in ctx.book.each("delivery", "tracking")
    ]
    papers = [
        Row(
            "",
            cells=_cells(
                describer, at, item, ("artefact", "kind", "location_ref", "owner", "last_updated")
            ),
        )
        for at, item in ctx.book.each("delivery", "documentation_plan")
    ]
    tables = (
        (
            "The one place for each thing",
            "single-source",
            ("What", "System", "Where", "Kept by"),
            truth,
        ),
        ("Where work is tracked", "tracking", ("What", "Tool", "Updated", "Kept by"), tracking),
        (
            "Documents",
            "documents",
            ("Document", "Kind", "Where", "Kept by", "Last updated"),
            papers,
        ),
        ("Everything else", "pointers", ("What", "Section", "Where"), _pointers(ctx)),
    )
    return ctx.page(
        spec,
        tables=[
            {
                "title": title,
                "anchor": anchor,
                "table": Shown("table", columns=columns, rows=_findable(rows, anchor)),
            }
            for title, anchor, columns, rows in tables
            if rows
        ],
    )


def _findable(rows: Sequence[Row], anchor: str) -> tuple[Row, ...]:
    """The rows, each with an anchor, so that a search for a thing leads to its place."""
    cells = [row.cells[0] or words("") for row in rows]
    names = [cell.text or prose.bare(cell.html) for cell in cells]
    return tuple(
        replace(row, anchor=below, search=name) if name else row
        for row, name, below in zip(rows, names, anchors(names, anchor), strict=True)
    )


def _cells(
    describer: Describer, at: At, item: Record, names: tuple[str, ...]
) -> tuple[Shown | None, ...]:
    specs = fields_of(type(item))
    return tuple(
        describer.field(at / name, specs[name], getattr(item, specs[name].attribute))
        for name in names
    )


_ELSEWHERE = (
    ("Decision log", "governance", "decision_log_ref"),
    ("Change log", "change", "process.log_location"),
    ("Client's continuity plan", "risks", "continuity.client_bcp_ref"),
    ("Vendor's continuity plan", "risks", "continuity.vendor_bcp_ref"),
    ("Handover template", "communication", "async.handover_template_ref"),
    ("Data processing instructions", "compliance", "processing.instructions_ref"),
)


def _pointers(ctx: Context) -> list[Row]:
    links = ctx.links(WHERE)
    rows = []
    for name, section, path in _ELSEWHERE:
        at = At(section) / path
        value = ctx.book.value(at)
        if value:
            title = ctx.book.section(section).title
            rows.append(
                Row(
                    "",
                    cells=(
                        words(name),
                        Shown("link", link=Link(title, links.at(at))),
                        Shown("prose", html=prose.inline(value)),
                    ),
                )
            )
    for at, contract in ctx.book.each("engagement", "contracts"):
        if contract.location_ref:
            rows.append(
                Row(
                    "",
                    cells=(
                        words(contract.title or contract.id or "Contract"),
                        Shown("link", link=Link("Contracts", links.at(at))),
                        Shown("prose", html=prose.inline(contract.location_ref)),
                    ),
                )
            )
    for at, meeting in ctx.book.each("communication", "meetings"):
        if meeting.output_location:
            rows.append(
                Row(
                    "",
                    cells=(
                        words(f"Results of: {meeting.name or meeting.id}"),
                        Shown("link", link=Link("Meeting", links.at(at))),
                        Shown("prose", html=prose.inline(meeting.output_location)),
                    ),
                )
            )
    return rows


def glossary(ctx: Context) -> Page:
    """The engagement's own words, and those of the field."""
    spec = PageSpec(
        GLOSSARY,
        "Glossary",
        f"What the words of {ctx.name} mean.",
        "glossary",
        ctx.book.locate(At("scope") / "glossary"),
    )
    return ctx.page(spec, entries=ctx.terms, name=ctx.name)
