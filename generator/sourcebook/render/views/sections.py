"""The page of a section: what all of them share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sourcebook.analysis import freshness
from sourcebook.analysis.applicable import PHASES, asked_for, covers
from sourcebook.findings import Severity
from sourcebook.model.fields import Audience, Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Section, fields_of
from sourcebook.model.schema import stem
from sourcebook.render import prose, wording
from sourcebook.render.context import Context, PageSpec, ShownFinding
from sourcebook.render.fields import named
from sourcebook.render.links import SHORT_TITLES, Link, section_page, spot
from sourcebook.render.pages import Page
from sourcebook.render.related import Named, Related
from sourcebook.render.shown import Card, Row, Shown, anything, words
from sourcebook.render.views.agreements import (
    Outdated,
    Signature,
    agreement,
    outdated,
    signatures,
)
from sourcebook.render.views.changed import LastChange, last_change
from sourcebook.render.views.suspects import SuspectRow, suspect_rows
from sourcebook.source.keypaths import write_path

_ENVELOPE = ("meta", "not_applicable")
_EXPLAINED = ("in_scope", "out_of_scope")  # pictures that say themselves why they are empty
_WIDE = ("roles", "knowledge")  # their matrices need the room of the table of contents


@dataclass(frozen=True)
class Part:
    """A field of the section under a heading of its own."""

    anchor: str
    title: str
    sub: str
    value: Shown
    layer: str | None = None  # the layer that all of it comes from


@dataclass(frozen=True)
class Stamp:
    """The line under every section's title."""

    owner: Link | None
    reviewed: dt.date | None
    next: dt.date | None
    overdue: int
    agreed: str
    agreed_kind: str
    agreed_by: tuple[Signature, ...]
    outdated: Outdated | None
    changed: LastChange | None
    findings: str
    findings_kind: str
    edit: str | None
    file: str


@dataclass(frozen=True)
class SectionFrame:
    """What ``_section.html.j2`` shows around a section's own pictures."""

    key: str
    title: str
    purpose: str
    state: str
    audience: str
    as_of: dt.date
    stamp: Stamp
    findings: tuple[ShownFinding, ...]
    errors: bool
    parts: tuple[Part, ...]
    extra: tuple[Row, ...]
    empty: tuple[Row, ...]  # lists within pictures that are rightly empty, and why
    waiver: tuple[Row, ...]
    command: str
    later: str  # why a section that is missing is not asked for yet
    wanted: Shown
    suspects: tuple[SuspectRow, ...] = ()
    related: tuple[Named, ...] = ()  # of the items that have no card to say it


def section_page_of(
    ctx: Context, key: str, view: Mapping[str, Any], skip: tuple[str, ...] = ()
) -> Page:
    """The page of the section: ``view`` feeds its template, which shows ``skip`` in full."""
    section = ctx.book.section(key)
    path = section_page(key)
    frame = framed(ctx, section, path, skip)
    told = {card.id for card in _cards([view, [part.value for part in frame.parts]])}
    back = Related(ctx.mentions, ctx.links(path))
    frame = replace(frame, related=back.beside(key, told))
    spec = PageSpec(
        path,
        section.title,
        section.purpose(),
        stem(key),
        ctx.place(key),
        SHORT_TITLES.get(key, ""),
        toc=key not in _WIDE,
    )
    return ctx.page(spec, page=frame, view=view)


def framed(ctx: Context, section: Section, path: str, skip: tuple[str, ...]) -> SectionFrame:
    """The frame of a section for the page at that path."""
    describer = ctx.describer(path)
    at = At(section.key)
    state = ctx.book.state(section.key)
    findings = ctx.findings_of(section.key)
    waiver = section.not_applicable
    audience = (section.meta.visibility if section.meta else None) or section.audience.value
    return SectionFrame(
        section.key,
        section.title,
        section.purpose(),
        state.value,
        Audience.SHARED.value if ctx.book.is_shared else audience,
        ctx.as_of,
        stamp(ctx, section, path, findings),
        findings,
        any(f.severity is Severity.ERROR for f in findings),
        parts(ctx, section, path, skip),
        (*describer.own(at), *_own_elsewhere(ctx, section, skip)),
        tuple(_empty_elsewhere(ctx, section, skip)),
        describer.rows(at / "not_applicable", waiver) if waiver else (),
        f"sourcebook new section {stem(section.key)} --engagement {ctx.book.slug}",
        not_yet(ctx, type(section)),
        wanted(ctx.book, type(section)),
        suspect_rows(ctx, ctx.links(path), section.key),
    )


