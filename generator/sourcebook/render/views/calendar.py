"""The calendar: twelve months by every clock, and what other pages show of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sourcebook.render import wording
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.feeds import feeds
from sourcebook.render.pages import Page
from sourcebook.render.views.agenda import Agenda, Entry, agenda, place_name

PATH = "calendar.html"
_SOON = 14  # days
_SHOWN = 3
_FEEDS = ("location", "role")


def calendar(ctx: Context) -> Page:
    """Twelve months: meetings with their dates, by each place's clock; due dates; holidays."""
    ahead, links = agenda(ctx.book, ctx.as_of), ctx.links(PATH)
    spec = PageSpec(
        PATH,
        "Calendar",
        "Every meeting of the next twelve months with its date and local times, and the holidays.",
        "calendar",
        ctx.place("communication"),
    )
    entries = ahead.entries(links)
    return ctx.page(
        spec,
        clocks=ahead.clocks,
        places=places(ahead),
        steady=ahead.steady(links),
        months=_months(entries),
        planned=ahead.held or any(entry.held and not entry.places for entry in entries),
        holidays=ahead.off(ahead.last),
        unknown=ahead.unknown(),
        feeds={kind: [one for one in feeds(ctx.book) if one.of == kind] for kind in _FEEDS},
        first=ctx.as_of,
        last=ahead.last,
    )


def places(ahead: Agenda) -> list[dict[str, str]]:
    """The places that times can be narrowed to; none where there is no choice."""
    made = [{"id": place.id or "", "name": place_name(place)} for place in ahead.places]
    return made if len(made) > 1 else []


def _months(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    by_month = groupby(entries, key=lambda entry: entry.day.replace(day=1))
    return [
        {
            "anchor": f"month-{first:%Y-%m}",
            "title": f"{wording.month(first)} {first.year}",
            "entries": list(group),
        }
        for first, group in by_month
    ]


def upcoming(ctx: Context, path: str) -> dict[str, Any]:
    """For other pages: the next three meetings, each once, and holidays of the next two weeks."""
    ahead, links = agenda(ctx.book, ctx.as_of), ctx.links(path)
    soon = dt.date.fromordinal(min(ctx.as_of.toordinal() + _SOON, dt.date.max.toordinal()))
    meetings = [ahead.meeting(one, links) for one in ahead.first_of_each()[:_SHOWN]]
    holidays = ahead.off(soon)
    return {
        "meetings": meetings,
        "clocks": ahead.clocks,
        "holidays": holidays[:_SHOWN],
        "more": len(holidays[_SHOWN:]),
    }
