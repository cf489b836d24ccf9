"""How far a build is: a bar on a terminal, and plain lines where nobody watches, as in CI."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click

from sourcebook.cli.wiring import say

_WIDTH = 30


class Progress:
    """Takes a build's lines, and how many engagements are done.

    On a terminal a bar on standard error stands in for the lines; ``quiet`` shows nothing at all.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self.is_bar = not quiet and sys.stdout.isatty() and sys.stderr.isatty()
        self._shown = False

    def line(self, text: str) -> None:
        """A line of what was done."""
        if not self._quiet and not self.is_bar:
            say(text)

    def advance(self, done: int, of: int) -> None:
        """So many of so many are done."""
        if self.is_bar:
            filled = done * _WIDTH // of
            bar = "█" * filled + "░" * (_WIDTH - filled)
            click.echo(f"\r{bar} {done:,} of {of:,} engagements", nl=False, err=True)
            self._shown = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:  # the bar is wiped away: what follows begins on a clean line
            click.echo("\r\x1b[K", nl=False, err=True)
