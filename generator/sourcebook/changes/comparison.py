"""Two states of a project, compared: which engagements changed, in what, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from sourcebook.changes.change import (
    Action,
    Change,
    Comparison,
    Consequence,
    Detail,
    EngagementChanges,
)
from sourcebook.changes.checking import Checker, ToLint
from sourcebook.changes.comparing import compared, renames
from sourcebook.changes.consequences import Asked, consequences, filled_in
from sourcebook.changes.content import Renames
from sourcebook.changes.control import uncontrolled, uncontrolled_facts
from sourcebook.changes.states import OneEngagement, State
from sourcebook.changes.suspects import suspect_facts, suspects
from sourcebook.changes.weight import Weight
from sourcebook.changes.wording import section_title, subject
from sourcebook.errors import UsageError
from sourcebook.findings import Finding, Place
from sourcebook.lean import dataclass
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.linted import Linted
from sourcebook.lint.memory import sparing
from sourcebook.model.edition import shared_edition
from sourcebook.model.fields import Audience
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import SECTIONS, Loaded, Playbook
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.folders import YAML
from sourcebook.source.project import PLAYBOOKS, Project

_PAGES, _FILES = "pages/", "files/"
_AT_ONCE = 8
"""So many engagements are read, then compared and linted."""

_Pair = tuple[str | None, str | None]
"""The slugs of an engagement in the two states."""

_Telling = Callable[[Iterator[Linted]], EngagementChanges | None]
"""Tells what changed in an engagement, of what was found in its states, which come in turn."""


def compare(
    base: State,
    head: State,
    checker: Checker,
    only: Sequence[str] = (),
    edition: Audience = Audience.INTERNAL,
) -> Comparison:
    """What changed from one state to another; ``only`` in these engagements, if any are named.

    Engagements whose files, and the layers', are the same byte for byte are not read. Raises
    UsageError for an engagement that neither state has.
    """
    known = dict.fromkeys((*base.engagements, *head.engagements))
    if strange := next((slug for slug in only if slug not in known), None):
        raise UsageError(
            f"'{strange}' is no engagement of either state. There are: {', '.join(known)}."
        )
    pairs = [
        (old, new) for old, new in _paired(base, head) if not only or old in only or new in only
    ]
    with sparing():
        made = _Made(base, head, checker, edition, tuple(pairs))
        found = tuple(made.engagements())
    told = tuple(each for each in found if not each.is_empty)
    changed = {each.slug for each in told} | {each.old_slug for each in told}
    slugs = tuple(new for _, new in pairs if new and new not in changed)
    return Comparison(base.title, head.title, told, slugs)


def _paired(base: State, head: State) -> Iterator[_Pair]:
    """The engagements that belong together, by slug: one that was moved is known by its files."""
    if isinstance(base, OneEngagement) and isinstance(head, OneEngagement):
        yield base.slug, head.slug
        return
    gone = [slug for slug in base.engagements if slug not in head.engagements]
    come = [slug for slug in head.engagements if slug not in base.engagements]
    moved: dict[str, str] = {}
    for new in come:
        near = [(_shared_files(base, old, head, new), old) for old in gone if old not in moved]
        share, old = max(near, default=(0.0, ""))
        if share >= 0.5:
            moved[old] = new
    slugs = {new: old for old, new in moved.items()}
    for slug in sorted({*base.engagements, *head.engagements}):
        if slug in slugs:
            yield slugs[slug], slug
        elif slug not in moved:
            yield (
                slug if slug in base.engagements else None,
                slug if slug in head.engagements else None,
            )


def _shared_files(base: State, old: str, head: State, new: str) -> float:
    """The share of files that two engagements have in common, name and content."""
    ours, theirs = ({*_files_of(s, slug).items()} for s, slug in ((base, old), (head, new)))
    return len(ours & theirs) / max(len(ours), len(theirs), 1)


def _files_of(state: State, slug: str) -> dict[str, str]:
    """The ids of an engagement's files by their paths in its folder."""
    return {
        path.removeprefix(f"{slug}/"): entry.id
        for path, entry in state.files.items()
        if path.startswith(f"{slug}/")
    }


