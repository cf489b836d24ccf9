"""``sourcebook diff``: what changed in meaning between two states of the playbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from sourcebook.cli.program import FINDINGS
from sourcebook.cli.wiring import (
    as_of_option,
    colours,
    overlay_option,
    project_here,
    say,
)
from sourcebook.source.day import day_of

FORMATS = ("text", "markdown", "json")
_BREAKING = ("both", "client", "vendor")


@click.command(short_help="Say what changed in meaning.")
@click.argument("base", default="HEAD", metavar="[BASE]")
@click.argument("head", required=False, metavar="[HEAD]")
@click.option(
    "-e",
    "--engagement",
    "engagements",
    multiple=True,
    metavar="SLUG",
    help="Only this engagement. May be given several times.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to say it; markdown is for a comment on a pull request.",
)
@click.option(
    "--edition",
    type=click.Choice(["internal", "shared"]),
    default="internal",
    show_default=True,
    help="shared: without what is marked internal, for the other company's eyes.",
)
@click.option(
    "--site",
    default="",
    metavar="URL",
    help="Where the sites are published, such as https://playbooks.example/internal: links lead "
    "to their pages. Otherwise they lead to the files, if site.yml names the repository.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["never", "breaking", "any"]),
    default="never",
    show_default=True,
    help="Exit code 1 for a breaking change, or for any.",
)
@overlay_option
@as_of_option
@click.option("--no-color", is_flag=True, help="No colours; NO_COLOR=1 says the same.")
@click.pass_context
def diff(
    context: click.Context,
    base: str,
    head: str | None,
    engagements: tuple[str, ...],
    form: str,
    edition: str,
    site: str,
    fail_on: str,
    overlay: tuple[Path, ...],
    as_of: dt.date | None,
    no_color: bool,
) -> None:
    """Say what changed in meaning from BASE to HEAD: by id, never by line, with what comes of it
    and for whom it is breaking.

    Each is a revision of git (a branch, tag or commit), or a folder: a project, or one engagement.
    Without HEAD it is the files as they lie here, without BASE what git has of them. main... stands
    for where the work has left main, as in git itself.

    \b
    Example:
      sourcebook diff                          what you have not committed yet
      sourcebook diff main...                  what your branch changes
      sourcebook diff v1 v2 --format markdown
      sourcebook diff ../old-playbooks .
    """
    from sourcebook.changes.checking import Checker
    from sourcebook.changes.comparison import compare
    from sourcebook.changes.reporters import REPORTER_BY_NAME, Look
    from sourcebook.changes.states import states
    from sourcebook.lint.configuration import configured
    from sourcebook.lint.memory import sparing
    from sourcebook.lint.revisions import folder_in_repository
    from sourcebook.model.fields import Audience

    project = project_here().under(*overlay)
    day = day_of(as_of, project.settings.as_of)
    checker = Checker(configured(project), day, project)
    with sparing(), states(project, base, head) as (before, after):
        found = compare(before, after, checker, engagements, Audience(edition))
    look = Look(
        day,
        Audience(edition),
        colours(not no_color),
        project.settings,
        site,
        folder_in_repository(project.root),
    )
    say(REPORTER_BY_NAME[form](found, look))
    weights = [weight.value for weight in found.weights]
    breaking = any(weight in _BREAKING for weight in weights)
    if (fail_on == "breaking" and breaking) or (fail_on == "any" and found.engagements):
        context.exit(FINDINGS)
