"""A playbook: eighteen typed sections, what is known about each, and where everything stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, get_type_hints

from sourcebook.findings import Finding, KeyPath, Place
from sourcebook.lean import dataclass
from sourcebook.model.fields import Audience
from sourcebook.model.index import Given, Index, Target, made_index, references
from sourcebook.model.paths import At
from sourcebook.model.record import Item, Record, Section, fields_of
from sourcebook.model.sections.change import Change
from sourcebook.model.sections.communication import Communication
from sourcebook.model.sections.compliance import Compliance
from sourcebook.model.sections.delivery import Delivery
from sourcebook.model.sections.engagement import Engagement
from sourcebook.model.sections.exit import Exit
from sourcebook.model.sections.goals import Goals
from sourcebook.model.sections.governance import Governance
from sourcebook.model.sections.improvement import Improvement
from sourcebook.model.sections.knowledge import Knowledge
from sourcebook.model.sections.milestones import Milestones
from sourcebook.model.sections.partner import Partner
from sourcebook.model.sections.quality import Quality
from sourcebook.model.sections.risks import Risks
from sourcebook.model.sections.roles import Roles
from sourcebook.model.sections.scope import Scope
from sourcebook.model.sections.security import Security
from sourcebook.model.sections.service_levels import ServiceLevels
from sourcebook.model.withheld import Withheld
from sourcebook.source.keypaths import write_path
from sourcebook.source.loading import EngagementSource

_STEP = re.compile(r"([\w-]+)|\[([^\]]*)\]")
"""A step of a path as findings show it: a field, or an item's id or number in brackets."""


class State(Enum):
    """What there is of a section."""

    PRESENT = "present"
    MISSING = "missing"
    WAIVED = "waived"  # not_applicable stands in place of content
    REFUSED = "refused"  # its file could not be read (STR000)


@dataclass(frozen=True)
class Notes:
    """What reading noted beside the typed values, by place in the source."""

    extensions: Mapping[At, Any] = field(default_factory=dict)  # the x- keys
    nones: Mapping[At, str] = field(default_factory=dict)  # rightly empty lists: why
    shifts: Mapping[At, tuple[int, ...]] = field(default_factory=dict)
    refused: frozenset[At] = frozenset()  # where a finding of loading already speaks
    meant: frozenset[At] = frozenset()  # fields that are not there: their keys are misspelt

    @property
    def spoken(self) -> frozenset[At]:
        """Where a finding of loading speaks, or of a key that was to be this one."""
        return self.refused | self.meant


