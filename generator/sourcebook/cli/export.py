"""``sourcebook export``: what an engagement knows, for other programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sourcebook.cli.export_portfolio import portfolio_json, register
from sourcebook.cli.program import close_output
from sourcebook.cli.wiring import Day, as_of_option, complain, overlay_option, project_here
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.exchange.audience import Audience
    from sourcebook.model.playbook import Playbook

Command = TypeVar("Command", bound=Callable[..., Any])

_EDITION = click.option(
    "--edition",
    type=click.Choice(["internal", "shared"]),
    default="internal",
    show_default=True,
    help="internal: everything. shared: without what is marked internal, to hand on.",
)


def _of_engagement(command: Command) -> Command:
    """The argument and options that name an edition of an engagement."""
    for option in (overlay_option, _EDITION):
        command = option(command)
    return click.argument("name", metavar="ENGAGEMENT|PATH")(command)


@click.group(short_help="Print data and calendars for other programs.")
def export() -> None:
    """Print data and calendars for other programs, on standard output.

    \b
    Example:
      sourcebook export meetings harbourline-mobile --from 2026-12-01 --to 2026-12-31
      sourcebook export ics harbourline-mobile --role vendor-sre > sre.ics
      sourcebook export register > register.csv
    """


@export.command(short_help="The hours that each two locations share (JSON).")
@_of_engagement
def overlap(name: str, edition: str, overlay: tuple[Path, ...]) -> None:
    """Print the hours that each two locations of an engagement share, as JSON: for the whole term,
    in ranges of dates from one change of clocks to the next. Holidays are not counted off.

    \b
    Example:
      sourcebook export overlap northbridge-health
      sourcebook export schema overlap        # what the fields mean
    """
    from sourcebook.exchange import data

    book = _book(name, edition, overlay)
    _print(data.overlap(book), data.left_out(book, "overlap"))


@export.command(short_help="Every meeting with its times everywhere (JSON).")
@_of_engagement
@click.option(
    "--from", "first", type=Day(), metavar="DATE", help="First day. [default: the term's]"
)
@click.option("--to", "last", type=Day(), metavar="DATE", help="Last day. [default: the term's]")
def meetings(
    name: str,
    edition: str,
    overlay: tuple[Path, ...],
    first: dt.date | None,
    last: dt.date | None,
) -> None:
    """Print every single meeting of an engagement as JSON: when it is held by each location's
    clock, whom it catches outside working hours, and what holidays do to it. Both days are
    included; without them it is the whole term.

    \b
    Example:
      sourcebook export meetings northbridge-health --from 2027-03-01 --to 2027-03-31
      sourcebook export schema meetings       # what the fields mean
    """
    from sourcebook.exchange import data

    if first and last and first > last:
        raise UsageError(f"--from {first} is after --to {last}. Exchange them.")
    book = _book(name, edition, overlay)
    _print(data.meetings(book, first, last), data.left_out(book, "meetings"))


@export.command(short_help="A calendar file of the engagement, a role or a location.")
@_of_engagement
@click.option("--role", metavar="ID", help="Only what concerns a role.")
@click.option("--location", metavar="ID", help="Only what concerns a location, with its holidays.")
@as_of_option
def ics(
    name: str,
    edition: str,
    overlay: tuple[Path, ...],
    role: str | None,
    location: str | None,
    as_of: dt.date | None,
) -> None:
    """Print a calendar of an engagement (iCalendar, RFC 5545): the meetings of both sides,
    milestones and gates, transfer sessions, and reviews and verifications on the days that they
    are due. The sites hold the same files to subscribe to.

    \b
    Example:
      sourcebook export ics northbridge-health > northbridge.ics
      sourcebook export ics northbridge-health --location bogota > bogota.ics
    """
    from sourcebook.exchange.ics import feed
    from sourcebook.source.day import day_of

    if role is not None and location is not None:
        raise UsageError("Give --role or --location, not both.")
    book = _book(name, edition, overlay)
    today = day_of(as_of, project_here().settings.as_of)
    _write(feed(book, today, _audience(book, role, location)))


@export.command(short_help="The JSON Schema of what is printed.")
@click.argument("kind", type=click.Choice(["overlap", "meetings"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of what `sourcebook export overlap` or `meetings` prints: it says what
    each field means.

    \b
    Example:
      sourcebook export schema meetings
    """
    from sourcebook.exchange import data

    _write(data.schema(kind).encode())


export.add_command(portfolio_json)
export.add_command(register)


def _book(name: str, edition: str, overlay: tuple[Path, ...]) -> Playbook:
    """An edition of an engagement, without the secrets that somebody left in it."""
    from sourcebook.analysis.redaction import redacted
    from sourcebook.findings import Severity
    from sourcebook.model.edition import shared_edition
    from sourcebook.model.loading import load_playbook

    project = project_here().under(*overlay)
    chosen = project.select([name])
    if len(chosen) != 1:
        raise UsageError(f"'{name}' means several engagements. Name one: {', '.join(chosen)}.")
    loaded = load_playbook(project, chosen[0])
    if any(finding.severity is Severity.ERROR for finding in loaded.findings):
        complain(
            f"sourcebook: Not all of {chosen[0]} could be read, so something may be lacking here. "
            f"Run: sourcebook lint {chosen[0]}"
        )
    loaded = redacted(loaded)
    if edition == "internal":
        return loaded.playbook
    shared = shared_edition(loaded)
    if shared is None:
        raise UsageError(f"All of {chosen[0]} is internal, so there is no shared edition.")
    return shared.playbook


def _audience(book: Playbook, role: str | None, location: str | None) -> Audience:
    """Whose calendar is meant. Raises UsageError for an id that the engagement does not have."""
    from sourcebook.exchange.audience import EVERYBODY, of_location, of_role
    from sourcebook.model.sections.roles import Location, Role

    kind, id = ("role", role) if role is not None else ("location", location)
    if id is None:
        return EVERYBODY
    target = book.index.find(kind, id)
    if target is not None and isinstance(target.item, Role):
        return of_role(book, target.item)
    if target is not None and isinstance(target.item, Location):
        return of_location(book, target.item)
    raise UsageError(_unknown(book, kind, id))


def _unknown(book: Playbook, kind: str, id: str) -> str:
    from sourcebook.nearest import nearest_id

    known = sorted(book.index.by_kind.get(kind, {}))
    told = f"'{id}' is no {kind} of {book.slug}."
    if near := nearest_id(id, known):
        return f"{told} Did you mean '{near}'?"
    if not known:
        return f"{told} It has no {kind}s yet: add them to roles.yaml."
    return f"{told} Its {kind}s: {', '.join(known)}."


def _print(found: dict[str, Any], notes: list[str]) -> None:
    for note in notes:
        complain(f"sourcebook: {note}")
    _write(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")


def _write(content: bytes) -> None:
    """Bytes as they are, whatever the terminal's encoding; nowhere if nobody reads any more."""
    try:
        click.echo(content, nl=False)
    except BrokenPipeError:
        close_output()
