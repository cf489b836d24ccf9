"""Questions on a terminal, each with an answer that Enter gives."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from sourcebook.cli.program import StoppedError
from sourcebook.cli.wiring import Day, say
from sourcebook.errors import UsageError
from sourcebook.lean import dataclass

if TYPE_CHECKING:
    from sourcebook.exchange.places import Place

_T = TypeVar("_T")


def at_terminal() -> bool:
    """Whether somebody can be asked, and sees the question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


_UNKNOWN = "TODO"


@dataclass(frozen=True)
class Asker:
    """Asks a person; where there is none, every answer is that of Enter."""

    active: bool

    def text(self, question: str, usual: str | None) -> str:
        """A line; empty where nothing is known yet."""
        return self._ask(question, usual or _UNKNOWN, lambda text: _known_text(text.strip()))

    def day(
        self, question: str, usual: dt.date | None, since: dt.date | None = None
    ) -> dt.date | None:
        """A date, from a first one on. Without a person it is not known."""
        if not self.active:
            return None

        def read(text: str) -> dt.date | None:
            day: dt.date | None = Day().convert(text, None, None) if text else None
            if day and since and day < since:
                raise click.BadParameter(f"{day} is before {since}, the first day.")
            return day

        return self._ask(question, str(usual or ""), read)

    def choice(self, question: str, words: Sequence[str], usual: str) -> str | None:
        """One of the words. Without a person it is not known."""
        if not self.active:
            return None
        asked = f"{question} ({', '.join(words)})"
        return self._ask(asked, usual, lambda text: _one(text, words))

    def several(self, question: str, words: Mapping[str, str]) -> tuple[str, ...]:
        """Any of the words, with commas between them; none where there are none.

        What each word means is told before, where it says more than the word.
        """
        if not words:
            return ()
        known = tuple(words)
        asked = f"{question}: any of {', '.join(known)}"
        if self.active and any(words.values()):
            wide = max(map(len, known))
            say("".join(f"    {word:<{wide}}  {means}\n" for word, means in words.items()))
            asked = f"{question}, with commas between them"

        def read(text: str) -> tuple[str, ...]:
            given = [part.strip() for part in text.split(",")]
            return tuple(_one(part, known) for part in given if part and part != "none")

        return self._ask(asked, "none", read)

    def places(self, whose: str) -> tuple[Place, ...]:
        """Where people work, one place after the other."""
        found: list[Place] = []
        while self.active and (place := self._place(whose, more=bool(found))):
            found.append(place)
        return tuple(found)

    def _place(self, whose: str, *, more: bool) -> Place | None:
        from dataclasses import replace

        from sourcebook.exchange.places import hours_of, place_of, zone_of, zones_in

        question = (
            f"Another place of {whose}"
            if more
            else (f"Where people of {whose} work (City, Country)")
        )
        place = self._ask(question, "none", lambda text: _place_or_none(text, place_of))
        if place is None:
            return None
        if place.tz is None:
            here = zones_in(place.country)
            asked = f"Time zone of {place.city}, such as {', '.join(here[:4])}"
            usual, country = (here[0] if here else ""), place.country
            place = replace(place, tz=self._ask(asked, usual, lambda text: zone_of(text, country)))
        usual = f"{place.start:%H:%M}-{place.end:%H:%M}"
        start, end = self._ask(f"Working hours in {place.city}", usual, hours_of)
        return replace(place, start=start, end=end)

    def _ask(self, question: str, usual: str, read: Callable[[str], _T]) -> _T:
        """The answer as ``read`` understands it; what it refuses is asked again."""
        if not self.active:
            return read(usual)

        def told(text: str) -> _T:
            try:
                return read(text)
            except UsageError as error:
                raise click.BadParameter(str(error)) from None

        try:
            answer: _T = click.prompt(
                f"  {question}", default=usual, value_proc=told, show_default=bool(usual)
            )
        except click.Abort:  # Ctrl-C, or the end of what is typed
            raise StoppedError("nothing is written.") from None
        return answer


def _known_text(text: str) -> str:
    return "" if text.upper() in (_UNKNOWN, "NONE", "?", "-") else text


def _place_or_none(text: str, place_of: Callable[[str], Place]) -> Place | None:
    return None if text.strip() in ("", "none") else place_of(text)


def _one(text: str, words: Sequence[str]) -> str:
    """One of the words, or its only beginning. Raises UsageError."""
    from sourcebook.nearest import nearest

    word = text.strip().lower()
    meant = [known for known in words if known == word] or [
        known for known in words if known.startswith(word)
    ]
    if len(meant) == 1:
        return meant[0]
    if word and meant:
        raise UsageError(f"'{text}' may be {' or '.join(meant)}. Write which.")
    near = nearest(word, words)
    hint = f"Did you mean '{near}'?" if near else f"Write one of: {', '.join(words)}."
    raise UsageError(f"'{text}' is none of them. {hint}")