@dataclass(frozen=True, eq=False)
class Playbook:
    """One engagement. Its typed fields are the registry of sections, in the catalogue's order."""

    slug: str
    engagement: Engagement
    goals: Goals
    scope: Scope
    milestones: Milestones
    roles: Roles
    governance: Governance
    communication: Communication
    delivery: Delivery
    quality: Quality
    service_levels: ServiceLevels
    security: Security
    compliance: Compliance
    risks: Risks
    knowledge: Knowledge
    change: Change
    partner: Partner
    exit: Exit
    improvement: Improvement
    source: EngagementSource
    notes: Notes = field(default_factory=Notes)
    withheld: Withheld | None = None  # what the shared edition keeps back; None: internal edition

    @property
    def name(self) -> str:
        """The engagement's name, or its slug while it has none."""
        return self.engagement.name or self.slug

    def section(self, key: str) -> Section:
        """The section with that key."""
        found: Section = getattr(self, key)
        return found

    def sections(self) -> Iterator[Section]:
        """Every section of this edition, present or not, in the catalogue's order."""
        hidden = self.withheld.sections if self.withheld else ()
        return (self.section(key) for key in SECTIONS if key not in hidden)

    def state(self, key: str) -> State:
        """What there is of the section."""
        if key in self.source.refused:
            return State.REFUSED
        if key not in self.source.sections:
            return State.MISSING
        return State.WAIVED if self.section(key).not_applicable else State.PRESENT

    def is_left_to_layers(self, key: str) -> bool:
        """Whether only layers say something of the section, and nobody owns it here."""
        source, meta = self.source.sections.get(key), self.section(key).meta
        owned = meta is not None and meta.owner is not None
        return source is not None and source.origin(()) is not None and not owned

    def each(self, section: str, path: str) -> Sequence[tuple[At, Any]]:
        """The items of a list, each with its place: ``each("risks", "register")``."""
        found = self._lists.get((section, path))
        if found is None:
            at = At(section) / path
            found = [(at / number, item) for number, item in enumerate(self.value(at) or ())]
            self._lists[section, path] = found
        return found

    @cached_property
    def _lists(self) -> dict[tuple[str, str], Sequence[tuple[At, Any]]]:
        """The lists that somebody asked for: rule after rule asks for the same."""
        return {}

    def value(self, at: At) -> Any:
        """What stands at a place of the model; ``None`` where nothing does."""
        current: Any = self.section(at.section)
        for key in at.keys:
            kind = type(current)
            if kind is tuple:
                there = isinstance(key, int) and key < len(current)
                current = current[key] if there else None
            elif kind is dict:
                current = current.get(key)
            elif isinstance(current, Record):
                spec = fields_of(type(current)).get(key) if isinstance(key, str) else None
                current = getattr(current, spec.attribute) if spec else None
            else:
                return None
        return current

    def in_source(self, at: At) -> KeyPath:
        """The key path in the source of a place in the model; items left out make them differ."""
        if not self.notes.shifts:
            return at.keys
        keys: list[str | int] = []
        for depth, key in enumerate(at.keys):
            shift = self.notes.shifts.get(At(at.section, at.keys[:depth]))
            keys.append(shift[key] if shift and isinstance(key, int) else key)
        return tuple(keys)

    def locate(self, at: At, *, key: bool = False) -> Place:
        """File, line and column of a place; of its key with ``key``.

        What is not there is placed at the nearest parent that is; a section that is missing,
        at the first line of the manifest.
        """
        source = self.source.sections.get(at.section)
        if source is not None:
            return source.place(self.in_source(at), key=key)
        refused = self.source.refused.get(at.section)
        return refused.place if refused else self.manifest

    @property
    def is_shared(self) -> bool:
        """Whether this is the shared edition, which both companies read."""
        return self.withheld is not None

    def withholds(self, at: At) -> bool:
        """Whether this edition keeps back what stands, or could stand, at a place.

        Such a value is neither missing nor filled: nobody may ask for it.
        """
        if self.withheld is None:
            return False
        return self.withheld.around(At(at.section, self.in_source(at))) or _internal(at)

    def withholds_within(self, field: At) -> bool:
        """As ``withholds``, of a field by its names alone: in any item, or anything within it."""
        return self.withheld is not None and (self.withheld.touches(field) or _internal(field))

    @property
    def manifest(self) -> Place:
        """The first line of ``engagement.yaml``, where what is missing as a whole is told."""
        known = self.source.sections.get("engagement")
        file = known.place(()).file if known else f"playbooks/{self.slug}/engagement.yaml"
        return Place(file)

    def spelled(self, at: At) -> str:
        """A place as findings show it: ``register[R-07].contingency.trigger``."""
        source = self.source.sections.get(at.section)
        return write_path(source.data if source else {}, self.in_source(at))

    def item_at(self, section: str, path: str) -> Target | None:
        """The innermost item with an id that a path leads into, as ``spelled`` writes it."""
        at, found = At(section), None
        for name, id in _STEP.findall(path) if section in SECTIONS else ():
            value = self.value(at)
            if name:
                at = at / name
            elif isinstance(value, tuple):
                here = (n for n, its in enumerate(value) if getattr(its, "id", None) == id)
                if (number := next(here, None)) is None:
                    break
                at, item = at / number, value[number]
                found = Target(item.kind, id, at, item) if isinstance(item, Item) else found
        return found

    def origin(self, at: At) -> str | None:
        """The layer that a value comes from; ``None`` for the engagement's own."""
        source = self.source.sections.get(at.section)
        return source.origin(self.in_source(at)) if source else None

    def is_blend(self, at: At) -> bool:
        """Whether both a layer and the engagement, or several layers, say something of a value."""
        source = self.source.sections.get(at.section)
        return source is not None and source.is_blend(self.in_source(at))

    def is_layered(self, section: str) -> bool:
        """Whether layers say something of a section."""
        source = self.source.sections.get(section)
        return source is not None and source.is_layered

    def none_reason(self, at: At) -> str | None:
        """Why a list is rightly empty (``{none: …}``); ``None`` where nothing says so."""
        return (
            self.notes.nones.get(At(at.section, self.in_source(at))) if self.notes.nones else None
        )

    def is_noted(self, at: At) -> bool:
        """Whether something is refused, or rightly empty, at a place or within it."""
        noted = self._noted.get(at.section)
        return noted is not None and self.in_source(at) in noted

    @cached_property
    def _noted(self) -> Mapping[str, set[KeyPath]]:
        """The places of which that is so, in the source, by section."""
        found: dict[str, set[KeyPath]] = {}
        for place in (*self.notes.nones, *self.notes.refused):
            around = (place.keys[:depth] for depth in range(len(place.keys) + 1))
            found.setdefault(place.section, set()).update(around)
        return found

    def extensions(self, at: At) -> Mapping[str, Any]:
        """The ``x-`` keys of a mapping, as they were written."""
        by_place = self._extensions
        return by_place.get((at.section, self.in_source(at)), _NOTHING) if by_place else _NOTHING

    @cached_property
    def _extensions(self) -> Mapping[tuple[str, KeyPath], Mapping[str, Any]]:
        found: dict[tuple[str, KeyPath], dict[str, Any]] = {}
        for place, value in self.notes.extensions.items():
            own = found.setdefault((place.section, place.keys[:-1]), {})
            own[str(place.keys[-1])] = value
        return found

    @cached_property
    def index(self) -> Index:
        """Every item that has an id."""
        return made_index((section.key, section) for section in self.sections())

    @cached_property
    def references(self) -> tuple[Given, ...]:
        """Every value that points at an item, whether there is such an item or not."""
        return tuple(
            entry for section in self.sections() for entry in references(At(section.key), section)
        )


_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _internal(at: At) -> bool:
    """Whether the catalogue keeps the field at a place, or one around it, for the client."""
    record: type[Record] | None = SECTIONS[at.section]
    for key in at.keys:
        if isinstance(key, int) or record is None:
            continue
        spec = fields_of(record).get(key)
        if spec is None:
            return False
        if spec.meta.audience is Audience.INTERNAL:
            return True
        shape = spec.shape
        while shape.inner is not None:
            shape = shape.inner
        record = shape.record
    return False


SECTIONS: dict[str, type[Section]] = {
    name: kind
    for name, kind in get_type_hints(Playbook).items()
    if isinstance(kind, type) and issubclass(kind, Section)
}
"""The sections by key, in the catalogue's order; derived from the fields of ``Playbook``."""


@dataclass(frozen=True)
class Loaded:
    """A playbook, and what loading it found."""

    playbook: Playbook
    findings: tuple[Finding, ...]
