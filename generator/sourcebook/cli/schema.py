"""``sourcebook schema``: the JSON Schemas that editors complete and check with."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import complain, project_here, quiet_option, say
from sourcebook.errors import UsageError

FOLDER = ".schema"


@click.command(short_help="Write the JSON Schemas for editors.")
@click.option(
    "-o", "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder to write them to. [default: {FOLDER}/ in the project]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if they are not current.")
@quiet_option
@click.pass_context
def schema(context: click.Context, out: Path | None, check: bool, quiet: bool) -> None:
    """Write the JSON Schema of every section, so that editors complete and check while you type.

    The first line of each section's file points at them.

    \b
    Example:
      sourcebook schema
      sourcebook schema --check        # in CI, where they are kept in the repository
    """
    from sourcebook.model.schema import schemas

    folder = out or project_here().root / FOLDER
    files = {
        folder / f"{stem}.json": json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
        for stem, shape in schemas().items()
    }
    stale = [path for path, text in files.items() if _text(path) != text]
    if not check:
        for path in stale:
            _write(path, files[path])
        if not quiet:
            say(f"{len(files)} schemas in {folder}: {len(stale)} written, the others were current.")
        return
    for path in stale:
        complain(f"sourcebook: {path} is not current. Run: sourcebook schema")
    if stale:
        context.exit(FINDINGS)


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
