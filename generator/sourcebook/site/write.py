"""Writing a site: built beside its place, then swapped in; a failure leaves the last good one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from sourcebook.render.pages import Site
from sourcebook.site.frame import Frame

__all__ = ["Frame", "write_site"]


def write_site(
    site: Site,
    out: Path,
    *,
    frame: Frame,
    keep: Collection[str] = (),
    check: Callable[[Path], None] | None = None,
) -> None:
    """Write ``site`` to the folder ``out`` in place of what is there.

    ``keep`` names entries of ``out`` that other sites own, such as the folders of the engagements
    inside the portfolio's: they stay. The same site and frame give the same bytes. ``check`` looks
    at the folder of the new site before it is put in place, and raises if it may not be.
    Raises UsageError if the site cannot be built; ``out`` is then as it was.
    """
    from sourcebook.site import mkdocs  # heavy, and only needed once something is written

    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        built = mkdocs.build(site, work, frame)
        if check is not None:
            check(built)
        _swap(built, out, work / "last", keep)
    finally:
        shutil.rmtree(work)


def _swap(built: Path, out: Path, last: Path, keep: Collection[str]) -> None:
    """Put ``built`` at ``out`` and what was there at ``last``; undone if it does not come off."""
    if out.exists():
        out.rename(last)
    kept = [name for name in keep if (last / name).exists()]
    try:
        for name in kept:
            (last / name).rename(built / name)
        built.rename(out)
    except OSError:
        for name in kept:
            if (built / name).exists():
                (built / name).rename(last / name)
        if last.exists():
            last.rename(out)
        raise
