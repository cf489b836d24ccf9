"""Where sites go: folders that hold nothing else, and whether what lies there is still whole."""

from __future__ import annotations

import os
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site.engines import Engine
from sourcebook.site.folder import digest_of, sums_in
from sourcebook.source.project import Project

EDITIONS = (Audience.INTERNAL, Audience.SHARED)


def outputs(
    project: Project,
    out: Path,
    editions: Collection[Audience],
    engine: Engine = Engine.MKDOCS,
) -> dict[Audience, Path]:
    """The folder of each edition, there and holding nothing but sites.

    Raises UsageError if one lies among the sources, holds other things, or cannot be written.
    """
    root = project.home
    sources = [root / "playbooks", root / "site_config", root / "templates", *project.overlays]
    taken = f"{out} holds what the sites are made of: build into another folder, such as site/."
    if out.resolve() == root or any(out.resolve().is_relative_to(each) for each in sources):
        raise UsageError(taken)
    targets = {edition: out / edition.value for edition in EDITIONS if edition in editions}
    for target in targets.values():
        if any(each.is_relative_to(target.resolve()) for each in sources):
            raise UsageError(taken)
        try:
            target.mkdir(parents=True, exist_ok=True)
            strange = _strange(target, engine)
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}.") from None
        if strange is not None:
            raise UsageError(
                f"{target} holds {strange.name}, which no build by this engine wrote, and a build "
                "replaces all that is there: name another folder with --out, or move it away."
            )
    return targets


def _strange(folder: Path, engine: Engine) -> Path | None:
    """Something in a folder that is no site, where the folder is none either."""
    if (folder / engine.styles).is_file():
        return None
    return next(
        (
            each
            for each in sorted(folder.iterdir())
            if not each.name.startswith(".") and not (each / engine.styles).is_file()
        ),
        None,
    )


def looked_at(folder: Path, beside: Collection[str] = ()) -> str | None:
    """What the file system says of all files of a site; ``None`` where there is none.

    ``beside`` are entries of the folder that are no part of it. Times of change are not asked:
    the assets of sites are links to the same files, and each new link changes it.
    """
    told: list[str] = []
    if not _look(str(folder), told, beside):
        return None
    return blake2b("\0".join(told).encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _look(folder: str, told: list[str], beside: Collection[str] = ()) -> bool:
    try:
        with os.scandir(folder) as found:
            for entry in sorted(found, key=_name):
                if beside and (entry.name in beside or entry.name.startswith(".")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    told.append(f"{entry.name}{{")
                    if not _look(entry.path, told):
                        return False
                else:
                    its = entry.stat(follow_symlinks=False)
                    told.append(f"{entry.name} {its.st_size} {its.st_mtime_ns} {its.st_ino}")
    except OSError:
        return False
    told.append("}")
    return True


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def digest(folder: Path, beside: Collection[str] = ()) -> str | None:
    """A hash of the names and bytes of a site's files; ``None`` where they cannot be read."""
    try:
        return digest_of(sums_in(folder, beside))
    except OSError:
        return None


def shown(path: Path, root: Path) -> str:
    """A path as people are told it: from a folder where it lies there, else whole."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
