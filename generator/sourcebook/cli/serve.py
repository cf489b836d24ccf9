"""``sourcebook serve``: the sites on this machine, following every saved file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sourcebook.cli.wiring import as_of_option, complain, overlay_option, project_here, say
from sourcebook.errors import SourcebookError, UsageError
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.findings import Finding
    from sourcebook.model.fields import Audience
    from sourcebook.site.manner import Memory
    from sourcebook.site.serve import Outcome
    from sourcebook.site.stage import Stage
    from sourcebook.source.project import Project

PORT = 8000
ERRORS_SHOWN = 3


@click.command(short_help="Build the sites, show them on this machine, follow every change.")
@click.argument("names", nargs=-1, metavar="[ENGAGEMENT|PATH]...")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port to listen on; 0 takes any. [default: {PORT}, or the next that is free]",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    help="Address to listen on; others than this machine's own let everybody in your network read "
    "the sites. [default: 127.0.0.1, this machine alone]",
)
@click.option(
    "--edition",
    type=click.Choice(["internal", "shared"]),
    default="internal",
    show_default=True,
    help="The edition to build and show.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@overlay_option
@as_of_option
def serve(
    names: tuple[str, ...],
    port: int | None,
    host: str | None,
    edition: str,
    open_browser: bool,
    overlay: tuple[Path, ...],
    as_of: dt.date | None,
) -> None:
    """Build the sites, serve them to this machine alone, and rebuild what a saved file touches.

    Pages in the browser reload by themselves. Ctrl-C ends it.

    \b
    Example:
      sourcebook serve
      sourcebook serve harbourline-mobile --port 8080 --open
      sourcebook serve --edition shared
    """
    from sourcebook.model.fields import Audience
    from sourcebook.site.serve import HOST, Preview, check_address
    from sourcebook.site.stage import Stage

    project = project_here().under(*overlay)
    check_address(host or HOST, port or 0)  # before a build, which may take its time
    rebuilding = Rebuilding(project, names, as_of, Audience(edition), stage := Stage())
    first = rebuilding(frozenset())
    if first.message:
        say(first.message)
    with Preview(
        rebuilding.out / edition,
        watch=rebuilding.watched,
        rebuild=rebuilding,
        say=say,
        port=PORT if port is None else port,
        exact=bool(port),
        host=host or HOST,
        stage=stage,
        prepare=rebuilding.prepare,
    ) as preview:
        there = rebuilding.there()
        first_page = preview.url
        if edition == Audience.SHARED.value and there:  # it has no page that lists engagements
            first_page = f"{preview.url}{there[0]}/"
        who = "this machine alone" if preview.is_private else "everybody who reaches this machine"
        say(f"Serving {first_page} - the {edition} edition, to {who}; Ctrl-C ends it.")
        for slug in there[1:] if first_page != preview.url else ():
            say(f"        {preview.url}{slug}/")
        if open_browser:
            click.launch(first_page)
        preview.run()


class Rebuilding:
    """Builds what a change touches: an engagement, a layer's users, or all after any other."""

    def __init__(
        self,
        project: Project,
        names: Sequence[str],
        as_of: dt.date | None,
        edition: Audience | None = None,
        stage: Stage | None = None,
    ) -> None:
        self._project, self._names, self._as_of = project, names, as_of
        self._edition, self._stage = edition, stage
        self._chosen: Sequence[str] = ()
        self._memory: Memory | None = None
        self.out = project.root / "site"
        root = project.root
        wanted = (project.playbooks, root / "site_config", root / "templates", root / "mkdocs.yml")
        self.watched = [path for path in (*wanted, *project.overlays) if path.exists()]

    def there(self) -> list[str]:
        """The engagements of the edition that have a site now."""
        folder = self.out / (self._edition.value if self._edition else "internal")
        chosen = self._project.select(self._names)
        return [slug for slug in chosen if (folder / slug / "index.html").is_file()]

    def __call__(self, changed: frozenset[Path]) -> Outcome:
        from sourcebook.model.fields import Audience
        from sourcebook.site.build import build_sites
        from sourcebook.site.manner import Manner
        from sourcebook.site.serve import Outcome
        from sourcebook.site.stage import Overtaken

        slugs, layers = self._asked(changed)
        try:
            outcome = build_sites(
                self._project,
                slugs,
                self.out,
                day_of(self._as_of, self._project.settings.as_of),
                lambda _: None,
                (self._edition or Audience.INTERNAL,),
                Manner(memory=self._memory, stage=self._stage, layers=layers),
            )
        except Overtaken:
            return Outcome(False, overtaken=True)
        for problem in outcome.problems:
            complain(f"sourcebook: {problem}")
        if outcome.failed:
            raise UsageError("\n".join(f"{slug}: {why}" for slug, why in outcome.failed))
        what = ", ".join(outcome.built) or "the portfolio"
        done = f"Built {what}: {outcome.pages} pages." if outcome.pages else "Nothing has changed."
        return Outcome(True, "\n".join([done, *_told(outcome.findings)]))

    def prepare(self) -> None:
        """Get ready for a change of what somebody looks at."""
        from sourcebook.site.stage import Overtaken

        if self._memory is not None and self._memory.last is not None:
            with suppress(Overtaken, SourcebookError):  # the next change tells what is wrong
                self._memory.last.prepare()

    def _asked(self, changed: frozenset[Path]) -> tuple[Sequence[str], frozenset[str]]:
        """The engagements that are to be built, and the layers of which whoever uses them is.

        After a change of one of them all others are as before.
        """
        from sourcebook.site.manner import Memory

        touched = _touched(self._project, changed)
        last = self._memory.last if self._memory else None
        if touched is not None and self._memory is not None and touched.slugs <= {*self._chosen}:
            if not touched.layers:
                return sorted(touched.slugs), touched.layers
            if last is not None and last.knows(touched.layers):
                using = {*last.users(touched.layers)} & {*self._chosen}
                return sorted(touched.slugs | using), touched.layers
        project, self._memory = self._project, Memory()
        # its settings may have changed
        self._project = type(project).find(project.root).under(*project.overlays)
        self._chosen = self._project.select(self._names)
        return self._chosen, frozenset()


def _told(findings: Sequence[Finding]) -> list[str]:
    """How many errors there are, and the first of them."""
    from sourcebook.findings import Severity

    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    lines = [
        f"  {f.place.file}:{f.place.line}: {f.code} {f.message}" for f in errors[:ERRORS_SHOWN]
    ]
    if len(errors) > ERRORS_SHOWN:
        more = len(errors) - ERRORS_SHOWN
        lines.append(f"  … and {more} more error{'s' if more > 1 else ''}: sourcebook lint")
    return lines


class Touched(NamedTuple):
    """What has changed."""

    slugs: frozenset[str]  # of engagements, by their own files
    layers: frozenset[str]


def _touched(project: Project, changed: frozenset[Path]) -> Touched | None:
    """The engagements and layers whose own files changed; ``None`` for all."""
    slugs, layers = set(), set()
    for path in changed:
        if path.is_relative_to(project.shared):
            if len(parts := path.relative_to(project.shared).parts) < 2:
                return None
            layers.add(parts[0])
        elif path.is_relative_to(project.playbooks):
            slugs.add(path.relative_to(project.playbooks).parts[0])
        else:
            return None
    return Touched(frozenset(slugs), frozenset(layers)) if changed else None
