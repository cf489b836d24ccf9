"""What ``sourcebook lint`` does with a baseline: read it, write it, say what is stale in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.wiring import complain, say
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.lint.baseline import Baseline
    from sourcebook.lint.report import Report
    from sourcebook.source.project import Project

DEFAULT = "site_config/lint-baseline.json"
"""Where a project's baseline stands unless an option says otherwise."""

_MOST = 10  # stale entries that are listed


class BaselineFile(click.ParamType[Path]):
    """The file of a baseline; the empty name is the project's own."""

    name = "file"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """The path. Whatever does not end in .json was meant for something else."""
        if isinstance(value, Path):
            return value
        if value and not value.endswith(".json"):
            option = param.opts[0] if param else "--baseline"
            self.fail(
                f"'{value}' is no file of a baseline: its name ends in .json. Write it as "
                f"{option}=FILE.json; name engagements before the option.",
                param,
                ctx,
            )
        return Path(value)


def known(project: Project, chosen: Path | None) -> Baseline:
    """The baseline that was chosen, or the project's own, or nothing."""
    from sourcebook.lint.baseline import project_baseline, read_baseline

    return project_baseline(project) if chosen is None else read_baseline(_path(project, chosen))


def rebase(
    project: Project, report: Report, chosen: Path, names: Sequence[str], *, quiet: bool
) -> None:
    """Write what a report found to a baseline; what it did not look at stays as it was."""
    from sourcebook.lint.baseline import NOTHING, read_baseline
    from sourcebook.lint.run import looked_at

    path = _path(project, chosen)
    before = read_baseline(path) if path.is_file() else NOTHING
    after = before.updated(report.findings, looked_at(project, names))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(after.text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
    new, gone = len(after.counts.keys() - before.counts), len(before.counts.keys() - after.counts)
    if not quiet:
        say(f"Wrote {path}: {len(after.counts)} entries, {new} of them new; {gone} removed.")


def tell_stale(report: Report, chosen: Path | None) -> None:
    """Say which entries of the baseline nothing belongs to any more."""
    if not report.stale:
        return
    file = chosen or DEFAULT
    complain(f"sourcebook: mended, and still in the baseline {file}:")
    for entry in report.stale[:_MOST]:
        complain(f"  {entry.code} {entry.file} {entry.path}".rstrip())
    more = len(report.stale) - _MOST
    complain(
        (f"  … and {more} more. " if more > 0 else "  ") + "Run `sourcebook lint --write-baseline`."
    )


def _path(project: Project, chosen: Path | None) -> Path:
    return chosen if chosen is not None and chosen.name else project.root / DEFAULT
