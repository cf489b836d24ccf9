"""Where reports go: the terminal, files, the summary page of a CI job."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.wiring import say
from sourcebook.errors import UsageError
from sourcebook.lint.reporters import REPORTER_BY_NAME, Look, Reporter

if TYPE_CHECKING:
    from sourcebook.lint.report import Report

FORMATS = tuple(REPORTER_BY_NAME)
Output = tuple[str, Path | None]
"""A format, and the file that it goes to; ``None`` for standard output."""

SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable that names the file of a GitHub job's summary page."""


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


def checked(outputs: Sequence[Output], view: Reporter | None) -> None:
    """Raises UsageError for formats that cannot be had together."""
    if sum(file is None for _, file in outputs) > 1:
        raise UsageError("Only one format can go to the terminal: give the others a file.")
    files = [file for _, file in outputs if file is not None]
    if twice := next((file for file in files if files.count(file) > 1), None):
        raise UsageError(f"Two formats cannot share a file: give one of them another than {twice}.")
    if view is not None and ("text", None) not in outputs:
        raise UsageError("--next and --statistics are text: add --format text, or leave it out.")


def publish(
    report: Report,
    outputs: Sequence[Output],
    look: Look,
    view: Reporter | None = None,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Say a report in each format where it belongs; a view takes the place of text.

    With GitHub's format the job's summary page gets the report too, where there is one.
    """
    for name, file in outputs:
        reporter = view if view is not None and name == "text" else REPORTER_BY_NAME[name]
        text = reporter(report, look if file is None else replace(look, colour=False))
        if file is not None:
            write(file, text)
        elif text:
            say(text)
    page = environment.get(SUMMARY)
    if page and any(name == "github" for name, _ in outputs):
        write(Path(page), REPORTER_BY_NAME["markdown"](report, look), mode="a")


def write(file: Path, text: str, mode: str = "w") -> None:
    """Write a file, or add to it with ``a``. Raises UsageError if that cannot be done."""
    try:
        with file.open(mode, encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None
