"""One engagement, whole: its sections with layers merged in, hand-written pages, attachments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

from sourcebook.findings import Finding, KeyPath, Place
from sourcebook.lean import dataclass
from sourcebook.source.document import Document
from sourcebook.source.extending import Layering
from sourcebook.source.handpages import HandPage
from sourcebook.source.layers import Layered, Origin, Trace, is_blend, locate, merge
from sourcebook.source.project import Project
from sourcebook.source.reading import Reader, SectionFiles

MANIFEST = "engagement"


@dataclass(frozen=True, eq=False)
class SectionSource:
    """One section's data, merged over the layers; ``key`` is underscored: ``service_levels``.

    The same documents give the same section: what is known of it need not be found out again.
    """

    key: str
    data: dict[str, Any]
    trace: Trace
    documents: tuple[Document, ...]  # in the order of application, the engagement's own last

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """The span in the file that the value came from; see Document.place."""
        origin, within = locate(self.trace, path)
        return origin.document.place(within, key=key)

    @property
    def is_layered(self) -> bool:
        """Whether some of it comes from a layer."""
        return not isinstance(self.trace, Origin) or self.trace.layer is not None

    def origin(self, path: KeyPath) -> str | None:
        """The layer that the value comes from; None for what the engagement itself says.

        What both say something of, such as an item with one field changed, is the engagement's.
        """
        return locate(self.trace, path)[0].layer

    def is_blend(self, path: KeyPath) -> bool:
        """Whether several documents say something of the value."""
        return is_blend(self.trace, path)


@dataclass(frozen=True)
class AttachedFile:
    """A file for pages to link to; ``path`` is relative to ``files/``, with forward slashes."""

    path: str
    file: Path


@dataclass(frozen=True)
class LayerSource:
    """What a layer says of itself in layer.yaml: title, purpose, owner, extends, lessons."""

    name: str
    document: Document


@dataclass(frozen=True)
class EngagementSource:
    """Everything that was read of one engagement, and what was wrong with it.

    A section stands in ``refused`` if any file of it was; what its other files say, in a layer
    or in the engagement, then stands in ``sections`` as well.
    """

    slug: str
    folder: Path
    sections: Mapping[str, SectionSource]
    refused: Mapping[str, Finding] = field(default_factory=dict)
    pages: tuple[HandPage, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    layers: tuple[str, ...] = ()  # in order of application
    layer_sources: tuple[LayerSource, ...] = ()
    unresolved: tuple[Finding, ...] = ()  # of layers that are named and not there
    unread: tuple[Finding, ...] = ()  # of files of layers that are left out
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()  # all that it was read from
    beneath: EngagementSource | None = None  # without overlays, where there are any


def load_engagement(
    project: Project,
    slug: str,
    section_keys: Collection[str],
) -> EngagementSource:
    """The engagement with that slug; whatever is wrong with its files is a finding.

    ``section_keys`` are the names of all sections, underscored, "engagement" among them.
    """
    reader = Reader(project, slug, section_keys)
    folder = project.playbooks / slug
    own = reader.folder(folder)
    layering = Layering(reader)
    manifest = own.documents.get(MANIFEST)
    layers = layering.resolve(manifest, MANIFEST) if manifest else ()
    inherited = ((layer.name, layer.sections.documents) for layer in layers)
    documents = (*inherited, (None, own.documents))
    source = EngagementSource(
        slug,
        folder,
        _sections(section_keys, documents),
        refused=reader.refused,
        pages=reader.pages(own.pages),
        attachments=_attached(reader, own),
        layers=tuple(layer.name for layer in layers),
        layer_sources=tuple(
            LayerSource(layer.name, layer.about) for layer in layers if layer.about is not None
        ),
        unresolved=tuple(layering.unresolved),
        unread=tuple(layering.unread),
        findings=_in_order(reader.findings),
        files=tuple(reader.read),
    )
    over = [each for each in project.overlays if (each / slug).is_dir()]
    return _overlaid(source, project, over, section_keys, documents) if over else source


def _overlaid(
    beneath: EngagementSource,
    project: Project,
    overlays: Sequence[Path],
    section_keys: Collection[str],
    documents: _Documents,
) -> EngagementSource:
    """An engagement with what overlays say of it laid over it, in their order."""
    whole = beneath
    for overlay in overlays:
        reader = Reader(project, beneath.slug, section_keys)
        own = reader.folder(overlay / beneath.slug)
        documents = (*documents, (None, own.documents))
        pages = {page.path: page for page in (*whole.pages, *reader.pages(own.pages))}
        files = {each.path: each for each in (*whole.attachments, *_attached(reader, own))}
        whole = replace(
            whole,
            sections=_sections(section_keys, documents),
            refused={**reader.refused, **whole.refused},
            pages=tuple(pages[path] for path in sorted(pages)),
            attachments=tuple(files[path] for path in sorted(files)),
            findings=_in_order([*whole.findings, *reader.findings]),
            files=(*whole.files, *reader.read),
            beneath=beneath,
        )
    return whole


_Documents = tuple[tuple[str | None, Mapping[str, Document]], ...]
"""Documents by section key, of the layers, the engagement and overlays in this order."""


def _sections(keys: Collection[str], documents: _Documents) -> dict[str, SectionSource]:
    found = ((key, _section(key, documents)) for key in keys)
    return {key: section for key, section in found if section is not None}


def _attached(reader: Reader, own: SectionFiles) -> tuple[AttachedFile, ...]:
    return tuple(AttachedFile(*found) for found in reader.attachments(own.files))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))


def _section(key: str, documents: _Documents) -> SectionSource | None:
    origins = tuple(
        Origin(document, layer=name)
        for name, read in documents
        if (document := read.get(key)) is not None
    )
    return _merged(key, origins) if origins else None


@lru_cache(maxsize=64)
def _merged(key: str, origins: tuple[Origin, ...]) -> SectionSource:
    whole = reduce(merge, (Layered(origin.document.data, origin) for origin in origins))
    return SectionSource(key, whole.data, whole.trace, tuple(origin.document for origin in origins))
