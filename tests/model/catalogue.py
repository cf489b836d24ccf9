"""The catalogue as lines of text. ``python tests/model/catalogue.py`` writes it anew.

One line a field: its path, need, kind, unit and audience. A field's name and need are a promise
to the playbooks that are written against them, so a change of the model shows here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Record, Section, Shape, fields_of

FILE = Path(__file__).with_name("catalogue.txt")


def catalogue() -> Iterator[str]:
    """The lines of all sections; those of the envelope that all have come first."""
    yield from _fields(Section, "(every section)")
    for key, section in SECTIONS.items():
        yield f"{key} | {section.title} | from {section.phase} | {section.audience.value}"
        envelope = set(_fields(Section, key))
        yield from (line for line in _fields(section, key) if line not in envelope)


def _fields(record: type[Record], path: str) -> Iterator[str]:
    for name, spec in fields_of(record).items():
        here = f"{path}.{name}{_marks(spec.shape)}"
        meta = spec.meta
        facts = [meta.need.value, _kind(spec.shape)]
        facts += [f"in {meta.unit}"] if meta.unit else []
        facts += [meta.audience.value] if meta.audience else []
        facts += [f"when {meta.when}"] if meta.when else []
        facts += ["normative"] if meta.normative else []
        yield f"{here} | {' | '.join(facts)}"
        if (inner := _innermost(spec.shape).record) is not None:
            yield from _fields(inner, here)


def _marks(shape: Shape) -> str:
    marks = ""
    while shape.inner is not None:
        marks += "[]" if shape.form == "list" else "{}"
        shape = shape.inner
    return marks


def _innermost(shape: Shape) -> Shape:
    while shape.inner is not None:
        shape = shape.inner
    return shape


def _kind(shape: Shape) -> str:
    keys = f"{_to(shape)} to " if shape.form == "table" else ""
    inner = _innermost(shape)
    if inner.record is not None:
        return f"{keys}record"
    return keys + ("/".join(inner.choices) or _to(inner) or inner.kind)


def _to(shape: Shape) -> str:
    if shape.ref is None:
        return ""
    more = (" or everyone" * shape.ref.everyone) + (" or text" * shape.ref.or_text)
    return f"ref {', '.join(shape.ref.kinds) or 'any'}{more}"


if __name__ == "__main__":
    FILE.write_text("\n".join(catalogue()) + "\n", encoding="utf-8")
