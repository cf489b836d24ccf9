"""Where items of each kind stand, and where nobody can tell whether one of them is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sourcebook.analysis.applicable import Asking, asked_for, covers
from sourcebook.analysis.content import is_empty
from sourcebook.analysis.presence import Presence
from sourcebook.findings import KeyPath
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import Item, Record, fields_of
from sourcebook.model.values import Ref


class Homes:
    """The lists of one playbook in which items of each kind stand."""

    def __init__(self, book: Playbook, asking: Asking) -> None:
        self._book, self._asking = book, asking
        self._presence = Presence(book)
        self._lacking: dict[At, bool] = {}

    def unknowable(self, ref: Ref, id: str) -> bool:
        """Whether something else is told that explains why the id is not known.

        Its list may be missing or empty where it is asked for, and it may stand where reading
        failed.
        """
        lists = lists_by_kind()
        places = [at for kind in ref.kinds or lists for at in lists.get(kind, ())]
        return any(self._is_lacking(at) or self._refused(at, id) for at in places)

    def _is_lacking(self, at: At) -> bool:
        if at not in self._lacking:
            self._lacking[at] = self._lacks(at)
        return self._lacking[at]

    def _lacks(self, at: At) -> bool:
        """Whether the list, or the section around it, is told to be missing or empty."""
        book, kind = self._book, SECTIONS[at.section]
        state = book.state(at.section)
        if state is State.REFUSED:
            return True
        if state is State.WAIVED:
            return False
        asked = asked_for(book, kind, self._asking)
        if state is State.MISSING or is_empty(book, at.section):
            return asked is not None and asked[0] is Need.REQUIRED
        needed = covers(self._asking, at.section) and _is_required(kind, at.keys)
        return needed and not self._presence.stands(at, book.value(at))

    def _refused(self, at: At, id: str) -> bool:
        """Whether the list, an item of it as a whole, or an item's id of that name was refused."""
        source = self._book.source.sections.get(at.section)
        if source is None:
            return False
        for keys in (gone.keys for gone in self._book.notes.spoken if gone.section == at.section):
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


def _is_required(record: type[Record] | None, keys: KeyPath) -> bool:
    """Whether a field is required, and every one around it."""
    for key in keys:
        spec = fields_of(record).get(str(key)) if record else None
        if spec is None or spec.meta.need is not Need.REQUIRED:
            return False
        record = spec.shape.record
    return True


@cache
def lists_by_kind() -> dict[str, tuple[At, ...]]:
    """The lists in which items of each kind stand, in the catalogue's order."""
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
