"""The files of a project of one's own, from templates/scaffold/ and what editors need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sourcebook.assets import bundled
from sourcebook.exchange.editors import (
    EXTENSIONS,
    SCHEMAS,
    SETTINGS,
    schema_files,
    with_extension,
    with_settings,
)

_DOT = "dot-"
"""What a name begins with whose file is hidden: ``dot-gitignore``. Git would heed the real one."""


@dataclass(frozen=True)
class ScaffoldFile:
    """A file to write: its text, and whether it is a program."""

    text: str
    executable: bool = False


def scaffold(values: Mapping[str, Any]) -> dict[str, ScaffoldFile]:
    """The files of a new project by their paths, sorted. ``[[ name ]]`` in templates is a value."""
    top = bundled("templates") / "scaffold"
    environment = Environment(
        loader=FileSystemLoader(str(top)),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- YAML, Markdown and shell, not HTML
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    found = {
        _target(path.relative_to(top)): ScaffoldFile(
            environment.get_template(path.relative_to(top).as_posix()).render(values),
            path.suffix == ".sh",
        )
        for path in top.rglob("*")
        if path.is_file()
    }
    found |= {f"{SCHEMAS}/{name}": ScaffoldFile(text) for name, text in schema_files().items()}
    found[SETTINGS] = ScaffoldFile(with_settings(None))
    found[EXTENSIONS] = ScaffoldFile(with_extension(None))
    return dict(sorted(found.items()))


def _target(path: Path) -> str:
    """Where a template's file goes."""
    parts = [
        f".{part.removeprefix(_DOT)}" if part.startswith(_DOT) else part for part in path.parts
    ]
    return "/".join(parts)
