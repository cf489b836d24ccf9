"""Two states of a project, compared: which engagements changed, in what, and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sourcebook.analysis.score import score
from sourcebook.changes.beside import beside
from sourcebook.changes.change import (
    Action,
    Change,
    Comparison,
    Consequence,
    Detail,
    EngagementChanges,
)
from sourcebook.changes.comparing import compared, renames
from sourcebook.changes.consequences import Asked, consequences, filled_in
from sourcebook.changes.content import Renames
from sourcebook.changes.states import OneEngagement, State
from sourcebook.changes.weight import Weight
from sourcebook.changes.wording import section_title, subject
from sourcebook.errors import UsageError
from sourcebook.findings import Finding, Place
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.fingerprints import fingerprints
from sourcebook.lint.memory import sparing
from sourcebook.model.edition import shared_edition
from sourcebook.model.fields import Audience
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import SECTIONS, Loaded, Playbook
from sourcebook.source.folders import YAML
from sourcebook.source.project import PLAYBOOKS, Project

_PAGES, _FILES = "pages/", "files/"


def compare(
    base: State,
    head: State,
    configuration: Configuration,
    as_of: dt.date,
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
        made = _Made(base, head, configuration, as_of, edition, tuple(pairs))
        found = tuple(made.engagements())
    told = tuple(each for each in found if not each.is_empty)
    changed = {each.slug for each in told} | {each.old_slug for each in told}
    slugs = tuple(new for _, new in pairs if new and new not in changed)
    return Comparison(base.title, head.title, told, slugs)


def _paired(base: State, head: State) -> Iterator[tuple[str | None, str | None]]:
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
    configuration: Configuration
    as_of: dt.date
    edition: Audience
    pairs: tuple[tuple[str | None, str | None], ...]

    def engagements(self) -> Iterator[EngagementChanges]:
        for old, new in self.pairs:
            if old and new and old == new and self.base.marks[old] == self.head.marks[new]:
                continue
            found = self._engagement(old, new)
            if found is not None:
                yield found

    @cached_property
    def _differing(self) -> tuple[list[str], list[str]]:
        """The engagements to read of both states."""
        pairs = [
            (old, new)
            for old, new in self.pairs
            if not (old and new and old == new and self.base.marks[old] == self.head.marks[new])
        ]
        return [old for old, _ in pairs if old], [new for _, new in pairs if new]

    @cached_property
    def _earlier(self) -> Project:
        return self.base.project(self._differing[0])

    @cached_property
    def _later(self) -> Project:
        return self.head.project(self._differing[1])

    def _engagement(self, old: str | None, new: str | None) -> EngagementChanges | None:
        before = self._read(self._earlier, old) if old else None
        after = self._read(self._later, new) if new else None
        if before is None or after is None:
            book = after or before
            if book is None:
                return None
            action = Action.ADDED if after else Action.REMOVED
            return EngagementChanges(book.playbook.slug, book.playbook.name, action)
        return self._changed(before, after)

    def _read(self, project: Project, slug: str) -> Loaded | None:
        loaded = load_playbook(project, slug)
        return loaded if self.edition is Audience.INTERNAL else shared_edition(loaded)

    def _changed(self, before: Loaded, after: Loaded) -> EngagementChanges:
        was, now = before.playbook, after.playbook
        options = self.configuration.options(now.slug)
        asked = Asked(
            self.as_of, options.thresholds, options.profiles, options.asking, options.words
        )
        same = renames(was, now)
        changes = compared(was, now, same)
        changes = (*changes, *self._files(was, now, changes))
        ours, theirs = (
            score(book, asked.thresholds, asked.asking, asked.words) for book in (was, now)
        )
        facts = (*consequences(was, now, asked, same), *filled_in(ours, theirs))
        changes, facts = joined(changes, facts)
        new, gone = self._findings(before, after, same)
        return EngagementChanges(
            now.slug,
            now.name,
            Action.CHANGED if was.slug == now.slug else Action.RENAMED,
            changes,
            facts,
            new,
            gone,
            ours,
            theirs,
            "" if was.slug == now.slug else was.slug,
        )

    def _findings(
        self, before: Loaded, after: Loaded, same: Renames
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """The findings that came, and those that went; what somebody accepts stands in neither."""
        earlier = beside(lambda: self.configuration.check(before, self.as_of))
        now = _standing(self.configuration.check(after, self.as_of))
        was = _standing(earlier())
        old_slug, new_slug = before.playbook.slug, after.playbook.slug
        marks = fingerprints([_moved(each, same, old_slug, new_slug) for each in was])
        ours, theirs = (
            dict(zip(marks, was, strict=True)),
            dict(zip(fingerprints(now), now, strict=True)),
        )
        return (
            tuple(each for mark, each in theirs.items() if mark not in ours),
            tuple(each for mark, each in ours.items() if mark not in theirs),
        )

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


def _op(was: bool, now: bool) -> Action:
    return Action.CHANGED if was and now else Action.ADDED if now else Action.REMOVED


def _file(what: Action, about: str, changed: str, place: Place, section: str = "") -> Change:
    words = changed if what is Action.CHANGED else what.value
    heavy = Weight.EDITORIAL
    return Change(what, section, about, (Detail(words, heavy),), heavy, place)


def _standing(findings: Sequence[Finding]) -> list[Finding]:
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
