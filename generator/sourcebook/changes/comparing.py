"""Two states of a playbook, compared: items by kind and id, sections by what else they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sourcebook.changes.change import Action, Change, Detail
from sourcebook.changes.content import SAME, Renames, facts, likeness
from sourcebook.changes.differences import Comparer, Difference
from sourcebook.changes.items import added_words, agreement_words, item_details, named
from sourcebook.changes.weight import Weight, added, together, weight
from sourcebook.changes.wording import section_title, subject, told
from sourcebook.lint.wording import plural
from sourcebook.model.index import Target
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.render import wording

_TOLD = (State.PRESENT, State.WAIVED)


def compared(before: Playbook, after: Playbook, same: Renames | None = None) -> tuple[Change, ...]:
    """What changed in meaning, in the order of the catalogue, sections before their items."""
    compare = _Compare(before, after, renames(before, after) if same is None else same)
    found = [*compare.sections(), *compare.items()]
    order = list(SECTIONS)
    return tuple(sorted(found, key=lambda change: order.index(change.section)))


def renames(before: Playbook, after: Playbook) -> Renames:
    """The items that only their ids tell from one that is gone: new ids by kind and old id."""
    found: dict[tuple[str, str], str] = {}
    for kind in before.index.by_kind:
        ours, theirs = before.index.by_kind[kind], after.index.by_kind.get(kind, {})
        gone = [target for id, target in ours.items() if id not in theirs]
        come = [target for id, target in theirs.items() if id not in ours]
        near = sorted(
            (
                (likeness(old.item, new.item), n, m)
                for n, old in enumerate(gone)
                for m, new in enumerate(come)
                if len(set(facts(old.item))) > 1
            ),
            key=lambda entry: (-entry[0], entry[1:]),
        )
        taken: set[str] = set()
        for share, n, m in near:
            old, new = gone[n].id, come[m].id
            if share >= SAME and (kind, old) not in found and new not in taken:
                found[kind, old] = new
                taken.add(new)
    return found


class _Compare:
    def __init__(self, before: Playbook, after: Playbook, same: Renames) -> None:
        self.before, self.after = before, after
        self.renames = same
        self.comparer = Comparer(before, after, self.renames)

    def sections(self) -> Iterator[Change]:
        """What changed in sections: whether they are there, and what is in them beside items."""
        for key, kind in SECTIONS.items():
            if self.before.withholds(At(key)) or self.after.withholds(At(key)):
                continue
            was, now = self.before.state(key), self.after.state(key)
            if was is not now:
                yield self._turned(key, was, now)
            elif now in _TOLD:
                found = (*self._details(self._unsigned(key)), *self._agreements(key))
                if found:
                    yield Change(
                        Action.CHANGED, key, section_title(kind), found,
                        together(each.weight for each in found), self.after.locate(At(key)),
                    )  # fmt: skip

    def _unsigned(self, key: str) -> Iterator[Difference]:
        """What changed in a section outside of its items, but for agreements."""
        for difference in self.comparer.section(key):
            if not difference.field.startswith(f"{key}.meta.agreements"):
                yield difference

    def _agreements(self, key: str) -> Iterator[Detail]:
        """Who agreed, or takes an agreement back."""
        was, now = self.before.section(key).meta, self.after.section(key).meta
        before, after = (meta.agreements if meta else () for meta in (was, now))
        for words in agreement_words(before, after, self.renames):
            yield Detail(words.replace("\u00a0", " "), Weight.NEITHER, f"{key}.meta.agreements")

    def _turned(self, key: str, was: State, now: State) -> Change:
        kind = SECTIONS[key]
        action, words, heavy = Action.CHANGED, "", Weight.BOTH
        if now is State.MISSING:
            action, words = Action.REMOVED, "the whole section was removed"
        elif now is State.REFUSED:
            words = "cannot be read any more"
        elif now is State.WAIVED:
            waiver = self.after.section(key).not_applicable
            until = f" until {wording.date(waiver.until)}" if waiver and waiver.until else ""
            words = f"does not apply any more{until}"
        else:
            action = Action.ADDED if was is State.MISSING else Action.CHANGED
            words, heavy = self._contents(key), Weight.NEITHER
            words = f"written{words}" if was is State.MISSING else f"applies now{words}"
            words = f"can be read again{self._contents(key)}" if was is State.REFUSED else words
        book = self.before if now is State.MISSING else self.after
        detail = Detail(words.replace("\u00a0", " "), heavy, key)
        return Change(action, key, section_title(kind), (detail,), heavy, book.locate(At(key)))

    def _contents(self, key: str) -> str:
        """What a section that came holds: ``, with 11 risks and 2 …``."""
        counts: dict[str, int] = {}
        for kind, by_id in self.after.index.by_kind.items():
            if number := sum(target.at.section == key for target in by_id.values()):
                counts[kind] = number
        parts = [wording.plural(count, kind, plural(kind)) for kind, count in counts.items()]
        return f", with {', '.join(parts)}" if parts else ""

    def items(self) -> Iterator[Change]:
        """What changed in items, by their kinds and ids."""
        kinds = dict.fromkeys((*self.before.index.by_kind, *self.after.index.by_kind))
        come = {(kind, new): old for (kind, old), new in self.renames.items()}
        for kind in kinds:
            ours = self.before.index.by_kind.get(kind, {})
            theirs = self.after.index.by_kind.get(kind, {})
            for id, new in theirs.items():
                old = ours.get(come.get((kind, id), id))
                if old is not None:
                    yield from self._changed(old, new)
                elif self._is_told(new.at.section):
                    yield self._came(new)
            for id, old in ours.items():
                gone = id not in theirs and (kind, id) not in self.renames
                if gone and self._is_told(old.at.section):
                    yield self._went(old)

    def _is_told(self, key: str) -> bool:
        return self.before.state(key) is self.after.state(key)

    def _changed(self, old: Target, new: Target) -> Iterator[Change]:
        differences = self.comparer.item(old.item, new.item, old.at, new.at)
        found = list(item_details(old.item, new.item, self._each(differences)))
        action = Action.CHANGED
        if old.id != new.id:
            action = Action.RENAMED
            found.insert(0, Detail(f"renamed, was {old.id}", Weight.NEITHER))
        if found and self._is_told(new.at.section):
            change = self._change(action, self.after, new, found)
            yield replace(change, old_id=old.id if old.id != new.id else "")

    def _came(self, new: Target) -> Change:
        heavy = _heavy(new)
        detail = Detail(added_words(self.after, new.item), heavy, _field(new.at))
        return self._change(Action.ADDED, self.after, new, [detail])

    def _went(self, old: Target) -> Change:
        heavy = _heavy(old, removed=True)
        pointing = self._pointing(old)
        said = f"removed, but still named by {pointing}" if pointing else "removed"
        return self._change(Action.REMOVED, self.before, old, [Detail(said, heavy, _field(old.at))])

    def _pointing(self, gone: Target) -> str:
        """How many places still point at what is gone."""
        left = sum(
            given.value == gone.id and given.ref is not None and gone.kind in given.ref.kinds
            for given in self.after.references
        )
        return wording.plural(left, "other place") if left else ""

    def _change(
        self, action: Action, book: Playbook, target: Target, found: Sequence[Detail]
    ) -> Change:
        return Change(
            action,
            target.at.section,
            subject(target.kind, target.id),
            tuple(found),
            together(detail.weight for detail in found),
            book.locate(target.at),
            target.kind,
            target.id,
            named(book, target.item),
        )

    def _each(self, differences: Iterable[Difference]) -> Iterator[tuple[Difference, Detail]]:
        for each in differences:
            heavy = weight(each, self.before, self.after)
            yield each, Detail(told(each).replace("\u00a0", " "), heavy, each.field)

    def _details(self, differences: Iterable[Difference]) -> tuple[Detail, ...]:
        return tuple(detail for _, detail in self._each(differences))


def _heavy(target: Target, *, removed: bool = False) -> Weight:
    """For whom it is breaking that an item came or went; for nobody where it says nothing yet."""
    if not any(facts(target.item)):
        return Weight.NEITHER
    return added(_field(target.at), removed=removed)


def _field(at: At) -> str:
    """The way to an item's list, from the section on."""
    return ".".join(str(key) for key in (at.section, *at.keys) if not isinstance(key, int))
