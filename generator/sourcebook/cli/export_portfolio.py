"""``sourcebook export json`` and ``register``: all engagements together, for other programs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from sourcebook.cli.program import close_output
from sourcebook.cli.wiring import as_of_option, complain, project_here
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.findings import Finding
    from sourcebook.render.dossier import Dossier


@click.command("json", short_help="All engagements together (JSON).")
@click.option("--schema", is_flag=True, help="The JSON Schema of it in its place.")
@as_of_option
def portfolio_json(schema: bool, as_of: dt.date | None) -> None:
    """Print all engagements together as JSON: parties, term, score, profiles, the next dates,
    layers, lessons, who answers for what, on whom how much depends, and what only all of them
    together show. It is internal. An engagement's own data are in the playbook.json of its site.

    \b
    Example:
      sourcebook export json > portfolio.json
      sourcebook export json --schema
    """
    from sourcebook.exchange import portfolio

    if schema:
        _say(portfolio.written(portfolio.schema()))
        return
    dossiers, findings, day = _dossiers(as_of)
    _say(portfolio.written(portfolio.portfolio(dossiers, findings, day)))


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


def _dossiers(as_of: dt.date | None) -> tuple[list[Dossier], tuple[Finding, ...], dt.date]:
    """What is known of every engagement, without secrets; and what all of them together show."""
    from sourcebook.analysis.redaction import redacted
    from sourcebook.lint.across import findings_across
    from sourcebook.lint.configuration import configured
    from sourcebook.model.loading import load_playbook
    from sourcebook.render.context import Measures
    from sourcebook.render.dossier import dossier
    from sourcebook.source.day import day_of

    project = project_here()
    day, asked, made = day_of(as_of, project.settings.as_of), configured(project), []
    for slug in project.engagements():
        options = asked.options(slug)
        its = Measures(options.thresholds, options.profiles, options.asking, options.words)
        made.append(dossier(redacted(load_playbook(project, slug)).playbook, day, its))
    if not made:
        raise UsageError(project.how_to_start)
    return made, findings_across((its.member for its in made), day, asked), day


def _say(text: str) -> None:
    """UTF-8, whatever the terminal's encoding; nowhere if nobody reads any more."""
    try:
        click.echo(text.encode(), nl=False)
    except BrokenPipeError:
        close_output()
