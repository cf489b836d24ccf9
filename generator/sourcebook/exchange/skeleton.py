"""The skeleton of a section: a commented file to fill in, made from the model's own metadata.

It loads as it stands, and the linter asks for all that is left to do. Text and references are
``TODO``; a choice, a date, a time or a number is left empty, because any value would look like one
that somebody meant.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sourcebook.lint.wording import example, kinds, plural, written
from sourcebook.model.fields import Need
from sourcebook.model.record import FieldSpec, Item, Record, Section, Shape, fields_of
from sourcebook.model.schema import stem

Wanted = Callable[[FieldSpec], bool]
"""Whether the condition of a conditional field holds."""

Values = Mapping[str, Any]
"""Values of fields by their names; of a list of items, a list of such mappings."""

_WIDTH = 98
_INDENT = "  "
_WRITTEN = ("text", "name", "pointer", "reference")
_WORDS = {
    "date": "A date, such as 2026-11-22",
    "time": "A time of day, such as 10:00",
    "zone": "An IANA time zone, such as Europe/London",
    "country": "Two letters of ISO 3166-1, such as PT",
    "flag": "true or false",
}
_HOW = (
    "Fill in every TODO and every empty field; what stands behind '#' as a field is recommended, "
    "or required under a condition: take the '# ' away to use it. `sourcebook lint` tells what is "
    'left. A list that is rightly empty says why: {none: "…"}.'
)


_NOTHING: Values = MappingProxyType({})
_USUAL: Mapping[str, Values] = {
    "engagement": {
        "format": 1,
        "status": "draft",
        "phase": "selection",
        "parties": [{"id": side, "side": side} for side in ("client", "vendor")],
    },
}
"""What stands in a section where nobody says otherwise: an engagement begins with two sides."""


def skeleton(
    section: type[Section],
    wanted: Wanted = lambda _spec: False,
    given: Values = _NOTHING,
    held: Values = _NOTHING,
) -> str:
    """The text of a section's file, to lie in an engagement's folder.

    What is ``given`` stands there in place of a TODO. What layers hold already is named in a
    comment alone: a TODO would lie over it.
    """
    lines = [f"# yaml-language-server: $schema=../../.schema/{stem(section.key)}.json", "#"]
    lines += _comment(f"{section.title}: {section.purpose()}", "")
    lines += ["#", *_comment(_HOW, ""), ""]
    values = {**_USUAL.get(section.key, {}), **given}
    lines += _Writer(wanted).record(section, "", values, held)
    return "\n".join(lines) + "\n"


def _comment(text: str, indent: str) -> list[str]:
    mark = f"{indent}# "
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=mark,
        break_long_words=False,
        break_on_hyphens=False,
    )


class _Writer:
    """Writes records as lines of YAML."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._put_away = False  # within a field that is written as a comment

    def record(
        self,
        record: type[Record],
        indent: str,
        given: Values = _NOTHING,
        held: Values = _NOTHING,
    ) -> Iterator[str]:
        """A record's fields: those wanted first to last, then the names of the optional ones."""
        rest = []
        for name, spec in fields_of(record).items():
            if name in given:
                yield from _comment(_about(spec, need=not self._put_away), indent)
                yield from self._given(spec, given[name], indent)
            elif name in held:
                yield from self._held(spec, held[name], indent)
            elif spec.meta.need is Need.OPTIONAL:
                rest.append(name)
                continue
            else:
                yield from self._field(record, spec, indent)
            if indent == "" and issubclass(record, Section):
                yield ""
        if rest:
            yield from _comment(f"Optional: {', '.join(rest)}.", indent)

    def _given(self, spec: FieldSpec, value: Any, indent: str) -> Iterator[str]:
        """A field whose value is known, at least in part."""
        inner = spec.shape.inner
        if spec.shape.record is not None:
            yield f"{indent}{spec.name}:"
            yield from self.record(spec.shape.record, indent + _INDENT, value)
        elif inner is not None and inner.record is not None:
            yield f"{indent}{spec.name}:"
            for number, item in enumerate(value):
                for line in self._item(inner.record, indent + _INDENT, item):
                    if number == 0 or not line.lstrip().startswith("#"):  # comments: said once
                        yield line
        elif isinstance(value, dict):
            yield f"{indent}{spec.name}:"
            for key, its in value.items():
                yield f"{indent}{_INDENT}{key}: {written(its)}"
        else:
            yield f"{indent}{spec.name}: {written(value)}"

    def _held(self, spec: FieldSpec, value: Any, indent: str) -> Iterator[str]:
        """A field that layers fill: what they leave out of it is asked for, and nothing else."""
        record = spec.shape.record
        if record is not None and isinstance(value, dict) and self._lacks(record, value):
            yield from _comment(_about(spec, need=True), indent)
            yield f"{indent}{spec.name}:"
            yield from self.record(record, indent + _INDENT, _NOTHING, value)
            return
        yield from _comment(
            f"{spec.name}: stands in a layer that engagement.yaml extends. What you write here "
            f"{_LIES_OVER[_merging(spec.shape)]}.",
            indent,
        )

    def _lacks(self, record: type[Record], held: Values) -> bool:
        return any(
            self._asked(spec) for name, spec in fields_of(record).items() if name not in held
        )

    def _field(self, record: type[Record], spec: FieldSpec, indent: str) -> Iterator[str]:
        yield from _comment(_about(spec, need=not self._put_away), indent)
        if self._asked(spec):
            yield from self._value(record, spec.name, spec.shape, indent)
            return
        self._put_away = True
        for line in self._value(record, spec.name, spec.shape, indent):
            yield f"{indent}# {line[len(indent) :]}"
        self._put_away = False

    def _asked(self, spec: FieldSpec) -> bool:
        """Whether a field stands there to be filled. All do in what is put away as a whole."""
        if spec.meta.need is Need.CONDITIONAL:
            return self._put_away or self._wanted(spec)
        return self._put_away or spec.meta.need is Need.REQUIRED

    def _value(self, record: type[Record], name: str, shape: Shape, indent: str) -> Iterator[str]:
        """A field and what stands in it."""
        inner = shape.inner
        if shape.record is not None:
            yield f"{indent}{name}:"
            yield from self.record(shape.record, indent + _INDENT)
        elif shape.form == "list" and inner is not None and inner.record is not None:
            yield f"{indent}{name}:"
            yield from self._item(inner.record, indent + _INDENT)
        elif shape.form == "list" and inner is not None:
            filler = _filler(record, inner)
            yield f"{indent}{name}: [{filler}]" if filler else f"{indent}{name}:"
        elif shape.form == "table" and inner is not None:
            yield f"{indent}{name}:"
            word = inner.choices[0] if inner.choices else _filler(record, inner)
            yield f"{indent}{_INDENT}TODO: {word}"
        else:
            yield f"{indent}{name}: {_filler(record, shape)}".rstrip()

    def _item(self, record: type[Record], indent: str, given: Values = _NOTHING) -> Iterator[str]:
        """An item of a list: its lines, of which the first that is a field has the dash."""
        started = False
        for line in self.record(record, indent + _INDENT, given):
            if started:
                yield line
            elif line.lstrip().startswith("#"):
                yield line.removeprefix(_INDENT)
            else:
                yield f"{indent}- {line.lstrip()}"
                started = True


