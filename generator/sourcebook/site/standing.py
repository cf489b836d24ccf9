"""Which sites still stand: their files, their layers and what was written are what they were.

Of a thousand engagements that is a hundred thousand files to look at. Processes share it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sourcebook.changes.beside import MOST, beside
from sourcebook.model.fields import Audience
from sourcebook.site.cache import Cache, Entry
from sourcebook.site.engines import Engine
from sourcebook.site.inputs import UNSURE, Inputs

_AT_ONCE = 40
"""So many engagements, or more of very many, are looked at by one process before others may."""


@dataclass(frozen=True)
class Standing:
    """What is remembered, held against what is there."""

    cache: Cache
    inputs: Inputs
    folders: Mapping[Audience, Path]
    engine: Engine

    def of(
        self, slugs: Sequence[str], written: Collection[str], jobs: int | None
    ) -> Mapping[str, Entry | None]:
        """What is known of each that has not changed, kept as it is now.

        Of those that are in ``written`` it tells the outputs that are there. Not more than so many
        processes look; without a number one a processor.
        """
        known = [slug for slug in slugs if self.cache.entry(slug)]
        size = max(_AT_ONCE, len(known) // MOST + 1)
        first, *rest = [known[at : at + size] for at in range(0, len(known), size)] or [known]
        told = [self._news(first, written)]  # what it finds out for all is not found out again
        told += beside([partial(self._news, part, written) for part in rest], jobs)()
        news = {slug: entry for part in told for slug, entry in part.items()}
        for slug, entry in news.items():
            if entry is not None:
                self.cache.keep(slug, entry)
        return {slug: news[slug] if slug in news else self.cache.entry(slug) for slug in slugs}

    def _news(self, slugs: Sequence[str], written: Collection[str]) -> Mapping[str, Entry | None]:
        """Of which engagements something else is to be remembered; nothing: ``None``."""
        found = {slug: self._now(slug, slug in written) for slug in slugs}
        return {slug: now for slug, now in found.items() if now is not self.cache.entry(slug)}

    def _now(self, slug: str, is_written: bool) -> Entry | None:
        entry = self._unchanged(slug)
        if entry is None or not is_written:
            return entry
        there = {}
        for edition, output in entry.outputs.items():
            folder = self.folders.get(Audience(edition))
            found = output if folder is None else output.is_at(folder / slug, self.engine.foreign)
            if found is not None:
                there[edition] = found
        return entry if there == entry.outputs else replace(entry, outputs=there)

    def _unchanged(self, slug: str) -> Entry | None:
        """What is known of an engagement, if its files and layers are still as they were."""
        entry = self.cache.entry(slug)
        if entry is None or not self.inputs.same_layers(entry.layers):
            return None
        if entry.glance != UNSURE and entry.glance == self.inputs.glance(slug):
            return entry
        now = self.inputs.state(slug)
        if now is None or now.key != entry.key:
            return None
        return replace(entry, glance=now.glance)
