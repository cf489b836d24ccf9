"""The gallery shows every picture, and each picture is whole whatever its data."""

from __future__ import annotations

import inspect
import pkgutil
import re
from html import unescape
from importlib import import_module

import pytest

from render.markup import faults_of
from sourcebook.assets import bundled
from sourcebook.render import charts
from sourcebook.render.environment import environment
from sourcebook.render.gallery import exhibits
from sourcebook.render.gallery.odd import ARABIC, HEBREW, LONG, UNBROKEN
from sourcebook.render.views.gallery import GALLERY, gallery_page

EXHIBITS = exhibits()
CASES = [
    pytest.param(exhibit.template, case.chart, id=f"{exhibit.name}-{case.name}".replace(" ", "-"))
    for exhibit in EXHIBITS
    for case in exhibit.cases
    if case.chart is not None
]
DRAWN = [param for param in CASES if param.values[0].endswith(".svg.j2")]
_WHOLE = (
    '{% from "pages/_values.html.j2" import badge, link, tag with context %}{% include template %}'
)


def _drawn(template, chart):
    whole = environment().from_string(_WHOLE)
    return whole.render(template=f"charts/{template}", chart=chart)


@pytest.fixture(scope="module")
def page():
    return gallery_page(environment())


def test_every_template_of_a_picture_is_in_the_gallery(page):
    there = {path.name for path in (bundled("templates") / "charts").iterdir()}
    assert {exhibit.template for exhibit in EXHIBITS} == there
    assert page.path == GALLERY
    assert [heading.title for heading in page.headings] == [exhibit.name for exhibit in EXHIBITS]


def test_every_module_of_a_picture_is_in_the_gallery():
    shown = {type(case.chart).__module__ for exhibit in EXHIBITS for case in exhibit.cases}
    assert {f"{charts.__name__}.{m.name}" for m in pkgutil.iter_modules(charts.__path__)} <= shown


ODD = {
    "nothing": lambda case, _: case.name in {"none", "nobody", "no marks"},
    "one": lambda case, _: case.name.startswith("one"),
    "fifty": lambda case, _: "fifty" in case.name,
    "a very long name": lambda _, text: LONG[:8] in text,
    "a word that does not break": lambda _, text: UNBROKEN[:8] in text,
    "a name in Arabic": lambda _, text: ARABIC[:6] in text,
    "a name in Hebrew": lambda _, text: HEBREW[:6] in text,
    "no width": lambda case, _: case.name in {"no width", "at the start", "fifty in a cell"},
}
"""What data may be, and by which case and its picture one sees that it is."""
NAMED = frozenset({"a very long name", "a word that does not break"})
FOREIGN = frozenset({"a name in Arabic", "a name in Hebrew"})
AMOUNTS = frozenset({"nothing", "one", "fifty"})
WIDE = frozenset({"no width"})
CANNOT_BE = {
    "gantt.svg.j2": frozenset(),
    "path.svg.j2": NAMED | FOREIGN,  # a stop without a short id has a number
    "trajectory.svg.j2": frozenset({"a word that does not break", "a name in Arabic"}),  # a unit
    "progress.svg.j2": AMOUNTS | {"a word that does not break", "a name in Arabic"},  # one goal
    "chips.html.j2": {"one", "fifty"} | WIDE,  # five letters
    "heat_map.svg.j2": NAMED | FOREIGN,  # three letters of an id
    "contingency.html.j2": WIDE,
    "week_hours.svg.j2": NAMED | FOREIGN | {"one", "fifty"},  # seven days, six kinds
    "overlap.svg.j2": frozenset(),
    "year.svg.j2": frozenset(),
    "share_bar.svg.j2": NAMED | FOREIGN | {"fifty"} | WIDE,  # six states
    "board.html.j2": WIDE,
    "locations.html.j2": WIDE,
    "chain.html.j2": WIDE,
    "steps.html.j2": WIDE,
    "incident_clock.svg.j2": frozenset(),
    "timeline.svg.j2": WIDE,  # one event is a day
    "horizon.svg.j2": frozenset(),
    "sparkline.svg.j2": frozenset({"a word that does not break", "a name in Arabic"}),  # a unit
    "radar.svg.j2": WIDE,
    "checklist.html.j2": WIDE,
}


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_each_picture_is_shown_with_all_odd_data_that_it_can_have(exhibit):
    names = [case.name for case in exhibit.cases]
    assert len(names) == len(set(names))
    drawn = [
        (case, "" if case.chart is None else unescape(_drawn(exhibit.template, case.chart)))
        for case in exhibit.cases
    ]
    there = {odd for odd, is_so in ODD.items() if any(is_so(*one) for one in drawn)}
    assert there >= ODD.keys() - CANNOT_BE[exhibit.template]


def test_the_gallery_is_sound_and_the_same_each_time(page):
    assert faults_of(page.html) == []
    assert gallery_page(environment()) == page


@pytest.mark.parametrize(("template", "chart"), CASES)
def test_a_picture_is_sound_markup(template, chart):
    assert faults_of(_drawn(template, chart)) == []


@pytest.mark.parametrize(("template", "chart"), DRAWN)
def test_a_drawing_has_a_name_and_stays_within_its_frame(template, chart):
    svg = _drawn(template, chart)
    assert chart.label
    assert re.search(r'role="img"( aria-label="[^"]+"|><title>[^<]+</title>)', svg)
    for name, number in re.findall(r' (x|x1|x2|cx|width)="(-?[\d.e+-]+)%"', svg):
        assert 0 <= float(number) <= 100.01, (name, number)
    assert not re.search(r'"(nan|inf|None)|\bNone\b', svg)


def test_what_there_is_nothing_to_say_of_has_no_picture():
    empty = {e.name for e in EXHIBITS for c in e.cases if c.name == "none" and c.chart is None}
    assert {"Plan", "Board", "SMART", "Chain", "Checklist", "Marks", "Results"} <= empty


def test_pictures_are_made_of_plain_values():
    """No module of a picture knows a playbook, a context or a clock."""
    for module in pkgutil.iter_modules(charts.__path__):
        source = inspect.getsource(import_module(f"{charts.__name__}.{module.name}"))
        assert "sourcebook.model" not in source
        assert ".today()" not in source
