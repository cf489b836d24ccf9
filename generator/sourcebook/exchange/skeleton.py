"""The skeleton of a section: a commented file to fill in, made from the model's own metadata.

It loads as it stands, and the linter asks for all that is left to do. Text and references are
``TODO``; of a choice the first word stands there; a date, a time or a number is left empty,
because any value would look like one that somebody meant.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator

from sourcebook.lint.wording import example, kinds, plural, written
from sourcebook.model.fields import Need
from sourcebook.model.record import FieldSpec, Item, Record, Section, Shape, fields_of
from sourcebook.model.schema import stem
from sourcebook.model.sections.engagement import Party

Wanted = Callable[[FieldSpec], bool]
"""Whether the condition of a conditional field holds."""

_WIDTH = 98
_INDENT = "  "
_KNOWN = {"format": "1", "day": ""}  # what is neither a word of a choice nor free text
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


def skeleton(section: type[Section], wanted: Wanted = lambda _spec: False) -> str:
    """The text of a section's file, to lie in an engagement's folder."""
    lines = [f"# yaml-language-server: $schema=../../.schema/{stem(section.key)}.json", "#"]
    lines += _comment(f"{section.title}: {section.purpose()}", "")
    lines += ["#", *_comment(_HOW, ""), ""]
    lines += _Writer(wanted).record(section, "")
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

    def record(self, record: type[Record], indent: str) -> Iterator[str]:
        """A record's fields: those wanted first to last, then the names of the optional ones."""
        rest = []
        for name, spec in fields_of(record).items():
            if spec.meta.need is Need.OPTIONAL:
                rest.append(name)
                continue
            top = indent == "" and issubclass(record, Section)
            yield from self._field(record, spec, indent)
            if top:
                yield ""
        if rest:
            yield from _comment(f"Optional: {', '.join(rest)}.", indent)

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
            item = self._item(inner.record, indent + _INDENT)
            yield from _both_sides(item) if inner.record is Party else item
        elif shape.form == "list" and inner is not None:
            filler = _filler(record, name, inner)
            yield f"{indent}{name}: [{filler}]" if filler else f"{indent}{name}:"
        elif shape.form == "table" and inner is not None:
            yield f"{indent}{name}:"
            yield f"{indent}{_INDENT}TODO: {_filler(record, name, inner)}".rstrip()
        else:
            yield f"{indent}{name}: {_filler(record, name, shape)}".rstrip()

    def _item(self, record: type[Record], indent: str) -> Iterator[str]:
        """The first item of a list: its lines, of which the first that is a field has the dash."""
        started = False
        for line in self.record(record, indent + _INDENT):
            if started:
                yield line
            elif line.lstrip().startswith("#"):
                yield line.removeprefix(_INDENT)
            else:
                yield f"{indent}- {line.lstrip()}"
                started = True


def _both_sides(party: Iterable[str]) -> Iterator[str]:
    """A client and a vendor, from the lines of one party; what comments say is said once."""
    lines = [*party]
    for side in ("client", "vendor"):
        for line in lines:
            if side == "client" or not line.lstrip().startswith("#"):
                yield line.replace("party-1", side).replace("side: client", f"side: {side}")


def _filler(record: type[Record], name: str, shape: Shape) -> str:
    """What stands where nobody has written anything yet."""
    if shape.kind == "id" and issubclass(record, Item):
        return f"{record.kind.replace(' ', '-')}-1"
    if name in _KNOWN:
        return _KNOWN[name]
    if shape.choices:
        return written(shape.choices[0])
    if shape.kind in ("text", "name", "pointer", "reference"):
        return "TODO"
    return ""


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
