"""Goals, scope, milestones, roles: what is wanted, and who does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sourcebook.analysis import progress, raci, schedule
from sourcebook.model.index import Target
from sourcebook.model.values import Ref
from sourcebook.render import prose, wording
from sourcebook.render.charts import gantt
from sourcebook.render.charts.path import Stop, path
from sourcebook.render.charts.progress import progress_bar
from sourcebook.render.context import Context
from sourcebook.render.links import Links
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, Tools, day, facets, words
from sourcebook.render.views.goal_cards import goal_cards
from sourcebook.render.views.matrix import role_columns
from sourcebook.render.views.sections import parts, section_page_of

GOAL_BADGES = {
    "achieved": "good",
    "target met": "good",
    "on course": "good",
    "behind": "warn",
    "missed": "bad",
    "dropped": "none",
    "not measured": "none",
    "not known": "none",
}


def goals(ctx: Context) -> Page:
    """The goals, each with its bar."""
    links = ctx.links("goals.html")
    view = {"progress": goal_rows(ctx, links), "cards": goal_cards(ctx, links)}
    return section_page_of(ctx, "goals", view)


def goal_rows(ctx: Context, links: Links) -> tuple[dict[str, Any], ...]:
    """A row a goal: its name, its bar, how it stands."""
    return tuple(
        {
            "title": entry.goal.title or entry.goal.id or "Goal",
            "id": entry.goal.id or "",
            "due": entry.goal.due,
            "href": links.at(entry.at),
            "chart": progress_bar(entry),
            "kind": GOAL_BADGES[entry.word],
            "word": entry.word[:1].upper() + entry.word[1:],
        }
        for entry in progress.progress(ctx.book, ctx.as_of)
    )


def scope(ctx: Context) -> Page:
    """What is in and out, and what is delivered when."""
    describer = ctx.describer("scope.html")
    shown = {part.anchor: part.value for part in parts(ctx, ctx.book.scope, "scope.html", ())}
    rows = []
    for at, item in ctx.book.each("scope", "deliverables"):
        target = ctx.book.index.find("milestone", item.milestone)
        due = getattr(target.item, "due", None) if target else None
        rows.append(
            Row(
                "",
                cells=(
                    Shown("link", link=describer.links.to(_target(at, item)))
                    if item.id
                    else words(item.title or ""),
                    Shown("link", link=describer.links.follow(_MILESTONE, item.milestone))
                    if item.milestone
                    else None,
                    words(wording.date(due)) if due else None,
                    words(wording.choice(getattr(target.item, "status", None) or ""))
                    if target
                    else None,
                ),
            )
        )
    trace = Shown("table", columns=("Deliverable", "Milestone", "Due", "State"), rows=tuple(rows))
    return section_page_of(
        ctx,
        "scope",
        {
            "inside": shown.get("in_scope"),
            "outside": shown.get("out_of_scope"),
            "trace": trace if rows else None,
        },
        ("in_scope", "out_of_scope"),
    )


_MILESTONE = Ref(("milestone",))


def _target(at: Any, item: Any) -> Target:
    return Target(item.kind, item.id, at, item)


def milestones(ctx: Context) -> Page:
    """The gated path to the end."""
    links = ctx.links("milestones.html")
    steps = schedule.steps(ctx.book)
    ahead = [s for s in steps if (ctx.as_of - s.due).days <= _BEHIND] or list(steps)
    tasks = [
        gantt.Task(
            _short(s.milestone.title or s.milestone.id or "Milestone", s.milestone.id),
            s.start.toordinal(),
            s.due.toordinal(),
            f"{wording.date(s.due)} · {wording.choice(s.milestone.status or 'no state')}",
            s.critical,
            bool(s.milestone.gate),
            s.milestone.id or "",
            tuple(s.milestone.depends_on),
        )
        for s in ahead
    ]
    count = wording.plural(len(tasks), "milestone")
    label = f"Plan of {count}, by due date; the table below has the same content"
    plan = gantt.by_date(tasks, ctx.as_of, label)
    return section_page_of(
        ctx,
        "milestones",
        {
            "gate": gate_view(ctx, links),
            "gantt": plan,
            "before": _before(steps[: len(steps) - len(ahead)]),
            "began": [
                (task.text, dt.date.fromordinal(task.start))
                for task, bar in zip(tasks, plan.bars if plan else (), strict=True)
                if bar.cut
            ],
            "table": _milestone_table(links, steps),
        },
    )


_BEHIND = 365  # days: what was due longer ago is told in words, and left to the table


def _before(steps: Sequence[schedule.Step]) -> str:
    """The milestones of long ago, in words."""
    if not steps:
        return ""
    count = wording.plural(len(steps), "earlier milestone")
    verb = "is" if len(steps) == 1 else "are"
    return f"{count}, the last due on {wording.date(steps[-1].due)}, {verb} in the table alone."


def _short(title: str, id: str | None) -> str:
    text = f"{id} {title}" if id and id != title else title
    return wording.cut(text, 48)


def _milestone_table(links: Links, steps: tuple[schedule.Step, ...]) -> Shown:
    rows = []
    for step in steps:
        item = step.milestone
        rows.append(
            Row(
                "",
                cells=(
                    Shown("link", link=links.to(_target(step.at, item)))
                    if item.id
                    else words(item.title or ""),
                    day(step.due),
                    Shown(
                        "series",
                        items=tuple(
                            Shown("link", link=links.follow(_MILESTONE, d)) for d in item.depends_on
                        ),
                    ),
                    words("Gate" if item.gate else ""),
                    words(wording.choice(item.status or "")),
                    words("Yes" if step.critical else ""),
                ),
                facets=facets(
                    wording.choice(item.status or "").capitalize(),
                    (*["Gate"] * bool(item.gate), *["Sets the end"] * step.critical),
                ),
            )
        )
    return Shown(
        "table",
        columns=("Milestone", "Due", "Waits for", "Gate", "State", "Sets the end"),
        rows=tuple(rows),
        tools=Tools("milestones", "milestones", ("State", "Kind"), ("Milestone", "Due", "State")),
    )


def gate_view(ctx: Context, links: Links) -> dict[str, Any] | None:
    """The next gate in a sentence's worth of facts."""
    step = schedule.next_gate(ctx.book)
    if step is None:
        return None
    away = (step.due - ctx.as_of).days
    when = (
        f"in {wording.days(away)}"
        if away > 0
        else "today"
        if away == 0
        else f"{wording.days(-away)} late"
    )
    item = step.milestone
    shown = [c for c in item.acceptance_criteria if c.statement]
    return {
        "path": path(_stops(ctx, step), ctx.as_of),
        "listed": [
            {"text": prose.phrase(c.statement or ""), "shown": bool(c.evidence_ref)}
            for c in shown[:_CRITERIA]
        ],
        "more": len(item.acceptance_criteria) - len(shown[:_CRITERIA]),
        "title": item.title or item.id,
        "id": item.id or "",
        "due": step.due,
        "when": when,
        "late": away < 0,
        "gate": bool(item.gate),
        "criteria": len(item.acceptance_criteria),
        "owner": links.role(item.acceptance_owner),
        "href": links.at(step.at),
    }


