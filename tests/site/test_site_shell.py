"""What is around pages is made once for all of a kind, and only as long as no template minds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from markupsafe import escape

from browser.fake_site import every_kind, fake_site
from sourcebook.render.pages import Site
from sourcebook.site import theme
from sourcebook.site.engines import Engine
from sourcebook.site.frame import Frame
from sourcebook.site.kept import Kept
from sourcebook.site.mkdocs import build, page_html
from sourcebook.site.mkdocs.anypage import Kind, any_page
from sourcebook.site.mkdocs.slots import Form, Marks, UnforeseenError, both, foreseen
from sourcebook.site.outputs import digest
from sourcebook.site.write import write_site

KIND = Kind("", "page-title", False, True, True, True, False, (True, True, False))


@pytest.mark.usefixtures("none_by_itself")
def test_a_page_by_itself_is_the_one_of_the_whole_site(tmp_path: Path) -> None:
    site, kept = every_kind(), Kept()
    write_site(site, tmp_path / "out", frame=Frame())
    for each in site.pages:
        assert (
            page_html(site, each.path, Frame(), kept) == (tmp_path / "out" / each.path).read_bytes()
        )


@pytest.fixture
def shouting(tmp_path: Path) -> Frame:
    """A project whose own template asks each page for more."""
    own = tmp_path / "theme"
    own.mkdir()
    (own / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}<p>{{ page.title | upper }}</p>{% endblock %}'
    )
    return Frame(overrides=(own,))


@pytest.mark.parametrize("is_taken_for_ours", [False, True])
def test_where_a_template_asks_a_page_for_more_each_is_made_by_itself(
    shouting: Frame, is_taken_for_ours: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_taken_for_ours:
        monkeypatch.setattr(theme, "is_ours", lambda _frame: True)
    site = every_kind()
    write_site(site, tmp_path / "out", frame=shouting)
    for each in site.pages:
        html = (tmp_path / "out" / each.path).read_bytes()
        assert f"<p>{escape(each.title).upper()}</p>".encode() in html
        assert page_html(site, each.path, shouting, Kept()) == html


@pytest.mark.parametrize(
    "asked",
    [
        "{{ page.title | upper }}",
        "{{ page.title | striptags }}",
        "{{ page.title | string | e }}",
        "{{ page.title | replace(' ', '-') }}",
        "{{ page.title | urlencode }}",
        "{{ page.title | length }}",
        "{{ page.title | first }}",
        "{{ page.title.lower() }}",
        "{{ (page.title ~ '') | title }}",
        "{% if page.title == 'Risks' %}{% endif %}",
        "{% if 'R' in page.title %}{% endif %}",
        "{{ page.url }}",
        "{{ page.file.src_uri }}",
        "{{ page }}",
        "{{ page.meta }}",
        "{{ page.previous_page.title }}",
        "{{ page.content | length }}",
        "{% if '<h2' in page.content %}{% endif %}",
        "{% for part in page.toc[0].children %}{{ part.level }}{% endfor %}",
        "{% set _ = page.title | string %}",
        "{{ page.title * 2 }}",
        "{{ page.parent + 1 }}",
        "{{ page.toc | sum }}",
    ],
)
def test_what_differs_from_page_to_page_is_noticed(asked: str) -> None:
    marks = Marks()
    template = jinja2.Environment().from_string(asked)  # noqa: S701 - as MkDocs has it
    with pytest.raises(UnforeseenError), foreseen():
        Form(marks.checked(template.render(page=any_page(KIND, marks))))


def test_a_text_has_places_for_what_a_page_brings() -> None:
    marks = Marks()
    asked = "{% if page.parent %}<{{ page.title }}> {{ page.canonical_url | e }}{% endif %}"
    template = jinja2.Environment().from_string(asked)  # noqa: S701 - as MkDocs has it
    form = Form(marks.checked(template.render(page=any_page(KIND, marks))))
    values = {**both("title", "A & b"), **both("address", "x?y&z")}
    assert form.filled(values) == "<A & b> x?y&amp;z"


def _edited(out: Path) -> None:
    (out / "risks.html").write_text("other")


def _renamed(out: Path) -> None:
    (out / "risks.html").rename(out / "risk.html")


@pytest.mark.parametrize("change", [_edited, _renamed])
@pytest.mark.parametrize("engine", Engine)
def test_the_digest_of_what_is_written_is_the_one_of_what_lies_there(
    engine: Engine, change: Callable[[Path], None], site: Site, tmp_path: Path
) -> None:
    frame, out = Frame(cache=tmp_path / "cache"), tmp_path / "out"
    its = write_site(site, out, frame=frame, engine=engine)
    assert its == digest(out)
    if engine is Engine.MKDOCS:
        change(out)
        assert digest(out) != its
    assert write_site(site, out, frame=frame, engine=engine) == its


def test_so_it_is_where_each_page_is_made_by_itself(
    site: Site, shouting: Frame, tmp_path: Path
) -> None:
    assert write_site(site, tmp_path / "out", frame=shouting) == digest(tmp_path / "out")


def test_of_two_files_at_one_path_the_last_one_counts(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.txt"
    theirs.write_text("one")
    frame = Frame(cache=tmp_path / "cache")
    (tmp_path / "work").mkdir()
    out = build(fake_site(), tmp_path / "work", frame)
    out.place("two.txt", theirs)
    out.write("two.txt", b"two")
    assert (out.path / "two.txt").read_bytes() == b"two"
    out.place("two.txt", theirs)
    assert (out.path / "two.txt").read_bytes() == theirs.read_bytes() == b"one"
    assert out.digest == digest(out.path)