def _cards(value: Any) -> Iterator[Card]:
    """The items that a page shows as cards."""
    if isinstance(value, Card):
        yield value
    elif isinstance(value, Shown):
        yield from value.cards
    elif isinstance(value, dict):
        yield from _cards(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _cards(inner)


def _own_elsewhere(ctx: Context, section: Section, skip: tuple[str, ...]) -> list[Row]:
    """The ``x-`` keys within what is shown in ways that have no room for them."""
    data = source.data if (source := ctx.book.source.sections.get(section.key)) else {}
    return [
        Row(write_path(data, place.keys), anything(value))
        for place, value in ctx.book.notes.extensions.items()
        if place.section == section.key and len(place.keys) > 1 and place.keys[0] in ("meta", *skip)
    ]


def _empty_elsewhere(ctx: Context, section: Section, skip: tuple[str, ...]) -> Iterator[Row]:
    """Why lists are rightly empty, where a picture would show what is in them."""
    data = source.data if (source := ctx.book.source.sections.get(section.key)) else {}
    for place, why in ctx.book.notes.nones.items():
        inside = place.keys[0] in ("meta", *skip) and place.keys[0] not in _EXPLAINED
        if place.section == section.key and inside:
            yield Row(write_path(data, place.keys), Shown("none", html=prose.phrase(why)))


def parts(ctx: Context, section: Section, path: str, skip: tuple[str, ...]) -> tuple[Part, ...]:
    """Every field of the section that is given, in the catalogue's order."""
    describer, at = ctx.describer(path), At(section.key)
    made = []
    for spec in describer.filled(at, section):
        if (name := spec.name) in _ENVELOPE or name in skip:
            continue
        value = getattr(section, spec.attribute)
        shown = describer.field(at / name, spec, value)
        if shown is None:
            continue
        if shown.form == "facts" and not shown.rows:
            shown = words("nothing is filled in yet")
        count = len(value) if isinstance(value, tuple) and len(value) > 1 else 0
        hidden = spec.meta.audience is Audience.INTERNAL and not ctx.book.is_shared
        sub = " · ".join(filter(None, (str(count) if count else "", "internal" if hidden else "")))
        plain = shown.form in (*_SINGLE, "list")  # what else there is says it item by item
        layer = ctx.book.origin(at / name) if plain else None
        made.append(Part(name, named(spec), sub, shown, layer))
    return _gathered(made)


def _gathered(parts: list[Part]) -> tuple[Part, ...]:
    """Single values gather under one heading, before all that is longer."""
    short = [part for part in parts if part.value.form in _SINGLE]
    if len(short) < 2:
        return tuple(parts)
    rows = tuple(
        Row(p.title, p.value, internal="internal" in p.sub, anchor=p.anchor, layer=p.layer)
        for p in short
    )
    card = Part("at-a-glance", "At a glance", "", Shown("facts", rows=rows, small=False))
    return (card, *(part for part in parts if part not in short))


_SINGLE = ("words", "link", "pointer", "prose", "none", "series", "wrong")


def stamp(ctx: Context, section: Section, path: str, findings: tuple[ShownFinding, ...]) -> Stamp:
    """Owner, review, agreement and findings of a section."""
    meta, links = section.meta, ctx.links(path)
    entry = freshness.due(
        At(section.key),
        section.title,
        meta.owner if meta else None,
        meta.last_reviewed if meta else None,
        meta.review_every_days if meta else None,
        ctx.as_of,
    )
    agreed, kind = agreement(ctx, section)
    place = ctx.place(section.key)
    worst = max((f.severity for f in findings), default=None)
    return Stamp(
        links.role(entry.owner),
        entry.last,
        entry.next,
        entry.overdue_days(ctx.as_of),
        agreed,
        kind,
        signatures(ctx, section, links),
        outdated(ctx, section, links),
        last_change(ctx, path, section.key),
        _counted(findings),
        {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "info"}.get(worst, "good")
        if worst
        else "good",
        ctx.edit(place),
        spot(ctx.book, place),
    )


def _counted(findings: tuple[ShownFinding, ...]) -> str:
    """What is to be mended, in a few words; "54 for information" where nothing has to be."""
    counts = Counter(f.severity for f in findings)
    told = [
        wording.plural(counts[weight], weight.word)
        for weight in (Severity.ERROR, Severity.WARNING)
        if counts[weight]
    ]
    notes = f"{counts[Severity.INFO]} for information" if counts[Severity.INFO] else "none"
    return ", ".join(told) or notes


def not_yet(ctx: Context, kind: type[Section]) -> str:
    """Why nobody asks the engagement for a section now; empty where it is asked for."""
    if asked_for(ctx.book, kind, ctx.asking) is not None:
        return ""
    since, phase = ctx.asking.from_phase.get(kind.key, kind.phase), ctx.book.engagement.phase_
    early = since in PHASES and (phase is None or PHASES.index(phase) < PHASES.index(since))
    if covers(ctx.asking, kind.key) and early:
        return f"not needed before phase {since}"
    return "nothing in this engagement asks for it"


def wanted(book: Playbook, kind: type[Section]) -> Shown:
    """What belongs into a section: each field, how much it is needed, and what for."""
    rows = []
    for name, spec in fields_of(kind).items():
        if name == "not_applicable" or book.withholds_within(At(kind.key) / name):
            continue
        need = spec.meta.need.value
        if spec.meta.need is Need.CONDITIONAL:
            need = f"required {spec.meta.when}" if spec.meta.when else "required in some cases"
        rows.append(Row("", cells=(words(name), words(need), words(spec.meta.description))))
    return Shown("table", columns=("Field", "Needed", "What for"), rows=tuple(rows))
