"""``sourcebook rename``: another id for an item, with all that points at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sourcebook.cli.diffs import unified
from sourcebook.cli.wiring import project_here, say
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.lint.renaming import Renamed, Renaming
    from sourcebook.model.index import Target
    from sourcebook.model.playbook import Playbook
    from sourcebook.source.project import Project

_MOST = 5


@click.command(short_help="Give an item another id, with all that points at it.")
@click.argument("kind")
@click.argument("old")
@click.argument("new")
@click.option(
    "-e",
    "--engagement",
    metavar="ENGAGEMENT",
    help="Slug or folder of the engagement. Needed where several have such an item.",
)
@click.option(
    "--everywhere",
    is_flag=True,
    help="In layers too, and in every engagement that has the item: for what a layer names.",
)
@click.option("--diff", "shown", is_flag=True, help="Show what would change, and change nothing.")
def rename(
    kind: str, old: str, new: str, engagement: str | None, everywhere: bool, shown: bool
) -> None:
    """Give the item OLD the id NEW: where it stands, wherever it is pointed at, as a key of a RACI
    row, in comments that accept findings, and in links to its place on the site. Agreements that
    hold still do, under a new digest; nothing else in the files changes. KIND says what it is:
    role, party, risk, meeting, data-class …

    \b
    Example:
      sourcebook rename role vendor-architect vendor-lead-architect --diff
      sourcebook rename risk R-07 R-17 --engagement harbourline-mobile
    """
    from sourcebook.lint.renaming import Renaming, check_id, renamed
    from sourcebook.lint.renewing import renewed
    from sourcebook.lint.wording import listed
    from sourcebook.source.text import decode

    renaming = Renaming(_kind(kind), old, new)
    if old == new:
        raise UsageError(f"'{new}' is its id already.")
    check_id(new)
    project = project_here()
    target, books = _books(project, renaming, engagement, everywhere=everywhere)
    done = renamed(
        books,
        renaming,
        lambda file: decode((project.root / file).read_bytes()),
        layers=everywhere,
    )
    done = renewed(project, books, done)
    if shown:
        for file, text in done.after.items():
            say(unified(file, done.before[file], text))
        return
    _write(project, done, target, renaming)
    places = "1 place" if done.places == 1 else f"{done.places} places"
    files = "1 file" if len(done.after) == 1 else f"{len(done.after)} files"
    say(f"Renamed the {renaming.kind} {old} to {new}: {places} in {files}.")
    say("Its address on the site changes with it: links to it from elsewhere need the new id.")
    if done.agreed:
        say(
            f"Agreements to {listed(done.agreed)} hold as they did, since nothing but ids changed: "
            "their digests are renewed. Say so in the commit."
        )
    if done.mentions:
        more = len(done.mentions) - _MOST
        rest = f" …and {more} more" if more > 0 else ""
        say(f"Texts still say '{old}', and may mean it: {', '.join(done.mentions[:_MOST])}{rest}")


def _kind(word: str) -> str:
    """A kind of item by its name, with hyphens or blanks. Raises UsageError."""
    from sourcebook.model.playbook import SECTIONS
    from sourcebook.model.record import Item, records_of
    from sourcebook.nearest import nearest

    kinds = {
        record.kind.replace(" ", "-")
        for section in SECTIONS.values()
        for record in records_of(section)
        if issubclass(record, Item)
    }
    name = word.strip().lower().replace(" ", "-").replace("_", "-")
    if name in kinds:
        return name.replace("-", " ")
    if name == "engagement":
        raise UsageError(
            "An engagement is named by its folder: git mv playbooks/OLD playbooks/NEW. Its address "
            "on the site changes with it."
        )
    near = nearest(name, kinds)
    hint = f"Did you mean '{near}'?" if near else f"Kinds: {', '.join(sorted(kinds))}."
    raise UsageError(f"'{word}' is no kind of item. {hint}")


def _books(
    project: Project, renaming: Renaming, engagement: str | None, *, everywhere: bool
) -> tuple[Target, Sequence[Playbook]]:
    """The item, and the engagements whose files may change."""
    from sourcebook.lint.renaming import found
    from sourcebook.model.loading import load_playbook

    chosen = project.select([engagement] if engagement else [])
    if engagement and len(chosen) != 1:
        raise UsageError(f"'{engagement}' means several engagements. Name one of them.")
    if not chosen:
        raise UsageError(project.how_to_start)
    if engagement and everywhere:
        raise UsageError("Give --engagement or --everywhere, not both.")
    books = [load_playbook(project, slug).playbook for slug in chosen]
    kind, old = renaming.kind, renaming.old
    having = [book for book in books if book.index.find(kind, old)]
    if not having:
        near = (book for book in books if any(old in ids for ids in book.index.by_kind.values()))
        found(next(near, books[0]), kind, old)
    if len(having) > 1 and not everywhere:
        slugs = ", ".join(book.slug for book in having)
        raise UsageError(
            f"Several engagements have a {kind} '{old}': {slugs}. Add --engagement with one of "
            "them, or --everywhere."
        )
    return found(having[0], kind, old), having


def _write(project: Project, done: Renamed, target: Target, renaming: Renaming) -> None:
    from sourcebook.lint import baseline
    from sourcebook.lint.edits import rewritten
    from sourcebook.lint.renaming import moved

    known = baseline.project_baseline(project)
    try:
        for file, text in done.after.items():
            path = project.root / file
            path.write_bytes(rewritten(path.read_bytes(), text))
        if known.counts:
            text = moved(known, target, renaming, done.after).text
            (project.root / baseline.FILE).write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}.") from None
