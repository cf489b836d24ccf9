"""The overview: the state of the engagement in one page, and the identity card below it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from sourcebook.analysis import freshness
from sourcebook.analysis.freshness import Light
from sourcebook.analysis.parties import SIDES, active, side_of_role
from sourcebook.analysis.schedule import steps
from sourcebook.findings import Severity
from sourcebook.model.paths import At
from sourcebook.model.playbook import State
from sourcebook.model.schema import stem
from sourcebook.model.sections.roles import Location
from sourcebook.render import prose, wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.countries import country_name
from sourcebook.render.links import SHORT_TITLES, Links, section_page
from sourcebook.render.naming import engagement_summary
from sourcebook.render.pages import Page
from sourcebook.render.views.agreements import CHANGED_SINCE, agreement
from sourcebook.render.views.calendar import upcoming
from sourcebook.render.views.changed import latest
from sourcebook.render.views.escalation import ladders
from sourcebook.render.views.health import duty_title
from sourcebook.render.views.levels import standings
from sourcebook.render.views.plan import gate_view, goal_rows
from sourcebook.render.views.protect import risk_rows
from sourcebook.render.views.sections import framed, not_yet
from sourcebook.render.views.shared_hours import working_day

PATH = "index.html"
OVERDUE_SHOWN = 5
TOP_RISKS = 5
LEVELS_SHOWN = 5


def overview(ctx: Context) -> Page:
    """Who, in which state, what is late, what is next, whom to call."""
    links = ctx.links(PATH)
    book = ctx.book
    summary = engagement_summary(book)
    overdue = [
        d for d in freshness.duties(book, ctx.as_of) if d.light in (Light.OVERDUE, Light.FAILED)
    ]
    overdue.sort(key=lambda d: (d.light is not Light.FAILED, -d.overdue_days(ctx.as_of), d.title))
    ladder = ladders(ctx, ctx.describer(PATH))
    levels = standings(ctx, links)
    spec = PageSpec(
        PATH,
        ctx.name,
        (prose.plain(summary, 160) if summary else "") or f"The playbook of {ctx.name}.",
        "overview",
        ctx.place("engagement"),
        "Overview",
    )
    frame = framed(ctx, book.engagement, PATH, ("name", "summary", "parties"))
    return ctx.page(
        spec,
        page=frame,
        name=ctx.name,
        summary=summary,
        parties=_parties(ctx),
        stats=_stats(ctx),
        overdue=[_late(ctx, links, d) for d in overdue[:OVERDUE_SHOWN]],
        overdue_count=len(overdue),
        goals=goal_rows(ctx, links),
        levels=levels[:LEVELS_SHOWN],
        level_count=len(levels),
        gate=gate_view(ctx, links),
        upcoming=upcoming(ctx, PATH),
        together=working_day(ctx),
        ladder=ladder[0] if ladder else None,
        ladders=len(ladder),
        escalation=links.at(At("governance") / "escalation" if ladder else At("governance")),
        risks=[r for r in risk_rows(ctx, links) if not r["closed"]][:TOP_RISKS],
        changed=latest(ctx, ctx.history) if ctx.history else None,
        **_absent(ctx),
        manifest_state=book.state("engagement").value,
    )


def _absent(ctx: Context) -> dict[str, list[dict[str, str]]]:
    """The sections that nobody can read here: refused, missing, and not needed yet."""
    found: dict[str, list[dict[str, str]]] = {"refused": [], "missing": [], "later": []}
    for section in ctx.book.sections():
        state = ctx.book.state(section.key)
        if section.key == "engagement" or state not in (State.MISSING, State.REFUSED):
            continue
        later = state is State.MISSING and not_yet(ctx, type(section))
        sort = "refused" if state is State.REFUSED else "later" if later else "missing"
        file = f"{stem(section.key)}.yaml"
        found[sort].append(
            {"title": section.title, "href": section_page(section.key), "file": file}
        )
    return found


def _parties(ctx: Context) -> list[dict[str, Any]]:
    describer = ctx.describer(PATH)
    made = []
    for at, party in ctx.book.each("engagement", "parties"):
        side = SIDES.get(party.side or "")
        places = [
            place
            for _, place in ctx.book.each("roles", "locations")
            if any(
                r.location == place.id and r.party == party.id
                for _, r in ctx.book.each("roles", "roles")
            )
        ]
        card = describer.card(at, party, ("side",))
        made.append(
            {
                "card": card,
                "side": side,
                "gone": not active(party, ctx.as_of),
                "where": _where(places, party.country),
                "times": _times(places, ctx.as_of),
            }
        )
    return made


def _times(places: list[Location], day: dt.date) -> list[tuple[str, ...]]:
    """Offset and hours of places; with their names before them where these are not the same."""
    named: dict[tuple[str, ...], list[str]] = {}
    for place in places:
        begins, ends = place.work_start, place.work_end
        hours = f"{begins:%H:%M}–{ends:%H:%M}" if begins and ends else ""
        if said := tuple(filter(None, (utc_offset(place.tz, day), hours))):
            named.setdefault(said, []).append(wording.isolated(place.city or place.id or ""))
    if len(named) < 2:
        return list(named)
    return [(_listed(names), *said) for said, names in named.items()]


def utc_offset(zone: str | None, day: dt.date) -> str:
    """The offset of a zone at noon of a day: ``UTC+1``, ``UTC+5:30``."""
    if not zone:
        return ""
    offset = dt.datetime.combine(day, dt.time(12), ZoneInfo(zone)).utcoffset() or dt.timedelta()
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def _where(places: list[Location], home: str | None) -> str:
    """The cities of a party by country: "Porto and Lisbon, Portugal; Boston, United States"."""
    cities: dict[str, list[str]] = {}
    for place in places:
        if place.city:
            cities.setdefault(place.country or home or "", []).append(wording.isolated(place.city))
    if not cities:
        return country_name(home) if home else ""
    return "; ".join(
        ", ".join(filter(None, (_listed(named), country and country_name(country))))
        for country, named in cities.items()
    )


def _listed(cities: list[str]) -> str:
    named = list(dict.fromkeys(cities))
    return " and ".join(named) if len(named) < 3 else ", ".join(named)


def _stats(ctx: Context) -> list[dict[str, Any]]:
    book = ctx.book
    card = book.engagement
    passed = sum(m.status == "accepted" for _, m in book.each("milestones", "milestones"))
    total = len(steps(book))
    made: list[dict[str, Any]] = [
        {
            "name": "Phase",
            "value": (card.phase_ or "not set").capitalize(),
            "badge": None,
            "note": f"{passed} of {total} milestones accepted"
            if total
            else f"state: {card.status or 'not set'}",
        }
    ]
    if card.start_date and card.end_date:
        left = (card.end_date - ctx.as_of).days
        made.append(
            {
                "name": "Term",
                "badge": None,
                "value": f"{wording.months_left(ctx.as_of, card.end_date)} left"
                if left >= 0
                else "over",
                "note": f"{wording.date(card.start_date)} – {wording.date(card.end_date)}",
            }
        )
    else:
        made.append(
            {
                "name": "Term",
                "value": "not set",
                "note": "start or end date is missing",
                "badge": None,
            }
        )
    made.append(_agreed(ctx))
    weights = Counter(f.severity for f in ctx.standing)
    errors, warnings = weights[Severity.ERROR], weights[Severity.WARNING]
    mended = ("warn", wording.plural(warnings, "warning")) if warnings else ("good", "no error")
    made.append(
        {
            "name": "Findings",
            "value": str(len(ctx.standing)),
            "badge": ("bad", wording.plural(errors, "error")) if errors else mended,
            "note": "" if ctx.share.percent is None else f"score {ctx.share.percent}\u00a0%",
            "href": "findings.html",
        }
    )
    return made


_AGREED = {
    "All three sides": "by all three sides",
    "Both sides": "by both sides",
    "Client and vendor": "by client and vendor",
    "Client and next vendor": "by client and next vendor",
    "Client": "by the client",
    "One side": "by one side",
    "Nobody named": "by nobody named",
}


def _agreed(ctx: Context) -> dict[str, Any]:
    """How many sections are agreed, and by whom, as their own pages say."""
    sections = [
        section
        for section in ctx.book.sections()
        if ctx.book.state(section.key) is State.PRESENT
        and not ctx.book.withholds(At(section.key) / "meta")
    ]
    words = [agreement(ctx, section)[0] for section in sections]
    parts = [f"{words.count(word)} {by}" for word, by in _AGREED.items() if word in words]
    changed = [
        SHORT_TITLES.get(its.key, its.title)
        for its, word in zip(sections, words, strict=True)
        if word == CHANGED_SINCE
    ]
    parts += [f"changed since: {', '.join(changed)}"] if changed else []
    return {
        "name": "Agreed",
        "value": f"{sum(word in _AGREED for word in words)} of {len(sections)}",
        "badge": None,
        "note": ", ".join(parts) or "nothing is agreed yet",
    }


def _late(ctx: Context, links: Links, entry: freshness.Due) -> dict[str, Any]:
    days = entry.overdue_days(ctx.as_of)
    where = ctx.book.section(entry.at.section).title
    every = f"every {wording.days(entry.every_days)}, " if entry.every_days else ""
    last = f"last on {wording.date(entry.last)}" if entry.last else "never done"
    return {
        "badge": "failed" if entry.light is Light.FAILED else wording.days(days),
        "kind": "fail" if entry.light is Light.FAILED else "bad",
        "title": duty_title(ctx, entry),
        "href": links.at(entry.at),
        "note": f"{where} · {every}{last}",
        "owner": links.role(entry.owner),
        "side": side_of_role(ctx.book, entry.owner),
    }
