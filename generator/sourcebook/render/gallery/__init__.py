"""Every picture with odd data: nothing, one, fifty, long names, other scripts, ranges of no width.

The guide shows it and tests draw it. A picture is here under the name of its template.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sourcebook.render.gallery import by_state, by_time, in_words
from sourcebook.render.gallery.odd import Made


@dataclass(frozen=True)
class Case:
    """A picture of odd data; ``chart`` is ``None`` where there is nothing to draw."""

    name: str
    chart: Any


@dataclass(frozen=True)
class Exhibit:
    """A kind of picture: its template in ``templates/charts``, what it is for, and its cases."""

    name: str
    template: str
    what: str
    cases: tuple[Case, ...]


def exhibits() -> tuple[Exhibit, ...]:
    """Every kind of picture, in the order of the pages that show it."""
    return tuple(
        Exhibit(name, template, what, tuple(Case(case, chart) for case, chart in made()))
        for name, template, what, made in _EXHIBITS
    )


_EXHIBITS: tuple[tuple[str, str, str, Callable[[], Made]], ...] = (
    (
        "Plan",
        "gantt.svg.j2",
        "Milestones by date, or an exit by days from notice.",
        by_time.plans_by_date,
    ),
    ("Way", "path.svg.j2", "Milestones in a line, up to the last.", by_time.ways),
    (
        "Goal by date",
        "trajectory.svg.j2",
        "Target against actual over checkpoints.",
        by_time.trajectories,
    ),
    (
        "Goal so far",
        "progress.svg.j2",
        "From where it began to its target.",
        by_state.progress_bars,
    ),
    ("SMART", "chips.html.j2", "Which letters a goal meets, and why.", in_words.smart_chips),
    ("Heat map", "heat_map.svg.j2", "Risks before treatment and after it.", by_state.heat_maps),
    (
        "Contingency",
        "contingency.html.j2",
        "What is done when a risk comes true.",
        in_words.contingency_cards,
    ),
    ("Hours of the week", "week_hours.svg.j2", "Who can be reached when.", by_time.weeks),
    ("Working day", "overlap.svg.j2", "Hours of each place by one clock.", by_time.working_days),
    ("Year", "year.svg.j2", "Clocks, holidays and shared hours of a year.", by_time.years),
    ("States", "share_bar.svg.j2", "How many are in which state.", by_state.share_bars),
    ("Board", "board.html.j2", "What is in which state.", in_words.boards),
    (
        "Data by place",
        "locations.html.j2",
        "Which data is kept and seen where.",
        in_words.data_locations,
    ),
    ("Chain", "chain.html.j2", "Who works for whom.", in_words.chains),
    ("Steps", "steps.html.j2", "What follows what, within which limit.", in_words.stepped),
    (
        "Incident clock",
        "incident_clock.svg.j2",
        "What is due when after an incident.",
        by_time.incident_clocks,
    ),
    (
        "Sessions",
        "timeline.svg.j2",
        "What happens when, a lane for each subject.",
        by_time.timelines,
    ),
    (
        "Weeks ahead",
        "horizon.svg.j2",
        "What the next weeks bring, a lane for each kind.",
        by_time.horizons,
    ),
    ("Results", "sparkline.svg.j2", "Results by period against a target.", by_time.sparklines),
    ("Marks", "radar.svg.j2", "Marks by dimension; heavy ones have more room.", by_state.radars),
    ("Checklist", "checklist.html.j2", "What has to be there, and what is.", in_words.checklists),
)
