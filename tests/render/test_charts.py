"""Pictures: the geometry stays within the frame, and the SVG is the same each time."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.markup import faults_of
from render.playbooks import loaded
from sourcebook.analysis.progress import progress
from sourcebook.render.charts import gantt, heat_map, overlap, radar, share_bar, year
from sourcebook.render.charts.gantt import Task, by_date, by_offset
from sourcebook.render.charts.heat_map import Point
from sourcebook.render.charts.progress import progress_bar
from sourcebook.render.environment import environment

TODAY = dt.date(2026, 11, 22)
CARD_PX = 4.2  # of a per cent of the width, where the heat map stands beside its table


def _svg(name, chart):
    return environment().get_template(f"charts/{name}.svg.j2").render(chart=chart)


def _task(start, end, text="Task", **marks):
    return Task(text, start, end, "note", **marks)


def _days(*spans):
    base = TODAY.toordinal()
    return [_task(base + start, base + end, f"M-{n}") for n, (start, end) in enumerate(spans)]


def _bar(**changed):
    goal = {
        "id": "g",
        "title": "Fewer faults",
        "due": "2027-01-31",
        "measure": {"baseline": 40, "target": 10, "direction": "down", "unit": "faults"},
        "checkpoints": [{"date": "2026-10-01", "expected": 25}],
        "actuals": [{"date": "2026-11-01", "value": 28}],
    }
    book = loaded({"goals": {"goals": [{**goal, **changed}]}}).playbook
    return progress_bar(progress(book, TODAY)[0])


RISKS = [
    Point("1", (4, 5), (2, 4)),
    Point("2", (3, 3), (3, 3)),
    Point("3", (3, 3), None),
    Point("4", (1, 1), (5, 5)),
    Point("long-id <&>", (4, 5), (3, 5)),
]


def test_heat_map_golden(golden):
    golden("heat_map.svg", _svg("heat_map", heat_map.heat_map(RISKS)))


def test_gantt_by_date_golden(golden):
    tasks = [
        _task(dt.date(2026, 2, 2).toordinal(), dt.date(2026, 6, 30).toordinal(), "M-1 <Start>"),
        _task(
            dt.date(2026, 6, 30).toordinal(),
            dt.date(2027, 3, 31).toordinal(),
            "M-2 Go live",
            strong=True,
            gate=True,
        ),
    ]
    golden("gantt_by_date.svg", _svg("gantt", by_date(tasks, TODAY, "Plan & dates")))


def test_gantt_by_offset_golden(golden):
    tasks = [_task(-14, 0, "T-1"), _task(0, 60, "T-2", strong=True), _task(30, 120, "T-3")]
    golden("gantt_by_offset.svg", _svg("gantt", by_offset(tasks, "Exit plan")))


def test_progress_golden(golden):
    golden("progress.svg", _svg("progress", _bar()))


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        ("heat_map", heat_map.heat_map(RISKS)),
        ("heat_map", heat_map.heat_map([])),
        ("gantt", by_date(_days((0, 10)), TODAY, '"<b>"')),
        ("progress", _bar(title="<script>")),
    ],
)
def test_pictures_are_sound_markup_with_a_name(name, chart):
    svg = _svg(name, chart)
    assert faults_of(svg) == []
    assert 'role="img"' in svg
    assert chart.label
    assert len(svg.encode()) < 8192


# --- heat map


def _box(mark):
    across = mark.half / CARD_PX
    return (mark.x - across, mark.x + across, mark.y - heat_map._TALL, mark.y + heat_map._TALL)


def _overlap(one, other):
    a, b = _box(one), _box(other)
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


@pytest.mark.parametrize("count", range(1, 10))
@pytest.mark.parametrize("id", ["{}", "R-{}", "something-{}"])
def test_marks_of_one_cell_stand_apart_and_within_it(count, id):
    chart = heat_map.heat_map([Point(id.format(n), (5, 1), (5, 1)) for n in range(count)])
    assert len(chart.marks) == min(count, 6)
    assert not any(_overlap(*pair) for pair in combinations(chart.marks, 2))
    cell = next(c for c in chart.cells if c.score == 5 and c.x > 80)
    for left, right, top, bottom in map(_box, chart.marks):
        assert cell.x <= left
        assert right <= cell.x + chart.cell_width
        assert cell.y <= top
        assert bottom <= cell.y + chart.cell_height


def test_what_a_cell_has_no_room_for_is_counted_in_each_cell():
    cells = [(1, 1), (2, 2)]
    points = [Point(f"{cell[0]}{n}", cell, cell) for cell in cells for n in range(8)]
    chart = heat_map.heat_map(points)
    assert [m.text for m in chart.marks if m.text.startswith("+")] == ["+3", "+3"]


def test_risks_with_the_same_name_or_none_have_a_mark_each():
    chart = heat_map.heat_map([Point("?", (1, 1), (1, 1)), Point("?", (2, 2), (1, 2))])
    assert sum(mark.solid for mark in chart.marks) == 2
    assert len(chart.marks) == 3


def test_a_risk_that_treatment_does_not_move_has_one_mark_and_no_arrow():
    chart = heat_map.heat_map([Point("1", (3, 3), (3, 3))])
    assert [(m.text, m.solid) for m in chart.marks] == [("1", True)]
    assert chart.arrows == ()


def test_a_risk_without_treatment_has_an_outline():
    chart = heat_map.heat_map([Point("1", (3, 3), None)])
    assert [m.solid for m in chart.marks] == [False]


@given(
    st.lists(
        st.builds(
            Point,
            st.text(min_size=1, max_size=20),
            st.tuples(st.integers(1, 5), st.integers(1, 5)),
            st.none() | st.tuples(st.integers(1, 5), st.integers(1, 5)),
        ),
        max_size=50,
    )
)
@settings(deadline=None)
def test_everything_of_a_heat_map_lies_within_it(points):
    chart = heat_map.heat_map(points)
    assert len(chart.cells) == 25
    for mark in chart.marks:
        left, right, top, bottom = _box(mark)
        assert left >= heat_map.LEFT
        assert right <= 100
        assert top >= heat_map.TOP
        assert bottom <= heat_map.TOP + 5 * heat_map.HEIGHT
    for arrow in chart.arrows:
        assert all(heat_map.LEFT <= x <= 100 for x in (arrow.x1, arrow.x2))
        assert all(0 <= y <= 410 for y in (arrow.y1, arrow.y2))
    shown = sum(1 for m in chart.marks if not m.text.startswith("+"))
    assert shown <= sum(1 + (p.after not in (None, p.before)) for p in points)


# --- gantt

anyday = st.integers(dt.date.min.toordinal(), dt.date.max.toordinal())
nearby = st.integers(TODAY.toordinal() - 2000, TODAY.toordinal() + 2000)


def _within(chart):
    for part in chart.parts:
        for bar in part.bars:
            assert 0 <= bar.x <= bar.end <= 98
            assert bar.width > 0
            assert bar.x + bar.width <= 100
            assert gantt.TOP <= bar.y < part.floor
    assert all(0 <= tick.x <= 98 for tick in chart.ticks)
    assert len({tick.x for tick in chart.ticks}) == len(chart.ticks) <= 14
    assert chart.today is None or 0 <= chart.today <= 98


@given(st.lists(st.tuples(anyday | nearby, anyday | nearby).map(sorted), min_size=1, max_size=50))
@settings(deadline=None)
def test_every_plan_by_date_lies_within_its_frame(spans):
    _within(by_date([_task(*span) for span in spans], TODAY, "Plan"))


offsets = st.integers(-(10**15), 10**15) | st.integers(-400, 400)


@given(st.lists(st.tuples(offsets, offsets).map(sorted), min_size=1, max_size=50))
@settings(deadline=None)
def test_every_plan_by_offset_lies_within_its_frame(spans):
    _within(by_offset([_task(*span) for span in spans], "Plan"))


def test_the_last_mark_of_an_axis_ends_within_the_frame():
    svg = _svg("gantt", by_offset([_task(0, 180)], "Exit plan"))
    ends = re.findall(r'<text class="(e )?q[^"]*" x="[\d.]+%" y="\d+">(T[+\d]+)</text>', svg)
    assert [text for late, text in ends if late] == []
    assert ends[-1] == ("", "T+150")  # T+180 would stand on it
    svg = _svg("gantt", by_offset([_task(0, 120)], "Exit plan"))
    assert '<text class="e q" x="100%" y="76">T+120</text>' in svg


def test_no_task_no_picture():
    assert by_date([], TODAY, "Plan") is None
    assert by_offset([], "Plan") is None


@pytest.mark.parametrize(
    ("spans", "today"),
    [(((-5, 5),), 49.0), (((1, 9),), None), (((-40, -1),), None), (((0, 9),), 0)],
)
def test_today_is_marked_where_the_plan_reaches(spans, today):
    assert by_date(_days(*spans), TODAY, "Plan").today == today


def test_a_plan_of_a_day_stands_within_a_month_that_the_axis_names():
    chart = by_date(_days((0, 0), (0, 0)), TODAY, "Plan")
    assert [bar.width for bar in chart.bars] == [0.6, 0.6]
    assert chart.today == chart.bars[0].x > 40
    assert [tick.text for tick in chart.ticks] == ["Dec"]


def test_every_second_month_is_hidden_on_a_phone_only_where_there_are_many():
    few, many = (by_date(_days((0, days)), TODAY, "Plan") for days in (150, 300))
    assert [tick.minor for tick in few.ticks] == [False] * 5
    assert [tick.text for tick in many.ticks if not tick.minor] == [
        *["Jan 27", "Mar", "May", "Jul", "Sep"]
    ]


def test_a_long_way_to_the_first_due_day_does_not_squeeze_the_rest():
    chart = by_date(_days((-2000, -50), (-50, 0), (0, 100)), TODAY, "Plan")
    assert [bar.cut for bar in chart.bars] == [True, False, False]
    assert chart.bars[0].x == 0
    assert chart.bars[1].width > 20
    assert not any(bar.cut for bar in by_date(_days((-90, -50), (-50, 0)), TODAY, "Plan").bars)


def test_fifty_tasks_have_a_row_each():
    chart = by_date(_days(*[(n, n + 5) for n in range(50)]), TODAY, "Plan")
    for part in chart.parts:
        assert [b.y for b in part.bars] == [40 + 34 * n for n in range(len(part.bars))]
        assert part.height == part.floor + 20
    assert len(chart.bars) == 50


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        ((2026, 1, 15), (2026, 4, 2), ["Feb", "Mar", "Apr"]),
        ((2026, 11, 1), (2027, 2, 1), ["Nov", "Dec", "Jan 27", "Feb"]),
        ((2026, 1, 1), (2027, 8, 1), ["Jan 26", "Apr", "Jul", "Oct", "Jan 27"]),
        ((2000, 1, 1), (2030, 1, 1), [str(y) for y in range(2000, 2030, 5)]),
    ],
)
def test_the_axis_names_months_and_each_new_year(start, end, texts):
    span = dt.date(*start).toordinal(), dt.date(*end).toordinal()
    shown = [tick.text for tick in by_date([_task(*span)], TODAY, "Plan").ticks]
    assert shown[: len(texts)] == texts
    assert len(shown) <= 14


def test_offsets_count_from_the_start():
    chart = by_offset([_task(-14, 0), _task(0, 28)], "Plan")
    assert [tick.text for tick in chart.ticks] == [
        "T-14",
        "T-7",
        "T0",
        "T+7",
        "T+14",
        "T+21",
    ]  # T+28 would stand on the one before
    assert chart.today_text == "T0"
    assert by_offset([_task(3, 28)], "Plan").today is None


# --- progress


@pytest.mark.parametrize(
    ("changed", "share", "expected", "align"),
    [
        ({}, 40.0, 50.0, "m"),
        ({"actuals": [{"date": "2026-11-01", "value": 60}]}, 0.0, 50.0, "s"),
        ({"actuals": [{"date": "2026-11-01", "value": 1}]}, 100.0, 50.0, "e"),
        ({"checkpoints": []}, 40.0, None, "m"),
        ({"checkpoints": [{"date": "2026-10-01", "expected": -90}]}, 40.0, 100, "m"),
    ],
)
def test_a_bar_stays_within_its_track(changed, share, expected, align):
    bar = _bar(**changed)
    assert (bar.share, bar.expected, bar.align) == (share, expected, align)


@pytest.mark.parametrize(
    "changed",
    [{"actuals": []}, {"measure": {"baseline": 1}}, {"measure": {"target": 1}}, {"measure": None}],
)
def test_no_bar_without_a_scale_and_a_value(changed):
    assert _bar(**changed) is None


def test_a_bar_says_what_it_shows():
    assert _bar().label == (
        "Fewer faults: began at 40\u00a0faults, now 28\u00a0faults, target 10\u00a0faults"
    )


BAND = [
    overlap.Place("Boston", "x-c", "09:00–17:00", ((540, 1020),)),
    overlap.Place("Buenos <&>", "x-v", "09:00–18:00", ((420, 960),)),
    overlap.Place("Auckland", "x-v", "09:00–17:00", ((0, 180), (840, 1440))),
]


def test_overlap_golden(golden):
    chart = overlap.overlap_band(BAND, "Common 14:00–16:00 · 2 h", "Hours")
    golden("overlap.svg", _svg("overlap", chart))


SPANS = st.lists(st.tuples(st.integers(0, 700), st.integers(701, 1440)), max_size=2)


@given(st.lists(SPANS, max_size=5))
def test_the_common_hours_are_hours_of_all(all_spans):
    for low, high in overlap.shared(all_spans):
        assert low < high
        assert all(any(a <= low and high <= b for a, b in spans) for spans in all_spans)
    places = [overlap.Place("x", "x-v", "", tuple(spans)) for spans in all_spans]
    chart = overlap.overlap_band(places, "note", "label")
    for bar in (*chart.common, *(bar for line in chart.lines for bar in line.bars)):
        assert 0 <= bar.x <= bar.x + bar.width <= 100.01


@pytest.mark.parametrize(
    ("name", "room", "tight"),
    [
        ("Boston", "", False),
        ("Hamburg", " x-sheet--m", False),  # as many letters, but wide ones
        ("Buenos Aires", " x-sheet--m", False),
        ("San Francisco", " x-sheet--l", True),
    ],
)
def test_long_names_have_more_room_and_short_bars_then_no_text_on_a_phone(name, room, tight):
    chart = overlap.overlap_band(
        [overlap.Place(name, "x-c", "09:00–17:00", ((540, 1020),))], "", ""
    )
    bar = chart.lines[0].bars[0]
    assert (chart.names, bar.text, bar.tight) == (room, "09:00–17:00", tight)


def test_a_share_that_has_its_colour_from_another_is_striped_as_in_the_legend():
    states = [share_bar.State(kind, kind, 2) for kind in ("warn", "due")]
    drawn = _svg("share_bar", share_bar.share_bar(states, "checks"))
    assert drawn.count("x-striped") == 1
    assert drawn.index("x-s--warn") < drawn.index("x-striped") < drawn.index("x-s--due")


@pytest.mark.parametrize("count", [3, 4, 5, 12])
def test_marks_by_dimension_leave_no_empty_room_below(count):
    chart = radar.radar([radar.Dimension(f"D{n}", 3) for n in range(count)], "Marks")
    lowest = chart.centre + max(max(s.y, s.text_y) for s in chart.spokes)
    assert lowest < chart.height < lowest + 12


@pytest.mark.parametrize(
    ("hours", "align"), [((480, 720), "m"), ((60, 300), "s"), ((960, 1260), "e")]
)
def test_what_the_common_hours_are_is_told_where_a_phone_has_room_for_it(hours, align):
    low, high = hours
    places = [
        overlap.Place("A", "x-c", "", ((low, high),)),
        overlap.Place("B", "x-v", "", (hours,)),
    ]
    chart = overlap.overlap_band(places, "Common", "Hours")
    at = {"m": 100 * (low + high) / 2 / 1440, "s": 100 * low / 1440, "e": 100 * high / 1440}[align]
    assert (chart.note_x, chart.note_align) == (pytest.approx(at, abs=0.01), align)


def _year(*clocks, today=TODAY):
    shared = [
        year.Stretch(dt.date(2026, 11, 1), dt.date(2027, 3, 13), "4 h", "x-badf"),
        year.Stretch(dt.date(2027, 3, 14), dt.date(2027, 10, 31), "5 h, every day", "x-goodf"),
    ]
    days = (dt.date(2026, 11, 1), dt.date(2027, 10, 31))
    return year.year_strip(clocks, shared, days, today, "A year")


BOSTON = year.Clock(
    "Boston",
    ((dt.date(2026, 11, 1), -300), (dt.date(2027, 3, 14), -240)),
    (dt.date(2026, 11, 26), dt.date(2028, 1, 1)),
)
LONDON = year.Clock(
    "London",
    ((dt.date(2026, 11, 1), 0), (dt.date(2027, 3, 28), 60), (dt.date(2027, 10, 31), 0)),
    (dt.date(2026, 12, 25),),
)
BOGOTA = year.Clock("Bogotá", ((dt.date(2026, 11, 1), -300),), ())


def test_year_golden(golden):
    golden("year.svg", _svg("year", _year(BOSTON, LONDON, BOGOTA)))


def test_changes_that_are_near_each_other_are_told_below_each_other():
    marks = {mark.text.split()[0]: mark for mark in _year(BOSTON, LONDON).marks}
    assert marks["14"].y < marks["28"].y
    assert marks["14"].floor < marks["28"].floor
    assert marks["14"].x + 3 < marks["28"].x


def test_a_day_that_is_not_in_the_year_is_not_told():
    marks = _year(BOSTON, today=dt.date(2028, 1, 1)).marks
    assert [mark.text.replace("\u00a0", " ") for mark in marks] == ["14 Mar +1 h"]


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC+0"), (330, "UTC+5:30"), (-180, "UTC−3"), (-210, "UTC−3:30")]
)
def test_how_far_a_clock_is_ahead(minutes, text):
    assert year.ahead(minutes) == text
