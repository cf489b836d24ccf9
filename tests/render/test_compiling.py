"""Templates give what they would with Jinja's own compiler, and are compiled once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined, TemplateRuntimeError, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from sourcebook.render.compiling import Compiler
from sourcebook.render.environment import Folders, environment

MACROS = """
{%- macro one(a, b="<d>") %}[{{ a }}|{{ b }}]{% endmacro %}
{%- macro rest(a) %}{{ a }}{{ varargs | join("&") }}{{ kwargs.x }}{% endmacro %}
{%- macro around() %}({{ caller("<c>") }}){% endmacro %}
"""
VIEW = {
    "text": "<&\"'>",
    "html": Markup("<b>"),
    "number": 4.5,
    "none": None,
    "f": "<{}>".format,
    "held": {"text": "<&>", "keys": "hidden", "deep": {"html": Markup("<i>"), "no": None}},
    "day": dt.date(2026, 11, 22),
}


def _environment(compiler: type[CodeGenerator]) -> Environment:
    made = Environment(autoescape=True, undefined=StrictUndefined)
    made.code_generator_class = compiler
    return made


@pytest.mark.parametrize(
    "template",
    [
        "{{ text }}{{ html }}{{ number }}{{ none }}{{ [text, html] }}{{ 1 }}{{ true }}{{ day }}",
        "{{ held.text }}{{ held.deep.html }}{{ held.deep.no }}{{ day.year }}{{ 'a'.upper() }}",
        "{{ held.keys() | list }}{% for x in [held, day] %}{{ x.text is defined }}{% endfor %}",
        "{{ one(text) }}{{ one(html, text) }}{{ one(text, b=html) }}{{ one(b=1, a=2) }}",
        "{% for x in [1, 2] %}{{ one(x) }}{{ one(one(x), loop.index) }}{% endfor %}",
        "{{ rest(1, text, html, x=text) }}{{ one(*[text, html]) }}{{ f(text) }}{{ html.upper() }}",
        "{% call(given) around() %}{{ given }}{{ text }}{% endcall %}",
        "{% autoescape false %}{{ text }}{{ one(text) }}{% endautoescape %}{{ one(text) | lower }}",
        "{% set kept %}{{ one(text) }}{{ text }}{% endset %}{{ kept }}{{ one(kept) ~ text }}",
    ],
)
def test_a_template_gives_the_same_text(template: str) -> None:
    own, plain = (_environment(kind) for kind in (Compiler, CodeGenerator))
    made = own.from_string(MACROS + template).render(VIEW)
    assert made == plain.from_string(MACROS + template).render(VIEW)
    assert made


@pytest.mark.parametrize(
    "template",
    ["{{ one() }}", "{{ nothing }}", "{{ nothing(1) }}", "{{ nothing.x }}", "{{ held.deep.x }}"],
)
def test_what_is_not_given_is_an_error(template: str) -> None:
    told = []
    for compiler in (Compiler, CodeGenerator):
        with pytest.raises(UndefinedError) as error:
            _environment(compiler).from_string(MACROS + template).render(held=VIEW["held"])
        told.append(str(error.value))
    assert told[0] == told[1]


def test_arguments_that_a_macro_does_not_take_are_an_error() -> None:
    with pytest.raises((TypeError, TemplateRuntimeError), match="not more than 2"):
        _environment(Compiler).from_string(MACROS + "{{ one(1, 2, 3) }}").render()


def _glossary(made: Environment) -> str:
    return made.get_template("pages/glossary.html.j2").render(name="<x>", entries=[])


def test_compiled_templates_are_kept_and_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    def as_another_process_does() -> str:
        return _glossary(environment.__wrapped__(None, tmp_path / "kept"))

    first = as_another_process_does()
    (file,) = (tmp_path / "kept").iterdir()
    file.write_bytes(file.read_bytes()[:40])
    assert as_another_process_does() == first == _glossary(environment())
    assert file.stat().st_size > 40


def test_where_nothing_can_be_kept_templates_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made = environment.__wrapped__(None, tmp_path / "file" / "kept")
    assert "&lt;x&gt;" in _glossary(made)
    assert not (tmp_path / "file").read_bytes()


def test_a_folder_that_gets_a_template_later_on_is_the_nearer_one_again(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    for folder in (near, far):
        folder.mkdir()
    (far / "page.j2").write_text("shipped")
    templates = Environment(loader=Folders([near, far]), autoescape=True)
    assert templates.get_template("page.j2").render() == "shipped"
    (near / "page.j2").write_text("the project")
    assert templates.get_template("page.j2").render() == "the project"
    (near / "page.j2").unlink()
    assert templates.get_template("page.j2").render() == "shipped"
