"""``sourcebook schema``: the JSON Schemas that editors complete and check with."""

from __future__ import annotations

from pathlib import Path

import click

from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import complain, project_here, quiet_option, say
from sourcebook.errors import UsageError

FOLDER = ".schema"


@click.command(short_help="Write the JSON Schemas for editors.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder to write them to. [default: {FOLDER}/ in the project]",
)
@click.option(
    "--editor",
    is_flag=True,
    help="Tell VS Code as well which files they are for: .vscode/settings.json, where what you "
    "have set stays, and the extension that it should offer.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if they are not current.")
@quiet_option
@click.pass_context
def schema(
    context: click.Context, out: Path | None, editor: bool, check: bool, quiet: bool
) -> None:
    """Write the JSON Schema of every section, so that editors complete and check while you type.

    The first line of each section's file points at them: any editor with yaml-language-server
    (VS Code, Neovim, Emacs, Helix …) and those of JetBrains find them by it.

    \b
    Example:
      sourcebook schema --editor
      sourcebook schema --check        # in CI, where they are kept in the repository
    """
    from sourcebook.exchange.editors import schema_files

    if editor and out is not None:
        raise UsageError(f"Give --editor or --out, not both: editors are told of {FOLDER}/.")
    folder = out or project_here().root / FOLDER
    files = {folder / name: text for name, text in schema_files().items()}
    count = len(files)
    if editor:
        files |= _editor_files(project_here().root)
    stale = [path for path, text in files.items() if _text(path) != text]
    if not check:
        for path in stale:
            _write(path, files[path])
        if not quiet:
            fresh = sum(path.parent == folder for path in stale)
            say(f"{count} schemas in {folder}: {fresh} written, the others were current.")
            _tell(stale, folder, editor)
        return
    for path in stale:
        again = "sourcebook schema --editor" if editor else "sourcebook schema"
        complain(f"sourcebook: {path} is not current. Run: {again}")
    if stale:
        context.exit(FINDINGS)


def _tell(stale: list[Path], folder: Path, editor: bool) -> None:
    if editor:
        names = [f"{path.parent.name}/{path.name}" for path in stale if path.parent != folder]
        say(f"Written for VS Code: {', '.join(names)}." if names else "VS Code is told already.")
        say(
            "Install its extension YAML (redhat.vscode-yaml). Other editors with "
            "yaml-language-server go by the first line of each file."
        )


def _editor_files(root: Path) -> dict[Path, str]:
    from sourcebook.exchange.editors import EXTENSIONS, SETTINGS, with_extension, with_settings

    settings, extensions = root / SETTINGS, root / EXTENSIONS
    return {
        settings: with_settings(_text(settings)),
        extensions: with_extension(_text(extensions)),
    }


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
