"""Conditional fields and what their conditions mean."""

from __future__ import annotations

from sourcebook.lint.conditions import CONDITIONS
from sourcebook.model.fields import Need
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of, records_of


def test_every_condition_of_the_catalogue_has_its_meaning() -> None:
    words = {
        spec.meta.when
        for section in SECTIONS.values()
        for record in records_of(section)
        for spec in fields_of(record).values()
        if spec.meta.need is Need.CONDITIONAL
    }
    assert words == set(CONDITIONS)
