"""Which clauses of a profile a playbook holds evidence for, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from sourcebook.analysis.applicable import STANDARD, Asking, asked_for
from sourcebook.analysis.presence import Presence, blank
from sourcebook.analysis.profiles import Clause, EvidencePath, Profile
from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.model.record import Record, fields_of

_OVER = ("closed", "cancelled", "dropped")
"""The states in which an item is no longer asked for what is missing in it."""


class Status(Enum):
    """How far a clause is evidenced."""

    EVIDENCED = "evidenced"
    PARTLY = "partly"
    NOT = "not"
    NOT_ASKED = "not asked"  # it does not apply, its sections are waived, or come in a later phase


@dataclass(frozen=True)
class Piece:
    """One thing that a clause asks for: a path, one of several, or words that a list names."""

    paths: tuple[EvidencePath, ...]
    filled: bool
    words: tuple[str, ...] = ()  # those that the list does not name

    @property
    def text(self) -> str:
        """The piece in a message: ``exit.triggers``, ``a or b``, ``protects (integrity)``."""
        text = " or ".join(path.text for path in self.paths)
        return f"{text} ({', '.join(self.words)})" if self.words else text


@dataclass(frozen=True)
class Coverage:
    """A clause, and what there is of its evidence."""

    profile: Profile
    clause: Clause
    status: Status
    pieces: tuple[Piece, ...]
    note: At | None = None  # the clause note that the playbook has on it

    @property
    def found(self) -> tuple[Piece, ...]:
        """What is there."""
        return tuple(piece for piece in self.pieces if piece.filled)

    @property
    def missing(self) -> tuple[Piece, ...]:
        """What is not."""
        return tuple(piece for piece in self.pieces if not piece.filled)


def active_profiles(book: Playbook, asking: Asking = STANDARD) -> tuple[str, ...]:
    """The ids of the profiles that hold, each once: the engagement's, then the project's."""
    return tuple(dict.fromkeys((*book.engagement.regulatory_profiles, *asking.profiles)))


class Evidence:
    """What a playbook holds of the paths that clauses ask for."""

    def __init__(self, book: Playbook, asking: Asking = STANDARD) -> None:
        self._book, self._asking, self._presence = book, asking, Presence(book)
        self._asked: dict[str, bool] = {}
        self._known: dict[tuple[str, bool], bool] = {}

    def coverages(self, profile: Profile) -> tuple[Coverage, ...]:
        """What there is of each clause of a profile, in its order."""
        return tuple(self._coverage(profile, clause) for clause in profile.clauses)

    def _coverage(self, profile: Profile, clause: Clause) -> Coverage:
        note, waived = self._note(profile, clause)
        pieces = () if waived else tuple(self._pieces(clause))
        filled = sum(piece.filled for piece in pieces)
        if not pieces:
            status = Status.NOT_ASKED
        elif filled == len(pieces):
            status = Status.EVIDENCED
        else:
            status = Status.PARTLY if filled else Status.NOT
        return Coverage(profile, clause, status, pieces, note)

    def _note(self, profile: Profile, clause: Clause) -> tuple[At | None, bool]:
        """The note on a clause, and whether it says, with a reason, that it does not apply."""
        return self._notes.get((profile.id, clause.id), (None, False))

    @cached_property
    def _notes(self) -> dict[tuple[str | None, str | None], tuple[At, bool]]:
        found: dict[tuple[str | None, str | None], tuple[At, bool]] = {}
        for at, note in self._book.each("compliance", "clause_notes"):
            waived = note.status == "na" and not blank(note.note)
            found.setdefault((note.profile, note.clause), (at, waived))
        return found

    def _pieces(self, clause: Clause) -> Iterator[Piece]:
        asked = dict.fromkeys(clause.all, False)  # for each, whether an answer is enough
        asked |= dict.fromkeys((*clause.answered, *clause.when_true), True)
        for question, paths in clause.when_true.items():
            if self._value(question) is True:
                asked |= {path: asked.get(path, False) for path in paths}
        for path, answer_is_enough in asked.items():
            if self._is_asked(path):
                yield Piece((path,), self._filled(path, answer_is_enough))
        choices = tuple(path for path in clause.any if self._is_asked(path))
        held = tuple(path for path in choices if self._filled(path, False))
        kept_back = any(self._book.withholds_within(path.at) for path in clause.any)
        if held or (choices and not kept_back):
            yield Piece(held or choices, bool(held))
        for path, words in clause.where.items():
            if self._is_asked(path):
                absent = self._unnamed(path, words)
                yield Piece((path,), not absent, absent)

    def _is_asked(self, path: EvidencePath) -> bool:
        """Whether evidence can be asked for: its section is there, or should be by now.

        What the edition keeps back is neither evidence nor lacking.
        """
        section = path.section
        if self._book.withholds_within(path.at):
            return False
        if section not in self._asked:
            state = self._book.state(section)
            wanted = asked_for(self._book, SECTIONS[section], self._asking) is not None
            self._asked[section] = state is State.PRESENT or (state is State.MISSING and wanted)
        return self._asked[section]

    def _value(self, path: EvidencePath) -> Any:
        return self._book.value(path.at)

    def _unnamed(self, path: EvidencePath, words: Sequence[str]) -> tuple[str, ...]:
        """The words that nothing names; none where the list itself could not be read."""
        top = At(path.section, path.at.keys[:1])
        value = self._book.value(top)
        if blank(value) and self._presence.stands(top, value):
            return ()
        named = set(_leaves(self._book.section(path.section), [name for name, _ in path.steps]))
        return tuple(word for word in words if word not in named)

    def _filled(self, path: EvidencePath, answer_is_enough: bool) -> bool:
        asked = (path.text, answer_is_enough)
        if asked not in self._known:
            place = _Place(self._book.section(path.section), (), path.steps)
            self._known[asked] = self._holds(path.section, place, answer_is_enough)
        return self._known[asked]

    def _holds(self, section: str, place: _Place, answer_is_enough: bool) -> bool:
        """Whether what stands at a place is evidence, or all that its steps lead to."""
        value = place.value
        if isinstance(value, tuple) and value and place.steps:
            found = [
                self._holds(section, place.item(number), answer_is_enough)
                for number, item in enumerate(value)
                if getattr(item, "status", None) not in _OVER
            ]
            return any(found) if place.one_is_enough else bool(found) and all(found)
        if isinstance(value, Record):
            if place.steps:
                return self._holds(section, place.step(*place.steps[0]), answer_is_enough)
            return any(
                self._holds(section, place.step(name), True) for name in fields_of(type(value))
            )
        if value is False:
            return answer_is_enough
        return not blank(value) or self._presence.stands(At(section, place.keys), value)


class _Place(NamedTuple):
    """A value on the way of a path, how it was reached, and the steps that are left."""

    value: Any
    keys: KeyPath
    steps: tuple[tuple[str, bool], ...] = ()
    one_is_enough: bool = False  # of the items, where the value is a list

    def step(self, name: str, one_is_enough: bool = False) -> _Place:
        """What the field of that name holds."""
        kind: type[Record] = type(self.value)
        spec = fields_of(kind).get(name)
        value = getattr(self.value, spec.attribute) if spec else None
        return _Place(value, (*self.keys, name), self.steps[1:], one_is_enough)

    def item(self, number: int) -> _Place:
        """An item of the list."""
        return _Place(self.value[number], (*self.keys, number), self.steps)


def _leaves(value: Any, names: Sequence[str]) -> Iterator[Any]:
    """Every value that the names lead to, through all items of lists."""
    if isinstance(value, tuple):
        for inner in value:
            yield from _leaves(inner, names)
    elif not names:
        yield value
    elif isinstance(value, Record):
        spec = fields_of(type(value)).get(names[0])
        yield from _leaves(getattr(value, spec.attribute) if spec else None, names[1:])
