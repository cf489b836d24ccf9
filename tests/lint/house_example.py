"""Rules of a house, as a package of its own would bring them along."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.findings import Severity
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.rules.sections import section_missing_or_empty
from sourcebook.model.playbook import Playbook


@rule("ACM001", "no-friday-meetings", Severity.WARNING)
def no_friday(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """No meeting is held on a Friday.

    Why: On Fridays the house is closed.
    Fix: Choose another day.
    Source: rules of the house.
    """
    for at, meeting in book.each("communication", "meetings"):
        if meeting.day and "fri" in meeting.day:
            yield Hit(at / "day", f"Meeting {meeting.id} is on a Friday.")


RULES: tuple[Rule, ...] = (no_friday,)
TAKEN = section_missing_or_empty
DAY = "fri"


@rule("ACM002", "no-reason", Severity.WARNING)
def no_reason(_book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """A rule that says neither why, nor what to do."""
    return iter(())
