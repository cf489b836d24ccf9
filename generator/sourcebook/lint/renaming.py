"""Another id for an item, in its own place and wherever something points at it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from sourcebook.errors import SourceError, UsageError
from sourcebook.findings import Edit, Place
from sourcebook.lean import dataclass
from sourcebook.lint.baseline import Baseline
from sourcebook.lint.edits import compatible, edited
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.pointers import Pointer, definitions, pointers
from sourcebook.lint.spellings import id_of
from sourcebook.lint.wording import some_of, written
from sourcebook.model.index import Target
from sourcebook.model.playbook import Playbook
from sourcebook.model.values import ID
from sourcebook.nearest import nearest_id
from sourcebook.source.comments import Comments
from sourcebook.source.document import Document
from sourcebook.source.project import LAYERS, PLAYBOOKS
from sourcebook.source.text import position, split_lines

Read = Callable[[str], str]
"""The text of a file by its name, as seen from the project's root."""

_LAYERS = f"{PLAYBOOKS}/{LAYERS}/"


@dataclass(frozen=True)
class Renaming:
    """Which item gets which id."""

    kind: str
    old: str
    new: str

    @property
    def address(self) -> str:
        """The anchor of the item on the site, as it was."""
        return f"{self.kind.replace(' ', '-')}-{self.old}"


@dataclass(frozen=True)
class Renamed:
    """The texts of files before and after, the places that changed, and what still says the old.

    ``mentions`` are lines, ``file:line``, that hold the old id as a word of a text; ``agreed`` the
    sections whose agreements hold under a new digest.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    places: int
    mentions: tuple[str, ...]
    agreed: tuple[str, ...] = ()


def check_id(new: str) -> None:
    """Raises UsageError for what can be no id."""
    if ID.fullmatch(new):
        return
    proper = id_of(new)
    hint = f": {proper}" if proper else ", such as vendor-architect, or a short code such as R-07"
    raise UsageError(f"'{new}' cannot be an id. Use a-z, 0-9 and '-'{hint}")


def found(book: Playbook, kind: str, old: str) -> Target:
    """The item that is meant. Raises UsageError, which says what could have been meant."""
    target = book.index.find(kind, old)
    if target is not None:
        return target
    elsewhere = [other for other, items in book.index.by_kind.items() if old in items]
    if elsewhere:
        raise UsageError(
            f"'{old}' is no {kind} of {book.slug}, but a {elsewhere[0]}: "
            f"sourcebook rename {elsewhere[0].replace(' ', '-')} {old} …"
        )
    known = sorted(book.index.by_kind.get(kind, {}))
    near = nearest_id(old, known)
    hint = f"Did you mean '{near}'?" if near else (
        f"There are: {some_of(known)}." if known else "It has none yet."
    )  # fmt: skip
    raise UsageError(f"'{old}' is no {kind} of {book.slug}. {hint}")


def renamed(
    books: Iterable[Playbook], renaming: Renaming, read: Read, *, layers: bool = False
) -> Renamed:
    """The files of engagements after the renaming; nothing is written.

    ``read`` gives the text of a page that somebody wrote by hand. With ``layers`` the files of
    _shared/ may change, so all engagements that use them are to be given. Raises UsageError where
    an id would be lost or mistaken for another.
    """
    edits: dict[str, list[Edit]] = {}
    before: dict[str, str] = {}
    told: set[Place] = set()
    for book in books:
        _check(book, renaming)
        texts, made, other = _edits_of(book, renaming, read)
        for edit in made:
            _check_layer(edit.place, renaming, layers)
            edits.setdefault(edit.place.file, []).append(edit)
        before.update(texts)
        told |= other
    after = {file: edited(before[file], _once(before, its)) for file, its in edits.items()}
    _check_readable(after)
    places = {edit.place for its in edits.values() for edit in its}
    changed = {file: before[file] for file in sorted(after)}
    mentions = tuple(_mentions({**before, **after}, renaming, told))
    return Renamed(changed, {file: after[file] for file in changed}, len(places), mentions)


def moved(baseline: Baseline, target: Target, renaming: Renaming, files: Iterable[str]) -> Baseline:
    """The baseline with what it knows of the item under its new id."""
    listed = next((str(key) for key in reversed(target.at.keys) if isinstance(key, str)), "")
    known = frozenset(files)
    old, new = (f"{listed}[{id}]" for id in (renaming.old, renaming.new))
    return Baseline({
        dataclasses.replace(entry, path=entry.path.replace(old, new))
        if entry.file in known else entry: count
        for entry, count in baseline.counts.items()
    })  # fmt: skip


def _check(book: Playbook, renaming: Renaming) -> None:
    """Raises UsageError where the new id is taken, or files cannot be read."""
    for refused in book.source.refused.values():
        raise UsageError(
            f"{refused.place.file} cannot be read, and may point at '{renaming.old}'. "
            f"Mend it first: sourcebook lint {book.slug}"
        )
    kind, new = renaming.kind, renaming.new
    taken = {id.casefold(): id for id in book.index.by_kind.get(kind, {}) if id != renaming.old}
    if new.casefold() in taken:
        target = book.index.find(kind, taken[new.casefold()])
        place = book.locate(target.at) if target else book.manifest
        raise UsageError(
            f"{book.slug} has a {kind} '{taken[new.casefold()]}' already: "
            f"{place.file}:{place.line}. Take another id."
        )
    for first, second in book.index.twins:
        if first.kind == kind and renaming.old in (first.id, second.id):
            places = " and ".join(
                f"{at.file}:{at.line}" for at in map(book.locate, (first.at, second.at))
            )
            raise UsageError(
                f"Two have the id '{renaming.old}': {places}. Change one of them by hand first."
            )


def _check_layer(place: Place, renaming: Renaming, allowed: bool) -> None:
    if place.file.startswith(_LAYERS) and not allowed:
        layer = place.file.removeprefix(_LAYERS).partition("/")[0]
        raise UsageError(
            f"The layer {layer} names '{renaming.old}' ({place.file}:{place.line}), and other "
            "engagements take it in. To change it there and in all of them, add --everywhere."
        )


def _edits_of(
    book: Playbook, renaming: Renaming, read: Read
) -> tuple[dict[str, str], list[Edit], set[Place]]:
    """The texts of the engagement's files, the edits, and where an id of another kind stands."""
    nodes_of = cache(lambda file: Nodes(documents[file]))
    documents = {
        document.file: document
        for section in book.source.sections.values()
        for document in section.documents
    }
    new, kind, old = written(renaming.new), renaming.kind, renaming.old
    edits = [Edit(place, new) for place in definitions(book, nodes_of, kind, old)]
    other: set[Place] = set()
    for pointer in pointers(book, nodes_of):
        if pointer.id != old:
            continue
        target = book.index.resolve(pointer.ref, old)
        if target is None or target.kind != kind:
            other.add(pointer.place)
            continue
        _check_meaning(book, pointer, renaming)
        edits.append(Edit(pointer.place, new))
    texts = {file: document.text for file, document in documents.items()}
    pages = {page.place.file: read(page.place.file) for page in book.source.pages}
    for file, text in {**texts, **pages}.items():
        edits += _addresses(file, text, renaming)
    if kind == "role":
        for document in documents.values():
            edits += _approvals(document, renaming)
    return {**texts, **pages}, edits, other


