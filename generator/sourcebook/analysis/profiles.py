"""Regulatory profiles: clauses, and the fields of a playbook that are evidence for each.

A profile is data, in ``site_config/profiles/``: those that ship, and a project's own. A file holds
one profile (``id``, ``title``, ``clauses``) or several (``profiles``). A clause asks for paths:

- ``all``: each is filled; a right that is ``false`` is not.
- ``any``: one of them is filled.
- ``answered``: a question that ``false`` answers as well as ``true``.
- ``when_true``: a question, and the paths that are asked for where its answer is ``true``.
- ``where``: a list field, and the words that its values name together.

A path begins with a section, ``security.protocols.owner``, and where it leads through a list asks
for every item of it; with ``[]``, as in ``security.protocols[].exceptions``, one is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sourcebook.assets import bundled
from sourcebook.errors import SourceError, UsageError
from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Shape, fields_of
from sourcebook.nearest import nearest
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.folders import Entry, Kind, read_bytes

FOLDER = "site_config/profiles"

_SHARED = ("title", "applies_when", "applied_from", "status", "superseded_by", "note", "disclaimer")
_FILE = ("id", *_SHARED, "related", "requires", "clauses", "profiles")
_PROFILE = ("id", *_SHARED, "requires", "clauses")
_CLAUSE = ("id", "title", "paraphrase", "all", "any", "answered", "when_true", "where", "note")
_RELATED = ("ref", "what")


@dataclass(frozen=True)
class EvidencePath:
    """A field of a playbook that a clause asks for."""

    text: str  # as it is written: "security.protocols[].exceptions"
    section: str
    steps: tuple[tuple[str, bool], ...]  # each field, and whether one item of its list is enough

    @property
    def at(self) -> At:
        """The place of the field, list items left out."""
        return At(self.section, tuple(name for name, _ in self.steps))


@dataclass(frozen=True)
class Clause:
    """A clause, in our own words, and what is evidence for it."""

    id: str
    title: str
    paraphrase: str = ""
    note: str = ""
    all: tuple[EvidencePath, ...] = ()
    any: tuple[EvidencePath, ...] = ()
    answered: tuple[EvidencePath, ...] = ()
    when_true: Mapping[EvidencePath, tuple[EvidencePath, ...]] = field(default_factory=dict)
    where: Mapping[EvidencePath, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A regulation or standard, as far as a playbook can hold evidence for it."""

    id: str
    title: str
    clauses: tuple[Clause, ...]
    family: str = ""  # the title of the file that holds several
    applies_when: str = ""
    status: str = ""
    superseded_by: str = ""  # the id of the profile to use instead
    note: str = ""
    disclaimer: str = ""
    requires: tuple[str, ...] = ()  # ids of profiles that it adds to
    related: tuple[tuple[str, str], ...] = ()  # texts beside it, and what each holds


