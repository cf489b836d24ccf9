"""``sourcebook new``: files to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sourcebook.cli.naming import engagement_named, section_named
from sourcebook.cli.new_engagement import engagement as begun_engagement
from sourcebook.cli.new_engagement import wanted
from sourcebook.cli.new_project import project as begun_project
from sourcebook.cli.wiring import engagement_option, project_here, say, shown
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.source.project import Project


@click.group(short_help="Write files to start from.")
def new() -> None:
    """Write files to start from.

    \b
    Example:
      sourcebook new project my-playbooks
      sourcebook new engagement acme-support
      sourcebook new section risks --engagement acme-support
    """


@new.command(short_help="Write the skeleton of a section.")
@click.argument("name", metavar="SECTION")
@engagement_option
def section(name: str, engagement: str | None) -> None:
    """Write the skeleton of a SECTION into an engagement's folder: every field that it needs, with
    what it is for and an example. A file that exists is never touched. The section "engagement"
    starts a new engagement: its folder is made.

    \b
    Example:
      sourcebook new section risks --engagement harbourline-mobile
      sourcebook new section engagement --engagement card-payments
    """
    from sourcebook.exchange.skeleton import skeleton
    from sourcebook.lint.configuration import configured

    kind = section_named(name)
    project = project_here()
    configuration = configured(project)
    slug = (
        _started(project, engagement)
        if kind.key == "engagement" and engagement
        else engagement_named(project, engagement)
    )
    folder = project.playbooks / slug
    path = folder / f"{kind.key.replace('_', '-')}.yaml"
    for known in sorted(folder.iterdir()):
        if known.suffix in (".yaml", ".yml") and known.stem.replace("-", "_") == kind.key:
            raise UsageError(f"{shown(known)} exists already. Edit it, or move it away first.")
    text = skeleton(kind, wanted(project, configuration, slug))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be written: {error.strerror}.") from None
    say(f"Wrote {shown(path)}. Fill it in; `sourcebook lint {slug}` tells what is left.")


def _started(project: Project, slug: str) -> str:
    """The slug of an engagement; the folder of one that is new is made."""
    from sourcebook.source.folders import SLUG
    from sourcebook.source.project import check_slug

    is_path = (project.root / slug).exists() or Path(slug).exists()
    if slug in project.engagements() or (is_path and SLUG.fullmatch(slug) is None):
        return engagement_named(project, slug)
    check_slug(slug)
    folder = project.playbooks / slug
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"{shown(folder)} cannot be made: {error.strerror}.") from None
    return slug


new.add_command(begun_project)
new.add_command(begun_engagement)
