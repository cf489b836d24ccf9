"""What an edition of a playbook keeps back: a value there is neither missing nor filled."""

from __future__ import annotations

from functools import cached_property

from sourcebook.lean import dataclass
from sourcebook.model.paths import At


@dataclass(frozen=True)
class Withheld:
    """Places without their values, as the source of the edition counts list items.

    A list or table that lost something stands in ``places`` itself.
    """

    sections: frozenset[str]
    places: frozenset[At]

    def around(self, at: At) -> bool:
        """Whether what stands at the place, or what it is part of, is kept back or lost something.

        The lists that the place lies in are not asked: that they lack an item says nothing of
        their other ones.
        """
        if at.section in self.sections:
            return True
        whole = len(at.keys)
        return any(
            At(at.section, at.keys[:depth]) in self.places
            for depth in range(1, whole + 1)
            if depth == whole or not isinstance(at.keys[depth], int)
        )

    def touches(self, field: At) -> bool:
        """Whether anything is kept back at a field, around or within it, in any item of a list."""
        if field.section in self.sections:
            return True
        names = field.keys
        return any(
            place.section == field.section and place.keys[: len(names)] == names[: len(place.keys)]
            for place in self._fields
        )

    @cached_property
    def _fields(self) -> frozenset[At]:
        return frozenset(
            At(place.section, tuple(key for key in place.keys if isinstance(key, str)))
            for place in self.places
        )
