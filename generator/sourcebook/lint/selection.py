"""Which rules' findings are told: chosen by code, by the beginning of codes, or by slug."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sourcebook.errors import UsageError
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest

if TYPE_CHECKING:
    from sourcebook.lint.rule import Rule


@dataclass(frozen=True)
class Selection:
    """Beginnings of codes. The longer one decides; of two alike, the one that leaves out."""

    select: tuple[str, ...] = ("",)
    ignore: tuple[str, ...] = ()

    def holds(self, code: str) -> bool:
        """Whether findings of the rule are told."""
        return _longest(self.select, code) > _longest(self.ignore, code)


EVERYTHING = Selection()


def _longest(beginnings: Iterable[str], code: str) -> int:
    return max((len(word) for word in beginnings if code.startswith(word)), default=-1)


def selection(
    rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str], extend: Sequence[str]
) -> Selection:
    """What options choose; without ``select``, everything but what ``ignore`` names.

    Each word may hold several, with commas. Raises UsageError for one that no rule answers to.
    """
    chosen = codes(rules, select) or ("",)
    return Selection((*chosen, *codes(rules, extend)), codes(rules, ignore))


def codes(rules: Sequence[Rule], words: Sequence[str]) -> tuple[str, ...]:
    """The codes, or beginnings of codes, that words mean. Raises UsageError for an unknown one."""
    parts = [part.strip() for word in words for part in word.split(",")]
    return tuple(_code(rules, part) for part in parts if part)


def _code(rules: Sequence[Rule], word: str) -> str:
    for rule in rules:
        if rule.slug == word.lower():
            return rule.code
    if any(rule.code.startswith(word.upper()) for rule in rules):
        return word.upper()
    raise UsageError(f"'{word}' is no rule, and no beginning of one. {hint(rules, word)}")


def find_rule(rules: Sequence[Rule], word: str) -> Rule:
    """The rule with that code or slug. Raises UsageError, naming the nearest one, for none."""
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.slug:
            return rule
    group = [rule.code for rule in rules if word and rule.code.startswith(word.upper())]
    if group:
        raise UsageError(f"'{word}' is a group of rules: {', '.join(group)}. Name those you mean.")
    raise UsageError(f"'{word}' is no rule. {hint(rules, word)}")


def hint(rules: Sequence[Rule], word: str) -> str:
    """Which rule may have been meant, or what there is."""
    known = {rule.code: rule for rule in rules} | {rule.slug: rule for rule in rules}
    near = nearest(word, known)
    if near is not None:
        return f"Did you mean '{near}'?"
    groups = dict.fromkeys(rule.code[:3] for rule in rules)
    return f"Groups: {', '.join(groups)}; `sourcebook explain --all` lists all rules."