_LIES_OVER = {
    "record": "lies over it field by field",
    "items": "is added to it, or changes the item of the same id",
    "value": "replaces it",
}


def _merging(shape: Shape) -> str:
    """How layers merge a value of that shape."""
    if shape.record is not None or shape.form == "table":
        return "record"
    inner = shape.inner.record if shape.inner else None
    return "items" if inner is not None and issubclass(inner, Item) else "value"


def _filler(record: type[Record], shape: Shape) -> str:
    """What stands where nobody has written anything yet."""
    if shape.kind == "id" and issubclass(record, Item):
        return f"{record.kind.replace(' ', '-')}-1"
    return "TODO" if shape.kind in _WRITTEN else ""


def _about(spec: FieldSpec, *, need: bool) -> str:
    """What the comment over a field says: what it is for, its unit, its words, an example.

    With ``need``, also how much it is wanted, if it is not simply required.
    """
    meta, shape = spec.meta, _innermost(spec.shape)
    parts = [meta.description if meta.description.endswith(".") else f"{meta.description}."]
    if need and meta.need is Need.CONDITIONAL:
        parts.append(f"Required when {meta.when}.")
    elif need and meta.need is Need.RECOMMENDED:
        parts.append("Recommended.")
    if meta.unit:
        parts.append(f"In {meta.unit}.")
    if len(shape.choices) > 1:
        many = "Any" if spec.shape.form == "list" else "One"
        parts.append(f"{many} of: {', '.join(shape.choices)}.")
    if shape.ref is not None:
        parts.append(_points_at(spec.shape, shape))
    elif meta.example is not None and not shape.choices:
        parts.append(f"Such as {str(example(spec)).removesuffix('.')}.")
    elif shape.kind in _WORDS:
        parts.append(f"{_WORDS[shape.kind]}.")
    return " ".join(parts)


def _innermost(shape: Shape) -> Shape:
    while shape.form == "list" and shape.inner is not None:
        shape = shape.inner
    return shape


def _points_at(whole: Shape, inner: Shape) -> str:
    names = inner.ref.kinds if inner.ref else ()
    if whole.form == "table" and whole.inner is not None:
        keys = f"The keys are ids of {kinds([plural(name) for name in names])}"
        words = ", ".join(whole.inner.choices)
        return f"{keys}, their values one of: {words}." if words else f"{keys}."
    if whole.form == "list":
        return f"Ids of {kinds([plural(name) for name in names])}."
    return f"The id of a {kinds(names)}."
