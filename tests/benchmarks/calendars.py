"""Time what knows of time: shared hours of a year, and the calendar and feeds of a site.

CPU milliseconds in one process, medians of interleaved rounds; the first round is left out, in
which libraries and tables are loaded. A calendar and its feeds come on top of a lint, as in every
build: the meetings of the year ahead are reckoned then, and not timed here.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from sourcebook.analysis import occurrences, overlap
from sourcebook.analysis.thresholds import defaults
from sourcebook.exchange.data import meetings
from sourcebook.exchange.ics import site_feeds
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.roles import Location
from sourcebook.render.context import Context
from sourcebook.render.environment import environment
from sourcebook.render.views.calendar import calendar
from sourcebook.source.project import Project

ROOT = Path(__file__).parent.parent.parent
DAY = dt.date(2026, 11, 22)
ROUNDS = 7
PLACES = (
    ("Europe/London", "09:00", "17:30"),
    ("America/New_York", "09:00", "17:00"),
    ("Asia/Kolkata", "14:00", "23:00"),
    ("Asia/Kathmandu", "10:00", "19:00"),
    ("Australia/Lord_Howe", "22:00", "06:00"),
    ("America/Argentina/Buenos_Aires", "09:00", "18:00"),
)
"""Six places make fifteen pairs."""
LIMITS = {"a year of 15 pairs": 50.0, "calendar and feeds": 100.0}
"""Milliseconds that each should stay under."""


@cache
def _loaded(slug: str) -> Playbook:
    return load_playbook(Project.find(ROOT), slug).playbook


def forget() -> None:
    """Empty what is remembered from one call to the next, so that each round does all the work."""
    for module in (occurrences, overlap):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def pairs() -> None:
    week = ("mon", "tue", "wed", "thu", "fri")
    places = [
        Location(
            tz=tz,
            work_start=dt.time.fromisoformat(start),
            work_end=dt.time.fromisoformat(end),
            work_days=week,
        )
        for tz, start, end in PLACES
    ]
    last = DAY + dt.timedelta(days=365)
    for a, b in combinations(places, 2):
        overlap.ranges(a, b, DAY, last)


def calendar_and_feeds(project: Project, book: Playbook) -> None:
    calendar(Context(book, (), DAY, project.settings, defaults(), environment()))
    for _path, _feed in site_feeds(book, DAY):
        pass


def works() -> Iterator[tuple[str, float | None, Callable[[], object]]]:
    """What is timed: its name, its limit in ms, the work."""
    project = Project.find(ROOT)
    yield "a year of 15 pairs", LIMITS["a year of 15 pairs"], pairs
    for slug in project.engagements():
        book = _loaded(slug)
        limit = LIMITS["calendar and feeds"]
        yield f"calendar and feeds, {slug}", limit, lambda b=book: calendar_and_feeds(project, b)
        yield f"all meetings, {slug}", None, lambda b=book: meetings(b)


def linted(project: Project) -> None:
    """Reckon what a lint needs of time."""
    for slug in project.engagements():
        book = _loaded(slug)
        occurrences.occurrences(book, DAY, DAY + dt.timedelta(days=365))


def timed(name: str, work: Callable[[], object]) -> float:
    """CPU milliseconds of a piece of work that remembers nothing but a lint."""
    forget()
    if name.startswith("calendar"):
        linted(Project.find(ROOT))
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def main() -> None:
    known = list(works())
    rounds = [[timed(name, work) for name, _, work in known] for _ in range(ROUNDS + 1)][1:]
    for (name, limit, _), took in zip(known, zip(*rounds, strict=True), strict=True):
        told = f" (of {limit:.0f})" if limit else ""
        print(f"{name:42}{statistics.median(took):8.1f} ms{told}")


if __name__ == "__main__":
    main()
