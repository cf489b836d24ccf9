"""What a section says, as a short text that changes when anything of it does.

It is made of what both companies may read, merged over the layers, without the envelope: who
agrees to a section agrees to that. How it is written makes no difference: the order of keys and
of the entries of lists, comments, quotes, breaks of lines, defaults that are spelled out, and
which of the files says it.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sourcebook.model.record import Record, Section, Shape, fields_of
from sourcebook.model.values import Refused, plain_text
from sourcebook.source.scalars import as_text

_LENGTH = 32
_ASIDE = ("meta", "visibility")
_ordered = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
"""The text of a value, its keys in their order."""


def digest_of(kind: type[Section], data: dict[str, Any]) -> str:
    """The digest of a section by its data of the shared edition: ``v1-…``."""
    from hashlib import sha256  # few sections are agreed to

    said = _ordered(_record(kind, data))
    return f"v1-{sha256(said.encode()).hexdigest()[:_LENGTH]}"


def _record(kind: type[Record], data: dict[str, Any]) -> dict[str, Any]:
    specs, said = fields_of(kind), {}
    for key, given in data.items():
        spec = specs.get(key)
        if key in _ASIDE:
            continue
        value = _value(spec.shape, given) if spec else _free(given)
        default = kind.declared[spec.attribute].default if spec else None
        if value not in (None, "", [], {}) and value != default:
            said[key] = value
    return said


def _value(shape: Shape, given: Any) -> Any:
    """A value as the model understands it; what it does not understand, as it stands there."""
    if shape.form == "scalar":
        return _scalar(shape, given)
    if shape.record is not None and isinstance(given, dict):
        return _record(shape.record, given)
    if shape.inner is not None and shape.form == "table" and isinstance(given, dict):
        return {key: _value(shape.inner, value) for key, value in given.items()}
    if shape.inner is not None and shape.form == "list":
        if isinstance(given, list):
            entries = [_value(shape.inner, value) for value in given if value is not None]
            return sorted(entries, key=_ordered)
        if shape.inner.form == "scalar" and not isinstance(given, dict):
            return [_scalar(shape.inner, given)]  # a list of one may stand without its brackets
    return _free(given)


def _scalar(shape: Shape, given: Any) -> Any:
    if given is None or shape.check is None or shape.check is plain_text:
        return _free(given)
    try:
        value = shape.check(given)
    except Refused:
        return _free(given)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _words(value) if isinstance(value, str) else value


def _free(given: Any) -> Any:
    if isinstance(given, dict):
        return {key: _free(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_free(value) for value in given]
    return None if given is None else _words(as_text(given))


def _words(text: str) -> str:
    return " ".join(text.split())
