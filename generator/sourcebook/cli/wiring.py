"""What commands share: the project around the working folder, options, plain output."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.program import close_output

if TYPE_CHECKING:
    from sourcebook.source.project import Project


def project_here() -> Project:
    """The project that the working folder lies in. Raises UsageError if there is none."""
    from sourcebook.source.project import Project

    return Project.find(Path.cwd())


class Day(click.ParamType[dt.date]):
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        """The date; click's own usage error if it is none."""
        if isinstance(value, dt.date):
            return value
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError(value)
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(
                f"'{value}' is no date of the calendar. Write year, month and day, such as "
                "2026-11-22.",
                param,
                ctx,
            )


as_of_option = click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="The day that dates are compared with. Otherwise SOURCE_DATE_EPOCH, then as_of in "
    "site_config/site.yml, then today.",
)

engagement_option = click.option(
    "-e",
    "--engagement",
    metavar="ENGAGEMENT",
    help="Slug or folder of the engagement. Needed where there are several and the working "
    "folder is in none of them.",
)

overlay_option = click.option(
    "--overlay",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A folder of the shape of playbooks/, often of another repository, that is laid over the "
    "engagements; all that it holds is internal. May be given several times.",
)

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")


def say(text: str = "") -> None:
    """Print a line, or what ends with a line break; quietly nowhere if nobody reads any more."""
    try:
        click.echo(text, nl=not text.endswith("\n"))
    except BrokenPipeError:
        close_output()


def complain(text: str) -> None:
    """Print a line to standard error."""
    click.echo(text, err=True)


def colours(allowed: bool = True, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour: on a terminal that can, unless NO_COLOR or an option says no."""
    return (
        allowed
        and not environment.get("NO_COLOR")
        and environment.get("TERM") != "dumb"
        and sys.stdout.isatty()
    )


def shown(path: Path) -> str:
    """A path as seen from the working folder, where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
