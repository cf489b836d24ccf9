"""How the work can be followed, and where each thing has its one home."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

TRACKED = ("progress", "risk", "issue")
ARTEFACTS = ("requirements", "backlog", "code", "decisions", "risks", "documents")

_TRACKING = At("delivery") / "tracking"
_SOURCES = At("delivery") / "single_source_of_truth"


@rule("DLV001", "tracking-gap", Severity.WARNING)
def tracking_gap(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Progress, risks and issues can each be followed in a named tool that is kept up to date.

    Why: A client that has to ask how things stand hears it late, and in the words of the one who
    is asked. What both sides can look up at any time needs no asking.
    Fix: Add an entry under delivery.tracking for progress, for risk and for issue, each with its
    tool and update_frequency.
    Source: tracking that shows progress, risks and issues as they are (practice R23).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("delivery") or not book.delivery.tracking or not gaps.whole(_TRACKING):
        return
    seen = {entry.what for entry in book.delivery.tracking}
    unseen = [what for what in TRACKED if what not in seen]
    if unseen and None not in seen:
        yield Hit(
            _TRACKING,
            f"Nobody can see {listed(unseen)}: add a tracking entry with tool and update frequency "
            f"for {'it' if len(unseen) == 1 else 'each'}.",
            f"Add '- {{what: {unseen[0]}, tool: …, update_frequency: …, owner: …}}'.",
            key=True,
            needs_all=True,
        )
    for at, entry in book.each("delivery", "tracking"):
        if entry.what not in TRACKED:
            continue
        for place in gaps.of(at, "tool", "update_frequency"):
            field = str(place.keys[-1])
            message = f"The tracking entry for {entry.what} has no {field}: nobody can rely on it."
            yield Hit(place, message, f"Add '{field}:'.", key=True)


@rule("DLV002", "no-single-source-of-truth", Severity.ERROR)
def no_single_source_of_truth(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Requirements, backlog, code, decisions, risks and documents each have one home, not two.

    Why: With two lists of requirements each side works from its own, and both are right. With none,
    the newest mail counts.
    Fix: Name each of the six under delivery.single_source_of_truth with the one system that
    counts. Where two systems hold the same thing, keep one and move the rest.
    Source: one source of truth that both sides see (practice R18).
    """
    gaps = Gaps(book)
    if not gaps.looks_into("delivery") or not book.delivery.single_source_of_truth:
        return
    homes: dict[str, dict[str, str]] = {}
    for at, entry in book.each("delivery", "single_source_of_truth"):
        if entry.artefact is None:
            continue
        systems = homes.setdefault(_plain(entry.artefact), {})
        system = " ".join((entry.system or "").casefold().split())
        if systems and system and system not in systems:
            yield _second_home(at, entry.artefact, [*systems.values(), entry.system])
        if system:
            systems.setdefault(system, entry.system)
    homeless = [name for name in ARTEFACTS if _plain(name) not in homes]
    unnamed = any(entry.artefact is None for entry in book.delivery.single_source_of_truth)
    if homeless and not unnamed and gaps.whole(_SOURCES):
        yield _no_home(homeless)


def _no_home(names: list[str]) -> Hit:
    has = "has" if len(names) == 1 else "have"
    return Hit(
        _SOURCES,
        f"{listed(names).capitalize()} {has} no source of truth. Name the one system that counts "
        f"for {'it' if len(names) == 1 else 'each'}.",
        f"Add '- {{artefact: {names[0]}, system: …, location_ref: …, owner: …}}'.",
        key=True,
        needs_all=True,
    )


def _second_home(at: At, artefact: str, systems: list[str]) -> Hit:
    return Hit(
        at / "system",
        f"'{artefact}' has {len(systems)} sources of truth ({', '.join(systems)}). Keep one "
        "authoritative system.",
        "Keep the entry of the system that counts, and delete the other.",
    )


def _plain(artefact: str) -> str:
    """An artefact's name without case, blanks and the s of the plural."""
    return " ".join(artefact.casefold().split()).removesuffix("s")


RULES: tuple[Rule, ...] = (tracking_gap, no_single_source_of_truth)
