"""Making the sites of one engagement: read, checked, rendered, written, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sourcebook.analysis.shares import Score
from sourcebook.errors import SourcebookError, UsageError
from sourcebook.findings import Finding, Severity
from sourcebook.lint.linted import Linted, encoded
from sourcebook.model.fields import Audience
from sourcebook.render.pages import Site
from sourcebook.render.portfolio import Summary
from sourcebook.site.ahead import Ahead
from sourcebook.site.brief import NOTHING, Brief
from sourcebook.site.builder import Builder, Checked
from sourcebook.site.cache import Entry, Output
from sourcebook.site.engines import Engine
from sourcebook.site.inputs import Inputs, State, layers_read
from sourcebook.site.leaks import Leak, leaks
from sourcebook.site.links import problems
from sourcebook.site.outputs import looked_at, shown
from sourcebook.site.stage import go_on
from sourcebook.site.swap import remove
from sourcebook.site.write import write_site
from sourcebook.source.project import Project

SHOWN = 60
"""So many characters of a text are quoted in a message."""

PRIVATE = "SEC008"


@dataclass(frozen=True)
class Task:
    """An engagement to be read, and the editions of it to be built."""

    slug: str
    editions: tuple[Audience, ...] = ()


@dataclass
class Made:
    """What came of a task; all of it is small."""

    slug: str
    brief: Brief
    findings: tuple[Finding, ...]  # accepted ones left out
    outputs: dict[Audience, Output] = field(default_factory=dict)
    failed: dict[Audience, str] = field(default_factory=dict)  # why
    lines: list[str] = field(default_factory=list)  # for who watches
    state: State | None = None  # of its files, before they were read
    layers: Mapping[str, str] | None = None

    @property
    def entry(self) -> Entry | None:
        """What may be remembered; ``None`` where nobody can tell what it was made of."""
        if self.state is None or self.layers is None:
            return None
        grave = tuple(
            its for its in self.findings if its.severity is Severity.ERROR or its.code == PRIVATE
        )
        told = encoded(Linted(grave, Score({}))).decode() if grave else ""
        outputs = {edition.value: its for edition, its in self.outputs.items()}
        return Entry(self.state.key, self.state.glance, self.layers, self.brief, told, outputs)


@dataclass
class Maker:
    """Makes the sites of engagements, into a folder for each edition."""

    project: Project
    as_of: dt.date
    folders: Mapping[Audience, Path]
    inputs: Inputs
    engine: Engine = Engine.MKDOCS
    ahead: Ahead | None = None  # in a preview, while one engagement is made anew

    @cached_property
    def builder(self) -> Builder:
        """What has read the project's configuration, once for all engagements."""
        return Builder(self.project, self.as_of, self.inputs.commits)

    def __getstate__(self) -> dict[str, Any]:
        own = ("builder", "ahead")
        return {key: value for key, value in vars(self).items() if key not in own}

    def make(self, task: Task) -> Made:
        """Do a task. Raises UsageError if the configuration of the project is wrong."""
        state = self.inputs.state(task.slug)
        checked = self.builder.checked(task.slug)
        found = tuple(finding for finding in checked.findings if finding.accepted is None)
        source = checked.playbook.source
        layers = layers_read(self.project, source.files, source.layers)
        made = Made(task.slug, NOTHING, found, state=state, layers=self.inputs.layers(layers))
        for edition in task.editions:
            try:
                made.outputs[edition] = self._edition(made, checked, edition)
            except SourcebookError as error:
                made.failed[edition] = str(error)
                made.lines.append(f"{task.slug}: {edition.value} edition failed")
        made.brief = Brief.of(shape(checked.summary))
        return made

    def prepare(self, slug: str, ahead: Ahead) -> None:
        """Make the internal site of an engagement without writing it: the next time is faster."""
        checked = self.builder.checked(slug)
        site = self.builder.site(checked, between=ahead.stage.step_aside)
        ahead.keep(site, kept := ahead.kept(slug))
        ahead.whole(self.builder, site, [site.pages[0].path], kept)

    def _edition(self, made: Made, checked: Checked, edition: Audience) -> Output:
        folder, check = self.folders[edition] / made.slug, None
        if edition is Audience.SHARED:
            shared = self.builder.shared(checked)
            if shared is None:
                remove(folder)
                made.lines.append(
                    f"{made.slug}: all of it is internal, so there is no shared edition"
                )
                return Output()
            check = self._guard(shared)
            checked = shared
        site, digest = self._written(checked, edition, folder, check)
        made.lines.append(
            f"{made.slug}: {len(site.pages)} pages → {shown(folder, self.project.home)}"
        )
        known = ("../",) if edition is Audience.INTERNAL else ()
        dead = tuple(
            f"{made.slug}: {p.page} links to {p.href!r}: {p.why}"
            for p in problems(site, known=known)
        )
        beside = self.engine.foreign
        return Output(len(site.pages), dead, looked_at(folder, beside), digest)

    def _written(
        self,
        checked: Checked,
        edition: Audience,
        folder: Path,
        check: Callable[[Path], None] | None,
    ) -> tuple[Site, str]:
        """The site, put in its place, and its digest; what somebody looks at is seen before."""
        ahead = self.ahead if edition is Audience.INTERNAL else None
        between = self.ahead.stage.between if self.ahead else go_on
        draft, kept = self.builder.draft(checked), None
        if ahead is not None:
            ahead.show(self.builder, draft)
            kept = ahead.kept(checked.playbook.slug)
        site = self.builder.site(checked, draft, between)
        frame = self.builder.frame(site, edition)
        digest = write_site(
            site,
            folder,
            frame=frame,
            check=check,
            engine=self.engine,
            kept=kept,
            between=between,
        )
        if ahead is not None and kept is not None:
            ahead.keep(site, kept)
        return site, digest

    def _guard(self, shared: Checked) -> Callable[[Path], None]:
        """What stops a shared site that holds internal words (PRV002)."""

        def guard(folder: Path) -> None:
            settings = self.project.settings
            allowed = " ".join(filter(None, (settings.name, settings.footer, settings.repository)))
            found = list(leaks(folder, shared.kept_back, allowed, f"{self.engine.docs}assets/"))
            if found:
                raise UsageError(_told(found))

        return guard

    def portfolio(
        self, briefs: Mapping[str, Brief], folder: Path, failed: Mapping[str, str]
    ) -> Output:
        """Write the portfolio of these engagements, of which some could not be built.

        ``folder`` holds the engagements' sites. Raises UsageError if it cannot be written.
        """
        there = {slug for slug in briefs if (folder / slug / self.engine.home).is_file()}
        site = self._joined(briefs, there, failed)
        own, beside = self.engine.portfolio(folder, [*briefs])
        keep = () if own != folder else beside
        between = self.ahead.stage.between if self.ahead else go_on
        between()
        digest = write_site(
            site,
            own,
            frame=self.builder.frame(site),
            keep=keep,
            engine=self.engine,
            between=between,
        )
        dead = tuple(
            f"portfolio: {p.page} links to {p.href!r}: {p.why}"
            for p in problems(site, known=[f"{slug}/" for slug in there])
        )
        return Output(len(site.pages), dead, looked_at(own, beside), digest)

    def _joined(
        self, briefs: Mapping[str, Brief], there: Collection[str], failed: Mapping[str, str]
    ) -> Site:
        """The portfolio's site; what is known of a thousand engagements goes as soon as it is."""
        told = (summary(each.shape) for each in briefs.values())
        return self.builder.portfolio(
            [
                replace(each, there=each.slug in there, failed=failed.get(each.slug, ""))
                for each in told
            ]
        )


def shape(its: Summary) -> dict[str, Any]:
    """A summary as JSON has it."""
    found = asdict(its)
    return {
        **found,
        "parties": [list(party) for party in its.parties],
        **{key: found[key].isoformat() for key in _days() if found[key]},
    }


def summary(shape: Mapping[str, Any]) -> Summary:
    """The summary that has this shape."""
    days = {key: dt.date.fromisoformat(shape[key]) for key in _days() if shape[key]}
    return Summary(**{**shape, "parties": tuple(map(tuple, shape["parties"])), **days})


def _days() -> list[str]:
    return [each.name for each in fields(Summary) if "date" in str(each.type)]


def _told(found: Sequence[Leak]) -> str:
    """Why a shared site is not put in place."""
    first = found[0]
    place = first.secret.place
    text = first.secret.text if len(first.secret.text) <= SHOWN else first.secret.text[:SHOWN] + "…"
    others = f" So are {len(found) - 1} more." if len(found) > 1 else ""
    return (
        f"PRV002 the shared edition was not put in place: internal words of "
        f"{place.file}:{place.line}, '{text}', would be in {first.file}.{others} Take them out of "
        "what is shared, or make what they are in shared too."
    )
