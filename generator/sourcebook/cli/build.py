"""``sourcebook build``: from playbooks to sites."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import (
    as_of_option,
    complain,
    project_here,
    quiet_option,
    say,
)
from sourcebook.errors import UsageError
from sourcebook.source.day import day_of


@click.command(short_help="Build the sites.")
@click.argument("names", nargs=-1, metavar="[ENGAGEMENT|PATH]...")
@click.option(
    "-o", "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to build into. [default: site/ in the project]",
)
@as_of_option
@click.option("--strict", is_flag=True, help="Exit code 1 for a broken link or a warning, too.")
@quiet_option
@click.pass_context
def build(
    context: click.Context,
    names: tuple[str, ...],
    out: Path | None,
    as_of: dt.date | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Build the site of every engagement, or of those that are named, and the portfolio.

    What is missing or wrong in a playbook never stops a build: pages say it.

    \b
    Example:
      sourcebook build
      sourcebook build harbourline-mobile --out /tmp/site --as-of 2026-11-22
    """
    from sourcebook.site.build import build_sites

    project = project_here()
    if not project.engagements():
        raise UsageError(project.how_to_start)
    outcome = build_sites(
        project,
        project.select(names),
        out or project.root / "site",
        day_of(as_of, project.settings.as_of),
        (lambda _line: None) if quiet else say,
    )
    for problem in outcome.problems:
        complain(f"sourcebook: {problem}")
    for slug, why in outcome.failed:
        complain(f"sourcebook: {slug} was not built: {why}")
    if outcome.failed or (strict and outcome.problems):
        context.exit(FINDINGS)
