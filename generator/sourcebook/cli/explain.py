"""``sourcebook explain``: what a rule promises, why, and how to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sourcebook.cli.wiring import project_here, say
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.lint.configuration import Configuration


@click.command(short_help="Say what a rule promises, why, and how to keep it.")
@click.argument("names", nargs=-1, metavar="[CODE|SLUG]...")
@click.option("--all", "everything", is_flag=True, help="Every rule.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json", "md"]),
    default="text",
    show_default=True,
    help="How to say it.",
)
def explain(names: tuple[str, ...], everything: bool, form: str) -> None:
    """Say of rules what they promise, why, how to mend what breaks them, where they come from,
    which thresholds they go by and what these are here, and show an example: bad, and mended.
    Rules of the project's own are known as well.

    \b
    Example:
      sourcebook explain RSK003
      sourcebook explain high-risk-without-contingency
      sourcebook explain --all --format md
    """
    from sourcebook.lint.examples import examples
    from sourcebook.lint.explaining import EXPLAINER_BY_NAME
    from sourcebook.lint.measures import measures
    from sourcebook.lint.selection import find_rule

    if everything == bool(names):
        raise UsageError("Name rules, such as RSK003, or give --all alone.")
    asked = _asked()
    chosen = asked.rules if everything else [find_rule(asked.rules, name) for name in names]
    numbers = {rule.code: measures(rule, asked) for rule in chosen}
    say(EXPLAINER_BY_NAME[form](chosen, examples(), numbers))


def _asked() -> Configuration:
    """What the project around the working folder asks; outside of one what ships."""
    from sourcebook.lint.configuration import Configuration, configured

    try:
        project = project_here()
    except UsageError:
        return Configuration()
    return configured(project)
