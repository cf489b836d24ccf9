"""``sourcebook lint``: what is missing or wrong, where, and what to do."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sourcebook.cli.legacy import DEFAULT, BaselineFile, known, rebase, tell_stale
from sourcebook.cli.outputs import FORMATS, SUMMARY, Format, Output, checked, publish
from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import as_of_option, colours, project_here
from sourcebook.errors import UsageError
from sourcebook.lint.reporters import Lines, Look, Reporter, next_view, statistics_view
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.lint.configuration import Configuration
    from sourcebook.lint.report import Report
    from sourcebook.lint.rule import Between
    from sourcebook.lint.run import Asked, Request
    from sourcebook.lint.typed import Typed
    from sourcebook.source.project import Project

STDIN = "-"

WITH_EDITS = ("json", "sarif")
"""The formats that say how each finding is mended."""

WITH_RULES = ("sarif",)
"""The formats that describe the rules."""

FOLDER = ".cache/sourcebook/lint"
"""Where it is remembered what was found."""

VIEWS: Mapping[str, Reporter] = {"next": next_view, "statistics": statistics_view}

Command = TypeVar("Command", bound=Callable[..., Any])


def _rules(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, metavar="CODE[,CODE]...", help=text)


@click.command(short_help="Say what is missing or wrong, where, and what to do.")
@click.argument("names", nargs=-1, metavar="[ENGAGEMENT|PATH|-]...")
@click.option(
    "-f",
    "--format",
    "formats",
    type=Format(),
    multiple=True,
    default=["text"],
    metavar="FORMAT[:FILE]",
    help=f"How to say it: {', '.join(FORMATS)}; to a file with :FILE. May be given several times. "
    f"github adds a summary to the job's page, where {SUMMARY} names one.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@_rules("--select", "Only these rules: a code, its beginning (TXT), a slug.")
@_rules("--ignore", "All but these rules. Of two that fit, the longer wins.")
@_rules("--extend-select", "These rules as well, in spite of --ignore.")
@click.option("--changed-since", metavar="REV", help="Only what came with the work since REV.")
@click.option("--stdin-filename", metavar="FILE", help="With -: which file the piped text is.")
@click.option(
    "--next",
    "view",
    flag_value="next",
    help="The five things to do next, for a person who has an hour. Findings of one rule in one "
    "section are one thing. The order: secrets and personal data; errors before warnings; what "
    "hides other findings; goals, "
    "communication, roles and security first, then what every playbook has; what is done soonest.",
)
@click.option("--statistics", "view", flag_value="statistics", help="How often each rule speaks.")
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
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Mend what can be guessed as well, and write skeletons with TODO where something is "
    "missing.",
)
@click.option("--diff", is_flag=True, help="Show what would be mended, and mend nothing.")
@click.option("-q", "--quiet", is_flag=True, help="One line a finding, and nothing else.")
@click.option("--show-accepted", is_flag=True, help="List the findings that somebody accepts.")
@click.option(
    "--show-info",
    is_flag=True,
    help="List infos one by one. Text counts them by rule where there are more than a handful, "
    "unless --fail-on info or a choice of rules asks for them.",
)
@click.option("--no-color", is_flag=True, help="No colours, as with NO_COLOR=1.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many engagements are looked at at once. [default: as many as there are processors]",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help=f"Look at everything anew. What was found is kept in {FOLDER} otherwise.",
)
@click.pass_context
def lint(
    context: click.Context,
    names: tuple[str, ...],
    formats: tuple[Output, ...],
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    changed_since: str | None,
    stdin_filename: str | None,
    view: str | None,
    as_of: dt.date | None,
    baseline: Path | None,
    write_baseline: Path | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    quiet: bool,
    show_accepted: bool,
    show_info: bool,
    no_color: bool,
    jobs: int | None,
    no_cache: bool,
) -> None:
    """Say what is missing or wrong in playbooks, where, and what to do about it.

    Without arguments it looks at every engagement. A slug or the path of a folder chooses
    engagements; the path of a file, or of a layer, what stands in it; - the text that is piped in,
    as the file that --stdin-filename names.

    \b
    Example:
      sourcebook lint
      sourcebook lint harbourline-mobile --fail-on warning
      sourcebook lint playbooks/harbourline-mobile/goals.yaml
      sourcebook lint --format text --format sarif:findings.sarif
      sourcebook lint --changed-since origin/main --format github
      sourcebook lint --next
      sourcebook lint --fix
    """
    from sourcebook.findings import Severity
    from sourcebook.lint.run import Request, lint_as_asked
    from sourcebook.lint.selection import EVERYTHING, selection

    reporter = VIEWS[view] if view else None
    checked(formats, reporter)
    project = project_here()
    day = day_of(as_of, project.settings.as_of)
    asked = _asked(project)
    chosen = EVERYTHING
    if select or ignore or extend_select:
        chosen = selection(asked().rules, select, ignore, extend_select)
    text = _piped(project, names, stdin_filename)
    if write_baseline is not None:
        if text or changed_since or select or ignore:
            raise UsageError("--write-baseline takes all findings: name engagements or files only.")
        everything = Request(names, cached=not no_cache, jobs=jobs, waiting=False)
        report = lint_as_asked(project, asked, day, everything)
        rebase(project, report, write_baseline, names, quiet=quiet)
        return
    within = () if text else names
    edits = any(name in WITH_EDITS for name, _ in formats)
    request = Request(
        within,
        known(project, baseline),
        chosen,
        changed_since,
        text,
        edits,
        rules=any(name in WITH_RULES for name, _ in formats),
        cached=not no_cache,
        jobs=jobs,
        between=_finders() if changed_since else {},
    )
    if fix or unsafe_fixes or diff:
        from sourcebook.cli.mending import mend, show
        from sourcebook.lint.fixing import Fixer

        fixer = Fixer(project, asked(), day, request, unsafe_fixes)
        if text:
            raise UsageError("A piped text is not mended: run --fix on the saved file.")
        if diff and changed_since:
            raise UsageError("--diff takes no --changed-since: leave one of them out.")
        if diff:
            context.exit(FINDINGS if show(fixer, within, quiet=quiet) else 0)
        mend(fixer, quiet=quiet)
    bar = Severity[fail_on.upper()]
    report = replace(lint_as_asked(project, asked, day, request), bar=bar)
    lines = _lines(report, project, asked, request)
    look = Look(
        lines,
        colours(not no_color),
        quiet,
        show_accepted,
        show_info or bool(select or extend_select),
    )
    publish(report, formats, look, reporter)
    tell_stale(report, baseline)
    if report.fails(bar):
        context.exit(FINDINGS)


def _finders() -> Mapping[str, Between]:
    """What finds the rules about a change, by their codes."""
    from sourcebook.changes.finders import FINDERS

    return FINDERS


def _asked(project: Project) -> Asked:
    """Reads what the project asks, once."""

    @cache
    def read() -> Configuration:
        from sourcebook.lint.configuration import configured

        return configured(project)

    return read


def _lines(report: Report, project: Project, asked: Asked, request: Request) -> Lines:
    """The lines that the report may show; the files are opened where it does not know them."""

    @cache
    def source() -> Lines:
        from sourcebook.lint.run import source_lines

        return source_lines(project, asked(), request)

    def line(file: str, number: int) -> str | None:
        known_line = report.lines.get((file, number))
        return source()(file, number) if known_line is None else known_line

    return line


def _piped(project: Project, names: Sequence[str], file: str | None) -> Typed | None:
    """The text on standard input, if it is asked for, as the file that it is to be."""
    from sourcebook.lint.typed import typed

    if STDIN not in names and file is None:
        return None
    if list(names) != [STDIN] or file is None:
        raise UsageError(
            "To lint a piped text, give - alone and say which file it is: "
            "sourcebook lint - --stdin-filename playbooks/my-engagement/goals.yaml"
        )
    return typed(project, Path(file), sys.stdin.buffer.read())
