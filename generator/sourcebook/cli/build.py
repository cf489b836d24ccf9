"""``sourcebook build``: from playbooks to sites."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sourcebook.cli.program import FINDINGS
from sourcebook.cli.progress import Progress
from sourcebook.cli.wiring import (
    as_of_option,
    complain,
    overlay_option,
    project_here,
    quiet_option,
    say,
)
from sourcebook.errors import UsageError
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.site.shards import Shard
    from sourcebook.source.project import Project


class Asked(NamedTuple):
    """What is to be built, for which day, and where if nothing else is said."""

    project: Project
    slugs: tuple[str, ...]
    as_of: dt.date
    out: Path


@contextmanager
def _now(names: Sequence[str], overlay: Sequence[Path], as_of: dt.date | None) -> Iterator[Asked]:
    project = project_here().under(*overlay)
    known = project.engagements()
    if not known:
        raise UsageError(project.how_to_start)
    day = day_of(as_of, project.settings.as_of)
    yield Asked(project, project.select(names, known), day, project.root / "site")


@contextmanager
def _then(
    at: str, names: Sequence[str], overlay: Sequence[Path], as_of: dt.date | None
) -> Iterator[Asked]:
    from sourcebook.changes.standing import chosen, standing

    now = project_here()
    with standing(now, at, overlay) as (then, stand):
        out = now.root / "site" / "at" / stand.commit[:7]
        yield Asked(then, chosen(now, then, stand, names), as_of or stand.day, out)


class PartOfBuild(click.ParamType["Shard"]):
    """Which of how many parts, such as 2/8."""

    name = "part"

    def convert(self, value: Any, param: Any, ctx: Any) -> Shard:
        """The part; click's own usage error if it is none."""
        from sourcebook.site.shards import Shard

        if isinstance(value, Shard):
            return value
        found = re.fullmatch(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", value)
        if found is None or int(found[1]) > int(found[2]):
            self.fail(f"'{value}' is no part. Write which of how many, such as 2/8.", param, ctx)
        return Shard(int(found[1]), int(found[2]))


@click.command(short_help="Build the sites.")
@click.argument("names", nargs=-1, metavar="[ENGAGEMENT|PATH]...")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to build into. [default: site/ in the project; site/markdown/ with --engine "
    "markdown]",
)
@click.option(
    "--edition",
    type=click.Choice(["internal", "shared", "all"]),
    default="all",
    show_default=True,
    help="internal: everything, for the client alone, with the portfolio. shared: without what is "
    "marked internal, to hand to the other company.",
)
@click.option(
    "--at",
    metavar="REV",
    help="The sites as they stood at a commit, tag or branch, or at the end of a day (2026-03-01): "
    "playbooks, layers and settings of then, looked at from the day of the commit unless --as-of "
    "is given. Into site/at/<commit>/ unless --out is given.",
)
@click.option(
    "--engine",
    type=click.Choice(["mkdocs", "markdown"]),
    default="mkdocs",
    show_default=True,
    help="mkdocs: finished sites. markdown: the same pages as Markdown files with an mkdocs.yml, "
    "for a MkDocs, ProperDocs or Zensical of your own.",
)
@overlay_option
@as_of_option
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="So many engagements at a time, each in a process of some 200 MB. [default: one for each "
    "processor]",
)
@click.option(
    "--shard",
    type=PartOfBuild(),
    metavar="K/N",
    help="Build the K-th of N parts, without the portfolio: for N machines at once. 'sourcebook "
    "merge' joins the parts.",
)
@click.option("--force", is_flag=True, help="Build what has not changed, too.")
@click.option("--strict", is_flag=True, help="Exit code 1 for a broken link or a warning, too.")
@quiet_option
@click.pass_context
def build(
    context: click.Context,
    names: tuple[str, ...],
    out: Path | None,
    edition: str,
    at: str | None,
    engine: str,
    overlay: tuple[Path, ...],
    as_of: dt.date | None,
    jobs: int | None,
    shard: Shard | None,
    force: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Build the sites of every engagement, or of those that are named, and the portfolio.

    Each has an internal edition, in internal/, and a shared one, in shared/. What is missing or
    wrong in a playbook never stops a build: pages say it. A shared site in which internal words
    are found is not put in place (PRV002); passwords and keys (SEC008) are blotted out.

    A site is passed over where nothing that it is made of has changed. What is known of the last
    build is in .cache/sourcebook/, which may be deleted at any time.

    \b
    Example:
      sourcebook build
      sourcebook build harbourline-mobile --out /tmp/site --as-of 2026-11-22
      sourcebook build --edition shared --overlay ../playbooks-internal
      sourcebook build --at 2026-03-01 --out /tmp/audit
      sourcebook build harbourline-mobile --engine markdown --edition shared
    """
    from sourcebook.model.fields import Audience
    from sourcebook.site.build import build_sites
    from sourcebook.site.engines import Engine
    from sourcebook.site.manner import Manner
    from sourcebook.site.outputs import EDITIONS

    if at is not None and shard is not None:
        raise UsageError("--at and --shard do not go together: build the past on one machine.")
    what = _now(names, overlay, as_of) if at is None else _then(at, names, overlay, as_of)
    with what as asked, Progress(quiet=quiet) as progress:
        target = out or asked.out / Engine(engine).below
        outcome = build_sites(
            asked.project,
            asked.slugs,
            target,
            asked.as_of,
            progress.line,
            EDITIONS if edition == "all" else (Audience(edition),),
            Manner(jobs, force, progress.advance, shard=shard, engine=Engine(engine)),
        )
    if progress.is_bar:
        same = f", {outcome.same:,} unchanged" if outcome.same else ""
        say(f"{len(outcome.built):,} built{same}: {outcome.pages:,} pages written → {target}")
    for problem in outcome.problems:
        complain(f"sourcebook: {problem}")
    for slug, why in outcome.failed:
        complain(f"sourcebook: {slug} was not built: {why}")
    secrets = [finding for finding in outcome.findings if finding.code == "SEC008"]
    for secret in secrets:
        complain(
            f"sourcebook: {secret.place.file}:{secret.place.line}: {secret.code} {secret.message} "
            "It is blotted out on the pages."
        )
    if outcome.failed or secrets or (strict and outcome.problems):
        context.exit(FINDINGS)
