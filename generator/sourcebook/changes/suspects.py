"""Items that refer to what changed: suspect until they, or their section, are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sourcebook.analysis.mentions import Mentions
from sourcebook.analysis.suspects import reviewed, suspected
from sourcebook.changes.change import Action, Change, Consequence
from sourcebook.changes.comparing import compared
from sourcebook.changes.weight import Weight
from sourcebook.changes.wording import subject
from sourcebook.lean import dataclass
from sourcebook.lint.rule import Facts, Hit
from sourcebook.lint.wording import listed, section_name, some_of
from sourcebook.model.index import Target
from sourcebook.model.playbook import Playbook

_BREAKING = (Weight.BOTH, Weight.CLIENT, Weight.VENDOR)
_MOST = 8


@dataclass(frozen=True)
class Suspect:
    """An item, and what changed of those that it refers to."""

    target: Target
    causes: tuple[Change, ...]


def suspects(before: Playbook, after: Playbook, changes: Iterable[Change]) -> tuple[Suspect, ...]:
    """The items that nobody has looked at with what changed, in the order of the changes.

    Somebody has where the item changed as well, or its section's last_reviewed is another day.
    """
    changes = tuple(changes)
    touched = {(its.kind, its.id) for its in changes}
    mentions, found = Mentions(after), dict[tuple[str, str], Suspect]()
    for change in changes:
        if change.action is not Action.CHANGED or change.weight not in _BREAKING or not change.id:
            continue
        for target in suspected(mentions, change.kind, change.id):
            key, section = (target.kind, target.id), target.at.section
            if key in touched or reviewed(before, section) != reviewed(after, section):
                continue
            causes = found[key].causes if key in found else ()
            found[key] = Suspect(target, (*causes, change))
    return tuple(found.values())


def suspect_facts(found: Iterable[Suspect]) -> Iterator[Consequence]:
    """What a comparison says of them, with each change that is the cause."""
    by_cause: dict[tuple[str, str, str], list[str]] = {}
    for its in found:
        name = f"{its.target.kind} {its.target.id}"
        for cause in its.causes:
            by_cause.setdefault((cause.section, cause.kind, cause.id), []).append(name)
    for (section, kind, id), names in by_cause.items():
        said = f"suspect until reviewed: {some_of(names, _MOST)}"
        yield Consequence(said, section, (kind, id))


def suspect_items(before: Playbook, after: Playbook, _facts: Facts) -> Iterator[Hit]:
    """CHG004, of two states of a playbook."""
    for its in suspects(before, after, compared(before, after)):
        section = section_name(its.target.at.section)
        said = listed([f"{cause.about} ({cause.details[0].words})" for cause in its.causes])
        yield Hit(
            its.target.at,
            f"{subject(its.target.kind, its.target.id)} is suspect: it refers to what changed, "
            f"{said}. Look whether it still holds; then change it, or set meta.last_reviewed of "
            f"'{section}' to the day on which you looked.",
            f"Look at it again, and set meta.last_reviewed of '{section}'.",
        )
