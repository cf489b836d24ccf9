"""One run of a build: what has changed is made anew, the rest is told of as it stands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.findings import Finding
from sourcebook.lint.linted import decoded
from sourcebook.model.fields import Audience
from sourcebook.site.brief import Brief
from sourcebook.site.cache import PORTFOLIO, Cache, Entry
from sourcebook.site.concordance import renew_concordance
from sourcebook.site.engines import Engine
from sourcebook.site.inputs import Inputs
from sourcebook.site.manner import BuildOutcome, Manner
from sourcebook.site.outputs import shown
from sourcebook.site.shards import Part, Shard
from sourcebook.site.stage import go_on
from sourcebook.site.standing import Standing
from sourcebook.site.swap import remove
from sourcebook.source.folders import SLUG
from sourcebook.source.project import Project

if TYPE_CHECKING:
    from sourcebook.site.ahead import Ahead
    from sourcebook.site.making import Made, Maker


class Run:
    """One run of ``build.build_sites``."""

    def __init__(
        self,
        project: Project,
        as_of: dt.date,
        folders: Mapping[Audience, Path],
        cache: Cache,
        manner: Manner,
    ) -> None:
        self.project, self.as_of, self._folders = project, as_of, folders
        self._cache, self._manner, self._inputs = cache, manner, Inputs(project)
        self._standing = Standing(cache, self._inputs, folders, manner.engine)
        self._known: tuple[str, ...] = ()
        self._briefs: dict[str, Brief] = {}
        self._failed: dict[str, dict[Audience, str]] = {}
        self._portfolio_key = b""
        self._portfolio_is_due = False
        self._start()

    def _start(self) -> None:
        self._built: list[str] = []
        self._dead: list[str] = []
        self._found: list[Finding] = []
        self._pages = self._same = 0

    @cached_property
    def _maker(self) -> Maker:
        from sourcebook.site.making import Maker  # heavy, and only needed once something is made

        return Maker(self.project, self.as_of, self._folders, self._inputs, self._manner.engine)

    def all(
        self, slugs: Sequence[str], report: Callable[[str], None], mark: bytes | None
    ) -> BuildOutcome:
        """Build what is not there yet; the rest is told of as if it had been built."""
        survey = self.project.survey()
        self._known = survey.slugs
        strays = [f"{its.place.file} {its.message}" for its in survey.findings]
        self._portfolio_key = _key(mark, strays)
        self._make(survey.slugs, frozenset(slugs), report)
        if Audience.INTERNAL in self._folders:
            self._portfolio(report)
            self._search()
        for edition in self._folders:
            if edition is Audience.SHARED or self._manner.engine is not Engine.MKDOCS:
                self._forget_all_but(survey.slugs, edition)
        self._cache.save(survey.slugs)
        return self._outcome()

    def part(
        self, shard: Shard, slugs: Sequence[str], report: Callable[[str], None]
    ) -> BuildOutcome:
        """Build those of these engagements that belong to a part, and look at no other."""
        self._known = self.project.engagements()
        own = [slug for slug in self._known if slug in slugs and shard.holds(slug)]
        self._make(own, frozenset(own), report)
        self._cache.save(own)
        return self._outcome()

    def told(self, shard: Shard, mark: bytes | None) -> Part:
        """What a part says of itself."""
        return Part(
            *shard,
            made_by=mark.hex() if mark else "",
            as_of=self.as_of.isoformat(),
            known=self._known,
            engine=self._manner.engine.value,
            editions=[edition.value for edition in self._folders],
            summaries={slug: its.shape for slug, its in self._briefs.items()},
            failed=self._unbuilt(),
        )

    def _unbuilt(self) -> dict[str, str]:
        """Why internal sites could not be built."""
        return {
            slug: told[Audience.INTERNAL]
            for slug, told in self._failed.items()
            if Audience.INTERNAL in told
        }

    def serves(
        self,
        project: Project,
        as_of: dt.date,
        folders: Mapping[Audience, Path],
        slugs: Sequence[str],
    ) -> bool:
        """Whether this run can go on with these engagements, and they are engagements still."""
        return (
            (project, as_of, folders) == (self.project, self.as_of, self._folders)
            and set(slugs) <= set(self._known)
            and all(any(project.playbooks.joinpath(slug).glob("*.y*ml")) for slug in slugs)
        )

    def again(
        self,
        slugs: Sequence[str],
        report: Callable[[str], None],
        layers: frozenset[str] = frozenset(),
    ) -> BuildOutcome:
        """Build these anew, and the portfolio where it tells something else of them.

        ``layers`` have changed, too: whoever uses one is read anew at least. What somebody looks at
        comes first. Raises Overtaken where a preview's stage does; what was not done is done the
        next time.
        """
        self._start()
        touched = sorted({*slugs, *self.users(layers)})
        self._inputs.look_again(layers)
        self._portfolio_is_due |= bool(layers)
        done = self._looked_at(slugs, frozenset(touched), report)
        rest = [slug for slug in touched if slug not in done]
        stage = self._manner.stage
        self._make(rest, frozenset(slugs), report, stage.step_aside if stage else go_on)
        if Audience.INTERNAL in self._folders:
            if self._portfolio_is_due:
                with self._followed():
                    self._portfolio(report)
            self._search()
        return self._outcome()

    def _looked_at(
        self, slugs: Sequence[str], touched: frozenset[str], report: Callable[[str], None]
    ) -> Sequence[str]:
        """Build what somebody looks at, or the only one that there is; which these are."""
        ahead = self._ahead
        if ahead is None:
            return ()
        wanted = slugs if len(touched) == 1 else ahead.viewed(slugs)
        free = set(self._known) - touched
        for slug in wanted:
            ahead.others = frozenset(free)
            with self._followed():
                self._make([slug], {slug}, report)
            if slug not in self._failed:
                ahead.stage.stands(slug, ahead.others)
            free.add(slug)
        return wanted

    @contextmanager
    def _followed(self) -> Iterator[None]:
        """What is made within is shown as soon as it can be, and stops for a newer change."""
        self._maker.ahead = self._ahead
        try:
            yield
        finally:
            self._maker.ahead = None

    def knows(self, layers: Collection[str]) -> bool:
        """Whether it is known who uses these layers, and they are layers still."""
        return all(self._inputs.is_known(layer) for layer in layers)

    def users(self, layers: frozenset[str]) -> list[str]:
        """The engagements made with one of these layers; those too of which nobody can tell."""
        if not layers:
            return []
        entries = ((slug, self._cache.entry(slug)) for slug in self._known)
        return [slug for slug, its in entries if its is None or not layers.isdisjoint(its.layers)]

    @cached_property
    def _ahead(self) -> Ahead | None:
        from sourcebook.site.ahead import Ahead  # heavy, and of use in a preview alone

        stage = self._manner.stage
        return Ahead(stage) if stage and Audience.INTERNAL in self._folders else None

    def prepare(self) -> None:
        """Get to know the engagements that somebody looks at, before one of them is changed.

        Raises Overtaken if one is, and UsageError for what the next build will tell.
        """
        if self._ahead is not None:
            for slug in self._ahead.unknown(self._known):
                self._maker.prepare(slug, self._ahead)

    def _outcome(self) -> BuildOutcome:
        return BuildOutcome(
            tuple(self._built),
            tuple((slug, why) for slug, told in self._failed.items() for why in told.values()),
            tuple(self._dead),
            self._pages,
            tuple(self._found),
            self._same,
        )

    def _make(
        self,
        known: Sequence[str],
        chosen: Collection[str],
        report: Callable[[str], None],
        between: Callable[[], None] = go_on,
    ) -> None:
        """Read and build every engagement that is not known as it is now.

        ``between`` is called after each, and may raise.
        """
        standing, early = self._still(known, chosen)
        wanted = {
            slug: [edition for edition in self._folders if edition.value not in entry.outputs]
            if entry
            else list(self._folders)
            for slug, entry in standing.items()
            if slug in chosen
        }
        tasks = {
            slug: tuple(wanted.get(slug, ()))
            for slug, entry in standing.items()
            if entry is None or wanted.get(slug)
        }
        later = [(slug, its) for slug, its in tasks.items() if slug not in early]
        made = iter(self._made(later, is_warm=bool(early)))
        done = 0
        for slug in known:
            entry = standing[slug]
            if slug in tasks:
                each = early[slug] if slug in early else next(made)
                self._take(each, entry)
                done += 1
                between()
                self._manner.advance(done, len(tasks))
                for line in each.lines:
                    report(line)
            else:
                assert entry is not None  # noqa: S101 -- else it was a task
                self._briefs[slug] = entry.brief
            if slug in chosen and entry is not None:
                self._repeat(entry, wanted[slug])
        if self._same:
            report(f"{self._same} unchanged")

    def _still(
        self, known: Sequence[str], chosen: Collection[str]
    ) -> tuple[Mapping[str, Entry | None], Mapping[str, Made]]:
        """What is known of engagements that have not changed, and which outputs are there.

        While others look at the outputs, the first that has changed is made.
        """
        asked = [slug for slug in known if not (self._manner.force and slug in chosen)]
        look = self._standing.looks([slug for slug in asked if slug in chosen], self._manner.jobs)
        try:
            found = dict.fromkeys(known) | {slug: self._standing.unchanged(slug) for slug in asked}
            first = [slug for slug, entry in found.items() if entry is None][:1]
            tasks = [(slug, tuple(self._folders) if slug in chosen else ()) for slug in first]
            early = {made.slug: made for made in self._made(tasks)}
        finally:
            looks = look()
        for slug, outputs in looks.items():
            if (entry := found[slug]) is not None:
                self._cache.keep(slug, now := replace(entry, outputs=outputs))
                found[slug] = now
        return found, early

    def _made(
        self, tasks: Sequence[tuple[str, tuple[Audience, ...]]], *, is_warm: bool = False
    ) -> Iterable[Made]:
        if not tasks:
            return ()
        from sourcebook.site.making import Task
        from sourcebook.site.workers import each

        return each(self._maker, [Task(*its) for its in tasks], self._manner.jobs, is_warm=is_warm)

    def _take(self, made: Made, before: Entry | None) -> None:
        """Take in what was made, and remember it."""
        told = self._briefs.get(made.slug), self._failed.get(made.slug)
        self._portfolio_is_due |= told != (made.brief, made.failed or None)
        self._briefs[made.slug] = made.brief
        entry = made.entry
        if entry is None:
            self._cache.drop(made.slug)
        elif before is not None and before.key == entry.key and before.layers == entry.layers:
            self._cache.keep(made.slug, replace(entry, outputs={**before.outputs, **entry.outputs}))
        else:
            self._cache.keep(made.slug, entry)
        self._failed.pop(made.slug, None)
        if made.failed:
            self._failed[made.slug] = made.failed
        elif made.outputs:
            self._built.append(made.slug)
        if made.outputs or made.failed:
            self._found += made.findings
        for output in made.outputs.values():
            self._pages += output.pages
            self._dead += output.dead

    def _repeat(self, entry: Entry, anew: Collection[Audience]) -> None:
        """Tell of the editions that were there already."""
        for edition in self._folders:
            if edition not in anew:
                self._dead += entry.outputs[edition.value].dead
        if not anew:
            self._same += 1
            told = decoded(entry.grave.encode()) if entry.grave else None
            self._found += told.findings if told else ()

    def _portfolio(self, report: Callable[[str], None]) -> None:
        """Build the page that links to every engagement's site, and the guide."""
        known, key = self._known, self._portfolio_key
        target, engine = self._folders[Audience.INTERNAL], self._manner.engine
        own, beside = engine.portfolio(target, known)
        failed = self._unbuilt()
        briefs = {slug: self._briefs[slug] for slug in known}
        there = [(target / slug / engine.home).is_file() for slug in known]
        layers = self._inputs.all_layers
        marks = [brief.mark for brief in briefs.values()]
        told = json.dumps([key.hex(), layers, marks, failed, there], sort_keys=True)
        its = blake2b(told.encode(), digest_size=20).hexdigest()
        known_inputs = key and layers is not None and not self._manner.force
        entry = self._cache.entry(PORTFOLIO) if known_inputs else None
        output = entry.outputs[Audience.INTERNAL.value] if entry and entry.key == its else None
        output = output.is_at(own, beside) if output else None
        if output is None:
            output = self._maker.portfolio(briefs, target, failed)
            self._pages += output.pages
            report(f"portfolio → {shown(own / engine.home, self.project.home)}")
        self._dead += output.dead
        self._portfolio_is_due = False
        self._cache.keep(PORTFOLIO, Entry(its, "", {}, outputs={Audience.INTERNAL.value: output}))

    def _search(self) -> None:
        """Let the portfolio's search find what the engagements' sites say now."""
        named = ((slug, self._briefs[slug].name) for slug in self._known)
        target = self._folders[Audience.INTERNAL]
        renew_concordance(target, named, anew=self._manner.force)

    def _forget_all_but(self, known: Sequence[str], edition: Audience) -> None:
        """Take away the sites of engagements that are no longer there."""
        for folder in sorted(self._folders[edition].iterdir()):
            if SLUG.fullmatch(folder.name) and folder.name not in known:
                remove(folder)


def _key(mark: bytes | None, strays: Sequence[str]) -> bytes:
    """What the portfolio depends on beside the engagements; empty where nobody can tell."""
    return blake2b("\0".join(strays).encode(errors="replace"), key=mark).digest() if mark else b""
