"""Governance, communication, ways of working, quality, service levels, change: the daily run."""

from __future__ import annotations

import operator
import re
from typing import Any

from sourcebook.analysis.parties import side_of_role
from sourcebook.model.index import Target
from sourcebook.model.record import Item, Shape
from sourcebook.model.sections.communication import Meeting
from sourcebook.model.sections.governance import Severity
from sourcebook.model.values import Ref
from sourcebook.render import prose, wording
from sourcebook.render.context import Context
from sourcebook.render.fields import Row, Shown, words
from sourcebook.render.links import Link, Links
from sourcebook.render.pages import Page
from sourcebook.render.views.sections import section_page_of

PARTY, CHANNEL = Ref(("party",)), Ref(("channel",))
_RECORD = Shape("record")


def governance(ctx: Context) -> Page:
    """Forums, decisions, reports, and the ladder for when something is wrong."""
    ladder = ladders(ctx, ctx.links("governance.html"))
    severities = list(ctx.book.each("governance", "escalation.severities"))
    table = ctx.describer("governance.html").grid(severities, Severity, wide=True)
    view = {"ladders": ladder, "severities": table}
    return section_page_of(ctx, "governance", view, ("escalation",))


def ladders(ctx: Context, links: Links) -> tuple[dict[str, Any], ...]:
    """The escalation paths, each as a ladder with a side a column."""
    made = []
    for number, (at, path) in enumerate(ctx.book.each("governance", "escalation.paths")):
        parties = tuple(dict.fromkeys(p for level in path.levels for p in level.roles))
        severity = ctx.book.index.find("severity", path.severity)
        definition = getattr(severity.item, "definition", None) if severity else None
        made.append(
            {
                "title": _ladder_title(path.id, path.severity),
                "anchor": links.anchor(at, path),
                "id": path.id or "",
                "internal": path.visibility == "internal",
                "layer": ctx.book.origin(at),
                "kind": "bad" if number == 0 else "warn",
                "severity": path.severity or "",
                "trigger": prose.phrase(path.trigger or ""),
                "definition": prose.plain(definition) if definition else "",
                "parties": [links.follow(PARTY, party) for party in parties],
                "levels": [_rung(ctx, links, level, parties) for level in path.levels],
            }
        )
    return tuple(made)


def _ladder_title(id: str | None, severity: str | None) -> str:
    """``incident-sev-1`` → "Incident sev-1"; the severity where the path has no id."""
    words = (id or severity or "escalation").replace("-", " ").capitalize()
    return re.sub(r" (\d+)\b", r"-\1", words)


def _rung(ctx: Context, links: Links, level: Any, parties: tuple[str, ...]) -> dict[str, Any]:
    roles = []
    for party in parties:
        role = level.roles.get(party)
        side = side_of_role(ctx.book, role)
        roles.append(
            {
                "link": links.role(role) if role else None,
                "side": f"pb-side--{side.letter.lower()}" if side else "",
            }
        )
    within = level.respond_within_min
    return {
        "number": level.level if level.level is not None else "–",
        "roles": roles,
        "within": wording.minutes(within) if within is not None else "not set",
        "channel": links.follow(CHANNEL, level.channel) if level.channel else None,
    }


def communication(ctx: Context) -> Page:
    """Which channel, which meeting, which hours."""
    links = ctx.links("communication.html")
    view = {
        "chooser": _chooser(ctx, links),
        "rhythm": rhythm(ctx, links),
        "hours": hours(ctx, links),
    }
    return section_page_of(ctx, "communication", view)


def _to(links: Links, at: Any, item: Item) -> Shown:
    title = Target(item.kind, item.id or "", at, item)
    return Shown("link", link=links.to(title)) if item.id else words(title.title)


def _chooser(ctx: Context, links: Links) -> Shown | None:
    describer = ctx.describer("communication.html")
    rows = []
    for at, channel in ctx.book.each("communication", "channels"):
        answer = channel.response_time
        rows.append(
            Row(
                "",
                cells=(
                    words(wording.choice(channel.need_).capitalize() if channel.need_ else ""),
                    _to(links, at, channel),
                    describer.value(at, answer, _RECORD) if answer else None,
                    Shown("link", link=links.role(channel.owner)) if channel.owner else None,
                ),
            )
        )
    columns = ("When you need", "Use", "Answer within", "Kept by")
    return Shown("table", columns=columns, rows=tuple(rows)) if rows else None


def rhythm(ctx: Context, links: Links) -> Shown | None:
    """Every meeting in a row: when, how long, who leads."""
    rows = []
    for at, meeting in ctx.book.each("communication", "meetings"):
        rows.append(
            Row(
                "",
                cells=(
                    _to(links, at, meeting),
                    words(recurrence(meeting)),
                    words(clock(meeting)),
                    words(wording.minutes(meeting.duration_min) if meeting.duration_min else ""),
                    Shown("link", link=links.role(meeting.owner)) if meeting.owner else None,
                ),
            )
        )
    columns = ("Meeting", "When", "At", "Length", "Led by")
    return Shown("table", columns=columns, rows=tuple(rows)) if rows else None


