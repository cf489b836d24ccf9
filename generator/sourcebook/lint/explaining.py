"""Rules as pages: promise, why, how to mend it, source, thresholds, an example."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sourcebook.lint.examples import Example
from sourcebook.lint.measures import WHERE, Measure
from sourcebook.lint.rule import Rule
from sourcebook.model.schema import stem

VERSION = 1
_WIDE = 88

Examples = Mapping[str, Example]
Measures = Mapping[str, Sequence[Measure]]
"""What rules measure against, by their codes."""
Explainer = Callable[[Sequence[Rule], Examples, Measures], str]


def as_text(rules: Sequence[Rule], examples: Examples, measures: Measures) -> str:
    """For a terminal."""
    pages = (_text(rule, examples.get(rule.code), measures.get(rule.code, ())) for rule in rules)
    return "\n\n".join("\n".join(page) for page in pages) + "\n"


def _text(rule: Rule, example: Example | None, measures: Sequence[Measure]) -> Iterator[str]:
    docs = rule.docs
    yield f"{rule.code} {rule.slug} ({rule.severity.word})"
    yield ""
    yield _filled(docs.promise)
    for name, words in (("Why", docs.why), ("How to fix it", docs.fix), ("Source", docs.source)):
        yield ""
        yield _filled(f"{name}: {words}")
    if measures:
        yield ""
        yield f"Thresholds ({WHERE}):"
        wide = max(len(its.name) for its in measures)
        for its in measures:
            line = f"    {its.name:<{wide}}  {its.value:g}   ({its.source})"
            yield textwrap.fill(line, _WIDE, subsequent_indent=" " * (wide + 6))
            if its.elsewhere:
                yield f"    {'':<{wide}}  {its.elsewhere}"
    if example is not None:
        for word, piece in (("Bad", example.bad), ("Good", example.good)):
            yield ""
            yield f"{word}{_of(example)}:"
            yield textwrap.indent(piece.rstrip("\n"), "    ")


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDE, break_on_hyphens=False, break_long_words=False)


def as_markdown(rules: Sequence[Rule], examples: Examples, measures: Measures) -> str:
    """For a page."""
    pages = (
        _markdown(rule, examples.get(rule.code), measures.get(rule.code, ())) for rule in rules
    )
    return "\n\n".join("\n".join(page) for page in pages) + "\n"


def _markdown(rule: Rule, example: Example | None, measures: Sequence[Measure]) -> Iterator[str]:
    docs = rule.docs
    yield f"## {rule.code} {rule.slug}"
    yield ""
    yield f"*{rule.severity.word.capitalize()}.* **{docs.promise}**"
    for name, words in (("Why", docs.why), ("How to fix it", docs.fix), ("Source", docs.source)):
        yield ""
        yield f"{name}: {words}"
    if measures:
        yield ""
        yield f"Thresholds ({WHERE}):"
        yield ""
        for its in measures:
            also = f"; {its.elsewhere}" if its.elsewhere else ""
            yield f"- `{its.name}`: {its.value:g} ({its.source}){also}"
    if example is not None:
        for word, piece in (("Bad", example.bad), ("Good", example.good)):
            yield ""
            yield f"{word}{_of(example)}:"
            yield ""
            yield f"```yaml\n{piece.rstrip()}\n```"


def _of(example: Example) -> str:
    return f" ({stem(example.section)}.yaml)" if example.section else ""


def as_json(rules: Sequence[Rule], examples: Examples, measures: Measures) -> str:
    """For programs: one object whose ``rules`` is a list, also of a single rule."""
    shape = {
        "version": VERSION,
        "rules": [
            _shape(rule, examples.get(rule.code), measures.get(rule.code, ())) for rule in rules
        ],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _shape(rule: Rule, example: Example | None, measures: Sequence[Measure]) -> dict[str, Any]:
    return {
        "code": rule.code,
        "slug": rule.slug,
        "severity": rule.severity.word,
        "promise": rule.docs.promise,
        "why": rule.docs.why,
        "fix": rule.docs.fix,
        "source": rule.docs.source,
        "thresholds": [
            {
                "name": its.name,
                "value": its.value,
                "shipped": its.shipped,
                "basis": its.basis,
                "engagements": dict(its.engagements),
            }
            for its in measures
        ],
        "example": example
        and {"section": example.section or None, "bad": example.bad, "good": example.good},
    }


EXPLAINER_BY_NAME: Mapping[str, Explainer] = {"text": as_text, "json": as_json, "md": as_markdown}
"""Every format, the one for people first."""