@dataclass(frozen=True)
class _Made:
    """Compares the engagements of two states, each read when it is needed."""

    base: State
    head: State
    checker: Checker
    edition: Audience
    pairs: tuple[_Pair, ...]

    def engagements(self) -> Iterator[EngagementChanges]:
        """What changed in each; while they are compared, they are linted beside it."""
        for begin in range(0, len(self._differing), _AT_ONCE):
            yield from self._compared(self._differing[begin : begin + _AT_ONCE])

    @cached_property
    def _differing(self) -> list[_Pair]:
        """The engagements of which both states have to be read."""
        return [
            (old, new)
            for old, new in self.pairs
            if not (old and new and old == new and self.base.marks[old] == self.head.marks[new])
        ]

    @cached_property
    def _reading(self) -> Callable[[str, bytes], Document]:
        """Reads each document once: states have most of them, and engagements their layers."""
        return lru_cache(maxsize=None)(read_mapping)

    @cached_property
    def _earlier(self) -> Project:
        return replace(
            self.base.project([old for old, _ in self._differing if old]), read=self._reading
        )

    @cached_property
    def _later(self) -> Project:
        return replace(
            self.head.project([new for _, new in self._differing if new]), read=self._reading
        )

    def _compared(self, pairs: Sequence[_Pair]) -> Iterator[EngagementChanges]:
        """What changed in some engagements; each of their states is read before."""
        read = [
            (old and self._read(self._earlier, old), new and self._read(self._later, new))
            for old, new in pairs
        ]
        asked = [
            ToLint(loaded, after.playbook.slug, self._mark(state, loaded, after.playbook.slug))
            for before, after in read
            if before and after
            for state, loaded in ((self.base, before), (self.head, after))
        ]
        waiting = self.checker.begun(asked)
        told = [self._told(before or None, after or None) for before, after in read]
        linted = iter(waiting())
        yield from filter(None, (each(linted) for each in told))

    def _told(self, before: Loaded | None, after: Loaded | None) -> _Telling:
        if before is not None and after is not None:
            return self._changed(before, after)
        loaded, action = after or before, Action.ADDED if after else Action.REMOVED
        if loaded is None:
            return lambda _: None
        book = loaded.playbook
        return lambda _: EngagementChanges(book.slug, book.name, action)

    def _read(self, project: Project, slug: str) -> Loaded | None:
        loaded = load_playbook(project, slug)
        return loaded if self.edition is Audience.INTERNAL else shared_edition(loaded)

    def _changed(self, before: Loaded, after: Loaded) -> _Telling:
        """Compare the states of an engagement; their findings are compared when they are there."""
        was, now = before.playbook, after.playbook
        options = self.checker.configuration.options(now.slug)
        asked = Asked(
            self.checker.as_of,
            options.thresholds,
            options.profiles,
            options.asking,
            options.words,
        )
        same = renames(was, now)
        changes = compared(was, now, same)
        changes = (*changes, *self._files(was, now, changes))
        facts = (
            *consequences(was, now, asked, same),
            *uncontrolled_facts(uncontrolled(was, now, changes, asked.as_of)),
            *suspect_facts(suspects(was, now, changes)),
        )
        changes, facts = joined(changes, facts)

        def told(linted: Iterator[Linted]) -> EngagementChanges:
            earlier, later = next(linted), next(linted)
            new, gone = _findings(was, now, same, earlier, later)
            return EngagementChanges(
                now.slug,
                now.name,
                Action.CHANGED if was.slug == now.slug else Action.RENAMED,
                changes,
                (*facts, *filled_in(earlier.score, later.score)),
                new,
                gone,
                earlier.score,
                later.score,
                "" if was.slug == now.slug else was.slug,
            )

        return told

    def _mark(self, state: State, loaded: Loaded, by: str) -> str:
        """Of all that an engagement is made of; empty where a file of it cannot be read.

        ``by`` is the slug of the engagement by whose options its score is measured.
        """
        slug = loaded.playbook.slug
        mark = state.marks.get(slug)
        known = all(its.id for path, its in state.files.items() if path.startswith(f"{slug}/"))
        return f"{self.edition.value} {slug} {by} {mark}" if mark and known else ""

    def _files(self, was: Playbook, now: Playbook, changes: Sequence[Change]) -> Iterator[Change]:
        """What changed in files without changing what the playbook says; pages; attachments."""
        ours, theirs = _files_of(self.base, was.slug), _files_of(self.head, now.slug)
        told = {change.section for change in changes}
        internal = not now.is_shared
        pages = {page.path for book in (was, now) for page in book.source.pages}
        for path in sorted({*ours, *theirs}):
            if ours.get(path) == theirs.get(path):
                continue
            place = Place(f"{PLAYBOOKS}/{now.slug if path in theirs else was.slug}/{path}")
            what = _op(path in ours, path in theirs)
            if path.startswith(_PAGES) and path.removeprefix(_PAGES) in pages:
                yield _file(what, f"Page {path.removeprefix(_PAGES)}", "rewritten", place)
            elif path.startswith(_FILES) and internal:
                yield _file(what, f"Attachment {path.removeprefix(_FILES)}", "replaced", place)
            elif internal and what is Action.CHANGED and path.endswith(YAML):
                key = path.rpartition(".")[0].replace("-", "_")
                if key in SECTIONS and key not in told:
                    yield _file(
                        what, section_title(SECTIONS[key]), "only comments or layout", place, key
                    )


