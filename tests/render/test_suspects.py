"""What refers to something that changed is suspect, until it or its section is looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from render.examples import AS_OF
from render.markup import read
from render.playbooks import loaded, page
from sourcebook.analysis.mentions import Mentions
from sourcebook.render.history import Entry, History, Line
from sourcebook.render.site import Measures, engagement_site
from sourcebook.render.suspects import suspicions
from sourcebook.source.settings import Settings

MOVED = Line("Milestone M1", "13 → 27 Nov 2026", "client", "milestones", "milestone", "M1")


def book(reviewed: str = "2026-11-01", **more: Any) -> Any:
    milestones = [
        {"id": "M1", "title": "Open", "due": "2026-11-27"},
        {"id": "M2", "title": "Grow", "depends_on": ["M1"], **more},
    ]
    return loaded({"milestones": {"meta": {"last_reviewed": reviewed}, "milestones": milestones}})


def entry(day: int, *lines: Line) -> Entry:
    return Entry(f"{day:040}", dt.datetime(2026, 11, day, 10, tzinfo=dt.UTC), lines)


def found(whole: Any, *entries: Entry) -> list[tuple[str, str, int]]:
    told = suspicions(Mentions(whole.playbook), History(entries))
    return [(its.target.id, its.cause.id, its.day.day) for its in told]


def test_what_refers_to_a_change_is_suspect() -> None:
    assert found(book(), entry(10, MOVED)) == [("M2", "M1", 10)]
    assert found(book(), entry(12, MOVED), entry(10, MOVED)) == [("M2", "M1", 12)]


@pytest.mark.parametrize("weight", ["neither", "editorial", "follows"])
def test_words_and_states_make_nothing_suspect(weight: str) -> None:
    line = Line("Milestone M1", "title", weight, "milestones", "milestone", "M1")
    assert found(book(), entry(10, line)) == []


def test_a_review_or_an_edit_ends_it() -> None:
    edited = Line("Milestone M2", "due added", "neither", "milestones", "milestone", "M2")
    assert found(book("2026-11-10"), entry(10, MOVED)) == []
    assert found(book(), entry(11, edited), entry(10, MOVED)) == []
    assert found(book(), entry(10, MOVED, edited)) == []
    assert found(book(), entry(10, MOVED), entry(9, edited)) == [("M2", "M1", 10)]
    assert found(book(status="accepted"), entry(10, MOVED)) == []


def test_pages_say_so() -> None:
    whole = book()
    history = History((entry(10, MOVED),))
    site = engagement_site(
        whole.playbook, (), AS_OF, Settings(), measures=Measures(history=history)
    )
    for path in ("changed.html", "milestones.html"):
        shown = " ".join(read(page(site, path).html).text.split()).replace("\u00a0", " ")
        assert "suspect until reviewed" in shown.casefold()
        assert "refers to Open, which changed on 10 Nov 2026: 13 → 27 Nov 2026" in shown
    assert "uspect" not in read(page(site, "goals.html").html).text