def _check_meaning(book: Playbook, pointer: Pointer, renaming: Renaming) -> None:
    """Raises UsageError where a reference would come to mean an item of another kind."""
    rival = book.index.resolve(pointer.ref, renaming.new)
    if rival is not None:
        place = pointer.place
        raise UsageError(
            f"{book.slug} has a {rival.kind} '{renaming.new}', and {place.file}:{place.line} could "
            "mean either. Take another id."
        )


def _addresses(file: str, text: str, renaming: Renaming) -> Iterator[Edit]:
    """Links to the item's place on the site, in pages and in texts."""
    ways = [rf"(?<=#){re.escape(renaming.address[: -len(renaming.old)])}"]
    if renaming.kind in ("role", "location"):
        ways.append(rf"\b{renaming.kind}s/")
    for way in ways:
        for match in re.finditer(rf"{way}({re.escape(renaming.old)})(?![\w-])", text):
            yield Edit(_span(file, text, match.start(1), match.end(1)), renaming.new)


def _approvals(document: Document, renaming: Renaming) -> Iterator[Edit]:
    """Who accepted a finding, in the comments that say so."""
    if "sourcebook:" not in document.text:
        return
    by = re.compile(rf"#+\s*sourcebook:\s*ignore\[.*?\sby=({re.escape(renaming.old)})(?=\s|$)")
    for comment in Comments(document.file, document.text):
        if match := by.match(comment.text):
            start, end = (comment.start + index for index in match.span(1))
            yield Edit(_span(document.file, document.text, start, end), renaming.new)


def _once(texts: Mapping[str, str], edits: Iterable[Edit]) -> list[Edit]:
    """The edits without those that several engagements, or an alias, brought twice."""
    kept = compatible(texts, [(edit,) for edit in dict.fromkeys(edits)])
    return [edit for group in kept for edit in group]


def _check_readable(after: Mapping[str, str]) -> None:
    for file, text in after.items():
        if not file.endswith(".md"):
            try:
                Document(file, text)
            except SourceError as error:
                raise UsageError(
                    f"{file}:{error.line} could not be read any more: {error}"
                ) from None


def _mentions(texts: Mapping[str, str], renaming: Renaming, told: Iterable[Place]) -> Iterator[str]:
    """The lines that still hold the old id as a word, but for ids of other kinds."""
    known = {(place.file, place.line) for place in told}
    word = re.compile(rf"(?<![\w-]){re.escape(renaming.old)}(?![\w-])")
    for file, text in sorted(texts.items()):
        if not file.startswith(_LAYERS):
            for number, line in enumerate(split_lines(text), 1):
                if word.search(line) and (file, number) not in known:
                    yield f"{file}:{number}"


def _span(file: str, text: str, start: int, end: int) -> Place:
    return Place(file, *position(text, start), *position(text, end))
