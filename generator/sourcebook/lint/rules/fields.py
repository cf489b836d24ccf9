"""Which fields must be filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sourcebook.analysis.applicable import covers
from sourcebook.analysis.content import is_empty
from sourcebook.analysis.filling import Blank, filling, place
from sourcebook.findings import Severity
from sourcebook.lint.conditions import Within, holds
from sourcebook.lint.rule import Facts, Hit, rule
from sourcebook.lint.wording import choices, example
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import FieldSpec


@rule(
    "STR002",
    "required-field-missing",
    Severity.ERROR,
    "risk.high_threshold",
    "risk.force_high_on_impact",
)
def required_field_missing(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every required field is filled, and every conditional one whose condition holds.

    Why: The fields that are required are those without which the other company cannot act: an
    owner, a date, a number, a place to look.
    Fix: Fill the field in. Where a list is rightly empty, write `{none: "why"}` in its place.
    Fields that are merely recommended are told as info, and only with `depth: full` in
    site_config/lint.yml.
    Source: practices R2, R22 and R35.
    """
    told, full = _Told(book, facts), facts.asking.depth == "full"
    for section in book.sections():
        present = book.state(section.key) is State.PRESENT and covers(facts.asking, section.key)
        if present and not is_empty(book, section.key):
            found = filling(book, section.key, recommended=full)
            yield from told.of(section.key, found.blank)


class _Told:
    """Tells which of the fields that are blank are missing."""

    def __init__(self, book: Playbook, facts: Facts) -> None:
        self._book, self._facts = book, facts

    def of(self, section: str, found: Iterable[Blank]) -> Iterator[Hit]:
        """A hit for each of these fields that is asked for."""
        for steps, spec, within in found:
            if self._wanted(spec, within):
                yield self._hit(place(section, steps), spec, f"is required{_because(spec)}")
            elif spec.meta.need is Need.RECOMMENDED:
                yield self._hit(place(section, steps), spec, "is recommended", Severity.INFO)

    def _begun(self, at: At) -> bool:
        """Whether the field's key stands there, with nothing in it."""
        source = self._book.source.sections.get(at.section)
        data: Any = source.data if source else None
        for key in self._book.in_source(at)[:-1]:
            data = data[key]
        return isinstance(data, dict) and at.keys[-1] in data

    def _wanted(self, spec: FieldSpec, within: Within) -> bool:
        if spec.meta.need is Need.CONDITIONAL:
            return holds(spec, self._book, self._facts, within)
        return spec.meta.need is Need.REQUIRED

    def _hit(
        self, parent: At, spec: FieldSpec, wanted: str, severity: Severity | None = None
    ) -> Hit:
        at, where = parent / spec.name, self._book.spelled(parent)
        shown = example(spec, self._book.index)
        words = choices(spec.shape)
        parts = [f"'{spec.name}' {wanted}. {_sentence(spec.meta.description)}"]
        if len(words) > 1:
            parts.append(f"One of: {', '.join(words)}.")
        elif shown:
            parts.append(f"Example: {spec.name}: {shown}.")
        message = " ".join(parts)
        such = f", such as {shown}" if shown else ""
        what = f"Fill in '{spec.name}'" if self._begun(at) else f"Add '{spec.name}:'"
        fix = f"{what}{such}."
        told = f"{where}: {message}" if where else message
        return Hit(at, told, fix, key=True, severity=severity)


def _because(spec: FieldSpec) -> str:
    return f" because {spec.meta.when}" if spec.meta.when else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
