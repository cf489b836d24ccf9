"""The gallery shows every picture, and each picture is whole whatever its data."""

from __future__ import annotations

import inspect
import pkgutil
import re
from importlib import import_module

import pytest

from render.markup import faults_of
from sourcebook.assets import bundled
from sourcebook.render import charts
from sourcebook.render.environment import environment
from sourcebook.render.gallery import exhibits
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


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_each_picture_has_nothing_few_and_odd_data(exhibit):
    names = [case.name for case in exhibit.cases]
    assert len(names) == len(set(names)) >= 3
    assert any(case.chart is not None for case in exhibit.cases)


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
