"""``sourcebook new engagement``: asks, or takes options, and writes the folder."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sourcebook.cli.asking import Asker, at_terminal
from sourcebook.cli.wiring import Day, project_here, say, shown
from sourcebook.errors import UsageError
from sourcebook.lean import dataclass
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.analysis.profiles import Profile
    from sourcebook.exchange.beginning import Beginning, Company
    from sourcebook.exchange.skeleton import Wanted
    from sourcebook.lint.configuration import Configuration
    from sourcebook.model.playbook import Playbook
    from sourcebook.source.project import Project

PHASES = ("selection", "transition", "delivery", "exit")
MODELS = ("staff-augmentation", "dedicated-team", "managed-service", "project")
CRITICALITIES = ("low", "medium", "high", "critical")
_PLACE = "CITY, COUNTRY[, ZONE][, HOURS]"


@dataclass(frozen=True)
class Options:
    """What the command line says; None or empty is to be asked for."""

    name: str | None
    client: str | None
    vendor: str | None
    client_place: tuple[str, ...]
    vendor_place: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    phase: str | None
    model: str | None
    criticality: str | None
    profile: tuple[str, ...]
    extends: tuple[str, ...]


@click.command(short_help="Begin an engagement: a folder of section files.")
@click.argument("slug", metavar="SLUG")
@click.option("--name", metavar="TEXT", help="What everybody calls the engagement.")
@click.option("--client", metavar="NAME", help="The company that buys.")
@click.option("--vendor", metavar="NAME", help="The company that delivers.")
@click.option(
    "--client-place",
    multiple=True,
    metavar=_PLACE,
    help='Where people of the client work, such as "Boston, US, America/New_York, 8:30-17:00". '
    "May be given several times.",
)
@click.option(
    "--vendor-place",
    multiple=True,
    metavar=_PLACE,
    help="Where people of the vendor work, in the same way.",
)
@click.option("--start", type=Day(), metavar="DATE", help="First day of the term.")
@click.option("--end", type=Day(), metavar="DATE", help="Last day of the term.")
@click.option("--phase", type=click.Choice(PHASES), help="Where in its life it stands.")
@click.option("--model", type=click.Choice(MODELS), help="What is bought.")
@click.option(
    "--criticality", type=click.Choice(CRITICALITIES), help="How badly a failure hurts the client."
)
@click.option(
    "--profile",
    multiple=True,
    metavar="ID",
    help="A regulation or standard to gather evidence for. May be given several times.",
)
@click.option(
    "--extends",
    multiple=True,
    metavar="LAYER",
    help="A folder of playbooks/_shared/ to take in. May be given several times.",
)
@click.option(
    "--from",
    "other",
    metavar="ENGAGEMENT",
    help="Begin as another engagement stands: companies, places, roles, channels, escalation, "
    "protocols; its dates and results are left empty.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing: what no option says stays TODO.")
def engagement(slug: str, other: str | None, no_input: bool, **options: object) -> None:
    """Begin an engagement: write playbooks/SLUG/ with a file for each section that its phase asks
    for. On a terminal it asks for what the options leave open; Enter takes what stands in
    brackets. SLUG is the name of the folder and a part of the site's address, for good.

    \b
    Example:
      sourcebook new engagement acme-support
      sourcebook new engagement acme-support --client Acme --client-place "Leeds, GB" \\
          --vendor "Mare Alta" --vendor-place "Porto, Portugal" --start 2027-01-04
      sourcebook new engagement acme-payroll --from acme-support
    """
    from sourcebook.source.project import check_slug

    project = project_here()
    check_slug(slug)
    folder = project.playbooks / slug
    if folder.exists():
        raise UsageError(
            f"{shown(folder)} exists already. Take another slug, or add what it lacks: "
            f"sourcebook new section SECTION --engagement {slug}"
        )
    given = Options(**options)  # type: ignore[arg-type]  # click's names are those of the fields
    source = _other(project, other, given) if other else None
    beginning = _beginning(project, slug, given, source, ask=not no_input and at_terminal())
    files = _write(project, folder, beginning, source)
    say(f"Wrote {len(files)} files to {shown(folder)}/: {', '.join(files)}.")
    say(f"{'What is left to do, in order:':<34}sourcebook lint {slug} --next")
    say(f"{'To see its site while you write:':<34}sourcebook serve")
    if not (project.root / ".schema").is_dir():
        say(f"{'To have your editor help:':<34}sourcebook schema --editor")


def _other(project: Project, name: str, given: Options) -> Playbook:
    """The engagement to begin from. Raises UsageError for options that say the same again."""
    from sourcebook.model.loading import load_playbook

    for option, value in (("--client", given.client), ("--vendor", given.vendor),
                          ("--client-place", given.client_place),
                          ("--vendor-place", given.vendor_place)):  # fmt: skip
        if value:
            raise UsageError(
                f"Give {option} or --from, not both: companies and places come from {name}. "
                "Change them in engagement.yaml and roles.yaml afterwards; `sourcebook rename` "
                "changes an id everywhere."
            )
    chosen = project.select([name])
    if len(chosen) != 1:
        raise UsageError(f"'{name}' means several engagements. Name one: {', '.join(chosen)}.")
    return load_playbook(project, chosen[0]).playbook


def _beginning(
    project: Project, slug: str, given: Options, source: Playbook | None, *, ask: bool
) -> Beginning:
    """All that is known, after asking for what the options leave open."""
    from sourcebook.exchange.beginning import Beginning
    from sourcebook.exchange.inheriting import inherited_values
    from sourcebook.lint.configuration import configured

    profiles = configured(project).common.profiles
    for name in given.profile:
        _known("--profile", name, tuple(profiles))
    for name in given.extends:
        _known("--extends", name, project.layers())
    asker = Asker(ask)
    if ask:
        say(f"A new engagement in playbooks/{slug}/. Enter takes what stands in brackets; what "
            "you do not know yet stays TODO.")  # fmt: skip
    today = day_of(None, project.settings.as_of)
    name = given.name or asker.text("Name of the engagement", slug.replace("-", " ").capitalize())
    companies = (
        []
        if source
        else [
            _company(asker, "client", "the company that buys", given.client, given.client_place),
            _company(
                asker, "vendor", "the company that delivers", given.vendor, given.vendor_place
            ),
        ]
    )
    start = given.start or asker.day("First day of the term", today)
    end = given.end or asker.day("Last day of the term", _after_two_years(start), start)
    if start and end and end < start:
        raise UsageError(f"The term ends on {end}, before it begins on {start}. Exchange the days.")
    phase = given.phase or asker.choice("Phase", PHASES, "transition") or "transition"
    begun = Beginning(name, *_sides(companies), start, end, phase)
    if source:
        meta = source.engagement.meta
        return replace(
            begun,
            delivery_model=given.model,
            criticality=given.criticality,
            profiles=given.profile,
            layers=given.extends,
            owner=meta.owner if meta and meta.owner else begun.owner,
            inherited=inherited_values(source),
        )
    return replace(
        begun,
        delivery_model=given.model or asker.choice("What is bought", MODELS, "dedicated-team"),
        criticality=given.criticality or asker.choice("Criticality", CRITICALITIES, "medium"),
        profiles=given.profile or asker.several("Regulations and standards", _titles(profiles)),
        layers=given.extends
        or asker.several("Shared layers to take in", dict.fromkeys(project.layers(), "")),
    )


def _sides(companies: list[Company]) -> tuple[Company, Company]:
    from sourcebook.exchange.beginning import Company

    client, vendor = companies or (Company("client"), Company("vendor"))
    return client, vendor


def _company(
    asker: Asker, side: str, what: str, name: str | None, places: tuple[str, ...]
) -> Company:
    from sourcebook.exchange.beginning import Company
    from sourcebook.exchange.places import place_of, zones_in

    found = []
    for text in places:
        try:
            place = place_of(text)
        except UsageError as error:
            raise UsageError(f"--{side}-place: {error}") from None
        if place.tz is None:
            zones = ", ".join(zones_in(place.country)[:4])
            raise UsageError(
                f"--{side}-place: '{text}': {place.country} has several time zones. Add "
                f"the one of {place.city}, such as: {zones} …"
            )
        found.append(place)
    name = name or asker.text(f"{side.capitalize()}, {what}", None)
    return Company(side, name, tuple(found) or asker.places(name or f"the {side}"))


def _known(option: str, name: str, known: tuple[str, ...]) -> None:
    from sourcebook.nearest import nearest

    if name not in known:
        near = nearest(name, known)
        hint = (
            f"Did you mean '{near}'?"
            if near
            else (
                f"There are: {', '.join(known)}." if known else "There is none in this project yet."
            )
        )
        raise UsageError(f"{option}: '{name}' is not known here. {hint}")


def _titles(profiles: Mapping[str, Profile]) -> dict[str, str]:
    """What each profile is about, by its id."""
    return {
        id: f"{its.family.partition(' - ')[0]}: {its.title}" if its.family else its.title
        for id, its in profiles.items()
    }


def _after_two_years(start: dt.date | None) -> dt.date | None:
    if start is None or start.year > dt.MAXYEAR - 2:
        return None
    return start.replace(year=start.year + 2, day=min(start.day, 28)) - dt.timedelta(days=1)


def _write(
    project: Project, folder: Path, beginning: Beginning, source: Playbook | None
) -> tuple[str, ...]:
    """Write all files, or none."""
    try:
        folder.mkdir()
    except OSError as error:
        raise UsageError(f"{shown(folder)} cannot be made: {error.strerror}.") from None
    whole = False
    try:
        files = _written(project, folder, beginning, source)
        whole = True
    except OSError as error:
        raise UsageError(f"{shown(folder)} cannot be written: {error.strerror}.") from None
    finally:
        if not whole:
            shutil.rmtree(folder, ignore_errors=True)
    return files


def _written(
    project: Project, folder: Path, beginning: Beginning, source: Playbook | None
) -> tuple[str, ...]:
    """The names of the files. One follows from what stands in those before it."""
    from sourcebook.exchange.inheriting import inherited_texts, unresolved
    from sourcebook.exchange.skeleton import skeleton
    from sourcebook.lint.configuration import configured
    from sourcebook.lint.edits import edited
    from sourcebook.lint.wording import section_file
    from sourcebook.model.loading import load_playbook
    from sourcebook.model.playbook import SECTIONS

    slug, configuration = folder.name, configured(project)
    texts = inherited_texts(source) if source else {}
    keys = ["engagement"]
    for key in keys:
        text = texts.get(key) or skeleton(
            SECTIONS[key],
            wanted(project, configuration, slug),
            beginning.values(key),
            _held(load_playbook(project, slug).playbook, key),
        )
        (folder / section_file(key)).write_text(text, "utf-8")
        if key == "engagement":
            keys += _asked(load_playbook(project, slug).playbook, configuration)
    if source:
        for file, edits in unresolved(load_playbook(project, slug).playbook).items():
            path = project.root / file
            path.write_text(edited(path.read_text("utf-8"), edits), "utf-8")
    return tuple(map(section_file, keys))


def _asked(book: Playbook, configuration: Configuration) -> list[str]:
    """The sections that the engagement is asked for, beside the first."""
    from sourcebook.analysis.applicable import asked_for
    from sourcebook.model.fields import Need
    from sourcebook.model.playbook import SECTIONS

    asking = configuration.options(book.slug).asking
    needs = {key: asked_for(book, kind, asking) for key, kind in SECTIONS.items()}
    return [
        key for key, need in needs.items()
        if key != "engagement" and need and need[0] is Need.REQUIRED
    ]  # fmt: skip


def _held(book: Playbook, key: str) -> dict[str, Any]:
    """What layers say in a section that the engagement has no file of yet."""
    source = book.source.sections.get(key)
    return {name: value for name, value in source.data.items() if value} if source else {}


def wanted(project: Project, configuration: Configuration, slug: str) -> Wanted:
    """Says whether the condition of a conditional field holds in the engagement as it is."""
    from sourcebook.lint.conditions import holds
    from sourcebook.model.loading import load_playbook

    book = load_playbook(project, slug).playbook
    facts = configuration.options(slug).facts(day_of(None, project.settings.as_of))
    return lambda spec: holds(spec, book, facts, ())
