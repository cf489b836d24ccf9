"""The command line: parse, wire, print, exit. Nothing below it does any of these."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from sourcebook import __version__
from sourcebook.cli.program import Program

COMMANDS = (
    "lint", "explain", "accept", "agree", "diff", "build", "merge", "serve", "new", "rename",
    "schema", "export", "upgrade",
)  # fmt: skip
"""All commands, in the order in which one comes to need them; each is a module of its own."""


@click.group(
    cls=Program,
    later=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 findings that fail the bar, 2 a mistake in the command or the "
    "configuration, 3 a fault of Sourcebook's own.",
)
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Work as if started in DIR.",
)
@click.version_option(__version__, message="sourcebook %(version)s")
@click.pass_context
def main(context: click.Context, folder: Path | None) -> None:
    """Outsourcing playbooks as data: lint them, build their sites, preview them.

    Works in the folder that holds playbooks/, and in any folder below it.

    \b
    Example:
      sourcebook new project books     begin: a repository for playbooks
      sourcebook lint                  say what is missing or wrong
      sourcebook serve                 see the sites while you edit
    """
    if folder is not None:
        context.with_resource(contextlib.chdir(folder))
