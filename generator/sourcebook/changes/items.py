"""Items whose changes have words of their own: a risk's score, a milestone's day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sourcebook.analysis.risk import score
from sourcebook.changes.change import Detail
from sourcebook.changes.content import Renames, unsaid
from sourcebook.changes.differences import Difference, Op
from sourcebook.changes.weight import together
from sourcebook.changes.wording import ARROW, quoted
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import Agreement, Item
from sourcebook.model.sections.milestones import Milestone
from sourcebook.model.sections.risks import Risk
from sourcebook.render import wording
from sourcebook.render.naming import spoken, title_of

Pairs = Iterable[tuple[Difference, Detail]]


def item_details(old: Item, new: Item, pairs: Pairs) -> Iterator[Detail]:
    """What changed in an item, the most telling first."""
    if isinstance(old, Risk) and isinstance(new, Risk):
        return _risk(old, new, pairs)
    if isinstance(new, Milestone):
        return _milestone(pairs)
    return (detail for _, detail in pairs)


def _risk(old: Risk, new: Risk, pairs: Pairs) -> Iterator[Detail]:
    """The score in place of what it is made of; a contingency that went by its effect."""
    marks, others = list[Detail](), list[Detail]()
    for difference, detail in pairs:
        if difference.path in ("likelihood", "impact"):
            marks.append(detail)
        elif difference.path == "contingency" and difference.op is Op.REMOVED:
            others.append(Detail("now without contingency", detail.weight, detail.field))
        else:
            others.append(detail)
    was, now = score(old.likelihood, old.impact), score(new.likelihood, new.impact)
    if marks and was and now and was != now:
        heavy = together(mark.weight for mark in marks)
        marks = [Detail(f"{was}{ARROW}{now}", heavy, "risks.register.score")]
    yield from marks
    yield from others


def _milestone(pairs: Pairs) -> Iterator[Detail]:
    """A day that moved without the word: of a milestone it is what one asks for first."""
    for difference, detail in pairs:
        if difference.path == "due" and difference.op is Op.CHANGED:
            yield Detail(detail.words.removeprefix("due "), detail.weight, detail.field)
        else:
            yield detail


def agreement_words(
    before: Sequence[Agreement], after: Sequence[Agreement], same: Renames
) -> Iterator[str]:
    """Who agreed to a section, who agreed anew, and whose agreement was taken out.

    A role that has another id now is still the one that agreed.
    """
    known = {same.get(("role", its.role or ""), its.role): its for its in before}
    for its in after:
        day = f" on {wording.date(its.date)}" if its.date else ""
        if its.role not in known:
            yield f"{its.role} agreed{day}"
        elif (its.date, its.digest) != (known[its.role].date, known[its.role].digest):
            yield f"{its.role} agreed again{day}"
    left = {its.role for its in after}
    yield from (f"agreement of {role} taken out" for role in known if role not in left)


def named(book: Playbook, item: Item) -> str:
    """The name of an item, once it has one."""
    title = title_of(book, item)
    return "" if unsaid(title) else title


def added_words(book: Playbook, item: Item) -> str:
    """An item that came: its name, and what one asks for first."""
    title = named(book, item)
    said = [quoted(title)] if title and title not in (item.id, spoken(book, item.id or "")) else []
    if isinstance(item, Risk) and (mark := score(item.likelihood, item.impact)):
        said.append(f"score {mark}")
    due: Any = getattr(item, "due", None)
    if due is not None:
        said.append(f"due {wording.date(due)}")
    return ("added: " + ", ".join(said) if said else "added").replace("\u00a0", " ")