_NAMES = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def recurrence(meeting: Meeting) -> str:
    """How often a meeting is held, in words: "every month, last Thursday"."""
    if meeting.date:
        return f"once, {wording.date(meeting.date)}"
    if meeting.rrule:
        return f"by rule {meeting.rrule}"
    if not meeting.every:
        return "not set"
    if meeting.every == "day" and not meeting.day:
        return "every working day"
    return f"every {meeting.every}" + (
        f", {', '.join(map(_day, meeting.day))}" if meeting.day else ""
    )


def _day(day: str) -> str:
    *which, name = day.split()
    if name.isdigit():
        return f"on day {name}"
    if name == "last":
        return "last day"
    return " ".join([*which, _NAMES[name]])


def clock(meeting: Meeting) -> str:
    """The local time of a meeting with its zone: "09:30 London"."""
    if meeting.local_time is None:
        return ""
    place = (meeting.tz or "").rpartition("/")[2].replace("_", " ")
    return f"{meeting.local_time:%H:%M}\u00a0{place}".strip()


def hours(ctx: Context, links: Links) -> Shown | None:
    """When each location works."""
    rows = []
    for at, place in ctx.book.each("roles", "locations"):
        span = (
            f"{place.work_start:%H:%M}–{place.work_end:%H:%M}"
            if place.work_start and place.work_end
            else ""
        )
        rows.append(
            Row(
                "",
                cells=(
                    _to(links, at, place),
                    words(wording.weekdays(place.work_days)),
                    words(span),
                    words(place.tz or ""),
                ),
            )
        )
    return (
        Shown("table", columns=("Place", "Days", "Hours", "Time zone"), rows=tuple(rows))
        if rows
        else None
    )


def delivery(ctx: Context) -> Page:
    """How the work is done, with which tools, and how one starts."""
    return section_page_of(ctx, "delivery", {})


def quality(ctx: Context) -> Page:
    """What is tested when, and what is good enough."""
    links, describer = ctx.links("quality.html"), ctx.describer("quality.html")
    rows = []
    for at, item in ctx.book.each("quality", "indicators"):
        result, level = item.last_result, item.acceptable_level
        met = _meets(level, result.value) if level and result and result.value is not None else None
        rows.append(
            Row(
                "",
                cells=(
                    _to(links, at, item),
                    describer.value(at, level, _RECORD) if level else None,
                    words(_measured(result.value, result.date) if result else ""),
                    _light(met),
                ),
            )
        )
    lights = Shown(
        "table", columns=("Indicator", "Acceptable", "Last result", "State"), rows=tuple(rows)
    )
    return section_page_of(ctx, "quality", {"lights": lights if rows else None})


def service_levels(ctx: Context) -> Page:
    """What is promised, and what was reached."""
    links, describer = ctx.links("service-levels.html"), ctx.describer("service-levels.html")
    rows = []
    for at, item in ctx.book.each("service_levels", "slas"):
        last = item.results[-1] if item.results else None
        met = (
            _meets(item.target, last.value)
            if item.target and last and last.value is not None
            else None
        )
        value = wording.number(last.value) if last and last.value is not None else ""
        rows.append(
            Row(
                "",
                cells=(
                    Shown(
                        "link",
                        link=Link(item.metric or item.id or "", links.at(at) if item.id else None),
                    ),
                    describer.value(at, item.target, _RECORD) if item.target else None,
                    words(f"{value} in {last.period}" if last and last.period else value),
                    _light(met),
                    Shown("link", link=links.role(item.owner)) if item.owner else None,
                ),
            )
        )
    lights = Shown(
        "table", columns=("Level", "Target", "Last result", "State", "Owner"), rows=tuple(rows)
    )
    return section_page_of(ctx, "service_levels", {"lights": lights if rows else None})


def _measured(value: float | None, day: Any) -> str:
    if value is None:
        return ""
    return f"{wording.number(value)} on {wording.date(day)}" if day else wording.number(value)


def _meets(level: Any, value: float) -> bool | None:
    if level.operator is None or level.value is None:
        return None
    met: bool = _COMPARED[level.operator](value, level.value)
    return met


_COMPARED = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "==": operator.eq,
}


def _light(met: bool | None) -> Shown:
    if met is None:
        return Shown("badge", text="Not measured", link=Link("none"))
    return Shown("badge", text="Met" if met else "Missed", link=Link("good" if met else "bad"))


def change(ctx: Context) -> Page:
    """How scope is changed, by whom, and what was changed so far."""
    links = ctx.links("change.html")
    rows = []
    for at, item in ctx.book.each("change", "requests"):
        state = {"approved": "good", "rejected": "none", "deferred": "due"}.get(
            item.decision or "", "info"
        )
        rows.append(
            Row(
                "",
                cells=(
                    words(wording.date(item.raised_on) if item.raised_on else ""),
                    _to(links, at, item),
                    Shown("badge", text=(item.decision or "open").capitalize(), link=Link(state)),
                    Shown("link", link=links.role(item.decided_by)) if item.decided_by else None,
                    words(wording.date(item.decided_on) if item.decided_on else ""),
                ),
            )
        )
    log = Shown("table", columns=("Raised", "Request", "Decision", "By", "On"), rows=tuple(rows))
    return section_page_of(ctx, "change", {"log": log if rows else None})
