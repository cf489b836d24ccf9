"""How the service levels stand: the last result of each, and every one that missed its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sourcebook.analysis.limits import meets
from sourcebook.analysis.presence import readable
from sourcebook.model.paths import At
from sourcebook.model.sections.service_levels import Result, ServiceLevel
from sourcebook.render import prose, wording
from sourcebook.render.context import Context
from sourcebook.render.links import Link, Links
from sourcebook.render.shown import Row, Shown, words


@dataclass(frozen=True)
class Standing:
    """A service level as it stands."""

    link: Link
    measures: str
    target: str
    last: str  # "99.98 % in Oct 2026"; empty while nothing is measured
    kind: str
    word: str


_STATES = {False: ("bad", "Missed"), None: ("none", "Not measured"), True: ("good", "Met")}


def standings(ctx: Context, links: Links) -> tuple[Standing, ...]:
    """Every level by its last result, those that missed first."""
    made = []
    for at, level in ctx.book.each("service_levels", "slas"):
        last = level.results[-1] if level.results else None
        met = meets(level.target, last.value) if last else None
        kind, word = _STATES[met]
        if not readable(ctx.book, at, "target", "results"):
            met, kind, word = None, "none", "Not known"
        told = _told(last, level) if last else ""
        name, measures = level_link(links, at, level), prose.plain(level.metric or "", 160)
        standing = Standing(name, measures, target(level), told, kind, word)
        made.append((met, standing))
    return tuple(one for _, one in sorted(made, key=lambda each: [*_STATES].index(each[0])))


def breaches(ctx: Context, links: Links) -> Shown | None:
    """Every result that missed its target, the newest first; nothing where there is none."""
    found = [
        (result, at, level)
        for at, level in ctx.book.each("service_levels", "slas")
        for result in level.results
        if meets(level.target, result.value) is False
    ]
    found.sort(key=lambda each: each[0].period or "", reverse=True)
    columns = ("Period", "Level", "Result", "Target", "What follows", "Owner")
    rows = tuple(Row("", cells=_breach(links, *each)) for each in found)
    return Shown("table", columns=columns, rows=rows) if rows else None


def _breach(links: Links, result: Result, at: At, level: ServiceLevel) -> tuple[Shown | None, ...]:
    return (
        words(wording.period(result.period or "") or "not said"),
        Shown("link", link=level_link(links, at, level)),
        words(_value(result, level)),
        words(target(level)),
        Shown("prose", html=prose.inline(level.breach_action)) if level.breach_action else None,
        Shown("link", link=links.role(level.owner)) if level.owner else None,
    )


def stats(now: Sequence[Standing], log: Shown | None) -> list[dict[str, Any]]:
    """What heads the page: how many keep their target now, and how many results ever missed it."""
    if not now:
        return []
    met, missed = (sum(one.word == word for one in now) for word in ("Met", "Missed"))
    unknown = len(now) - met - missed
    rows = log.rows if log else ()
    newest = [cell for cell in rows[0].cells[:2] if cell] if rows else []
    return [
        {
            "name": "Targets kept by now",
            "value": f"{met} of {len(now)}",
            "badge": ("bad", f"{missed} missed") if missed else None,
            "note": f"{unknown} without a verdict" if unknown else "",
        },
        {
            "name": "Results below target",
            "value": str(len(rows)),
            "badge": None,
            "note": f"last in {newest[0].text}: {newest[1].link.text}"
            if len(newest) > 1 and newest[1].link
            else "",
        },
    ]


def level_link(links: Links, at: At, level: ServiceLevel) -> Link:
    """A level by its name; one without an id by what it measures."""
    name = links.item(at, level).text or prose.plain(level.metric or "")
    return Link(name, links.at(at) if level.id else None)


def target(level: ServiceLevel) -> str:
    """``≥ 99.9 %``; "no target" where none is set."""
    limit = level.target
    if limit is None or limit.value is None:
        return "no target"
    sign = wording.operator(limit.operator or "")
    return f"{sign}\u00a0{wording.quantity(limit.value, limit.unit or '')}".strip()


def _value(result: Result, level: ServiceLevel) -> str:
    if result.value is None:
        return ""
    return wording.quantity(result.value, (level.target.unit if level.target else None) or "")


def _told(result: Result, level: ServiceLevel) -> str:
    value = _value(result, level)
    return f"{value} in {wording.period(result.period)}" if value and result.period else value
