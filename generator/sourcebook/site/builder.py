"""From a project's folder to the sites it makes, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from sourcebook.analysis.layer_cards import layer_cards
from sourcebook.analysis.plain import written
from sourcebook.analysis.redaction import redacted
from sourcebook.changes.commits import Commits
from sourcebook.changes.history import Histories
from sourcebook.changes.trend import Trends
from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.lint.across import accepted_across, comments_across, findings_across
from sourcebook.lint.baseline import Baseline, Split, project_baseline, told_by
from sourcebook.lint.configuration import Configuration, configured
from sourcebook.lint.house import CONDITIONS
from sourcebook.lint.linted import first_told
from sourcebook.lint.measures import Measure, measures
from sourcebook.lint.merging import merged
from sourcebook.lint.rule import Rule
from sourcebook.model.edition import shared_edition
from sourcebook.model.fields import Audience
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Loaded, Playbook
from sourcebook.render import wording
from sourcebook.render.context import Measures
from sourcebook.render.dossier import dossier
from sourcebook.render.environment import environment
from sourcebook.render.history import History
from sourcebook.render.pages import Generated, Page, Site
from sourcebook.render.portfolio import Summary, portfolio_site, summary
from sourcebook.render.site import Draft, drafted
from sourcebook.render.views.changed import FEED
from sourcebook.render.views.guide import Guide, GuideRule
from sourcebook.render.views.guide_checking import GuideThreshold
from sourcebook.site.editions import handed_over, told_in_both
from sourcebook.site.frame import Frame
from sourcebook.site.leaks import Secret, kept_back
from sourcebook.site.past import shared_history
from sourcebook.site.stage import go_on
from sourcebook.source.day import day_of
from sourcebook.source.project import Project, Stand

CACHE = ".cache/sourcebook"
"""The folder of what one run leaves to the next, from a project's root."""


@dataclass(frozen=True)
class Checked:
    """An edition of an engagement that was read and linted."""

    loaded: Loaded
    findings: tuple[Finding, ...]
    _summed_up: Callable[[], Summary]
    whole: Playbook | None = None  # of the shared edition: all that there is
    untold: tuple[Finding, ...] = ()  # those that the baseline knows
    waits: str = ""  # what is to be mended before it is told what is missing

    @cached_property
    def summary(self) -> Summary:
        """What the portfolio tells of it."""
        return self._summed_up()

    @cached_property
    def kept_back(self) -> tuple[Secret, ...]:
        """What the shared edition may not say."""
        return kept_back(self.whole, self.playbook) if self.whole else ()

    @property
    def playbook(self) -> Playbook:
        """The engagement."""
        return self.loaded.playbook


