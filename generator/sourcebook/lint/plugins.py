"""Rules that other packages bring along, by the entry point group ``sourcebook.rules``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sourcebook.errors import UsageError
from sourcebook.lint.codes import CODE
from sourcebook.lint.identity import may_bring_rules
from sourcebook.lint.rule import Rule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "sourcebook.rules"


def brought_along(known: Iterable[str], points: Iterable[EntryPoint] | None = None) -> list[Rule]:
    """The rules of all installed packages; ``known`` are the codes that are taken.

    An entry point names a rule, or a list of them. Raises UsageError for one that cannot be
    loaded, brings something else, or a code that is taken or malformed.
    """
    taken, rules = set(known), list[Rule]()
    for point in sorted(_installed() if points is None else points):
        for rule in _loaded(point):
            if not CODE.fullmatch(rule.code) or rule.code in taken:
                why = "is taken" if rule.code in taken else "is not like ABC123 or HOUSE-RATES"
                raise _wrong(point, f"the code '{rule.code}' {why}")
            taken.add(rule.code)
            rules.append(rule)
    return rules


def _installed() -> Iterable[EntryPoint]:
    if not may_bring_rules():
        return ()
    from importlib.metadata import entry_points  # takes longer than to lint a file

    return entry_points(group=GROUP)


def _loaded(point: EntryPoint) -> list[Rule]:
    try:
        found = point.load()
    except (ImportError, AttributeError) as error:
        raise _wrong(point, str(error)) from None
    rules = [found] if isinstance(found, Rule) else list(found) if _many(found) else []
    if not rules or not all(isinstance(rule, Rule) for rule in rules):
        raise _wrong(point, "it is no rule, and no list of rules (make one with @rule)")
    try:
        for rule in rules:
            _ = rule.docs  # read when somebody asks: here, where the package is known
    except ValueError as error:
        raise _wrong(point, str(error)) from None
    return rules


def _many(found: object) -> bool:
    return isinstance(found, list | tuple)


def _wrong(point: EntryPoint, what: str) -> UsageError:
    return UsageError(
        f"CFG001 the entry point '{point.name} = {point.value}' of {GROUP}: {what}. "
        "Mend or uninstall the package that brings it."
    )
