"""The registry holds every rule there is."""

from __future__ import annotations

import importlib
import pkgutil

from sourcebook.lint import rules
from sourcebook.lint.registry import RULES
from sourcebook.lint.rule import Rule


def test_no_rule_is_missing_from_the_registry() -> None:
    written = {
        value.code
        for module in pkgutil.iter_modules(rules.__path__)
        for value in vars(importlib.import_module(f"{rules.__name__}.{module.name}")).values()
        if isinstance(value, Rule)
    }
    assert written == {rule.code for rule in RULES}


def test_codes_and_slugs_are_unique_and_well_formed() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.slug for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.code[:3].isupper()
        assert rule.code[3:].isdigit()
        assert rule.slug == rule.slug.lower()
