"""Writing a site: built beside its place, then swapped in; a failure leaves the last good one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.render.pages import Site
from sourcebook.site.engines import Engine
from sourcebook.site.frame import Frame
from sourcebook.site.kept import Kept
from sourcebook.site.renewal import renew
from sourcebook.site.stage import go_on
from sourcebook.site.swap import LAST, put, work_folder

__all__ = ["Frame", "unwritable", "write_site"]


def write_site(
    site: Site,
    out: Path,
    *,
    frame: Frame,
    keep: Collection[str] = (),
    check: Callable[[Path], None] | None = None,
    engine: Engine = Engine.MKDOCS,
    kept: Kept | None = None,
    between: Callable[[], None] = go_on,
) -> str:
    """Write ``site`` to the folder ``out`` in place of what is there, and return its digest.

    ``keep`` names entries of ``out`` that other sites own, such as the folders of the engagements
    inside the portfolio's: they stay, and the site is renewed file by file around
    them. The same site and frame give the same bytes. ``check`` looks at the folder of the new
    site before it is put in place, and raises if it may not be. ``kept`` and ``between``: see
    ``mkdocs.build``.
    Raises UsageError if the site cannot be built or written; ``out`` is then as it was.
    """
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with work_folder(out) as work:
            built = engine.build(site, work, frame, kept, between)
            if check is not None:
                check(built.path)
            if keep:
                out.mkdir(exist_ok=True)
                renew(built.path, out, keep)
            else:
                put(built.path, out, work / LAST)
            return built.digest
    except OSError as error:
        raise UsageError(unwritable(out, error)) from error


def unwritable(out: Path, error: OSError) -> str:
    """Why a site could not be put at ``out``, and what to look at."""
    why = (error.strerror or type(error).__name__).lower()
    where = f" ({error.filename})" if error.filename else ""
    return (
        f"{out} could not be written: {why}{where}. What was there is as it was. See to the "
        "room and the permissions there, and build again."
    )