_CRITERIA = 5  # of the next gate that are told one by one


def _stops(ctx: Context, next_one: schedule.Step) -> list[Stop]:
    return [
        Stop(
            step.milestone.id or "",
            step.milestone.title or "",
            step.due,
            "next"
            if step == next_one
            else "done"
            if step.milestone.status == "accepted"
            else "later",
        )
        for step in schedule.steps(ctx.book)
    ]


_TWO_LINES = 58  # characters: a longer name of a role makes its column too wide for the page


def roles(ctx: Context) -> Page:
    """Who does what: the RACI matrix and the list of roles."""
    links = ctx.links("roles.html")
    rows = raci.rows(ctx.book)
    named = [r.id for _, r in ctx.book.each("roles", "roles") if r.id]
    columns = role_columns(ctx, links, [*named, *(id for row in rows for id in row.letters)])
    view = {
        "rows": tuple(_raci_row(ctx, links, row, columns) for row in rows),
        "roles": columns,
        "boxed": any(len(column.text) > _TWO_LINES for column in columns),
        "sides": tuple(dict.fromkeys(c.side for c in columns if c.side)),
        "gaps": sum(bool(row.gaps) for row in rows),
        "overloads": _overloads(ctx, links, rows),
        "people": _people(ctx, links),
    }
    return section_page_of(ctx, "roles", view, ("roles", "activities"))


def _overloads(
    ctx: Context, links: Links, rows: Sequence[raci.Row]
) -> dict[str, tuple[dict[str, Any], ...]]:
    """What each role has too much of: how often it answers for something, or does it."""
    found: dict[str, tuple[dict[str, Any], ...]] = {}
    known = [row for row in rows if row.letters]
    for over in raci.overloads(known, ctx.thresholds):
        said = {
            "link": links.role(over.role),
            "letter": over.letter,
            "count": over.count,
            "total": over.total,
            "most": wording.quantity(over.most * 100, "%"),
        }
        found[over.role] = (*found.get(over.role, ()), said)
    return found


def _raci_row(
    ctx: Context, links: Links, row: raci.Row, columns: tuple[Any, ...]
) -> dict[str, Any]:
    activity = row.activity
    note = [wording.choice(activity.kind_)] if activity.kind_ and activity.kind_ != "other" else []
    note += [] if activity.joint is None else ["joint" if activity.joint else "not joint"]
    return {
        "title": activity.title or activity.id or "Activity",
        "anchor": links.anchor(row.at, activity),
        "id": activity.id or "",
        "internal": activity.visibility == "internal",
        "layer": ctx.book.origin(row.at),
        "note": " · ".join(note),
        "gaps": row.gaps,
        "cells": tuple(
            {
                "css": c.css.strip(),
                "letters": [x for x in row.letters.get(c.id, "").split("/") if x],
            }
            for c in columns
        ),
    }


def _people(ctx: Context, links: Links) -> Shown | None:
    rows = []
    for at, role in ctx.book.each("roles", "roles"):
        share = (
            wording.quantity(role.time_allocation_pct, "%")
            if role.time_allocation_pct is not None
            else ""
        )
        rows.append(
            Row(
                role.id or "",
                None,
                (
                    Shown("link", link=links.to(_target(at, role)))
                    if role.id
                    else words(role.title or ""),
                    Shown("link", link=links.follow(Ref(("party",)), role.party))
                    if role.party
                    else None,
                    Shown("link", link=links.follow(Ref(("location",)), role.location))
                    if role.location
                    else None,
                    Shown("link", link=links.role(role.deputy)) if role.deputy else None,
                    words(share),
                    words(str(role.headcount) if role.headcount is not None else ""),
                    words("Key\u00a0person" if role.key_personnel else ""),
                ),
                links.anchor(at, role),
                role.title or role.id or "",
                role.visibility == "internal",
                layer=ctx.book.origin(at),
            )
        )
    columns = ("Role", "Party", "Place", "Deputy", "Time", "People", "Note")
    return Shown("table", columns=columns, rows=tuple(rows)) if rows else None
