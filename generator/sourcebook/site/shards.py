"""A build that several machines share: each its part of the engagements, and all joined into one.

Which part an engagement belongs to is told by its slug alone. A part says what it holds, and what
it was made by, in a file beside its sites; only parts of the same sources by the same program are
joined.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site.brief import Brief
from sourcebook.site.concordance import renew_concordance
from sourcebook.site.engines import Engine
from sourcebook.site.inputs import Inputs, common_mark
from sourcebook.site.lock import locked
from sourcebook.site.outputs import outputs
from sourcebook.site.swap import GONE, LAST, put, remove, tidy, work_folder
from sourcebook.source.folders import SLUG
from sourcebook.source.project import Project

FILE = "sourcebook-part.json"


class Shard(NamedTuple):
    """The so-manieth of so many parts, from 1."""

    number: int
    of: int

    def holds(self, slug: str) -> bool:
        """Whether an engagement belongs to this part."""
        mark = blake2b(slug.encode(), digest_size=8).digest()
        return int.from_bytes(mark) % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


@dataclass(frozen=True)
class Part:
    """What a part says of itself."""

    number: int
    of: int
    made_by: str  # the mark of program, configuration and day
    as_of: str
    known: Sequence[str]  # slugs of all engagements, those of other parts too
    engine: str
    editions: Sequence[str]
    summaries: Mapping[str, Mapping[str, Any]]  # of its own engagements
    failed: Mapping[str, str]  # why an internal site could not be built

    def write(self, out: Path) -> None:
        """Put it beside the part's sites."""
        (out / FILE).write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")


def read_part(folder: Path) -> Part:
    """What lies in the folder of a part. Raises UsageError if it is none."""
    try:
        part = Part(**json.loads((folder / FILE).read_text("utf-8")))
        Engine(part.engine)
        return part
    except (OSError, ValueError, TypeError):
        raise UsageError(
            f"{folder} is no part of a build: it holds no {FILE} that can be read. Name the folder "
            "into which 'sourcebook build --shard' built."
        ) from None


def merge(
    project: Project, folders: Sequence[Path], out: Path, report: Callable[[str], None]
) -> int:
    """Join parts into one tree with one portfolio, as a single build would have made it.

    Returns the number of engagements. Raises UsageError if a part is missing or comes from other
    sources or another program, and if ``out`` is no place for sites.
    """
    from sourcebook.site.making import Maker  # heavy

    parts = {folder: read_part(folder) for folder in folders}
    first = _agreed(parts)
    as_of = dt.date.fromisoformat(first.as_of)
    engine = Engine(first.engine)
    mark = common_mark(project, as_of, engine)
    if tuple(first.known) != project.engagements() or first.made_by != (mark.hex() if mark else ""):
        raise UsageError(
            "The parts were built from other sources, or by another version of Sourcebook or of "
            "Python, than are here. Check out the same commit, set it up alike, and merge again."
        )
    targets = outputs(project, out, [Audience(edition) for edition in first.editions], engine)
    with locked(out):
        for target in (out, *targets.values()):
            tidy(target)
        for folder, part in parts.items():
            for edition, target in targets.items():
                for slug in part.summaries:
                    _take(folder / edition.value / slug, target / slug)
            report(f"part {part.number}/{part.of}: {len(part.summaries)} engagements")
        for edition, target in targets.items():
            if edition is Audience.SHARED or engine is not Engine.MKDOCS:
                _forget(target, first.known)
        if Audience.INTERNAL in targets:
            summaries = {
                slug: its for part in parts.values() for slug, its in part.summaries.items()
            }
            failed = {slug: why for part in parts.values() for slug, why in part.failed.items()}
            maker = Maker(project, as_of, targets, Inputs(project), engine)
            briefs = {slug: Brief.of(summaries[slug]) for slug in first.known}
            maker.portfolio(briefs, targets[Audience.INTERNAL], failed)
            named = ((slug, brief.name) for slug, brief in briefs.items())
            renew_concordance(targets[Audience.INTERNAL], named, anew=True)
            report("portfolio")
    return len(first.known)


def _agreed(parts: Mapping[Path, Part]) -> Part:
    """The first part, if all are of one build and none is missing."""
    (folder, first), *others = parts.items()
    for other, part in others:
        if any(
            getattr(part, name) != getattr(first, name)
            for name in ("of", "made_by", "as_of", "known", "engine", "editions")
        ):
            raise UsageError(
                f"{other} and {folder} are parts of different builds. Build all parts from one "
                "commit, for one day (--as-of), in the same editions and by the same engine."
            )
    missing = {*range(1, first.of + 1)} - {part.number for part in parts.values()}
    if missing:
        names = ", ".join(f"{number}/{first.of}" for number in sorted(missing))
        raise UsageError(f"Missing of the build: {names}. Name the folders of all its parts.")
    return first


def _take(source: Path, target: Path) -> None:
    """Put a site of a part in place; where the part has none, there is none."""
    if not source.is_dir():
        remove(target)
        return
    with work_folder(target) as work:
        shutil.copytree(source, work / GONE, copy_function=_linked)
        put(work / GONE, target, work / LAST)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copyfile(source, target)


def _forget(folder: Path, known: Collection[str]) -> None:
    """Take away the sites of engagements that are no longer there."""
    for each in sorted(folder.iterdir()):
        if SLUG.fullmatch(each.name) and each.name not in known:
            remove(each)
