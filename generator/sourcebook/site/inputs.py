"""What sites are made of, as hashes: where none of it has changed, a site is what it was.

All sites share a mark: of the program, its templates and what is installed, of the project's
configuration and templates, of the day. An engagement adds its own files, attached ones too, the
commits that touched it, and the layers that it was made with. Where there is a link, or a file
that cannot be read, nobody can tell, and nothing is taken for unchanged.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from sourcebook.assets import bundled
from sourcebook.changes.commits import Commits
from sourcebook.lint.identity import identity
from sourcebook.lint.weighing import SETTLED, glance, weigh, weigh_file
from sourcebook.site.engines import Engine
from sourcebook.source.project import Project

_FOREIGN = (b"custom_dir", b"INHERIT", b"!ENV", b"!relative")
"""Words of ``mkdocs.yml`` that make it depend on what lies elsewhere."""

UNSURE = ""
"""In place of a glance that cannot be trusted."""


class State(NamedTuple):
    """What the files of an engagement were, when somebody looked."""

    key: str  # of their names and bytes
    glance: str  # of a look that tells as much, or UNSURE


def common_mark(project: Project, as_of: dt.date, engine: Engine = Engine.MKDOCS) -> bytes | None:
    """What all sites of a project depend on; ``None`` where nobody can tell."""
    code = identity(("",))
    if code is None:
        return None
    mark = blake2b(code, digest_size=20)
    trees = " ".join(os.path.relpath(overlay, project.root) for overlay in project.overlays)
    mark.update(f"{as_of} {engine} {trees}\0".encode())
    own = [project.root / name for name in ("site_config", "templates")]
    folders = [bundled("templates"), *(folder for folder in own if os.path.lexists(folder))]
    for folder in folders:
        mark.update(b"/")
        if not weigh(str(folder), mark, attached=True):
            return None
    if not _weigh_settings(project.root / "mkdocs.yml", mark):
        return None
    if project.shared.is_dir():
        mark.update("\0".join(sorted(os.listdir(project.shared))).encode(errors="replace"))  # noqa: PTH208 -- names alone
    return mark.digest()


def _weigh_settings(file: Path, mark: Any) -> bool:
    if not file.exists():
        return True
    if not weigh_file(str(file), mark):
        return False
    if not any(word in file.read_bytes() for word in _FOREIGN):
        return True
    from sourcebook.site.mkdocs import inherited  # heavy, and seldom needed

    settings = inherited(file)
    mark.update(json.dumps(settings, sort_keys=True, default=str).encode())
    theme = settings.get("theme", {}).get("custom_dir")
    return theme is None or weigh(theme, mark, attached=True)


class Inputs:
    """The files of a project's engagements and layers; the layers as they are at first."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.commits = Commits(project)  # what changed is told of them
        self._layers = {name: self._weighed(name) for name in project.layers()}

    def state(self, slug: str) -> State | None:
        """What the files of an engagement are now; ``None`` where nobody can tell."""
        folders = self._folders(slug)
        began, seen = time.time_ns(), glance(*folders)
        mark = blake2b(digest_size=20)
        if seen is None:
            return None
        for folder in folders:
            mark.update(b"/")
            if not weigh(folder, mark, attached=True):
                return None
        past = self.commits.mark(slug)
        mark.update(past.encode())
        sure = seen.newest + SETTLED < began
        return State(mark.hexdigest(), seen.mark + _short(past) if sure else UNSURE)

    def glance(self, slug: str) -> str | None:
        """A look at an engagement's files, and at its commits, that reads none of them."""
        seen = glance(*self._folders(slug))
        return seen.mark + _short(self.commits.mark(slug)) if seen else None

    def layers(self, names: Iterable[str]) -> dict[str, str] | None:
        """Hashes of these layers; ``None`` where nobody can tell."""
        found = {name: self._layers.get(name) for name in sorted(names)}
        known = {name: mark for name, mark in found.items() if mark is not None}
        return known if len(known) == len(found) else None

    @property
    def all_layers(self) -> dict[str, str] | None:
        """Hashes of all layers, whether somebody uses them or not; ``None`` as in layers()."""
        return self.layers(self._layers)

    def is_known(self, layer: str) -> bool:
        """Whether there was such a layer at first, and is one still."""
        return layer in self._layers and (self.project.shared / layer).is_dir()

    def look_again(self, names: Iterable[str]) -> None:
        """These layers may have changed."""
        self._layers.update({name: self._weighed(name) for name in names})

    def same_layers(self, known: Mapping[str, str]) -> bool:
        """Whether these layers are still what they were."""
        return all(self._layers.get(name) == mark for name, mark in known.items())

    def _weighed(self, layer: str) -> str | None:
        mark = blake2b(digest_size=20)
        known = weigh(str(self.project.shared / layer), mark, attached=True)
        return mark.hexdigest() if known else None

    def _folders(self, slug: str) -> list[str]:
        """The engagement's own folder, and what lies over it."""
        over = (folder / slug for folder in self.project.overlays)
        return [
            str(self.project.playbooks / slug),
            *(str(folder) for folder in over if folder.exists()),
        ]


def _short(past: str) -> str:
    return blake2b(past.encode(), digest_size=8).hexdigest()


def layers_read(project: Project, files: Iterable[Path], named: Iterable[str]) -> frozenset[str]:
    """The layers that an engagement was made with, those included that could not be read."""
    shared = project.shared
    below = (file.relative_to(shared).parts[0] for file in files if file.is_relative_to(shared))
    return frozenset((*named, *below))
