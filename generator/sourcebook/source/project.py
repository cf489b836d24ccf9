"""A project: the folder that holds playbooks/, its settings, and the engagements in it."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sourcebook.errors import SourceError, UsageError
from sourcebook.findings import Finding, Place, Severity
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.folders import SLUG, YAML, Kind, entries, kinds, names, shown
from sourcebook.source.settings import FILE, Settings, read_settings

PLAYBOOKS, LAYERS = "playbooks", "_shared"
_MANIFEST = "engagement.yaml"
RESERVED = frozenset({"assets", "guide", "search"})
"""Folders of the portfolio's own, beside which the engagements' sites lie."""


@dataclass(frozen=True)
class Survey:
    """What lay in playbooks/ when somebody looked."""

    slugs: tuple[str, ...]  # of the engagements, sorted
    findings: tuple[Finding, ...]  # of what is none


@dataclass(frozen=True)
class Stand:
    """When a project's files were so, where that is not now."""

    home: Path  # the project's folder of now: its repository, its look, what is remembered
    commit: str  # the whole id of the one that the files are of
    day: dt.date  # on which they stood so


@dataclass(frozen=True)
class Project:
    """Where everything is. Engagements are looked up anew at each call: folders come and go."""

    root: Path
    playbooks: Path
    settings: Settings
    overlays: tuple[Path, ...] = ()
    """Folders of the shape of playbooks/ whose files are laid over its engagements; all that they
    hold is internal."""
    stand: Stand | None = None
    """Of files that are not those of now."""
    read: Callable[[str, bytes], Document] = read_mapping
    """Makes a document of a file's name and bytes; raises SourceError for what is refused."""

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that a folder or file lies in.

        Raises UsageError if no folder from there up holds playbooks/, and for invalid settings.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / PLAYBOOKS).is_dir():
                settings = read_settings(folder)
                project = cls(folder, folder / PLAYBOOKS, settings)
                return project.under(*(folder / name for name in settings.overlays))
        raise UsageError(
            f"No folder named {PLAYBOOKS}/ in {start} or any folder above it. Change to the folder "
            f"that holds your {PLAYBOOKS}/, or begin a project: sourcebook new project my-playbooks"
        )

    def under(self, *overlays: Path) -> Project:
        """The project with more overlays; each a folder of engagements, or one with playbooks/.

        Raises UsageError for a folder that is not there, or lies within playbooks/.
        """
        added = []
        for given in overlays:
            folder = (given / PLAYBOOKS if (given / PLAYBOOKS).is_dir() else given).resolve()
            if not folder.is_dir():
                raise UsageError(
                    f"The overlay {given} is no folder. Check out the repository that holds it "
                    f"there, or take it out of 'overlays:' in {FILE}."
                )
            if folder.is_relative_to(self.playbooks):
                raise UsageError(
                    f"The overlay {given} lies within {PLAYBOOKS}/, where everybody reads it. Keep "
                    "it in a folder of its own, or in another repository."
                )
            added.append(folder)
        return replace(self, overlays=tuple(dict.fromkeys((*self.overlays, *added))))

    @property
    def home(self) -> Path:
        """The project's folder of now, wherever its files were put."""
        return self.stand.home if self.stand else self.root

    @property
    def shared(self) -> Path:
        """The folder of the layers; it need not exist."""
        return self.playbooks / LAYERS

    def engagements(self) -> tuple[str, ...]:
        """The slugs of all engagements, sorted: folders with a YAML file and a valid name."""
        return self.survey().slugs

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What lies in playbooks/, or in an overlay, and is no engagement (STR010)."""
        return self.survey().findings

    def survey(self) -> Survey:
        """All engagements, and what is none, in one look: there may be a thousand folders."""
        found = tuple(self._survey())
        slugs = tuple(each for each in found if isinstance(each, str))
        strays = tuple(each for each in found if isinstance(each, Finding))
        over = (found for each in self.overlays for found in self._over(each, slugs))
        return Survey(slugs, (*strays, *over))

    def _over(self, overlay: Path, known: Sequence[str]) -> Iterator[Finding]:
        for entry in entries(overlay, overlay):
            name = entry.path.name
            if entry.kind is Kind.FOLDER and SLUG.fullmatch(name) and name not in known:
                where = shown(entry.path, self.root)
                yield _stray(
                    Severity.WARNING,
                    where,
                    f"{where} lies over no engagement of {PLAYBOOKS}/. {self._hint(name, known)}",
                )

    def layers(self) -> tuple[str, ...]:
        """The names of all layers, sorted; none without a _shared/ that can be listed."""
        try:
            found = entries(self.shared, self.playbooks)
        except SourceError:
            return ()
        return tuple(
            each.path.name
            for each in found
            if each.kind is Kind.FOLDER and SLUG.fullmatch(each.path.name)
        )

    @property
    def how_to_start(self) -> str:
        """What to say where there is no engagement yet."""
        return (
            f"There is no engagement in {self.playbooks} yet. Start one with: "
            "sourcebook new engagement my-engagement"
        )

    def select(self, names: Sequence[str], known: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The slugs that are meant by slugs, or by paths of folders or files; all if none given.

        The path of playbooks/, the project or a layer means every engagement. Relative paths are
        those of the working folder, else of the project. Who knows all slugs already can give
        them. Raises UsageError for anything else.
        """
        known = self.engagements() if known is None else known
        chosen = {slug for name in names for slug in self._meant(name, known)}
        return tuple(slug for slug in known if slug in chosen or not names)

    def means_everything(self, names: Sequence[str], known: Sequence[str]) -> bool:
        """Whether there are no names, or one of them is the path of playbooks/ or the project.

        The engagements that are ``known`` go by their slugs before all.
        """
        paths = (self._place(name) for name in names if name not in known)
        return not names or any(path in (self.root, self.playbooks) for path in paths)

    def _meant(self, name: str, known: Sequence[str]) -> Sequence[str]:
        if name in known:
            return (name,)
        if place := self._place(name):
            if place in (self.root, self.playbooks) or place.is_relative_to(self.shared):
                return known
            if place.is_relative_to(self.playbooks):
                slug = place.relative_to(self.playbooks).parts[0]
                if slug in known:
                    return (slug,)
        if refusal := self._refused(name):
            raise UsageError(refusal)
        hint = self._hint(name, known)
        raise UsageError(f"'{name}' is no engagement, and no path of one. {hint}")

    def _place(self, name: str) -> Path | None:
        """Where a path leads, from the working folder or else from the project, and rather into it.

        ``None`` where it leads nowhere.
        """
        found = [
            # A linked folder goes by its name here.
            path.parent.resolve() / path.name if path.name not in ("", "..") else path.resolve()
            for path in (Path(name), self.root / name)
            if name and path.exists()
        ]
        inside = (path for path in found if path.is_relative_to(self.root))
        return next(inside, found[0] if found else None)

    def _refused(self, name: str) -> str:
        """Why a folder in playbooks/ is no engagement, which a name means or leads into."""
        for path in (self._place(name), self._place(str(self.playbooks / name))):
            if name and path and path.is_relative_to(self.playbooks):
                inside = path.relative_to(self.playbooks).parts[:1]
                place = "/".join((PLAYBOOKS, *inside))
                for finding in self.findings:
                    if finding.place.file == place:
                        return finding.message
        return ""

    def _hint(self, name: str, known: Sequence[str]) -> str:
        if name.partition("/")[0] in known and (self.playbooks / name).exists():
            return f"Did you mean '{PLAYBOOKS}/{name}'?"
        if near := nearest(Path(name).name, known):
            return f"Did you mean '{near}'?"
        beside = Path(name).parent
        if beside.name and beside.is_dir() and not Path(name).exists():
            near = nearest(Path(name).name, sorted(path.name for path in beside.iterdir()))
            return f"Did you mean '{beside / near}'?" if near else f"{beside} holds no such file."
        if known:
            return f"Engagements here: {', '.join(known)}."
        return self.how_to_start

    def _survey(self) -> Iterator[str | Finding]:
        try:
            found = kinds(self.playbooks, self.playbooks)
        except SourceError as error:
            raise UsageError(f"{self.playbooks}: {error}") from None
        above = f"{self.playbooks}{os.sep}"
        for name, kind in found:
            if not name.startswith("_"):
                yield from self._judge(above, name, kind)

    def _judge(self, above: str, name: str, kind: Kind) -> Iterator[str | Finding]:
        inside = None
        if kind is Kind.FOLDER and name not in RESERVED and SLUG.fullmatch(name):
            if os.access(f"{above}{name}/{_MANIFEST}", os.F_OK):
                yield name
                return
            inside = self._inside(name)
            if inside is None or any(each.endswith(YAML) for each in inside):
                yield name
                return
        where = shown(self.playbooks / name, self.root)
        if kind is Kind.LEADS_OUT:
            yield _stray(
                Severity.ERROR,
                where,
                f"{where} is a {kind.value}. Put the folder itself here.",
            )
        elif kind is not Kind.FOLDER:
            yield _stray(
                Severity.WARNING,
                where,
                f"{where} belongs to no engagement. Move it into "
                "an engagement's folder, or out of playbooks/.",
            )
        elif name in RESERVED:
            yield _stray(
                Severity.ERROR,
                where,
                f"{where} is no engagement: the portfolio keeps "
                "its own files at that address. Rename it, say to "
                f"'{name}-engagement'.",
            )
        elif not SLUG.fullmatch(name):
            proper = proper_slug(name)
            hint = f" Rename it to '{proper}'." if proper else ""
            yield _stray(
                Severity.ERROR,
                where,
                f"{where} is no engagement: its name may hold only "
                f"a-z, 0-9 and '-', and is its address for good.{hint}",
            )
        elif inside:
            yield _stray(
                Severity.WARNING,
                where,
                f"{where} is no engagement: it holds no "
                "engagement.yaml. Add one, or move the folder out of playbooks/.",
            )

    def _inside(self, name: str) -> list[str] | None:
        """What lies in a folder; None where it cannot be listed, which its reader then tells."""
        try:
            return names(self.playbooks / name)
        except SourceError:
            return None


def check_slug(slug: str) -> None:
    """Raises UsageError for a name that no engagement can have; it says which it could have."""
    if SLUG.fullmatch(slug) is None:
        proper = proper_slug(slug)
        name = f": {proper}" if proper else ", such as my-engagement"
        raise UsageError(
            f"'{slug}' cannot name an engagement: it is the name of its folder and its address. "
            f"Use a-z, 0-9 and '-'{name}"
        )
    if slug in RESERVED:
        raise UsageError(
            f"'{slug}' cannot name an engagement: the portfolio keeps its own files at that "
            f"address. Take another, say {slug}-engagement"
        )


def proper_slug(name: str) -> str:
    """A name as a folder of an engagement may have it; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _stray(severity: Severity, file: str, message: str) -> Finding:
    return Finding("STR010", "unknown-file", severity, message, Place(file))
