"""The model against its written catalogue, and what every section must have."""

from __future__ import annotations

import pytest

from model.catalogue import FILE, catalogue
from sourcebook.lint.wording import example
from sourcebook.model.fields import Audience, Group, Need
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.record import Section, fields_of, records_of

PHASES = ("all", "selection", "transition", "delivery")


def test_the_catalogue_is_as_written() -> None:
    """If a change is meant: ``python tests/model/catalogue.py``, and look at the difference."""
    assert list(catalogue()) == FILE.read_text("utf-8").splitlines()


def test_there_are_eighteen_sections_each_a_field_of_the_playbook() -> None:
    assert len(SECTIONS) == 18
    assert all(key in Playbook.__annotations__ for key in SECTIONS)


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_a_section_says_what_it_is(section: type[Section]) -> None:
    assert SECTIONS[section.key] is section
    assert section.title
    assert section.purpose().endswith(".")
    assert section.phase in PHASES
    assert isinstance(section.group, Group)
    assert isinstance(section.audience, Audience)


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_every_field_says_what_it_is_for_and_when_it_is_needed(section: type[Section]) -> None:
    for record in records_of(section):
        assert record.__doc__, record
        for name, spec in fields_of(record).items():
            where = f"{record.__name__}.{name}"
            assert spec.meta.description.endswith("."), where
            assert bool(spec.meta.when) == (spec.meta.need is Need.CONDITIONAL), where
            assert spec.shape.form != "scalar" or spec.shape.kind, where


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_an_empty_section_is_a_section(section: type[Section]) -> None:
    empty = section()
    assert all(not empty.given(name) for name in fields_of(section))


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_numbers_carry_their_unit_or_an_example(section: type[Section]) -> None:
    """A field whose name speaks of a unit says it, too."""
    for record in records_of(section):
        for name, spec in fields_of(record).items():
            if name.endswith(("_days", "_hours", "_min", "_pct")) and spec.shape.kind == "number":
                assert spec.meta.unit, f"{record.__name__}.{name} has no unit"
            if spec.meta.example is not None:
                assert example(spec)
