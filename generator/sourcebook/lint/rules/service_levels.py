"""What is promised of a service can be measured."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.service_levels import Target

_ASKED = {
    "target": "a target",
    "operator": "an operator in its target",
    "value": "a value in its target",
    "unit": "a unit in its target",
    "window": "the window over which it is measured",
    "measurement_source": "the source that the value comes from",
}
_EXAMPLE = ">= 99.9 % per calendar month, source: synthetic probe"


@rule("SLA001", "service-level-not-measurable", Severity.ERROR)
def service_level_not_measurable(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every service level has a target, a window and a source, and says what a breach leads to.

    Why: A promise that cannot be measured cannot be missed. One of 100 % is missed in the first
    month, and then nobody takes the others seriously.
    Fix: Give target (operator, value, unit), window and measurement_source; promise less than
    100 %; and write in breach_action what follows when it is missed.
    Source: service reviews against measured levels (practice R24); DORA Art. 30(2)(e) and
    30(3)(a); service level management in ITIL.
    """
    gaps = Gaps(book)
    for at, sla in gaps.items("service_levels", "slas"):
        places = [*gaps.of(at, "target", "window", "measurement_source")]
        if sla.target is not None:
            places += gaps.of(at / "target", "operator", "value", "unit")
        for place in places:
            field = str(place.keys[-1])
            message = (
                f"Service level '{named(sla, at)}' is not measurable: add {_ASKED[field]}, e.g. "
                f"{_EXAMPLE}."
            )
            yield Hit(place, message, f"Add '{field}:'.", key=True)
        if _is_perfect(sla.target):
            message = (
                f"Service level '{named(sla, at)}' promises {sla.target.value:g} %: no service "
                "keeps that. Promise what can be kept, such as 99.9 %."
            )
            yield Hit(at / "target.value", message, severity=Severity.WARNING)
        if not gaps.filled(at / "breach_action"):
            message = (
                f"Service level '{named(sla, at)}' does not say what follows when it is missed: "
                "add breach_action."
            )
            yield Hit(
                at / "breach_action", message, "Add 'breach_action:' - who does what, by when.",
                key=True, severity=Severity.WARNING,
            )  # fmt: skip


def _is_perfect(target: Target | None) -> bool:
    """Whether nothing less than everything is promised."""
    return (
        target is not None
        and target.operator in (">=", ">", "=", "==")
        and target.value is not None
        and target.value >= 100
        and (target.unit or "").casefold().lstrip().startswith(("%", "percent", "per cent"))
    )


RULES: tuple[Rule, ...] = (service_level_not_measurable,)
