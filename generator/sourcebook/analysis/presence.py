"""What counts as there: a value, a reason for an empty list, or what reading already spoke of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Record, Section, fields_of


class Presence:
    """Whether something stands at a place of a playbook."""

    def __init__(self, book: Playbook) -> None:
        self._book = book
        self._spoken = {
            At(place.section, place.keys[:depth])
            for place in book.notes.refused
            for depth in range(len(place.keys) + 1)
        }

    def stands(self, at: At, value: Any) -> bool:
        """Whether the place is filled: blank text and empty lists are not, ``{none: why}`` is.

        A value that was refused counts: its own finding speaks for it.
        """
        if not blank(value):
            return True
        source = At(at.section, self._book.in_source(at))
        return source in self._book.notes.nones or source in self._spoken


def blank(value: Any) -> bool:
    """Whether a value of the model holds nothing."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, tuple):
        return all(isinstance(inner, str) and blank(inner) for inner in value)
    return value is None or value == {}


def core_of(section: type[Section]) -> tuple[tuple[str, ...], ...]:
    """The key paths without which a section counts as empty.

    They are its required lists, those within its records included; where it has none, all of
    its own fields.
    """
    lists = tuple(_lists(section, ()))
    if lists:
        return lists
    return tuple((name,) for name in fields_of(section) if name not in ("meta", "not_applicable"))


def _lists(record: type[Record], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, spec in fields_of(record).items():
        if spec.meta.need is not Need.REQUIRED or name == "meta":
            continue
        if spec.shape.form in ("list", "table"):
            yield (*path, name)
        elif spec.shape.record is not None:
            yield from _lists(spec.shape.record, (*path, name))
