"""Testing goes on all the time, and quality has a number."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis import freshness
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, is_over, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import written
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

CONTINUOUS = ("per-commit", "per-iteration")

_LEVELS = At("quality") / "test_levels"


@rule("QUA001", "testing-only-at-end", Severity.ERROR)
def testing_only_at_end(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Some test runs with each commit or iteration; one that runs only at the end says why.

    Why: A fault that is found at the end costs the date as well as the fix, and there is nobody
    left to ask how it came about.
    Fix: Add a test level with `runs: per-commit` or `runs: per-iteration`. Give a level that can
    run only at the end a rationale.
    Source: testing throughout, in place of quality assurance at the end (practice R29).
    """
    gaps = Gaps(book)
    levels = list(gaps.items("quality", "test_levels"))
    runs = {level.runs for _, level in levels}
    if runs and gaps.whole(_LEVELS) and not runs & {*CONTINUOUS, None}:
        yield Hit(
            _LEVELS,
            "All testing happens at the end: no level runs per-commit or per-iteration. Add one "
            "that does.",
            "Add a test level with 'runs: per-commit' or 'runs: per-iteration'.",
            key=True,
            needs_all=True,
        )
        return
    for at, level in levels:
        if level.runs == "end-only" and not gaps.filled(at / "rationale"):
            message = (
                f"Test level '{named(level, at)}' runs at the end only and does not say why. Give "
                "it a rationale, or run it in each iteration."
            )
            yield Hit(
                at / "rationale", message, "Add 'rationale:'.", key=True, severity=Severity.WARNING
            )


_ASKED = {
    "standard": "a standard: what good looks like",
    "acceptable_level": "an acceptable level: operator, value and unit",
    "operator": "an operator in its acceptable level, such as '>='",
    "value": "a value in its acceptable level",
    "unit": "a unit in its acceptable level",
    "method": "a method: how it is assessed",
}


@rule("QUA002", "quality-indicator-incomplete", Severity.WARNING)
def quality_indicator_incomplete(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every quality indicator says what good is, what is accepted and how, and is measured in time.

    Why: Without a limit and a method, acceptance is a matter of taste. A measurement that is older
    than its own rhythm says how it was, not how it is.
    Fix: Fill in standard, acceptable_level (operator, value, unit) and method; measure again and
    update last_result, or change frequency_days.
    Source: the four parts of a quality assurance surveillance plan: deliverable, standard,
    acceptable level, method (18F); regular reviews of quality (practice R24).
    """
    gaps = Gaps(book)
    for at, indicator in gaps.items("quality", "indicators"):
        places = [*gaps.of(at, "standard", "acceptable_level", "method")]
        if indicator.acceptable_level is not None:
            places += gaps.of(at / "acceptable_level", "operator", "value", "unit")
        for place in places:
            field = str(place.keys[-1])
            message = f"Quality indicator '{named(indicator, at)}' needs {_ASKED[field]}."
            yield Hit(place, message, f"Add '{field}:'.", key=True)
    if gaps.looks_into("quality") and not is_over(book):
        yield from _late(book, facts)


def _late(book: Playbook, facts: Facts) -> Iterator[Hit]:
    for entry in freshness.measurements(book, facts.as_of):
        if entry.light is freshness.Light.OVERDUE and entry.last and entry.next:
            indicator = book.value(entry.at)
            yield Hit(
                entry.at / "last_result.date",
                f"Quality indicator '{named(indicator, entry.at)}' was last measured on "
                f"{written(entry.last)}; with a rhythm of {entry.every_days} days it was due on "
                f"{written(entry.next)}. Measure it and update last_result.",
                "Update last_result, or change frequency_days.",
            )


RULES: tuple[Rule, ...] = (testing_only_at_end, quality_indicator_incomplete)
