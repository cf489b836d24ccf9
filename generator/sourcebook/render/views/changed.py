"""What changed: a year of commits in words, and the latest month for the overview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from sourcebook.model.record import Item
from sourcebook.render import wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.handpages import PAGE, page_path
from sourcebook.render.history import Entry, History, Line
from sourcebook.render.links import Links, section_page
from sourcebook.render.pages import Page
from sourcebook.render.views.suspects import suspect_rows
from sourcebook.source.handpages import HandPage

PATH, FEED = "changed.html", "changed.atom"
MONTH = dt.timedelta(days=30)
LATEST = 6
"""So many changes stand on the overview."""

_BADGES = {
    "both": ("bad", "Breaking for both sides"),
    "client": ("warn", "Breaking for the client"),
    "vendor": ("warn", "Breaking for the vendor"),
}
_ORDER = ("both", "client", "vendor", "neither", "editorial", "follows")


def changed(ctx: Context, history: History) -> Page:
    """Every commit of the last year that changed what the playbook says."""
    links = ctx.links(PATH)
    months = [
        {
            "title": f"{wording.month(month)} {month.year}",
            "anchor": f"{month:%Y-%m}",
            "entries": [_entry(ctx, links, entry) for entry in entries],
        }
        for month, entries in groupby(history.entries, lambda entry: entry.day.replace(day=1))
    ]
    spec = PageSpec(
        PATH,
        "What changed",
        f"What changed in the playbook of {ctx.name}, in words, and for whom it is breaking.",
        "changed",
    )
    return ctx.page(
        spec,
        months=months,
        suspects=suspect_rows(ctx, links),
        note=history.note,
        feed=FEED,
        latest=_counted(history.within(ctx.as_of - MONTH, ctx.as_of)),
        whole=_counted(history.entries),
        as_of=ctx.as_of,
    )


def entry_anchor(entry: Entry) -> str:
    """The permanent anchor of an entry: its day, and the commit's beginning."""
    return f"{entry.day}-{entry.commit[:7]}"


@dataclass(frozen=True)
class LastChange:
    """When something changed last, and where that is told."""

    day: dt.date
    href: str


def last_change(
    ctx: Context, path: str, section: str, item: Item | None = None
) -> LastChange | None:
    """When a section, or an item of it, changed last, for the page at a path; else ``None``."""
    kind, id = (item.kind, item.id or "") if item else ("", "")
    return _last(ctx, path, section, kind, id)


def page_change(ctx: Context, path: str, page: HandPage) -> LastChange | None:
    """When a hand-written page, which stands at a path, changed last; else ``None``."""
    return _last(ctx, path, "", PAGE, page.path)


def _last(ctx: Context, path: str, section: str, kind: str, id: str) -> LastChange | None:
    entry = ctx.history.last_of(section, kind, id) if ctx.history else None
    if entry is None:
        return None
    return LastChange(entry.day, f"{ctx.links(path).root}{PATH}#{entry_anchor(entry)}")


def by_weight(entry: Entry) -> list[Line]:
    """The lines of an entry, the heaviest first."""
    return sorted(entry.lines, key=lambda line: _ORDER.index(line.weight))


def _counted(entries: Sequence[Entry]) -> str:
    """How much there was: ``9 changes, breaking: 2 for both sides, 1 for the client``."""
    weights = [line.weight for entry in entries for line in _told(entry) if line.about]
    breaking = [
        f"{weights.count(weight)} {words.lower().removeprefix('breaking ')}"
        for weight, (_, words) in _BADGES.items()
        if weight in weights
    ]
    said = wording.plural(len(weights), "change") if weights else "nothing"
    return f"{said}, breaking: {', '.join(breaking)}" if breaking else said


def _told(entry: Entry) -> list[Line]:
    return [line for line in entry.lines if line.weight not in ("follows", "editorial")]


def _entry(ctx: Context, links: Links, entry: Entry) -> dict[str, Any]:
    lines = by_weight(entry)
    return {
        "anchor": entry_anchor(entry),
        "day": entry.day,
        "subject": entry.subject,
        "lines": [
            _shown(ctx, links, line)
            for line in lines
            if line.weight not in ("editorial", "follows")
        ],
        "editorial": [_shown(ctx, links, line) for line in lines if line.weight == "editorial"],
        "follows": [line.text for line in lines if line.weight == "follows"],
    }


def _shown(ctx: Context, links: Links, line: Line) -> dict[str, Any]:
    """A change with a link to what it is about, if that is still there."""
    target = ctx.book.index.find(line.kind, line.id) if line.kind else None
    href = None
    if target is not None:
        href = links.to(target).href
    elif line.kind == PAGE:
        there = (page for page in ctx.book.source.pages if page.path == line.id)
        href = next((links.root + quote(page_path(page)) for page in there), None)
    elif line.section and not line.kind:
        href = links.root + section_page(line.section)
    title = "" if line.title in ("", line.id) else line.title
    return {
        "about": line.about,
        "title": title,
        "said": _said(line, title),
        "href": href,
        "badge": _BADGES.get(line.weight),
    }


def _said(line: Line, title: str) -> str:
    """What changed, where the title stands beside it, and nobody knows a score by its number."""
    added = f"added: “{title}”"
    if title and line.said.startswith(added):
        return f"added{line.said.removeprefix(added)}"
    return f"score {line.said}" if line.kind == "risk" and line.said[:1].isdigit() else line.said


def latest(ctx: Context, history: History) -> dict[str, Any] | None:
    """The heaviest changes of the last thirty days; ``None`` where there were none."""
    links = ctx.links("index.html")
    entries = history.within(ctx.as_of - MONTH, ctx.as_of)
    lines = [(entry, line) for entry in entries for line in _told(entry)]
    if not lines:
        return None
    lines.sort(key=lambda pair: (_ORDER.index(pair[1].weight), -pair[0].at.timestamp()))
    rows = [{**_shown(ctx, links, line), "day": entry.day} for entry, line in lines[:LATEST]]
    return {"rows": rows, "count": len(lines), "href": PATH}
