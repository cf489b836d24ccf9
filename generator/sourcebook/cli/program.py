"""The one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from sourcebook import __version__
from sourcebook.errors import SourcebookError
from sourcebook.nearest import nearest

FINDINGS, MISTAKE, BUG, STOPPED = 1, 2, 3, 130
"""Exit codes beside 0: findings that fail the bar, a person's mistake, a fault of our own, and
Ctrl-C, as shells have it."""


class StoppedError(Exception):
    """A person ended a command before it was done; the text says what stands now."""


class Program(click.Group):
    """A group whose commands end with a message and an exit code, whatever happens in them.

    Those that it has ``later`` are imported when they are called: each stands under its own name in
    a module of that name.
    """

    def __init__(self, *args: Any, later: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self._later = later

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's own
        """The commands in the order in which one comes to need them."""
        return [*self._later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; ``None`` where there is none."""
        if cmd_name in self._later and cmd_name not in self.commands:
            module = import_module(f"sourcebook.cli.{cmd_name}")
            self.add_command(getattr(module, cmd_name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; of one that there is not, the nearest is named."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if near := nearest(args[0], self._later):
                ctx.fail(f"{error.message} Did you mean '{near}'?")
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Only this knows what an exception means to a person."""
        try:
            return super().invoke(ctx)
        except SourcebookError as error:
            click.echo(f"sourcebook: {error}", err=True)
            ctx.exit(MISTAKE)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort, StoppedError) as stop:
            click.echo(f"\nStopped: {str(stop) or 'before it was done.'}", err=True)
            ctx.exit(STOPPED)
        except BrokenPipeError:
            close_output()
            ctx.exit(FINDINGS)
        except Exception as error:  # noqa: BLE001 -- a bug: logged and named, never shown as content
            click.echo(_reported(error), err=True)
            ctx.exit(BUG)


def close_output() -> None:
    """Let what is still to be written go nowhere: whoever read it (``head``) has gone."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 -- its descriptor is what is wanted
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _reported(error: Exception) -> str:
    """Write a bug's traceback to a file, and say in one line where."""
    import tempfile
    import traceback

    text = (
        f"sourcebook {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n"
        f"arguments: {sys.argv[1:]}\n\n{''.join(traceback.format_exception(error))}"
    )
    name = type(error).__name__
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="sourcebook-", suffix=".log", delete=False
        ) as log:
            log.write(text)
    except OSError:
        return f"sourcebook: a fault of its own ({name}), and no log could be written.\n{text}"
    return f"sourcebook: a fault of its own ({name}). Please report it with the log file {log.name}"