class Profiles(Mapping[str, Profile]):
    """The profiles of some folders by id, read when the first of them is asked for.

    Of two files of the same name the one in the later folder counts. Reading raises UsageError,
    with file and line, for an unknown key, path or word, and for an id that stands twice.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = folders

    @cached_property
    def _all(self) -> Mapping[str, Profile]:
        return _read_all({name: path for folder in self._folders
                          for name, path in _files(folder).items()})  # fmt: skip

    def __getitem__(self, id: str) -> Profile:
        return self._all[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


@cache
def bundled_profiles() -> Profiles:
    """The profiles that ship with the product."""
    return Profiles(bundled("site_config") / "profiles")


def project_profiles(root: Path) -> Profiles:
    """The profiles of a project: those that ship, and its own in ``site_config/profiles/``."""
    shipped, own = bundled("site_config") / "profiles", root / FOLDER
    if not own.is_dir() or own.resolve() == shipped.resolve():
        return bundled_profiles()
    return Profiles(shipped, own)


def _files(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.glob("*.y*ml")) if path.is_file()}


def _read_all(files: Mapping[str, Path]) -> Mapping[str, Profile]:
    found: dict[str, Profile] = {}
    homes: dict[str, str] = {}
    for name, path in sorted(files.items()):
        reader = _Reader(f"{FOLDER}/{name}", path)
        for at, profile in reader.profiles():
            if profile.id in found:
                raise reader.wrong((*at, "id"), f"profile '{profile.id}' stands in "
                                   f"{homes[profile.id]} too")  # fmt: skip
            found[profile.id], homes[profile.id] = profile, f"{FOLDER}/{name}"
    return found


class _Reader:
    """One file of profiles, checked key by key."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        try:
            self._document: Document = read_mapping(name, read_bytes(Entry(path, Kind.FILE)))
        except SourceError as error:
            raise UsageError(f"CFG001 {name}:{error.line}: {error}") from None
        for finding in self._document.findings:
            raise UsageError(f"CFG001 {name}:{finding.place.line}: {finding.message}")

    def wrong(self, at: KeyPath, what: str, *, key: bool = False) -> UsageError:
        """The error to raise for what stands at a place, or for its key."""
        what = what if what.endswith("?") else f"{what}."
        return UsageError(f"CFG001 {self._name}:{self._document.place(at, key=key).line}: {what}")

    def profiles(self) -> list[tuple[KeyPath, Profile]]:
        """The profiles of the file, each with its place."""
        data = self._mapping((), self._document.data, _FILE)
        common = {key: self._text((key,), data[key]) for key in _SHARED if key in data}
        if "profiles" not in data:
            return [((), self._profile((), data, {}))]
        found: list[tuple[KeyPath, Profile]] = []
        for at, inner in self._items(("profiles",), data["profiles"]):
            common = {**common, "family": common.get("title", "")}
            found.append((at, self._profile(at, self._mapping(at, inner, _PROFILE), common)))
        return found

    def _profile(self, at: KeyPath, data: dict[str, Any], common: dict[str, str]) -> Profile:
        texts = {key: self._text((*at, key), data[key]) for key in _SHARED if key in data}
        texts = {key: text for key, text in {**common, **texts}.items() if key != "applied_from"}
        clauses = tuple(
            self._clause(place, self._mapping(place, inner, _CLAUSE))
            for place, inner in self._items((*at, "clauses"), data.get("clauses"))
        )
        ids = [clause.id for clause in clauses]
        for number, id in enumerate(ids):
            if id in ids[:number]:
                raise self.wrong((*at, "clauses", number, "id"), f"clause '{id}' stands twice")
        return Profile(
            id=self._needed(at, data, "id"),
            **{"title": self._needed(at, data, "title"), **texts},
            clauses=clauses,
            requires=self._words((*at, "requires"), data.get("requires")),
            related=self._related(),
        )

    def _related(self) -> tuple[tuple[str, str], ...]:
        found = []
        for at, inner in self._items(("related",), self._document.data.get("related") or []):
            entry = self._mapping(at, inner, _RELATED)
            found.append((self._needed(at, entry, "ref"), self._needed(at, entry, "what")))
        return tuple(found)

    def _clause(self, at: KeyPath, data: dict[str, Any]) -> Clause:
        texts = {k: self._text((*at, k), data[k]) for k in ("paraphrase", "note") if k in data}
        lists = {k: self._paths((*at, k), data[k]) for k in ("all", "any", "answered") if k in data}
        when = {
            self._path((*at, "when_true", key), key): self._paths((*at, "when_true", key), inner)
            for key, inner in self._mapping((*at, "when_true"), data.get("when_true") or {}).items()
        }
        where = {
            self._path((*at, "where", key), key): self._named((*at, "where", key), key, inner)
            for key, inner in self._mapping((*at, "where"), data.get("where") or {}).items()
        }
        if not any((*lists.values(), when, where)):
            raise self.wrong(at, "the clause asks for nothing: give it paths under all")
        id, title = self._needed(at, data, "id"), self._needed(at, data, "title")
        return Clause(id, title, **texts, **lists, when_true=when, where=where)  # type: ignore[arg-type]

    def _mapping(self, at: KeyPath, value: Any, known: tuple[str, ...] = ()) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(at, "keys with values are wanted here")
        for key in value if known else ():
            if key not in known:
                near = nearest(key, known)
                hint = f"Did you mean '{near}'?" if near else f"Known keys: {', '.join(known)}"
                raise self.wrong((*at, key), f"unknown key '{key}'. {hint}", key=True)
        return value

    def _items(self, at: KeyPath, value: Any) -> list[tuple[KeyPath, Any]]:
        if not isinstance(value, list):
            raise self.wrong(at, f"a list is wanted under {at[-1]}")
        return [((*at, number), inner) for number, inner in enumerate(value)]

    def _text(self, at: KeyPath, value: Any) -> str:
        text = getattr(value, "raw", value)
        if not isinstance(text, str) or not text.strip():
            raise self.wrong(at, f"text is wanted under {at[-1]}")
        return text

    def _needed(self, at: KeyPath, data: dict[str, Any], key: str) -> str:
        if key not in data:
            raise self.wrong(at, f"'{key}' is missing")
        return self._text((*at, key), data[key])

    def _words(self, at: KeyPath, value: Any) -> tuple[str, ...]:
        return tuple(self._text(place, inner) for place, inner in self._items(at, value or []))

    def _paths(self, at: KeyPath, value: Any) -> tuple[EvidencePath, ...]:
        return tuple(self._path(place, text) for place, text in self._items(at, value))

    def _named(self, at: KeyPath, path: str, value: Any) -> tuple[str, ...]:
        words, shape = self._words(at, value), shape_at(path)
        known = shape.inner.choices if shape and shape.inner else ()
        for number, word in enumerate(words):
            if word not in known:
                known_words = ", ".join(known) or "none: it is no list of words"
                raise self.wrong((*at, number), f"'{word}' is no word of {path}: {known_words}")
        return words

    def _path(self, at: KeyPath, value: Any) -> EvidencePath:
        text = self._text(at, value)
        if shape_at(text) is None:
            raise self.wrong(at, f"'{text}' is no field of a playbook")
        section, *steps = text.split(".")
        pairs = tuple((step.removesuffix("[]"), step.endswith("[]")) for step in steps)
        return EvidencePath(text, section, pairs)


@cache
def shape_at(path: str) -> Shape | None:
    """The shape of the field that a path leads to; ``None`` where it leads to none."""
    section, *steps = path.split(".")
    record = SECTIONS.get(section)
    shape = Shape("record", record=record) if record and steps else None
    for step in steps:
        if shape is not None and shape.form == "list":
            shape = shape.inner
        if shape is None or shape.record is None:
            return None
        spec = fields_of(shape.record).get(step.removesuffix("[]"))
        shape = spec.shape if spec else None
        if step.endswith("[]") and (shape is None or shape.form != "list"):
            return None
    return shape
