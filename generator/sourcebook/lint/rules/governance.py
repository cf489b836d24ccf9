"""A problem that is not solved climbs, on both sides and against a clock."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.parties import active_vendors, party_of_role, side_of_party
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps, named
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.governance import EscalationLevel, EscalationPath


@rule("GOV001", "escalation-too-short", Severity.ERROR, "escalation.min_levels_per_side")
def escalation_too_short(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every escalation path has two levels or more on each side, each with a time limit.

    Why: With a single level there is nowhere to go when it does not answer; without a time limit
    nobody knows when to go there; with one side alone two people of unequal rank talk.
    Fix: Add levels until the client and each vendor that takes part have two
    (escalation.min_levels_per_side), each with roles, respond_within_min and channel.
    Source: working together to solve problems (practice R44); escalation in plans for
    communication and governance.
    """
    gaps = Gaps(book)
    if not gaps.looks_into("governance") or book.governance.escalation is None:
        return
    least = int(facts.thresholds["escalation.min_levels_per_side"])
    for at, path in book.each("governance", "escalation.paths"):
        name = named(path, at)
        if short := _short(book, facts, gaps, at, path, least):
            counts = listed([f"{count} {side}" for side, count in short])
            several = "level" if len(short) == 1 and short[0][1] == 1 else "levels"
            message = (
                f"Escalation '{name}' has {counts} {several}; each side needs at least {least}, "
                f"with a time limit each. Add level {len(path.levels) + 1}: roles, "
                "respond_within_min, channel."
            )
            fix = "Name roles of each side on more levels."
            yield Hit(at / "levels", message, fix, key=True, needs_all=True)
        for number, level in enumerate(path.levels):
            place = at / "levels" / number / "respond_within_min"
            if not gaps.filled(place):
                message = (
                    f"Escalation '{name}', level {level.level or number + 1}, has no time limit. "
                    "Add respond_within_min: the minutes to answer before the next level is called."
                )
                yield Hit(place, message, "Add 'respond_within_min: 30', or what holds.", key=True)


def _short(
    book: Playbook, facts: Facts, gaps: Gaps, at: At, path: EscalationPath, least: int
) -> list[tuple[str, int]]:
    """The sides with too few levels, and how many each has; none where levels were refused."""
    levels = at / "levels"
    if not gaps.whole(levels) or (not path.levels and gaps.filled(levels)):
        return []
    sides: list[tuple[str, str | None]] = [("client", None)]
    vendors = active_vendors(book, facts.as_of)
    sides += [
        (party.side if len(vendors) == 1 else f"{party.side} ({party.name or party.id})", party.id)
        for party in vendors
        if party.side
    ]
    counts = [
        (
            side,
            sum(
                _names(book, party, level)
                or (not level.roles and gaps.filled(levels / number / "roles"))
                for number, level in enumerate(path.levels)
            ),
        )
        for side, party in sides
    ]
    return [(side, count) for side, count in counts if count < least]


def _names(book: Playbook, party: str | None, level: EscalationLevel) -> bool:
    """Whether a level names a role of a vendor, or of the client where none is given.

    What cannot be resolved may be of any side: its own finding speaks of it.
    """
    for key, role in level.roles.items():
        owner = key if book.index.find("party", key) else party_of_role(book, role)
        side = side_of_party(book, owner)
        if side is None or (side.key == "client" if party is None else owner == party):
            return True
    return False


RULES: tuple[Rule, ...] = (escalation_too_short,)
