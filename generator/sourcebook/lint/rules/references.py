"""References lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sourcebook.analysis.homes import Homes, lists_by_kind
from sourcebook.analysis.smells import placeholder
from sourcebook.analysis.uses import all_known, unused
from sourcebook.analysis.word_lists import WordLists
from sourcebook.findings import Severity
from sourcebook.lean import dataclass
from sourcebook.lint.rule import Facts, Hit, rule
from sourcebook.lint.wording import kinds, plural, section_file, some_of
from sourcebook.model.index import Given
from sourcebook.model.playbook import Playbook
from sourcebook.model.values import Ref
from sourcebook.nearest import nearest, nearest_id


@rule("REF001", "unknown-reference", Severity.ERROR)
def unknown_reference(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every reference names an item that exists: a role, a party, a milestone, a channel.

    Why: An owner who is nobody owns nothing. A reference that leads nowhere looks like an
    agreement until the day it is needed.
    Fix: Correct the id, or add the item that it should name. If the item was renamed, give it its
    old id back, or write the new one in every place that the message names. What lies outside the
    playbook belongs in a field that ends in _ref; those are never looked up.
    Source: practices R5.
    """
    if all_known(book):
        return
    strange: list[_Lost] = []
    for lost in _lost(book, Homes(book, facts.asking)):
        near = nearest_id(lost.id, book.index.ids(lost.ref))
        if near:
            yield from (_misspelt(book, lost, place, near) for place in lost.places)
        else:
            strange.append(lost)
    for lost in strange:
        alike = sum(other.ref == lost.ref for other in strange)
        if alike > _without_id(book, lost.ref, facts.words):
            yield _unknown(book, lost)


@dataclass(frozen=True)
class _Lost:
    """An id that names nothing, and every place where it stands."""

    id: str
    ref: Ref
    places: tuple[Given, ...]

    @property
    def kind(self) -> str:
        return kinds(self.ref.kinds)


def _without_id(book: Playbook, ref: Ref, words: WordLists) -> int:
    """How many items have a placeholder for their id: TXT001 speaks for what points at them."""
    twins = [second.id for _, second in book.index.twins if second.kind in ref.kinds]
    ids = (*book.index.ids(ref), *twins)
    return sum(placeholder(id, words) is not None for id in ids)


def _lost(book: Playbook, homes: Homes) -> Iterator[_Lost]:
    """The ids that name nothing. Where anything may stand, it is what a field of a kind means."""
    found: dict[tuple[tuple[str, ...], str], list[Given]] = {}
    known: dict[tuple[str, ...], frozenset[str]] = {}
    for value in book.references:
        if (its := value.ref) is None:
            continue
        if its.kinds not in known:
            known[its.kinds] = frozenset(book.index.ids(its))
        if value.value not in known[its.kinds] and _is_unknown(homes, value, its):
            found.setdefault((its.kinds, value.value), []).append(value)
    for (names, id), places in found.items():
        of_a_kind = [key for key in found if key[1] == id and key[0]]
        if not names and len(of_a_kind) == 1:
            continue
        more = found.get(((), id), []) if names and len(of_a_kind) == 1 else []
        ref = places[0].ref
        if ref is not None:
            yield _Lost(id, ref, (*places, *more))


def _is_unknown(homes: Homes, value: Given, ref: Ref) -> bool:
    """Whether what is no id of this playbook was meant to be one."""
    id = value.value
    if ref.or_text or not isinstance(id, str) or not id.strip() or (ref.everyone and id == "*"):
        return False
    return not homes.unknowable(ref, id)


def _misspelt(book: Playbook, lost: _Lost, place: Given, near: str) -> Hit:
    meant = nearest(lost.id, [near], within=0) is not None
    instead = "" if meant else f" if that is meant; if not, {_another(lost)}"
    message = f"{_said(book, lost, place)} Did you mean '{near}'? {_known(book, lost)}"
    return Hit(place.at, message, f"Write '{near}'{instead}.", place.is_key)


def _unknown(book: Playbook, lost: _Lost) -> Hit:
    """One hit for all places of an id: whoever renamed or deleted the item did it once."""
    first, *rest = lost.places
    said = _said(book, lost, first, rest)
    others = tuple(place.at for place in rest)
    if lost.ref.kinds and not book.index.ids(lost.ref):
        file = section_file(lists_by_kind()[lost.ref.kinds[0]][0].section)
        message = f"{said} There is none yet: they stand in {file}."
        fix = f"Add the {lost.kind} to {file}."
    elif new := _renamed(book, lost):
        everywhere = f"all {len(lost.places)} places" if rest else "its place"
        message = f"{said} {_known(book, lost)} Or was '{lost.id}' renamed to '{new}'?"
        fix = (
            f"If it was renamed, write '{new}' in {everywhere}, or give the item its old id back; "
            f"if not, {_another(lost)}."
        )
    else:
        message, fix = f"{said} {_known(book, lost)}", _sentence(_another(lost))
    return Hit(first.at, message, fix, first.is_key, others=others, needs_all=True)


def _said(book: Playbook, lost: _Lost, place: Given, rest: Sequence[Given] = ()) -> str:
    said = f"{book.spelled(place.at)}: '{lost.id}' is not a known {lost.kind}"
    if not rest:
        return f"{said}."
    more = f"{len(rest)} more {'place' if len(rest) == 1 else 'places'}"
    return f"{said}, and stands in {more}: {_places(book, rest)}."


def _places(book: Playbook, places: Iterable[Given]) -> str:
    """``change.yaml line 85; milestones.yaml lines 49 and 75``."""
    lines: dict[str, set[int]] = {}
    for place in places:
        where = book.locate(place.at, key=place.is_key)
        lines.setdefault(where.file.removeprefix(f"playbooks/{book.slug}/"), set()).add(where.line)
    return "; ".join(
        f"{file} {'line' if len(found) == 1 else 'lines'} {some_of([*map(str, sorted(found))])}"
        for file, found in sorted(lines.items())
    )


def _known(book: Playbook, lost: _Lost) -> str:
    if not lost.ref.kinds:
        return "Anything in this playbook that has an id may stand here."
    plurals = kinds([plural(name) for name in lost.ref.kinds], "and")
    return f"Known {plurals}: {some_of(book.index.ids(lost.ref))}."


def _another(lost: _Lost) -> str:
    if not lost.ref.kinds:
        return "write the id of an item of this playbook"
    return f"write the id of a known {lost.kind}, or add this one"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _renamed(book: Playbook, lost: _Lost) -> str | None:
    """What may be the same item under a new id: one of its kind that nothing refers to."""
    candidates = unused(book, lost.ref)
    if like := nearest_id(lost.id, candidates):
        return like
    begun = [id for id in candidates if _goes_on(lost.id, id) or _goes_on(id, lost.id)]
    if len(begun) == 1:
        return begun[0]
    several = bool(lost.ref.kinds) and len(lost.places) > 1
    return candidates[0] if several and len(candidates) == 1 else None


def _goes_on(begun: str, id: str) -> bool:
    """Whether an id begins with another one, which is not just its first digits."""
    return id.startswith(begun) and not id.removeprefix(begun)[:1].isdigit()
