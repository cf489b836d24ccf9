"""``sourcebook new project``: a repository for playbooks, ready to be filled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook import __version__
from sourcebook.cli.wiring import say, shown
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.exchange.scaffold import ScaffoldFile

_SOURCE = f"sourcebook @ git+https://git.example.org/TODO/sourcebook@v{__version__}"


class _Folder(click.Path):
    """A folder; an empty name, as of a variable of a script without a value, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail("it is empty. Name a folder, or '.' for the one you are in.", param, ctx)
        return super().convert(value, param, ctx)


@click.command(short_help="Begin a project: a repository for playbooks.")
@click.argument("folder", type=_Folder(file_okay=False, path_type=Path))
@click.option("--name", metavar="TEXT", help="What the portfolio is called.")
@click.option(
    "--source",
    metavar="REQUIREMENT",
    help="Where CI gets Sourcebook from, as pip takes it: a wheel in the repository, or "
    "'sourcebook @ git+https://…'.",
)
def project(folder: Path, name: str | None, source: str | None) -> None:
    """Begin a project in FOLDER: playbooks/, settings, CI for GitHub and GitLab, ways to host the
    sites, and what editors need. What is there already is kept as it is.

    \b
    Example:
      sourcebook new project my-playbooks
      sourcebook new project . --name "Playbooks of Acme"
    """
    from sourcebook.exchange.scaffold import scaffold
    from sourcebook.site.policy import HEADERS

    values = {
        "name": name or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize(),
        "version": __version__,
        "source": source or _SOURCE,
        "headers": HEADERS,
    }
    written, kept = 0, []
    for path, file in scaffold(values).items():
        if _put(folder / path, file):
            written += 1
        else:
            kept.append(path)
    say(f"Wrote {written} files to {shown(folder)}/." if written else "Nothing to write.")
    if kept:
        listed = ", ".join(path for path in kept if not path.startswith(".schema/"))
        say(f"Kept as they are: {listed or '.schema/'}.")
    _say_next(folder, own_source=source is not None)


def _put(path: Path, file: ScaffoldFile) -> bool:
    """Write a file where there is none; whether there was none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as opened:
            opened.write(file.text)
        if file.executable:
            path.chmod(path.stat().st_mode | 0o111)
    except FileExistsError:
        if path.parent.is_dir():
            return False
        raise UsageError(f"{shown(path.parent)} is in the way: it is no folder.") from None
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be written: {error.strerror}.") from None
    return True


def _say_next(folder: Path, *, own_source: bool) -> None:
    say("Next:")
    if folder.resolve() != Path.cwd():
        say(f"  cd {folder}")
    if not (folder / ".git").exists():
        say("  git init")
    say("  sourcebook new engagement acme-support    begin an engagement; it asks")
    if not own_source:
        say("  requirements.txt                          say where CI gets Sourcebook from")
    say("  README.md, HOSTING.md                     what goes where, and who may read the sites")
