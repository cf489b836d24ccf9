"""What counts as there: a value, a reason for an empty list, or what reading already spoke of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.record import Record, Section, fields_of, records_of


class Presence:
    """Whether something stands at a place of a playbook."""

    def __init__(self, book: Playbook) -> None:
        self._book = book
        self._nones = book.notes.nones
        self._spoken = _around(book)

    def stands(self, at: At, value: Any) -> bool:
        """Whether the place is filled: blank text and empty lists are not, ``{none: why}`` is.

        A value that was refused, or whose key is misspelt, counts: its own finding speaks for it.
        """
        if not blank(value):
            return True
        return not self.silent and self.explained(at)

    @property
    def silent(self) -> bool:
        """Whether nothing is explained anywhere: then what is blank does not stand."""
        return not self._spoken and not self._nones

    def explained(self, at: At) -> bool:
        """Whether something speaks for a place that is blank: ``{none: why}``, or a finding."""
        source = At(at.section, self._book.in_source(at))
        return source in self._nones or source in self._spoken


@lru_cache(maxsize=2)  # every rule asks for them
def _around(book: Playbook) -> frozenset[At]:
    """The places where a finding of reading speaks, and all that are around them."""
    return frozenset(
        At(place.section, place.keys[:depth])
        for place in book.notes.spoken
        for depth in range(len(place.keys) + 1)
    )


def readable(book: Playbook, at: At, *fields: str) -> bool:
    """Whether every value at and within the fields of a record could be read.

    Keys that the catalogue does not know do no harm to the others, unless one was to be a field.
    """
    if not book.notes.spoken:
        return True
    heads = [At(at.section, book.in_source(at / name)) for name in fields]
    return not any(
        place.section == at.section
        and any(place.keys[: len(head.keys)] == head.keys for head in heads)
        and (isinstance(place.keys[-1], int) or place.keys[-1] in _known(at.section))
        for place in book.notes.spoken
    )


@cache
def _known(section: str) -> frozenset[str | int]:
    return frozenset(name for kind in records_of(SECTIONS[section]) for name in fields_of(kind))


def blank(value: Any) -> bool:
    """Whether a value of the model holds nothing."""
    kind = value.__class__
    if kind is str:
        return not value or value.isspace()
    if kind is tuple:
        return not value or (_is_blank(value[0]) and all(map(_is_blank, value)))
    return value is None or (kind is dict and not value)


def _is_blank(text: Any) -> bool:
    return text.__class__ is str and (not text or text.isspace())


@cache
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
