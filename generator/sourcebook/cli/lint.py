"""``sourcebook lint``: what is missing or wrong, where, and what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.legacy import DEFAULT, BaselineFile, known, rebase, tell_stale
from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import as_of_option, colours, project_here, say
from sourcebook.errors import UsageError
from sourcebook.lint.reporters import REPORTER_BY_NAME, Look
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sourcebook.lint.report import Report

FORMATS = tuple(REPORTER_BY_NAME)
Output = tuple[str, Path | None]
"""A format, and the file that it goes to; ``None`` for standard output."""


class Format(click.ParamType[Output]):
    """A format, and the file that it goes to: ``json:findings.json``."""

    name = "format"

    def convert(self, value: Any, param: Any, ctx: Any) -> Output:
        """The format's name and its file; ``None`` for standard output."""
        if isinstance(value, tuple):
            return value
        name, colon, file = value.partition(":")
        if name not in FORMATS:
            self.fail(f"'{name}' is no format. Choose from: {', '.join(FORMATS)}.", param, ctx)
        if colon and not file:
            self.fail(f"'{value}' names no file. Write it as {name}:findings.{name}.", param, ctx)
        return name, Path(file) if file else None


@click.command(short_help="Say what is missing or wrong, where, and what to do.")
@click.argument("names", nargs=-1, metavar="[ENGAGEMENT|PATH]...")
@click.option(
    "-f",
    "--format",
    "formats",
    type=Format(),
    multiple=True,
    default=["text"],
    metavar="FORMAT[:FILE]",
    help=f"How to say it: {', '.join(FORMATS)}; to a file with :FILE. May be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@as_of_option
@click.option(
    "--baseline",
    type=BaselineFile(),
    metavar="FILE",
    help=f"Do not tell the findings that stand in FILE. [default: {DEFAULT}, where it exists]",
)
@click.option(
    "--write-baseline",
    is_flag=False,
    flag_value="",
    type=BaselineFile(),
    metavar="[=FILE]",
    help="Take what is found now into the baseline, and what is mended out of it.",
)
@click.option("-q", "--quiet", is_flag=True, help="One line a finding, and nothing else.")
@click.option("--show-accepted", is_flag=True, help="List the findings that somebody accepts.")
@click.option("--no-color", is_flag=True, help="No colours, as with NO_COLOR=1.")
@click.pass_context
def lint(
    context: click.Context,
    names: tuple[str, ...],
    formats: tuple[Output, ...],
    fail_on: str,
    as_of: dt.date | None,
    baseline: Path | None,
    write_baseline: Path | None,
    quiet: bool,
    show_accepted: bool,
    no_color: bool,
) -> None:
    """Say what is missing or wrong in playbooks, where, and what to do about it.

    Without arguments it looks at every engagement. A slug or the path of a folder chooses
    engagements; the path of a file, or of a layer, what stands in it.

    \b
    Example:
      sourcebook lint
      sourcebook lint harbourline-mobile --fail-on warning
      sourcebook lint playbooks/harbourline-mobile/goals.yaml
      sourcebook lint --format text --format json:findings.json
    """
    from sourcebook.findings import Severity
    from sourcebook.lint.configuration import configured
    from sourcebook.lint.frames import SourceLines
    from sourcebook.lint.run import Request, lint_project

    if sum(file is None for _, file in formats) > 1:
        raise UsageError("Only one format can go to the terminal: give the others a file.")
    project = project_here()
    day = day_of(as_of, project.settings.as_of)
    configuration = configured(project)
    if write_baseline is not None:
        report = lint_project(project, configuration, day, Request(names))
        rebase(project, report, write_baseline, names, quiet=quiet)
        return
    request = Request(names, known(project, baseline))
    report = lint_project(project, configuration, day, request)
    look = Look(SourceLines(project.root), colours(not no_color), quiet, show_accepted)
    publish(report, formats, look)
    tell_stale(report, baseline)
    if report.fails(Severity[fail_on.upper()]):
        context.exit(FINDINGS)


def publish(report: Report, outputs: Sequence[Output], look: Look) -> None:
    """Say a report in each format where it belongs; colours are for the terminal alone."""
    for name, file in outputs:
        text = REPORTER_BY_NAME[name](report, look if file is None else replace(look, colour=False))
        if file is not None:
            write(file, text)
        elif text:
            say(text)


def write(file: Path, text: str) -> None:
    """Write a file. Raises UsageError if that cannot be done."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None
