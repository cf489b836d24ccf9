"""``sourcebook lint``: what is missing or wrong, where, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import as_of_option, colours, project_here, say
from sourcebook.errors import UsageError
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.findings import Finding
    from sourcebook.lint.report import Report
    from sourcebook.source.project import Project

FORMATS = ("text", "json")


class Format(click.ParamType[tuple[str, Path | None]]):
    """A format, and the file that it goes to: ``json:findings.json``."""

    name = "format"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, Path | None]:
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
    "-f", "--format", "formats",
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
@click.option("-q", "--quiet", is_flag=True, help="One line a finding, and nothing else.")
@click.option("--no-color", is_flag=True, help="No colours, as with NO_COLOR=1.")
@click.pass_context
def lint(
    context: click.Context,
    names: tuple[str, ...],
    formats: tuple[tuple[str, Path | None], ...],
    fail_on: str,
    as_of: dt.date | None,
    quiet: bool,
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

    if sum(file is None for _, file in formats) > 1:
        raise UsageError("Only one format can go to the terminal: give the others a file.")
    project = project_here()
    report = _report(project, names, day_of(as_of, project.settings.as_of))
    styles: dict[str, Callable[[bool], str]] = {
        "text": lambda seen: _text(project, report, seen and colours(not no_color), quiet),
        "json": lambda _seen: _json(report),
    }
    for name, file in formats:
        text = styles[name](file is None)
        if file is not None:
            _write(file, text)
        elif text:
            say(text)
    if report.fails(Severity[fail_on.upper()]):
        context.exit(FINDINGS)


def _report(project: Project, names: Sequence[str], as_of: dt.date) -> Report:
    from sourcebook.analysis.thresholds import defaults
    from sourcebook.lint.engine import lint_all
    from sourcebook.lint.report import Report
    from sourcebook.lint.rule import Facts
    from sourcebook.model.loading import load_playbook

    slugs = project.select(names)
    strays = () if names else project.findings
    if not slugs and not strays:
        raise UsageError(
            f"There is no engagement in {project.playbooks} yet: a folder in it with an "
            "engagement.yaml is one."
        )
    loaded = [load_playbook(project, slug) for slug in slugs]
    found = lint_all(loaded, Facts(as_of, defaults()))
    files = _files(project, names)
    chosen = tuple(
        finding for finding in (*strays, *found) if files is None or _stands_in(finding, files)
    )
    return Report(chosen, slugs, as_of)


def _files(project: Project, names: Sequence[str]) -> tuple[str, ...] | None:
    """The files and layers that are named, from the root; ``None`` if an engagement is."""
    chosen = []
    for name in names:
        if name in project.engagements():
            return None
        path = next(p for p in (Path(name), project.root / name) if p.exists())
        path = path.parent.resolve() / path.name
        if path.is_dir() and not path.is_relative_to(project.shared):
            return None
        chosen.append(path.relative_to(project.root).as_posix())
    return tuple(chosen) or None


def _stands_in(finding: Finding, files: Sequence[str]) -> bool:
    place = finding.place.file
    return any(place == file or place.startswith(f"{file}/") for file in files)


def _text(project: Project, report: Report, colour: bool, quiet: bool) -> str:
    from sourcebook.lint.reporters.text import text_report

    lines_of = cache(partial(_lines, project.root))

    def line(file: str, number: int) -> str | None:
        lines = lines_of(file)
        return lines[number - 1] if number <= len(lines) else None

    return text_report(report, line, colour=colour, quiet=quiet)


def _lines(root: Path, file: str) -> Sequence[str]:
    """The lines of a file that a finding is about; none of what no reader would have read."""
    from sourcebook.source.text import LARGEST, split_lines

    path = root / file
    if not path.is_file() or not path.resolve().is_relative_to(root):
        return ()
    with path.open("rb") as stream:
        raw = stream.read(LARGEST)
    return split_lines(raw.decode("utf-8", errors="replace").removeprefix("\ufeff"))


def _json(report: Report) -> str:
    from sourcebook.lint.reporters.json import json_report

    return json_report(report)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None
