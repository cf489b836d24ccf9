"""Building sites: every edition of every engagement, and the portfolio, onto the disk.

What has not changed since the last build is passed over: its site is there already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site.cache import Cache
from sourcebook.site.inputs import common_mark
from sourcebook.site.lock import locked
from sourcebook.site.manner import AS_USUAL, BuildOutcome, Manner
from sourcebook.site.outputs import EDITIONS, outputs, shown
from sourcebook.site.run import Run
from sourcebook.site.swap import tidy
from sourcebook.site.write import unwritable
from sourcebook.source.project import Project


def build_sites(
    project: Project,
    slugs: Sequence[str],
    out: Path,
    as_of: dt.date,
    report: Callable[[str], None],
    editions: Collection[Audience] = EDITIONS,
    manner: Manner = AS_USUAL,
) -> BuildOutcome:
    """Build the sites of ``slugs`` into ``out/internal`` and ``out/shared``; a line for each.

    With the internal edition the portfolio as well. One engagement's failure does not stop the
    others; its last good site stays. One build at a time writes to ``out``: another one waits.
    Raises UsageError if the portfolio itself cannot be built, and if ``out`` is no place for sites.
    """
    folders = outputs(project, out, editions, manner.engine)

    def waiting() -> None:
        report(f"Another build writes to {shown(out, project.home)}: this one waits for it.")

    try:
        with locked(out, waiting):
            last = manner.memory.last if manner.memory else None
            if last is not None and last.serves(project, as_of, folders, slugs):
                return last.again(slugs, report, manner.layers)
            for folder in (out, *folders.values()):
                tidy(folder)
            mark = None if project.stand else common_mark(project, as_of, manner.engine)
            run = Run(project, as_of, folders, Cache(project.root, out, mark), manner)
            if manner.shard is None:
                outcome = run.all(slugs, report, mark)
            else:
                outcome = run.part(manner.shard, slugs, report)
                run.told(manner.shard, mark).write(out)
    except OSError as error:
        raise UsageError(unwritable(out, error)) from error
    if manner.memory:
        manner.memory.last = run
    return outcome
