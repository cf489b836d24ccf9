"""What an edition of a playbook keeps back: a value there is neither missing nor filled."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.model.paths import At


@dataclass(frozen=True)
class Withheld:
    """Places without their values, as the source of the edition counts list items.

    A list or table that lost something stands in ``places`` itself.
    """

    sections: frozenset[str]
    places: frozenset[At]

    def meets(self, at: At) -> bool:
        """Whether something at the place, around it or within it is kept back."""
        if at.section in self.sections or self.around(at):
            return True
        length = len(at.keys)
        return any(
            place.section == at.section and place.keys[:length] == at.keys for place in self.places
        )

    def around(self, at: At) -> bool:
        """Whether what stands at the place, or what it is part of, is kept back or lost something.

        The lists that the place lies in are not asked: that they lack an item says nothing of
        their other ones.
        """
        if at.section in self.sections:
            return True
        steps = range(1, len(at.keys) + 1)
        return any(
            At(at.section, at.keys[:depth]) in self.places
            for depth in steps
            if depth == len(at.keys) or not isinstance(at.keys[depth], int)
        )
