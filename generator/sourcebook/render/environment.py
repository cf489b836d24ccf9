"""The templates: the project's own first, then those that ship with the product."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sourcebook.assets import bundled
from sourcebook.render import prose, wording
from sourcebook.render.compiling import Compiled, Compiler
from sourcebook.render.shown import in_columns, in_pairs


class Folders(FileSystemLoader):
    """Templates of the first folder that has them, also where a folder gets one later on."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        text, file, is_same = super().get_source(environment, template)
        nearer = [Path(folder, template) for folder in self.searchpath]
        nearer = nearer[: nearer.index(Path(file))]
        return text, file, lambda: is_same() and not any(path.exists() for path in nearer)


@cache
def environment(overrides: Path | None = None, compiled: Path | None = None) -> Environment:
    """The template environment of a project whose own templates lie in ``overrides``.

    ``compiled`` is a folder that keeps compiled templates from one run to the next.
    """
    folders = [folder for folder in (overrides, bundled("templates")) if folder is not None]
    made = Environment(
        loader=Folders(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.code_generator_class = Compiler
    if compiled is not None:
        made.bytecode_cache = Compiled(compiled)
    made.filters.update(
        block=prose.block,
        inline=prose.inline,
        phrase=prose.phrase,
        plain=prose.plain,
        date=wording.date,
        short_date=wording.short_date,
        number=wording.number,
        choice=wording.choice,
        days=wording.days,
        plural=wording.plural,
        minutes=wording.minutes,
        in_columns=in_columns,
        in_pairs=in_pairs,
    )
    return made
