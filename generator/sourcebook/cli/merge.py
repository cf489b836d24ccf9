"""``sourcebook merge``: the parts of a build that several machines shared, joined into one."""

from __future__ import annotations

from pathlib import Path

import click

from sourcebook.cli.wiring import overlay_option, project_here, quiet_option, say


@click.command(short_help="Join the parts of a build that several machines shared.")
@click.argument(
    "parts",
    nargs=-1,
    required=True,
    metavar="PART...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to build into. [default: site/ in the project; site/markdown/ for parts that were "
    "built with --engine markdown]",
)
@overlay_option
@quiet_option
def merge(
    parts: tuple[Path, ...], out: Path | None, overlay: tuple[Path, ...], quiet: bool
) -> None:
    """Join the parts that 'sourcebook build --shard' built into one tree with one portfolio.

    PART is the folder into which a part was built. All of them have to come from one commit.

    \b
    Example:
      sourcebook build --shard 1/2 --out part-1      (on one machine)
      sourcebook build --shard 2/2 --out part-2      (on another)
      sourcebook merge part-1 part-2 --out site
    """
    from sourcebook.site.engines import Engine
    from sourcebook.site.shards import merge as join
    from sourcebook.site.shards import read_part

    project = project_here().under(*overlay)
    target = out or project.root / "site" / Engine(read_part(parts[0]).engine).below
    join(project, parts, target, (lambda _line: None) if quiet else say)
