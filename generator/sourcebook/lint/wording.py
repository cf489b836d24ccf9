"""How messages say things: lists of ids, plurals, values as one would write them in YAML."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sourcebook.forms import Form

if TYPE_CHECKING:
    from sourcebook.analysis.agreements import Accord
    from sourcebook.model.index import Index
    from sourcebook.model.record import FieldSpec, Shape

_MOST = 8

_BY_KIND = {
    "date": "2026-11-22",
    "time": "10:00",
    "zone": "Europe/London",
    "country": "PT",
    "subdivision": "PT-13",
    "flag": "true",
}
_PLAIN = Form(r"[A-Za-z0-9*/][\w .()%+*/&;=-]*(?<! )|\w")
_NOT_TEXT = Form(r"true|false|null|~|[-+.]?\d[\d._]*(e[-+]?\d+)?", re.IGNORECASE)


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def some_of(ids: Sequence[str], most: int = _MOST) -> str:
    """At most ``most`` of the ids, and how many more there are."""
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" …and {more} more" if more > 0 else "")


def agreed_before(accord: Accord, day: Callable[[dt.date], str] = str) -> str:
    """Who agreed to what a section said before: ``both sides agreed (a on 2026-11-22 …)``."""
    if accord.was_joint:
        roles = listed([f"{its.role} on {day(its.date)}" for its in accord.stale])
        return f"both sides agreed ({roles})"
    return listed([f"{its.role} agreed on {day(its.date)}" for its in accord.stale])


def section_name(key: str) -> str:
    """A section as its file, its page and the commands name it: ``service-levels``."""
    return key.replace("_", "-")


def section_file(key: str) -> str:
    """The name of a section's file: ``service-levels.yaml``."""
    return f"{section_name(key)}.yaml"


def plural(kind: str) -> str:
    """``parties``, ``data classes``, ``roles``."""
    if re.search(r"[^aeiou]y$", kind):
        return kind[:-1] + "ies"
    return kind + ("es" if kind.endswith(("s", "x", "ch")) else "s")


def written(value: Any) -> str:
    """A plain value as YAML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dict):
        inside = ", ".join(f"{written(str(key))}: {written(inner)}" for key, inner in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(written(inner) for inner in value)}]"
    text = str(value)
    if isinstance(value, str) and (_NOT_TEXT.fullmatch(text) or not _PLAIN.fullmatch(text)):
        return json.dumps(text, ensure_ascii=False)
    return text


def example(spec: FieldSpec, index: Index | None = None) -> str | None:
    """How one could write the field's value, with ids of the playbook itself where it has some."""
    if spec.meta.example is not None and not _points(spec.shape):
        given = spec.meta.example
        if spec.shape.form == "list" and not isinstance(given, list | tuple):
            given = [given]
        return written(given)
    shown = _example(spec.shape, index)
    if shown is None and spec.meta.example is not None:
        return written(spec.meta.example)
    return shown


def _points(shape: Shape) -> bool:
    """Whether the value is a reference, or a list of them: then real ids make the best example."""
    inner = shape.inner if shape.form == "list" and shape.inner else shape
    return inner.form == "scalar" and inner.ref is not None


def _example(shape: Shape, index: Index | None) -> str | None:
    if shape.form == "list" and shape.inner:
        inner = _example(shape.inner, index)
        return f"[{inner}]" if inner else None
    if shape.form != "scalar":
        return None
    if shape.ref is not None:
        ids = index.ids(shape.ref) if index else ()
        return written(ids[0]) if ids else None
    if shape.choices:
        return written(shape.choices[0])
    return _BY_KIND.get(shape.kind)


def choices(shape: Shape) -> tuple[str, ...]:
    """The words that a field knows, of its own or of its list's items."""
    return choices(shape.inner) if shape.form == "list" and shape.inner else shape.choices


def kinds(names: Iterable[str], last: str = "or") -> str:
    """The kinds that a reference may be of: ``meeting, report or channel``."""
    return listed([*names], last) or "item"
