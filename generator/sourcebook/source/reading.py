"""The files of one engagement, read one by one; what is wrong with each becomes a finding."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import field, replace
from pathlib import Path

from sourcebook.errors import SourceError
from sourcebook.findings import Finding, Place, Severity
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest
from sourcebook.source.document import Document
from sourcebook.source.folders import YAML, Entry, Kind, below, entries, read_bytes, runs, shown
from sourcebook.source.handpages import HandPage, read_page
from sourcebook.source.project import Project

LONGEST_NAME = 240
"""Of a page's file, in bytes: what is made of it has a longer ending, and systems allow 255."""
_PAGES, _FILES, _LAYER = "pages", "files", "layer"


@dataclass
class SectionFiles:
    """What lies in the folder of an engagement or layer: documents by section key, subfolders."""

    documents: dict[str, Document] = field(default_factory=dict)
    pages: Entry | None = None
    files: Entry | None = None


class Reader:
    """Reads files, and gathers what was read, refused and found. One for each engagement.

    Links are followed within the folder of the engagement or layer, of pages within pages/, of
    attachments within files/, and no further: nobody reads another engagement by them, or makes a
    page of a section that is internal.
    """

    def __init__(self, project: Project, slug: str, section_keys: Collection[str]) -> None:
        self.project, self.slug, self.section_keys = project, slug, section_keys
        self.findings: list[Finding] = []
        self.refused: dict[str, Finding] = {}
        self.read: list[Path] = []

    def folder(self, folder: Path, *, layer: bool = False) -> SectionFiles:
        """The section files of an engagement's folder, or of a layer's (with ``layer``)."""
        found = SectionFiles()
        taken: dict[str, str] = {}
        strange: list[Entry] = []
        for entry in self._listed(lambda: entries(folder, folder), folder):
            key = self._key(entry.path, layer=layer)
            if entry.kind is Kind.LEADS_OUT:
                finding = self._leads_out(entry, key or "")
                if key is not None:
                    self.refused.setdefault(key, finding)
            elif key is not None:
                self._section(entry, key, taken, found)
            elif entry.path.name == _PAGES and entry.kind is Kind.FOLDER and not layer:
                found.pages = entry
            elif entry.path.name == _FILES and entry.kind is Kind.FOLDER and not layer:
                found.files = entry
            else:
                strange.append(entry)
        for entry in strange:
            self._unknown(entry, taken, layer=layer)
        return found

    def _key(self, path: Path, *, layer: bool) -> str | None:
        if path.suffix not in YAML:
            return None
        key = path.stem.replace("-", "_")
        return key if key in self.section_keys or (layer and key == _LAYER) else None

    def _section(
        self,
        entry: Entry,
        key: str,
        taken: dict[str, str],
        found: SectionFiles,
    ) -> None:
        name = self.shown(entry.path)
        if key in taken:
            self.tell(
                "STR010",
                Severity.ERROR,
                Place(name),
                f"{name} is a second file for the section "
                f"'{key}', beside {taken[key]}, which counts. Move what it holds there.",
                key,
            )
            return
        taken[key] = entry.path.name
        document = self.document(entry, key)
        if document is not None:
            found.documents[key] = document

    def document(self, entry: Entry, key: str) -> Document | None:
        """The document of a section's file; None if it is refused, which is then found."""
        self.read.append(entry.path)
        name, section = self.shown(entry.path), "" if key == _LAYER else key
        try:
            document = self.project.read(name, read_bytes(entry))
        except SourceError as error:
            finding = self.refuse(name, error, section)
            if section:
                self.refused.setdefault(section, finding)
            return None
        self._adopt(document, section)
        return document

    def _adopt(self, document: Document, section: str) -> None:
        self.findings += (
            replace(finding, engagement=self.slug, section=section) for finding in document.findings
        )

    def pages(self, folder: Entry | None) -> tuple[HandPage, ...]:
        """The hand-written pages below pages/, by path."""
        if folder is None:
            return ()
        pages = []
        for entry in self._inside(folder):
            name = self.shown(entry.path)
            if entry.kind is Kind.LEADS_OUT:
                self._leads_out(entry)
            elif entry.path.suffix != ".md":
                self.tell(
                    "STR010",
                    Severity.WARNING,
                    Place(name),
                    f"{name} is no page: pages are Markdown files (.md). Attachments go to files/.",
                )
            elif len(os.fsencode(entry.path.name)) > LONGEST_NAME:
                self.tell(
                    "STR010",
                    Severity.ERROR,
                    Place(name),
                    f"{name} has too long a name for "
                    f"a page: over {LONGEST_NAME} bytes. Shorten it; its title may be long.",
                )
            elif (page := self._page(entry, folder)) is not None:
                pages.append(page)
        return tuple(pages)

    def _page(self, entry: Entry, folder: Entry) -> HandPage | None:
        self.read.append(entry.path)
        name = self.shown(entry.path)
        try:
            page, error = read_page(shown(entry.path, folder.path), name, read_bytes(entry))
        except SourceError as refusal:
            self.refuse(name, refusal)
            return None
        if error is not None:
            self.refuse(name, error)
        if page.front is not None:
            self._adopt(page.front, "")
        return page

    def attachments(self, folder: Entry | None) -> list[tuple[str, Path]]:
        """What lies below files/ and may be published: the path within it, and the file."""
        if folder is None:
            return []
        kept = []
        for entry in self._inside(folder):
            name = self.shown(entry.path)
            if entry.kind is Kind.LEADS_OUT:
                self._leads_out(entry)
            elif entry.kind is not Kind.FILE:
                self.tell(
                    "STR010",
                    Severity.ERROR,
                    Place(name),
                    f"{name} is {entry.kind.value}. Put the file itself here.",
                )
            elif runs(entry.path):
                self.tell(
                    "STR010",
                    Severity.ERROR,
                    Place(name),
                    f"{name} is of a kind that could "
                    "run in a reader's browser or computer. Attach it as PDF, image or text.",
                )
            elif "\ufffd" in name:
                self.tell(
                    "STR010",
                    Severity.ERROR,
                    Place(name),
                    f"{name} has a name that no web address can hold. Rename it.",
                )
            else:
                self.read.append(entry.path)
                kept.append((entry.path.relative_to(folder.path).as_posix(), entry.path))
        return kept

    def _inside(self, folder: Entry) -> list[Entry]:
        return self._listed(lambda: list(below(folder.path, folder.path)), folder.path)

    def _listed(self, listing: Callable[[], list[Entry]], folder: Path) -> list[Entry]:
        try:
            return listing()
        except SourceError as error:
            self.refuse(self.shown(folder), error)
            return []

    def _unknown(self, entry: Entry, taken: Collection[str], *, layer: bool) -> None:
        """Tell of what has no meaning. A misspelt section that has no other file is not missing."""
        name = self.shown(entry.path)
        what = f"{name} is no section of a playbook."
        stem = (
            entry.path.name.partition(".")[0]
            if not entry.path.name.startswith(".")
            else (entry.path.stem.lstrip("."))
        )
        known = {*self.section_keys, *((_LAYER,) if layer else ())}
        near = None if entry.kind is Kind.FOLDER else nearest(stem, known)
        if entry.path.suffix not in YAML and near != stem.replace("-", "_"):
            near = None  # a text of another kind, whose name is like that of a section
        if near is not None:
            what += f" Did you mean {near.replace('_', '-')}.yaml?"
        where = "" if layer else " Hand-written pages go to pages/, attachments to files/."
        alone = (
            near in self.section_keys
            and near not in taken and near not in self.refused
            and entry.path.suffix in YAML
        )  # fmt: skip
        severity = Severity.ERROR if alone else Severity.WARNING
        finding = self.tell("STR010", severity, Place(name), what + where)
        if alone and near is not None:
            self.refused[near] = finding

    def _leads_out(self, entry: Entry, section: str = "") -> Finding:
        name = self.shown(entry.path)
        return self.tell(
            "STR010",
            Severity.ERROR,
            Place(name),
            f"{name} is a {entry.kind.value}. Put the file itself here.",
            section,
        )

    def refuse(self, name: str, error: SourceError, section: str = "") -> Finding:
        """The finding of a file that could not be read."""
        place = Place(name, error.line, error.column, error.line, error.column)
        return self.tell("STR000", Severity.ERROR, place, f"{name}: {error}.", section)

    def tell(
        self,
        code: str,
        severity: Severity,
        place: Place,
        message: str,
        section: str = "",
    ) -> Finding:
        """Adds a finding of this engagement."""
        finding = Finding(
            code,
            _SLUGS[code],
            severity,
            message,
            place,
            engagement=self.slug,
            section=section,
        )
        self.findings.append(finding)
        return finding

    def shown(self, path: Path) -> str:
        """The name of a file in places: relative to the project's root."""
        return shown(path, self.project.root)


_SLUGS = {
    "STR000": "file-refused",
    "STR003": "unknown-field",
    "STR010": "unknown-file",
    "REF003": "layer-unresolved",
}
