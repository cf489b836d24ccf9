"""The geometry of single pictures: where things stand, and what is said of them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.examples import context, loaded
from render.playbooks import loaded as made
from render.playbooks import page, site
from sourcebook.analysis.limits import meets
from sourcebook.render import wording
from sourcebook.render.charts import gantt
from sourcebook.render.charts.board import SHOWN, Card, Column, board
from sourcebook.render.charts.gantt import Task, by_date, by_offset
from sourcebook.render.charts.heat_map import Point, heat_map
from sourcebook.render.charts.incident_clock import Deadline, incident_clock
from sourcebook.render.charts.radar import RADIUS, Dimension, radar, weighted
from sourcebook.render.charts.share_bar import State, share_bar
from sourcebook.render.charts.sparkline import Result, sparkline
from sourcebook.render.charts.timeline import Event, timeline
from sourcebook.render.charts.trajectory import Reading, brief, trajectory
from sourcebook.render.charts.week_hours import Hours, week_hours
from sourcebook.render.views.guarding import access_lifecycle, clock, subcontractor_chain
from sourcebook.render.views.marks import evaluation, scorecard, viability
from sourcebook.render.views.steps_of_change import threshold_ladder

DAY = dt.date(2026, 11, 22)
FIRST = DAY.toordinal()


def _after(*days: int) -> list[dt.date]:
    return [DAY + dt.timedelta(days=n) for n in days]


# --- plan


def _task(key, start, end, *after, strong=False):
    return Task(key, FIRST + start, FIRST + end, "", strong, False, key, after)


@pytest.mark.parametrize(
    ("first", "then", "head"),
    [
        ((0, 10), (20, 30), "right"),
        ((0, 10), (10, 30), "down"),
        ((0, 20), (10, 30), "down"),
        ((0, 30), (5, 10), "left"),
    ],
)
def test_an_arrow_leads_from_the_end_of_a_bar_to_what_waits_for_it(first, then, head):
    chart = by_date([_task("a", *first), _task("b", *then, "a")], DAY, "Plan")
    (wait,) = chart.parts[0].waits
    a, b = chart.bars
    assert (wait.x, wait.y1, wait.head) == (a.end, a.y + 10, head)
    assert wait.to == {"right": b.x, "down": a.end, "left": b.end}[head]


def test_an_arrow_upwards_and_one_to_nothing():
    tasks = [_task("b", 10, 30, "a", "gone", "b"), _task("a", 0, 10)]
    (wait,) = by_date(tasks, DAY, "Plan").parts[0].waits
    assert (wait.head, wait.y2) == ("up", 40 + 10)


def test_the_chain_that_sets_the_end_is_told_in_words():
    tasks = [_task("a", 0, 10, strong=True), _task("b", 10, 30, "a", strong=True)]
    chart = by_date(tasks, DAY, "Plan")
    assert chart.parts[0].waits[0].strong
    assert chart.desc.startswith("2 of 2 set the end; 1 arrow")


@pytest.mark.parametrize("count", [1, 16, 17, 28, 50])
def test_a_long_plan_is_drawn_in_parts_of_about_the_same_length(count):
    chart = by_date([_task(f"t{n}", n, n + 9) for n in range(count)], DAY, "Plan")
    lengths = [len(part.bars) for part in chart.parts]
    assert sum(lengths) == count
    assert max(lengths) <= (16 if len(lengths) == 1 else 12)
    assert max(lengths) - min(lengths) < len(lengths)
    assert [bar.text for bar in chart.bars] == [f"t{n}" for n in range(count)]
    assert all(bar.y + gantt.ROW <= part.height for part in chart.parts for bar in part.bars)
    ends = [part.label for part in chart.parts]
    assert ends[-1] == (
        "Plan" if count <= 16 else f"Plan; rows {count - lengths[-1] + 1} to {count}"
    )


@pytest.mark.parametrize(("source", "target"), [(2, 30), (30, 2)])
def test_an_arrow_goes_on_from_part_to_part(source, target):
    tasks = [_task(f"t{n}", 0, 9) for n in range(36)]
    tasks[target] = _task(f"t{target}", 20, 30, f"t{source}")
    parts = by_date(tasks, DAY, "Plan").parts
    waits = [wait for part in parts for wait in part.waits]
    way = waits if source < target else waits[::-1]
    assert [wait.head for wait in way] == ["", "", "right"]
    assert len({wait.x for wait in way}) == 1
    top, floor = gantt.TOP, parts[1].floor
    enters, leaves = (top, floor) if source < target else (floor, top)
    assert [wait.y2 for wait in way[:2]] == [leaves, leaves]
    assert [wait.y1 for wait in way[1:]] == [enters, enters]


@pytest.mark.parametrize("days", range(150, 190, 3))
def test_the_text_of_a_mark_is_near_it_on_a_wide_screen(days):
    for tick in by_offset([Task("t", 0, days, "")], "Plan").ticks:
        begins = tick.at - len(tick.text) * tick.is_late  # a letter is a hundredth of the width
        assert -4 <= begins - tick.x <= 5


@given(st.integers(0, 365), st.integers(20, 1500))
def test_the_marks_of_a_year_and_more_do_not_touch_on_a_wide_screen(begins, days):
    first = DAY.toordinal() - begins
    marks = gantt.months(first, first + days)
    for one, other in pairwise(gantt.axis(marks, lambda day: 1 + (day - first) / days * 97)):
        assert one.at + len(one.text) < other.at - len(other.text) * other.is_late


@given(st.integers(1, 2000), st.integers(-400, 0))
def test_marks_of_an_axis_do_not_touch(days, first):
    for chart in (
        by_offset([Task("t", first, first + days, "")], "Plan"),
        by_date([_task("t", 0, days)], DAY, "Plan"),
    ):
        on_phone = [tick for tick in chart.ticks if not tick.minor]
        assert on_phone, chart
        for shown, width in ((on_phone, 262), (chart.ticks, 330)):
            letter = 100 * 7 / width
            for one, other in pairwise(shown):
                begins = other.at - len(other.text) * letter * other.is_late
                assert one.at + len(one.text) * letter < begins
            assert all(tick.is_late or tick.at + len(tick.text) * letter <= 101 for tick in shown)


# --- goal by date


def test_values_stand_by_day_and_height():
    days = _after(-20, -10, 0)
    wanted = [Reading(days[0], 10.0), Reading(days[2], 0.0)]
    chart = trajectory(wanted, [Reading(days[1], 5.0)], DAY, "Faults", "faults")
    assert [level.text for level in chart.levels] == ["10", "0"]
    (dot,) = chart.measured
    assert dot.x == (chart.wanted[0].x + chart.wanted[1].x) / 2
    assert dot.y == (chart.wanted[0].y + chart.wanted[1].y) / 2
    assert chart.today == chart.wanted[1].x
    assert chart.desc == (
        "Wanted at last: 0\u00a0faults on 22\u00a0Nov\u00a02026. "
        "Measured at last: 5\u00a0faults on 12\u00a0Nov\u00a02026."
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.4, "4.4"), (12_500, "12.5\u00a0k"), (3e6, "3\u00a0M"), (-2e9, "−2\u00a0G")],
)
def test_long_numbers_are_brief_on_an_axis(value, text):
    assert brief(value) == text


# --- hours, clock, lanes


def test_the_more_can_be_reached_the_taller_the_bar():
    kinds = ("both", "client", "support", "on-call", "nobody")
    hours = [Hours(n * 200, n * 200 + 200, kind) for n, kind in enumerate(kinds)]
    parts = week_hours([("Mon", hours)], "A week", "").lines[0].parts
    heights = [part.height for part in parts]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)
    assert {part.y + part.height / 2 for part in parts} == {parts[0].y + 10}


def test_a_clock_widens_the_first_hours_and_counts_updates():
    deadlines = (Deadline("First", "4 h", 4), Deadline("Updates", "4 h", 24, 4, 4))
    chart = incident_clock(deadlines, "The clock starts with awareness", "Clock")
    first, updates = chart.bars
    assert first.end == updates.x
    assert first.width > (updates.end - updates.x) / 2
    assert len(updates.beats) == 4  # 8, 12, 16, 20
    assert chart.desc == "The clock starts with awareness. First: 4 h; Updates: 4 h."


@given(st.floats(0, 1e6), st.none() | st.floats(-1, 1e6))
def test_marks_of_a_clock_stand_apart(hours, every):
    chart = incident_clock([Deadline("Report", "", hours, 0, every)], "", "Clock")
    major = [tick.x for tick in chart.ticks if not tick.minor]
    assert all(b - a >= 18 for a, b in pairwise(major))
    assert all(0 <= x <= 100 for bar in chart.bars for x in (bar.x, bar.end, *bar.beats))


def test_a_lane_counts_what_is_in_it():
    days = _after(-9, 0, 9)
    events = [
        Event(day, state) for day, state in zip(days, ("done", "done", "planned"), strict=True)
    ]
    chart = timeline([("Area", events), ("Nothing", [])], DAY, "session")
    (part,) = chart.parts
    assert [lane.note for lane in part.lanes] == ["2 done, 1 planned", ""]
    assert chart.label == "3 sessions by date, in 2 lanes"
    assert [mark.x for mark in part.lanes[0].marks] == [1.0, chart.today, 98.0]


# --- states and marks


@given(st.lists(st.integers(0, 9999), max_size=6))
def test_the_parts_of_a_bar_fill_it(counts):
    bar = share_bar([State(f"k{n}", "State", count) for n, count in enumerate(counts)], "things")
    if not sum(counts):
        assert bar is None
        return
    assert len(bar.parts) == sum(count > 0 for count in counts)
    assert bar.parts[-1].x + bar.parts[-1].width == pytest.approx(100, abs=0.05)
    assert all(part.width > 0 or count * 20_000 < sum(counts) for part, count in zip(
        bar.parts, [count for count in counts if count], strict=True
    ))  # fmt: skip


@pytest.mark.parametrize(("count", "first"), [(0, 0), (SHOWN + 1, SHOWN + 1), (SHOWN + 2, SHOWN)])
def test_a_column_hides_more_than_one_card_or_none(count, first):
    column = Column("good", "Verified", (Card("A card", "", ""),) * count)
    assert (len(column.first), len(column.rest)) == (first, count - first)
    assert (board([column], "cards") is None) == (count == 0)


def test_results_are_dots_or_crosses_against_the_target():
    results = [Result("Oct", "5", 5.0, True), Result("Nov", "1", 1.0, False)]
    chart = sparkline("Level", 3.0, results)
    high, low = chart.dots
    assert high.y < chart.target < low.y
    assert chart.desc == "Oct 5, met; Nov 1, missed."


def test_marks_stand_on_their_spokes():
    chart = radar([Dimension("A", 5), Dimension("B", 2.5), Dimension("C", 0)], "Marks")
    out = [round(hypot(spoke.dot_x, spoke.dot_y)) for spoke in chart.spokes]
    assert out == [RADIUS, RADIUS / 2, 0]
    assert (chart.spokes[0].x, chart.spokes[0].y) == (0.0, -RADIUS)
    assert chart.desc == "A 5 of 5; B 2.5 of 5; C 0 of 5."


def test_heavy_dimensions_have_more_room():
    given = [Dimension("A", 5, 70), Dimension("B", 3, 15), Dimension("C", 3, 15)]
    a, b, c = radar(given, "Marks").spokes
    assert hypot(a.x - b.x, a.y - b.y) > hypot(b.x - c.x, b.y - c.y)
    assert weighted(given) == pytest.approx(4.4)
    assert weighted([Dimension("A", 5)]) is None


def test_a_risks_category_is_on_its_marks_and_its_arrow():
    chart = heat_map([Point("1", (4, 5), (1, 1), "technical")])
    assert {mark.kind for mark in chart.marks} == {"technical"} == {chart.arrows[0].kind}


# --- from a playbook


@pytest.mark.parametrize(
    ("sign", "value", "met"),
    [(">=", 5, True), (">", 5, False), ("<=", 4, False), ("=", 5, True), (None, 5, None)],
)
def test_a_limit_is_kept_or_not(sign, value, met):
    levels = {
        "slas": [{"id": "a", "target": {"operator": sign, "value": 5 if sign != "<=" else 3}}]
    }
    limit = made({"service_levels": levels}).playbook.service_levels.slas[0].target
    assert meets(limit, value) is met
    assert meets(limit, None) is None
    assert meets(None, 1) is None


@pytest.mark.parametrize(
    ("written", "shown"), [("2026-10", "Oct\u00a02026"), ("2026-13", "2026-13"), ("Q3", "Q3")]
)
def test_a_period_in_words(written, shown):
    assert wording.period(written) == shown


def test_the_example_has_every_picture():
    ctx = context(loaded().playbook)
    links = ctx.links("security.html")
    assert [step.title for step in access_lifecycle(ctx, links).steps][:2] == ["Joins", "Works"]
    assert [bar.text for bar in clock(ctx).bars] == ["First notice", "Updates", "Final report"]
    assert [link.title for link in subcontractor_chain(ctx, links).links] == [
        "Client", "Vendor", "Tier 1",
    ]  # fmt: skip
    assert [s.title for s in threshold_ladder(ctx, links).steps] == ["Small", "Medium", "Large"]
    assert scorecard(ctx).mean == "4 of 5 by weight"
    assert evaluation(ctx).chart is not None
    assert viability(ctx, links) is not None


def test_a_role_with_too_much_is_marked_above_its_column():
    activities = [{"id": f"a{n}", "title": f"Do {n}", "raci": {"lead": "A/R"}} for n in range(6)]
    roles = {"roles": [{"id": "lead", "title": "Lead"}], "activities": activities}
    html = page(site({"roles": roles}), "roles.html").html
    assert "1 role has too much" in html
    assert "6×A" in html
    assert "6×R" in html


def test_a_goal_that_is_not_smart_says_which_letters_it_misses():
    html = page(site({"goals": {"goals": [{"id": "g", "title": "Better"}]}}), "goals.html").html
    assert "Better: 0 of 5 met" in html
    assert "there is no statement" in html
    assert "the measure is missing" in html