@dataclass(frozen=True)
class Builder:
    """Makes the sites of a project as of a day."""

    project: Project
    as_of: dt.date
    commits: Commits | None = None  # if somebody has asked git for them

    @cached_property
    def configuration(self) -> Configuration:
        """What the project asks of its playbooks. Raises UsageError if it is invalid."""
        return configured(self.project)

    @cached_property
    def _baseline(self) -> Baseline:
        return project_baseline(self.project)

    def checked(self, slug: str) -> Checked:
        """Read and lint one engagement: the findings are those that the command tells."""
        loaded = load_playbook(self.project, slug)
        split, waits = self._told(loaded)
        standing = tuple(finding for finding in split.standing if finding.accepted is None)
        loaded = redacted(loaded)
        summed_up = partial(self._summary, loaded.playbook, standing)
        return Checked(loaded, split.standing, summed_up, untold=split.known, waits=waits)

    def _told(self, loaded: Loaded) -> tuple[Split, str]:
        """The findings, and what is to be mended first where one of them is its cause."""

        def split(*, waiting: bool) -> Split:
            found = self.configuration.check(loaded, self.as_of, waiting=waiting)
            return self._baseline.split(found, lambda _entry: False)

        told = split(waiting=True)
        if not (causes := self.configuration.waits_for(loaded, self.as_of)):
            return told, ""
        waits = first_told(causes, told_by(told.standing))
        return (told if waits else split(waiting=False)), waits

    def _summary(self, book: Playbook, standing: Sequence[Finding]) -> Summary:
        measures = self._measures(book.slug)
        known = dossier(book, self.as_of, measures)
        facts = written(replace(known, trend=self._trends.of(book.slug, measures)))
        return replace(summary(book, standing, facts), accepts=comments_across(book))

    def shared(self, internal: Checked) -> Checked | None:
        """The shared edition of an engagement; ``None`` where all of it is internal."""
        loaded = shared_edition(internal.loaded)
        if loaded is None:
            return None
        found = self.configuration.check(loaded, self.as_of, waiting=False)
        told = told_in_both(found, internal.findings, internal.untold)
        return Checked(loaded, told, partial(summary, loaded.playbook, told), internal.playbook)

    def draft(self, checked: Checked) -> Draft:
        """The site of an edition, page by page."""
        return drafted(
            checked.playbook,
            checked.findings,
            self.as_of,
            self.project.settings,
            self._templates,
            replace(
                self._measures(checked.playbook.slug),
                history=self._history(checked),
                waits=checked.waits,
            ),
        )

    def site(
        self, checked: Checked, draft: Draft | None = None, between: Callable[[], None] = go_on
    ) -> Site:
        """The site of an edition; ``between`` is called after each page, and may raise.

        Raises UsageError if a template of the project is wrong.
        """
        from sourcebook.exchange import atom, ics, json  # heavy: only where a site is made

        book, history = checked.playbook, self._history(checked)
        draft = draft or self.draft(checked)
        for path in draft.makers:
            self.page(draft, path)
            between()
        site = draft.site
        files = (
            *ics.site_feeds(book, self.as_of),
            (json.PATH, json.playbook_json(book, self.as_of)),
            (json.SCHEMA_PATH, json.schema_json()),
            (FEED, atom.changes_feed(book, history, self.project.settings.name, self.as_of)),
        )
        site = replace(site, generated=tuple(Generated(path, made) for path, made in files))
        return _described(handed_over(site) if book.is_shared else site)

    def page(self, draft: Draft, path: str) -> Page:
        """A page of a site. Raises UsageError if a template of the project is wrong."""
        try:
            return draft.page(path)
        except TemplateError as error:
            raise UsageError(_told(error)) from error

    def _history(self, checked: Checked) -> History:
        """What changed in an engagement, as far as the readers of the edition may know."""
        book = checked.playbook
        if checked.whole is None:
            return self._histories.of(book.slug)[Audience.INTERNAL]
        told = self._histories.of(book.slug)[Audience.SHARED]
        return shared_history(told, checked.whole, book, checked.kept_back)

    @cached_property
    def _commits(self) -> Commits:
        return self.commits or Commits(self.project)

    @cached_property
    def _histories(self) -> Histories:
        return Histories(self.project, self.as_of, self._commits)

    @cached_property
    def _trends(self) -> Trends:
        return Trends(self.project, self.as_of, self._commits)

    def _measures(self, slug: str) -> Measures:
        options = self.configuration.options(slug)
        return Measures(options.thresholds, options.profiles, options.asking, options.words)

    def portfolio(self, summaries: Sequence[Summary]) -> Site:
        """The portfolio's site. Raises UsageError if a template of the project is wrong."""
        look_ahead = int(self.configuration.common.thresholds["portfolio.look_ahead_days"])
        try:
            site = portfolio_site(
                summaries,
                self._across(summaries),
                _guide(self.configuration),
                self.as_of,
                self.project.settings,
                self._templates,
                layer_cards(self.project),
                look_ahead,
                self._trends.note,
            )
        except TemplateError as error:
            raise UsageError(_told(error)) from error
        return _described(site)

    def _across(self, summaries: Sequence[Summary]) -> Sequence[Finding]:
        """What is found in the folders, and in all engagements together."""
        members = (each.dossier.member for each in summaries)
        every = findings_across(members, self.as_of, self.configuration)
        told = accepted_across(every, self.project, self.as_of, lambda: self.configuration)
        standing = [finding for finding in told if finding.accepted is None]
        found = merged([self.project.findings, standing])
        return self._baseline.split(found, lambda _entry: False).standing

    def frame(self, site: Site, edition: Audience = Audience.INTERNAL) -> Frame:
        """What surrounds a site's pages. The shared edition of one knows of no portfolio."""
        home, settings = self.project.home, self.project.settings
        return Frame(
            product=settings.name,
            home="../index.html" if site.slug and edition is Audience.INTERNAL else "",
            footer=settings.footer,
            edition=f"{edition.value.capitalize()} edition",
            settings=self._inherited(),
            overrides=_existing(home / "templates" / "theme"),
            assets=_existing(home / "site_config" / "assets"),
            cache=home / CACHE,
            stood=_stood(self.project.stand),
        )

    def _inherited(self) -> dict[str, object]:
        from sourcebook.site.mkdocs import inherited  # heavy: only where something is written

        file = self.project.home / "mkdocs.yml"
        settings = inherited(file) if file.is_file() else {}
        if self.project.stand:  # its address is that of the sites of now
            settings.pop("site_url", None)
        return settings

    @property
    def _templates(self) -> Environment:
        home = self.project.home
        return environment(home / "templates", home / CACHE / "pages")


