"""``sourcebook export json`` and ``register``: all engagements together, for other programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.program import close_output
from sourcebook.cli.wiring import as_of_option, complain, project_here
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.findings import Finding
    from sourcebook.lint.configuration import Configuration
    from sourcebook.model.playbook import Loaded
    from sourcebook.render.dossier import Dossier


@click.command("json", short_help="All engagements together (JSON).")
@click.option("--playbooks", is_flag=True, help="The whole playbooks of all engagements, too.")
@click.option(
    "--edition",
    type=click.Choice(["internal", "shared"]),
    default="internal",
    show_default=True,
    help="Of the playbooks. shared: without what is marked internal, and the playbooks alone.",
)
@click.option("--schema", is_flag=True, help="The JSON Schema of it in its place.")
@as_of_option
def portfolio_json(playbooks: bool, edition: str, schema: bool, as_of: dt.date | None) -> None:
    """Print all engagements together as JSON: parties, term, score, profiles, the next dates,
    layers, lessons, who answers for what, on whom how much depends, and what only all of them
    together show. It is internal. With --playbooks each engagement's own data come with it, as its
    site's playbook.json has them; in the shared edition they come alone.

    \b
    Example:
      sourcebook export json > portfolio.json
      sourcebook export json --playbooks --edition shared > for-the-vendors.json
      sourcebook export json --playbooks --schema
    """
    from sourcebook.exchange import playbooks as whole
    from sourcebook.exchange import portfolio
    from sourcebook.model.edition import shared_edition

    shared = edition == "shared"
    if shared and not playbooks:
        raise UsageError(
            "What all engagements show together is internal. Give --playbooks as well, for the "
            "shared editions of their playbooks alone."
        )
    if schema:
        _say(portfolio.written(whole.schema() if playbooks else portfolio.schema()))
        return
    books, day, asked = _books(as_of)
    together = None if shared else _together(books, day, asked)
    if not playbooks:
        _say(portfolio.written(together or {}))
        return
    chosen = [its for its in map(shared_edition, books) if its] if shared else books
    _say(portfolio.written(whole.playbooks((its.playbook for its in chosen), day, together)))


@click.command(short_help="The register of information (CSV).")
@click.option("--all", "everything", is_flag=True, help="Engagements that need not be in it, too.")
@as_of_option
def register(everything: bool, as_of: dt.date | None) -> None:
    """Print the register of information on ICT arrangements (DORA Art. 28(3)) as CSV, as far as
    the playbooks hold what it asks for: a line for each provider and subcontractor. What is
    missing is told beside it. It is a beginning for the templates of the authorities, no filing.

    \b
    Example:
      sourcebook export register > register.csv
    """
    from sourcebook.exchange import portfolio

    dossiers, _, _ = _dossiers(as_of)
    if not everything and not any(line.applies for its in dossiers for line in its.register):
        complain(
            "sourcebook: No engagement has a financial entity of the EU among its parties, so "
            "the register is empty. Set the flag eu_financial_entity in engagement.yaml, or give "
            "--all."
        )
    for gap in portfolio.gaps(dossiers):
        complain(f"sourcebook: {gap}")
    _say(portfolio.register_csv(dossiers, everything=everything))


def _books(as_of: dt.date | None) -> tuple[list[Loaded], dt.date, Configuration]:
    """Every engagement, without secrets; the day; and what the project asks of them."""
    from sourcebook.analysis.redaction import redacted
    from sourcebook.lint.configuration import configured
    from sourcebook.model.loading import load_playbook
    from sourcebook.source.day import day_of

    project = project_here()
    books = [redacted(load_playbook(project, slug)) for slug in project.engagements()]
    if not books:
        raise UsageError(project.how_to_start)
    return books, day_of(as_of, project.settings.as_of), configured(project)


def _dossiers(as_of: dt.date | None) -> tuple[list[Dossier], tuple[Finding, ...], dt.date]:
    """What is known of every engagement; and what all of them together show."""
    books, day, asked = _books(as_of)
    return *_known(books, day, asked), day


def _known(
    books: Sequence[Loaded], day: dt.date, asked: Configuration
) -> tuple[list[Dossier], tuple[Finding, ...]]:
    from sourcebook.lint.across import accepted_across, findings_across
    from sourcebook.render.context import Measures
    from sourcebook.render.dossier import dossier

    made = []
    for its in books:
        options = asked.options(its.playbook.slug)
        measures = Measures(options.thresholds, options.profiles, options.asking, options.words)
        made.append(dossier(its.playbook, day, measures))
    found = findings_across((its.member for its in made), day, asked)
    told = accepted_across(found, project_here(), day, lambda: asked)
    return made, tuple(finding for finding in told if finding.accepted is None)


def _together(books: Sequence[Loaded], day: dt.date, asked: Configuration) -> dict[str, Any]:
    from sourcebook.exchange import portfolio

    return portfolio.portfolio(*_known(books, day, asked), day)


def _say(text: str) -> None:
    """UTF-8, whatever the terminal's encoding; nowhere if nobody reads any more."""
    try:
        click.echo(text.encode(), nl=False)
    except BrokenPipeError:
        close_output()
