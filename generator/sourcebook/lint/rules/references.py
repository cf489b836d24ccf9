"""References lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.findings import KeyPath, Severity
from sourcebook.lint.rule import Facts, Hit, rule
from sourcebook.lint.wording import kinds, plural, some_of
from sourcebook.model.index import Given, given
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import Item, Record, fields_of
from sourcebook.model.values import Ref
from sourcebook.nearest import nearest


@rule("REF001", "unknown-reference", Severity.ERROR)
def unknown_reference(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every reference names an item that exists: a role, a party, a milestone, a channel.

    Why: An owner who is nobody owns nothing. A reference that leads nowhere looks like an
    agreement until the day it is needed.
    Fix: Correct the id, or add the item that it should name. What lies outside the playbook
    belongs in a field that ends in _ref; those are never looked up.
    Source: practices R5.
    """
    homes = _Homes(book)
    for section in book.sections():
        for value in given(At(section.key), section):
            if value.ref is None or value.ref.or_text or not isinstance(value.value, str):
                continue
            if value.ref.everyone and value.value == "*":
                continue
            unknown = value.value.strip() and book.index.resolve(value.ref, value.value) is None
            if unknown and not homes.unreadable(value.ref, value.value):
                yield _hit(book, value, value.ref, homes)


def _hit(book: Playbook, value: Given, ref: Ref, homes: _Homes) -> Hit:
    known, kind = book.index.ids(ref), kinds(ref.kinds)
    said = f"{book.spelled(value.at)}: '{value.value}' is not a known {kind}."
    near = nearest(value.value, known)
    hint = f" Did you mean '{near}'?" if near else ""
    if not ref.kinds:
        message = f"{said}{hint} Anything in this playbook that has an id may stand here."
        fix = f"Write '{near}'." if near else "Write the id of an item of this playbook."
        return Hit(value.at, message, fix, value.is_key)
    if not known:
        file = homes.file(ref)
        message = f"{said} There is none yet: they stand in {file}."
        return Hit(value.at, message, f"Add the {kind} to {file}.", value.is_key)
    plurals = kinds([plural(name) for name in ref.kinds], "and")
    message = f"{said}{hint} Known {plurals}: {some_of(known)}."
    fix = f"Write '{near}'." if near else f"Write the id of a known {kind}, or add this one."
    return Hit(value.at, message, fix, value.is_key)


class _Homes:
    """Where items of each kind stand, and which of them could not be read."""

    def __init__(self, book: Playbook) -> None:
        self._book = book
        self._lists = _lists_by_kind()

    def file(self, ref: Ref) -> str:
        """The file in which items of the reference's first kind stand."""
        return f"{self._lists[ref.kinds[0]][0].section.replace('_', '-')}.yaml"

    def unreadable(self, ref: Ref, id: str) -> bool:
        """Whether the id may well exist where reading failed, which has its own finding."""
        places = [at for kind in ref.kinds or self._lists for at in self._lists.get(kind, ())]
        return any(
            self._book.state(at.section) is State.REFUSED or self._lost(at, id) for at in places
        )

    def _lost(self, at: At, id: str) -> bool:
        """Whether the list, an item of it as a whole, or an item's id of that name was refused."""
        source = self._book.source.sections.get(at.section)
        if source is None:
            return False
        for keys in (gone.keys for gone in self._book.notes.refused if gone.section == at.section):
            below = keys[len(at.keys) :]
            if at.keys[: len(keys)] == keys:
                return True
            if keys[: len(at.keys)] != at.keys:
                continue
            if len(below) == 1 or (below[1:] == ("id",) and _text(_at(source.data, keys)) == id):
                return True
        return False


def _at(data: object, keys: KeyPath) -> object:
    for key in keys:
        if isinstance(data, dict):
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


def _text(value: object) -> str:
    return str(getattr(value, "raw", value))


def _lists_by_kind() -> dict[str, tuple[At, ...]]:
    found: dict[str, tuple[At, ...]] = {}
    for key, section in SECTIONS.items():
        for at, kind in _lists(At(key), section):
            found[kind] = (*found.get(kind, ()), at)
    return found


def _lists(at: At, record: type[Record]) -> Iterator[tuple[At, str]]:
    for name, spec in fields_of(record).items():
        here, inner = At(at.section, (*at.keys, name)), spec.shape.inner
        if spec.shape.record is not None:
            yield from _lists(here, spec.shape.record)
        elif inner is not None and inner.record is not None and issubclass(inner.record, Item):
            yield here, inner.record.kind