def _described(site: Site) -> Site:
    """The site with ``llms.txt``, which tells of all the rest."""
    from sourcebook.exchange import llms

    return replace(site, generated=(*site.generated, Generated(llms.PATH, llms.llms_txt(site))))


def _guide(configuration: Configuration) -> Guide:
    """What the guide tells of the project's rules, profiles and thresholds."""
    rules = configuration.rules
    known = {its.name: its for rule in rules for its in measures(rule, configuration)}
    return Guide(
        [_guide_rule(rule, measures(rule, configuration)) for rule in rules],
        [*configuration.common.profiles.values()],
        [
            GuideThreshold(
                name,
                f"{known[name].value:g}",
                known[name].source,
                tuple(rule.code for rule in rules if name in rule.thresholds),
            )
            for name in sorted(known)
        ],
        [*CONDITIONS],
    )


def _guide_rule(rule: Rule, numbers: Iterable[Measure]) -> GuideRule:
    return GuideRule(
        rule.code,
        rule.slug,
        rule.severity,
        rule.docs.promise,
        rule.docs.why,
        rule.docs.fix,
        rule.docs.source,
        tuple((its.name, f"{its.value:g}") for its in numbers),
    )


def _stood(stand: Stand | None) -> str:
    """What the pages of an earlier day say of themselves."""
    if stand is None:
        return ""
    day = wording.date(stand.day)
    return f"As it stood on {day} (commit {stand.commit[:7]}). What came later is not here."


def _existing(*folders: Path) -> tuple[Path, ...]:
    return tuple(folder for folder in folders if folder.is_dir())


def _told(error: TemplateError) -> str:
    if isinstance(error, TemplateSyntaxError):
        message = (error.message or "").rstrip(".")
        return f"{error.filename or error.name}:{error.lineno}: {message}. Mend the template."
    return f"A template does not work: {error}. Mend it, or remove it to get the bundled one."


@dataclass(frozen=True)
class Portfolio:
    """The portfolio's own site, and the engagements' as they are asked for."""

    builder: Builder
    checked: tuple[Checked, ...]

    @property
    def portfolio(self) -> Site:
        """The portfolio's site."""
        return self.builder.portfolio([each.summary for each in self.checked])

    @property
    def engagements(self) -> Iterator[Site]:
        """The sites of the engagements, each made when it is asked for."""
        return (self.builder.site(each) for each in self.checked)

    def frame(self, site: Site) -> Frame:
        """What surrounds a site's pages."""
        return self.builder.frame(site)


def load_portfolio(root: Path, as_of: dt.date | None) -> Portfolio:
    """Read the project at ``root``; without a day, as of the one that ``day_of`` finds."""
    project = Project.find(root)
    builder = Builder(project, day_of(as_of, project.settings.as_of))
    return Portfolio(builder, tuple(builder.checked(slug) for slug in project.engagements()))