def _findings(
    was: Playbook,
    now: Playbook,
    same: Renames,
    before: Linted,
    after: Linted,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that came, and those that went; what only waits did neither."""
    ours, all_ours = _marked(before, lambda its: _moved(its, same, was.slug, now.slug))
    theirs, all_theirs = _marked(after, lambda its: its)
    return (
        tuple(each for mark, each in theirs.items() if mark not in all_ours),
        tuple(each for mark, each in ours.items() if mark not in all_theirs),
    )


def _marked(
    linted: Linted, moved: Callable[[Finding], Finding]
) -> tuple[Mapping[str, Finding], Collection[str]]:
    """The findings that are told, by their fingerprints; and the fingerprints of all there are."""

    def marked(findings: Sequence[Finding]) -> dict[str, Finding]:
        standing = _standing(findings)
        return dict(zip(fingerprints([*map(moved, standing)]), standing, strict=True))

    told = marked(linted.findings)
    return told, (marked(linted.all) if linted.causes else told)


def _op(was: bool, now: bool) -> Action:
    return Action.CHANGED if was and now else Action.ADDED if now else Action.REMOVED


def _file(what: Action, about: str, changed: str, place: Place, section: str = "") -> Change:
    words = changed if what is Action.CHANGED else what.value
    heavy = Weight.EDITORIAL
    return Change(what, section, about, (Detail(words, heavy),), heavy, place)


def _standing(findings: Sequence[Finding]) -> list[Finding]:
    """Without what somebody accepts: it stands in neither state."""
    return [finding for finding in findings if finding.accepted is None]


def _moved(finding: Finding, same: Renames, old_slug: str, new_slug: str) -> Finding:
    """A finding under the ids and the folder of now."""
    path, place = finding.path, finding.place
    for (_, old), new in same.items():
        path = path.replace(f"[{old}]", f"[{new}]")
    if old_slug != new_slug:
        file = place.file.replace(f"/{old_slug}/", f"/{new_slug}/")
        place = replace(place, file=file)
    return replace(finding, path=path, place=place)


def joined(
    changes: Sequence[Change], facts: Sequence[Consequence]
) -> tuple[tuple[Change, ...], tuple[Consequence, ...]]:
    """Consequences of an item that changed stand with it; the others by themselves."""
    items = {(change.kind, change.id) for change in changes if change.id}
    following: dict[tuple[str, str], list[str]] = {}
    alone = []
    for fact in facts:
        if fact.item in items and fact.item is not None:
            following.setdefault(fact.item, []).append(fact.text)
        else:
            about = f"{subject(*fact.item)}: " if fact.item else ""
            alone.append(replace(fact, text=f"{about}{fact.text}"))
    joined = (
        replace(change, follows=tuple(following.get((change.kind, change.id), ())))
        for change in changes
    )
    return tuple(joined), tuple(alone)
