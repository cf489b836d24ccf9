"""Rules of the house: a line of YAML says a path, what must hold there, and the message."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from sourcebook.findings import Severity
from sourcebook.lean import dataclass
from sourcebook.lint.presence import Presence
from sourcebook.lint.rule import Docs, Facts, Hit, Rule
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import Record, Shape, fields_of
from sourcebook.nearest import nearest
from sourcebook.source.scalars import as_text

SHOWN = ("{path}", "{value}", "{id}")
"""What messages and fixes may hold: where it is, what stands there, the id of the nearest item."""


@dataclass(frozen=True)
class Assertion:
    """What must hold at every place that a path leads to."""

    path: tuple[str, ...]  # the section, then fields; lists are gone through
    must: Mapping[str, Any]  # conditions by name; all of them
    message: str  # may hold what SHOWN names
    when: Mapping[str, str] = field(default_factory=dict)  # fields beside the last one: their text
    fix: str | None = None  # as the message


def house_rule(code: str, slug: str, severity: Severity, assertion: Assertion) -> Rule:
    """The rule that an assertion makes."""
    where = ".".join(assertion.path)
    docs = Docs(
        f"{assertion.message.rstrip('.')}.",
        f"A rule of this organisation: it looks at {where}.",
        assertion.fix or f"Change {where} to what the message says.",
        "site_config/lint.yml.",
    )

    def check(book: Playbook, _facts: Facts) -> Iterator[Hit]:
        return _hits(book, assertion)

    return Rule(code, slug, severity, docs, check)


def _hits(book: Playbook, assertion: Assertion) -> Iterator[Hit]:
    section, *steps = assertion.path
    if book.state(section) is not State.PRESENT:
        return
    presence = Presence(book)
    for places in _places(book, At(section), book.section(section), steps, ()):
        at, holder, value = places
        if not _beside(holder, assertion.when):
            continue
        there = presence.stands(at, value)
        if not all(
            CONDITIONS[name](there, value, wanted) for name, wanted in assertion.must.items()
        ):
            yield Hit(
                at,
                _told(book, at, value, assertion.message),
                assertion.fix and _told(book, at, value, assertion.fix),
                key=not there,
                needs_all="min_items" in assertion.must,
            )


def _places(
    book: Playbook, at: At, value: Any, steps: list[str], holders: tuple[Any, ...]
) -> Iterator[tuple[At, Any, Any]]:
    """Every place that the steps lead to: the place, the record that holds it, what stands there.

    Where a record on the way is missing, nothing is said of what would be within it.
    """
    if not steps:
        yield at, holders[-1] if holders else None, value
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _places(book, at / number, inner, steps, holders)
    elif isinstance(value, Record):
        step, *rest = steps
        below = At(at.section, (*at.keys, step))
        if step.startswith("x-"):
            yield from _places(book, below, book.extensions(at).get(step), rest, (*holders, value))
        elif spec := fields_of(type(value)).get(step):
            inner = getattr(value, spec.attribute)
            yield from _places(book, below, inner, rest, (*holders, value))


def _beside(holder: Any, when: Mapping[str, str]) -> bool:
    if not when:
        return True
    specs = fields_of(type(holder)) if isinstance(holder, Record) else {}
    return all(
        name in specs and _text(getattr(holder, specs[name].attribute)) == wanted
        for name, wanted in when.items()
    )


def _told(book: Playbook, at: At, value: Any, said: str) -> str:
    """A message or a fix with what stands there in place of its fields."""
    where = book.spelled(at)
    items = re.findall(r"\[([^\]]+)\]", where)
    words = (where, _text(value), items[-1] if items else at.section)
    for name, text in zip(SHOWN, words, strict=True):
        said = said.replace(name, text)
    return said


def _text(value: Any) -> str:
    """A value as one would write it; of a record, the fields that are given."""
    if isinstance(value, Record):
        fields = (
            (name, getattr(value, its.attribute)) for name, its in fields_of(type(value)).items()
        )
        given = (f"{name}: {_text(inner)}" for name, inner in fields if inner not in (None, (), {}))
        return f"{{{', '.join(given)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_text(inner)}' for key, inner in value.items())}}}"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else as_text(value)


def _each(test: Callable[[str, Any], bool]) -> Callable[[bool, Any, Any], bool]:
    """A condition on a text, or on every text of a list; what is not there fulfils it."""

    def holds(there: bool, value: Any, wanted: Any) -> bool:
        values = value if isinstance(value, tuple | list) else (value,)
        return not there or all(test(_text(one), wanted) for one in values)

    return holds


def _compared(test: Callable[[Any, Any], bool]) -> Callable[[bool, Any, Any], bool]:
    """A condition on a number; what is none, or not there, fulfils it."""

    def holds(_there: bool, value: Any, wanted: Any) -> bool:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return not number or test(value, wanted)

    return holds


def _count(value: Any) -> int:
    return len(value) if isinstance(value, tuple | list | dict) else int(value is not None)


CONDITIONS: Mapping[str, Callable[[bool, Any, Any], bool]] = {
    "filled": lambda there, _value, wanted: there is wanted,
    "matches": _each(lambda text, wanted: re.search(wanted, text) is not None),
    "one_of": _each(lambda text, wanted: text in wanted),
    "min": _compared(lambda value, wanted: value >= wanted),
    "max": _compared(lambda value, wanted: value <= wanted),
    "min_items": lambda _there, value, wanted: _count(value) >= wanted,
    "max_items": lambda _there, value, wanted: _count(value) <= wanted,
}
"""What may be asked of a place, by name: whether something stands there, its text or number, how
many there are."""


def text_fault(said: str) -> str | None:
    """Which field of a message or fix nobody fills in, with those that exist; ``None`` if none.

    Only a single word in braces is a field; an example in YAML may stand there as well.
    """
    unknown = [name for name in re.findall(r"\{[\w-]+\}", said) if name not in SHOWN]
    return _unknown(unknown[0], SHOWN, "field") if unknown else None


def path_fault(path: tuple[str, ...]) -> str | None:
    """Why a path leads nowhere in any playbook, with the nearest name; ``None`` if it does."""
    section, *steps = path
    if section not in SECTIONS:
        return _unknown(section, SECTIONS, "section")
    if not steps:
        return f"the path '{section}' names no field"
    record: type[Record] | None = SECTIONS[section]
    for step in steps:
        if record is None:
            return f"nothing stands below the field before '{step}'"
        if step.startswith("x-"):
            return None
        specs = fields_of(record)
        if step not in specs:
            return _unknown(step, specs, "field")
        record = _record(specs[step].shape)
    return None


def _record(shape: Shape) -> type[Record] | None:
    while shape.form == "list" and shape.inner is not None:
        shape = shape.inner
    return shape.record


def _unknown(name: str, known: Any, kind: str) -> str:
    near = nearest(name, known)
    hint = f"Did you mean '{near}'?" if near else f"Known: {', '.join(known)}."
    return f"'{name}' is no {kind}. {hint}"
