"""Pictures along time, with odd data."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sourcebook.render import wording
from sourcebook.render.charts import (
    gantt,
    horizon,
    incident_clock,
    overlap,
    path,
    sparkline,
    timeline,
    trajectory,
    week_hours,
    year,
)
from sourcebook.render.gallery.odd import ARABIC, HEBREW, LONG, NAMES, TODAY, UNBROKEN, Made, ahead


def plans_by_date() -> Made:
    """Plans by date, and one by days."""
    first = TODAY.toordinal() - 60

    def row(n: int) -> gantt.Task:
        begin = first + n * 7
        last = n in (0, 49)
        return gantt.Task(
            f"M{n} Step", begin, begin + 21, "note", last, last, f"M{n}", (f"M{n - 3}", f"M{n - 1}")
        )

    named = [
        gantt.Task(
            wording.cut(name, 48),
            first + n * 30,
            first + n * 30 + 40,
            "note",
            n == 1,
            n == 3,
            name,
            NAMES[:n],
        )
        for n, name in enumerate(NAMES)
    ]
    yield "none", gantt.by_date([], TODAY, "Plan")
    yield "one", gantt.by_date([row(0)], TODAY, "Plan of one")
    yield "fifty", gantt.by_date([row(n) for n in range(50)], TODAY, "Plan of fifty")
    yield "names", gantt.by_date(named, TODAY, "Plan of long names and other scripts")
    flat = [
        gantt.Task(f"M{n} A day", first, first, "", key=f"M{n}", after=("M0",)) for n in range(2)
    ]
    yield "no width", gantt.by_date(flat, TODAY, "Plan of a day")
    circle = [
        gantt.Task("A waits for B", first, first + 9, "", key="A", after=("B", "A", "gone")),
        gantt.Task("B waits for A", first + 20, first + 30, "", key="B", after=("A",)),
    ]
    yield "a circle", gantt.by_date(circle, TODAY, "Plan in a circle")
    offsets = [
        gantt.Task("Before notice", -30, 0, "30 days"),
        gantt.Task("After it", 0, 60, "60 days"),
    ]
    yield "by days from notice", gantt.by_offset(offsets, "Plan by days")


def ways() -> Made:
    """Milestones in a line."""

    def stop(n: int, day: int, state: str = "later", id: str = "") -> path.Stop:
        return path.Stop(id or f"M{n}", f"Step {n}", ahead(day), state)

    five = [stop(n, day) for n, day in enumerate((-200, -90, -10, 70, 200), 1)]
    states = ("done", "done", "done", "next", "later")
    yield "none", path.path([], TODAY)
    yield "one", path.path([stop(1, 5, "next")], TODAY)
    yield "five", path.path([replace(s, state=w) for s, w in zip(five, states, strict=True)], TODAY)
    yield (
        "fifty",
        path.path([stop(n, n * 9, "next" if n == 8 else "later") for n in range(50)], TODAY),
    )
    yield "names", path.path([stop(n, n * 40, "done", name) for n, name in enumerate(NAMES)], TODAY)
    yield "two on a day", path.path([stop(1, 0), stop(2, 0, "next"), stop(3, 30)], TODAY)
    yield "all over", path.path([stop(n, n * 30 - 300, "done") for n in range(4)], TODAY)
    yield "no width", path.path([stop(1, 3), stop(2, 3)], TODAY)


def horizons() -> Made:
    """The weeks ahead."""
    kinds = ("Gates", "Renewals", "Exits", "Holidays")

    def draw(*lanes: int, days: int = 90) -> Any:
        made = [
            (name, [ahead(n * 7 % (days + 1)) for n in range(count)])
            for name, count in zip(kinds, lanes, strict=True)
        ]
        return horizon.horizon(made, TODAY, days)

    yield "none", draw(0, 0, 0, 0)
    yield "one", draw(1, 0, 0, 0)
    yield "fifty", draw(50, 3, 2, 50)
    yield "many on a day", draw(0, 12, 0, 900)
    yield "beyond the last day", horizon.horizon([("Gates", [ahead(91)])], TODAY, 90)
    yield "no width", draw(3, 0, 0, 0, days=0)
    yield (
        "names",
        horizon.horizon([(wording.cut(name, 48), [ahead(3)]) for name in NAMES], TODAY, 30),
    )


def trajectories() -> Made:
    """Goals over time."""

    def line(*values: float) -> list[trajectory.Reading]:
        return [trajectory.Reading(ahead(n * 30 - 120), value) for n, value in enumerate(values)]

    def draw(wanted: list[Any], measured: list[Any], unit: str = "days") -> Any:
        return trajectory.trajectory(wanted, measured, TODAY, "Lead time", unit)

    yield "none", draw([], [])
    yield "one", draw(line(20), [])
    yield "on the way", draw(line(21, 18, 14, 10, 7, 7), line(21, 17, 15, 9))
    yield (
        "fifty",
        draw(line(*(50 - n for n in range(50))), line(*(50 - n * 0.7 for n in range(45)))),
    )
    yield "long unit", draw(line(3_600_000, 1_200_000), line(3_600_000, 2.5e6), LONG[:40])
    yield "other scripts", draw(line(8, 6, 4), line(8, 7), HEBREW[:12])
    yield "no width", draw(line(5)[:1], line(5)[:1])
    yield "nothing measured", draw(line(1, 2, 3), [])
    yield "below zero", draw(line(-5, 0, 5), line(-5, -7))


def weeks() -> Made:
    """Hours of a week."""
    week = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

    def draw(*hours: week_hours.Hours) -> week_hours.WeekHours:
        return week_hours.week_hours([(day, hours) for day in week], "A week", "Alike each day.")

    yield "nobody", draw(week_hours.Hours(0, 1440, "nobody"))
    edges = (0, 180, 420, 600, 960, 1200, 1440)
    kinds = ("nobody", "on-call", "vendor", "both", "client", "support")
    spans = zip(edges, edges[1:], kinds, strict=False)
    yield "every kind", draw(*(week_hours.Hours(*span) for span in spans))
    short = [week_hours.Hours(n * 30, n * 30 + 30, week_hours.KINDS[n % 6]) for n in range(48)]
    yield "half hours", draw(*short)
    yield "no width", draw(week_hours.Hours(600, 600, "both"))


def working_days() -> Made:
    """Hours of places."""

    def draw(*places: overlap.Place) -> overlap.OverlapBand:
        common = overlap.shared([place.spans for place in places])
        note = "Common 14:00–16:00 · 2 h" if common else "No hours in common"
        return overlap.overlap_band(places, note, "Hours by one clock")

    def place(name: str, *spans: tuple[int, int]) -> overlap.Place:
        return overlap.Place(name, "x-v", "09:00–17:00", spans)

    yield "none", draw()
    yield "one", draw(overlap.Place("Dublin", "x-c", "09:00–17:00", ((540, 1020),)))
    yield "fifty", draw(*(place(f"Place {n}", (n * 10, n * 10 + 480)) for n in range(50)))
    yield "names", draw(place(LONG, (540, 1020)), place(UNBROKEN, (840, 1260)))
    yield (
        "other scripts",
        draw(place(HEBREW, (540, 1020)), place(ARABIC, (0, 120), (960, 1440))),
    )
    yield "no width", draw(place("Nowhere", (600, 600)))


def years() -> Made:
    """Clocks of a year."""
    begin, end = dt.date(2026, 11, 1), dt.date(2027, 10, 31)

    def draw(*clocks: year.Clock) -> year.YearStrip:
        shared = [year.Stretch(begin, end, "2 h", "x-goodf")]
        return year.year_strip(clocks, shared, (begin, end), TODAY, "A year of clocks")

    changes = ((begin, 0), (dt.date(2027, 3, 28), 60), (dt.date(2027, 10, 31), 0))
    yield "none", draw()
    yield "one", draw(year.Clock("Dublin", changes, (dt.date(2026, 12, 25),)))
    holidays = tuple(ahead(n) for n in range(0, 300, 6))
    yield "fifty holidays", draw(year.Clock("Dublin", changes, holidays))
    yield (
        "fifty places",
        draw(*(year.Clock(f"Place {n}", ((begin, n * 15),), ()) for n in range(50))),
    )
    yield "names", draw(*(year.Clock(name, changes, ()) for name in NAMES))
    flat = year.year_strip([year.Clock("Dublin", ((begin, 0),), ())], [], (begin, begin), begin, "")
    yield "no width", replace(flat, label="A day of clocks")


def incident_clocks() -> Made:
    """Deadlines after an incident."""

    def draw(*deadlines: incident_clock.Deadline) -> incident_clock.IncidentClock | None:
        return incident_clock.incident_clock(deadlines, "The clock starts with awareness", "Clock")

    first = incident_clock.Deadline("First notice", "within 4 h", 4)
    yield "none", draw()
    yield "one", draw(first)
    updates = incident_clock.Deadline("Updates", "every 4 h", 480, 4, 4)
    yield (
        "all three",
        draw(first, updates, incident_clock.Deadline("Final report", "within 20 days", 480)),
    )
    yield "no width", draw(incident_clock.Deadline("At once", "0 h", 0))
    yield (
        "fifty",
        draw(*(incident_clock.Deadline(f"Report {n}", f"{n} days", n * 24) for n in range(50))),
    )
    named = (
        incident_clock.Deadline(wording.cut(name, 48), "1 h", 10.0**n)
        for n, name in enumerate(NAMES)
    )
    yield "names", draw(*named)


def timelines() -> Made:
    """Events in lanes."""
    states = ("done", "planned", "cancelled")

    def draw(lanes: list[tuple[str, list[timeline.Event]]]) -> timeline.Timeline | None:
        return timeline.timeline(lanes, TODAY, "session")

    yield "none", draw([("An area", [])])
    yield "one", draw([("An area", [timeline.Event(TODAY, "planned")])])
    fifty = [timeline.Event(ahead(n * 5 - 100), states[n % 3]) for n in range(50)]
    yield "fifty in a lane", draw([("An area", fifty)])
    yield "fifty lanes", draw([(f"Area {n}", [event]) for n, event in enumerate(fifty)])
    yield "names", draw([(name, fifty[n * 9 : n * 9 + 5]) for n, name in enumerate(NAMES)])


def sparklines() -> Made:
    """Results by period."""

    def draw(target: float | None, *values: float, unit: str = "%") -> sparkline.Sparkline | None:
        results = [
            sparkline.Result(
                f"2026-{n % 12 + 1:02d}",
                f"{v:g} {unit}",
                v,
                None if target is None else v >= target,
            )
            for n, v in enumerate(values)
        ]
        return sparkline.sparkline("Availability", target, results)

    yield "none", draw(99.9)
    yield "one", draw(99.9, 99.95)
    yield "met and missed", draw(99.9, 99.97, 99.8, 99.98)
    yield "fifty", draw(20, *(n * 7 % 41 for n in range(50)))
    yield "no width", draw(5, 5, 5, 5)
    yield "other scripts", draw(5, 4, 6, unit=HEBREW[:12])
    yield "no target, long unit", draw(None, 1e7, 2e7, unit=LONG[:24])
