"""Whether a goal is SMART: specific, measurable, achievable, relevant, bound to a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from sourcebook.analysis.parties import active_vendors, camp_of_role
from sourcebook.analysis.presence import Presence
from sourcebook.analysis.smells import smells
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.goals import Goal

FEWEST_WORDS = 8


@dataclass(frozen=True)
class Verdict:
    """One letter of SMART for one goal: met where nothing stands against it."""

    letter: str
    word: str
    against: tuple[str, ...]  # what is missing or wrong, in words
    speaks: str  # what it is met by, in words; empty where it is not

    @property
    def met(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against


def verdicts(
    book: Playbook, at: At, goal: Goal, thresholds: Mapping[str, float], as_of: dt.date
) -> tuple[Verdict, ...]:
    """The five letters of a goal, in their order, as the rules GOL002 to GOL006 judge them."""
    look = _Look(book, Presence(book), at, goal, as_of, int(thresholds[_RHYTHM]))
    return (
        Verdict("S", "Specific", tuple(look.specific()), _owned(goal)),
        Verdict("M", "Measurable", tuple(look.measurable()), _measured(goal)),
        Verdict("A", "Achievable", tuple(look.achievable()), _sure(goal)),
        Verdict("R", "Relevant", tuple(look.relevant()), "its business outcome is stated"),
        Verdict("T", "Time-bound", tuple(look.bound()), _checked(goal)),
    )


_RHYTHM = "goals.checkpoint_every_days"


@dataclass(frozen=True)
class _Look:
    """A goal, and what it is looked at with."""

    book: Playbook
    presence: Presence
    at: At
    goal: Goal
    as_of: dt.date
    most: int

    def _lacks(self, path: str) -> bool:
        place = self.at / path
        stands = self.presence.stands(place, self.book.value(place))
        return not stands and not self.book.withholds(place)

    def _fields(self, record: str, names: Mapping[str, str]) -> Iterator[str]:
        """What is missing of a record, in the words of its fields; of one refused nothing."""
        if getattr(self.goal, record) is None:
            if self._lacks(record):
                yield f"{names['']} is missing"
            return
        for name, said in names.items():
            if name and self._lacks(f"{record}.{name}"):
                yield f"{said} is missing"

    def specific(self) -> Iterator[str]:
        statement = (self.goal.statement or "").strip()
        words = re.findall(r"[^\W_][^\s]*", statement)
        if not statement and self._lacks("statement"):
            yield "there is no statement"
        elif statement:
            if len(words) < FEWEST_WORDS:
                yield f"its statement has {len(words)} of the {FEWEST_WORDS} words it needs"
            found = smells(statement)
            for word in found.vague:
                yield f"“{word}” cannot be checked"
            for word in found.loopholes:
                yield f"“{word}” leaves it open"
        if self._lacks("owner"):
            yield "no role owns it"

    def measurable(self) -> Iterator[str]:
        yield from self._fields(
            "measure",
            {
                "": "the measure",
                "metric": "the metric",
                "unit": "the unit",
                "baseline": "the baseline",
                "target": "the target",
                "data_source": "the source of data",
            },
        )

    def achievable(self) -> Iterator[str]:
        yield from self._fields(
            "achievability",
            {
                "": "the evidence",
                "capability_basis": "the capability basis",
                "reviewed_by": "a review",
            },
        )
        evidence = self.goal.achievability
        if evidence is None:
            return
        camps = [camp_of_role(self.book, role) for role in evidence.reviewed_by]
        if camps and None not in camps:
            if "client" not in camps:
                yield "nobody of the client has reviewed it"
            vendors = active_vendors(self.book, self.as_of)
            if vendors and not {"vendor", "successor"} & {*camps}:
                yield "nobody of the vendor has reviewed it"
        if evidence.confidence == "low" and self._lacks("risk"):
            yield "confidence is low, and no risk is linked"

    def relevant(self) -> Iterator[str]:
        yield from self._fields(
            "relevance", {"": "the business outcome", "business_outcome": "the business outcome"}
        )

    def bound(self) -> Iterator[str]:
        due = self.goal.due
        if due is None:
            if self._lacks("due"):
                yield "there is no due date"
            return
        left = (due - self.as_of).days
        pursued = self.goal.status == "active" and not self._over
        if pursued and left > self.most and not self._looked_at_before(due):
            yield f"no checkpoint lies before its due date, {left} days away"

    @property
    def _over(self) -> bool:
        return "closed" in (self.book.engagement.status, self.book.engagement.phase_)

    def _looked_at_before(self, due: dt.date) -> bool:
        points, place = self.goal.checkpoints, self.at / "checkpoints"
        if not points:
            return not self._lacks("checkpoints")
        if At(place.section, self.book.in_source(place)) in self.book.notes.shifts:
            return True
        return any(p.date is None or self.as_of <= p.date < due for p in points)


def _owned(goal: Goal) -> str:
    return "one role owns it, and its statement can be checked" if goal.owner else ""


def _measured(goal: Goal) -> str:
    return "metric, baseline, target and source are given" if goal.measure else ""


def _sure(goal: Goal) -> str:
    sure = goal.achievability.confidence if goal.achievability else None
    return "both sides have reviewed it" + (f"; confidence is {sure}" if sure else "")


def _checked(goal: Goal) -> str:
    count = len(goal.checkpoints)
    return "it has a due date" + (
        f" and {count} checkpoint{'' if count == 1 else 's'}" if count else ""
    )
