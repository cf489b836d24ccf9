"""Which sites still stand: their files, their layers and what was written are what they were.

Of a thousand engagements that is a hundred thousand files to look at. Processes share it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from sourcebook.changes.beside import MOST, beside
from sourcebook.model.fields import Audience
from sourcebook.site.cache import Cache, Entry, Output
from sourcebook.site.engines import Engine
from sourcebook.site.inputs import UNSURE, Inputs

_AT_ONCE = 40
"""So many engagements, or more of very many, are looked at by one process before others may."""

Looks: TypeAlias = Mapping[str, Mapping[str, Output]]
"""Of engagements the outputs that are there, by edition, where they are not what they were."""


@dataclass(frozen=True)
class Standing:
    """What is remembered, held against what is there."""

    cache: Cache
    inputs: Inputs
    folders: Mapping[Audience, Path]
    engine: Engine

    def unchanged(self, slug: str) -> Entry | None:
        """What is known of an engagement, if its files and layers are still as they were."""
        entry = self.cache.entry(slug)
        if entry is None or not self.inputs.same_layers(entry.layers):
            return None
        if entry.glance != UNSURE and entry.glance == self.inputs.glance(slug):
            return entry
        now = self.inputs.state(slug)
        if now is None or now.key != entry.key:
            return None
        self.cache.keep(slug, entry := replace(entry, glance=now.glance))
        return entry

    def looks(self, slugs: Sequence[str], jobs: int | None) -> Callable[[], Looks]:
        """Begin to look at the outputs of engagements; what is given back tells what was seen.

        Not more than so many processes look; without a number one a processor.
        """
        known = [slug for slug in slugs if self.cache.entry(slug)]
        size = max(_AT_ONCE, len(known) // MOST + 1)
        first, *rest = [known[at : at + size] for at in range(0, len(known), size)] or [known]
        told = beside([partial(self._seen, part) for part in rest], jobs)
        return lambda: {
            slug: its for part in (self._seen(first), *told()) for slug, its in part.items()
        }

    def _seen(self, slugs: Sequence[str]) -> Looks:
        """The outputs that are there; only of those where that is not all as it was."""
        return {slug: there for slug in slugs if (there := self._there(slug)) is not None}

    def _there(self, slug: str) -> Mapping[str, Output] | None:
        entry = self.cache.entry(slug)
        if entry is None:
            return None
        there = {}
        for edition, output in entry.outputs.items():
            folder = self.folders.get(Audience(edition))
            found = output if folder is None else output.is_at(folder / slug, self.engine.foreign)
            if found is not None:
                there[edition] = found
        return None if there == entry.outputs else there
