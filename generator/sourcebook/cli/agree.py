"""``sourcebook agree``: write down that a role agrees to a section as it stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from sourcebook.cli.diffs import unified
from sourcebook.cli.naming import engagement_named, role_named, section_named
from sourcebook.cli.wiring import as_of_option, engagement_option, project_here, say
from sourcebook.errors import UsageError
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.lint.agreeing import Agreed


@click.command(short_help="Agree to a section as it stands, for your side.")
@click.argument("names", nargs=-1, metavar="[SECTION]...")
@click.option("--as", "role", metavar="ROLE", required=True, help="The role that agrees.")
@engagement_option
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="All sections that are there and that the role has not agreed to as they stand; those "
    "that cannot be agreed to are named, with the reason.",
)
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@as_of_option
def agree(
    names: tuple[str, ...],
    role: str,
    engagement: str | None,
    every: bool,
    dry_run: bool,
    as_of: dt.date | None,
) -> None:
    """Agree, as ROLE, to what SECTION says now: who, when and to which content is written into its
    meta.agreements. Nothing else in the file changes.

    Content is what both companies read, layers included. When it changes, the agreement is about
    something else: the page, the linter (STR009) and `sourcebook diff` say so until each side has
    agreed again. With the last side that agrees, the section's status becomes agreed. Let each side
    commit its own agreements: the commit shows who it was.

    \b
    Example:
      sourcebook agree scope --as client-delivery-lead
      sourcebook agree scope milestones --as vendor-delivery-manager -e harbourline-mobile
      sourcebook agree --all --as vendor-delivery-manager
    """
    from sourcebook.lint.agreeing import agreements_of
    from sourcebook.lint.configuration import configured
    from sourcebook.lint.edits import rewritten
    from sourcebook.model.loading import load_playbook
    from sourcebook.model.playbook import SECTIONS, State

    if bool(names) == every:
        both = ", not both" if every else ""
        raise UsageError(f"Name the sections that ROLE agrees to, or give --all{both}.")
    project = project_here()
    day = day_of(as_of, project.settings.as_of)
    loaded = load_playbook(project, engagement_named(project, engagement))
    book = loaded.playbook
    role_named(book, role, "--as")
    there = [key for key in SECTIONS if book.state(key) is not State.MISSING]
    keys = there if every else [section_named(name).key for name in names]
    agreements = agreements_of(loaded, configured(project), role, day)
    given: list[Agreed] = []
    left: list[str] = []
    for key in dict.fromkeys(keys):
        try:
            given.append(agreements.given(key))
        except UsageError as error:
            if not every:
                raise
            left.append(str(error))
    if not given:
        raise UsageError("\n  ".join([f"There is nothing for {role} to agree to.", *left]))
    for its in given:
        if dry_run:
            say(unified(its.document.file, its.document.text, its.text))
            continue
        path = project.root / its.document.file
        try:
            path.write_bytes(rewritten(path.read_bytes(), its.text))
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
        say(its.told)
    for reason in left:
        say(f"Left: {reason}")
