"""From a project's folder to the sites it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from sourcebook.errors import SourcebookError, UsageError
from sourcebook.findings import Finding
from sourcebook.lint.baseline import Baseline, project_baseline
from sourcebook.lint.configuration import Configuration, configured
from sourcebook.lint.merging import merged
from sourcebook.lint.rule import Rule
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Playbook
from sourcebook.render.context import Measures
from sourcebook.render.pages import Generated, Site
from sourcebook.render.portfolio import Summary, portfolio_site, summary
from sourcebook.render.site import engagement_site
from sourcebook.render.views.guide import GuideRule
from sourcebook.site.frame import Frame
from sourcebook.site.links import problems
from sourcebook.site.write import write_site
from sourcebook.source.day import day_of
from sourcebook.source.project import Project

EDITION = "internal"
"""The folder of the edition that is built: everything, for the client alone."""


@dataclass(frozen=True)
class Checked:
    """An engagement that was read and linted."""

    playbook: Playbook
    findings: tuple[Finding, ...]
    summary: Summary


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did."""

    built: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]  # slug, why
    problems: tuple[str, ...]  # dead links, one line each
    pages: int
    findings: tuple[Finding, ...] = ()  # of what was built; accepted ones left out


@dataclass(frozen=True)
class Builder:
    """Makes the sites of a project as of a day."""

    project: Project
    as_of: dt.date

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
        found = self.configuration.check(loaded, self.as_of)
        told = self._baseline.split(found, lambda _entry: False).standing
        standing = tuple(finding for finding in told if finding.accepted is None)
        return Checked(loaded.playbook, told, summary(loaded.playbook, standing))

    def site(self, checked: Checked) -> Site:
        """The site of an engagement. Raises UsageError if a template of the project is wrong."""
        from sourcebook.exchange import ics  # heavy, and only needed where a site is made

        book = checked.playbook
        try:
            site = engagement_site(
                book,
                checked.findings,
                self.as_of,
                self.project.settings,
                self._templates,
                self._measures(book.slug),
            )
        except TemplateError as error:
            raise UsageError(_told(error)) from error
        return replace(site, generated=(Generated(ics.PATH, ics.feed(book, self.as_of)),))

    def _measures(self, slug: str) -> Measures:
        options = self.configuration.options(slug)
        return Measures(options.thresholds, options.profiles, options.asking, options.words)

    def portfolio(self, summaries: Sequence[Summary]) -> Site:
        """The portfolio's site. Raises UsageError if a template of the project is wrong."""
        found = merged([self.project.findings])
        try:
            return portfolio_site(
                summaries,
                found,
                _guide_rules(self.configuration.rules),
                self.as_of,
                self.project.settings,
                self._templates,
            )
        except TemplateError as error:
            raise UsageError(_told(error)) from error

    def frame(self, site: Site) -> Frame:
        """What surrounds a site's pages."""
        root, settings = self.project.root, self.project.settings
        return Frame(
            product=settings.name,
            home="../index.html" if site.slug else "",
            footer=settings.footer,
            settings=self._inherited(),
            overrides=_existing(root / "templates" / "theme"),
            assets=_existing(root / "site_config" / "assets"),
            cache=root / ".cache" / "sourcebook",
        )

    def _inherited(self) -> dict[str, object]:
        from sourcebook.site.mkdocs import inherited  # heavy: only where something is written

        file = self.project.root / "mkdocs.yml"
        return inherited(file) if file.is_file() else {}

    @property
    def _templates(self) -> Path | None:
        folder = self.project.root / "templates"
        return folder if folder.is_dir() else None


def _guide_rules(rules: Iterable[Rule]) -> tuple[GuideRule, ...]:
    return tuple(
        GuideRule(
            rule.code,
            rule.slug,
            rule.severity,
            rule.docs.promise,
            rule.docs.why,
            rule.docs.fix,
            rule.docs.source,
        )
        for rule in rules
    )


def _existing(*folders: Path) -> tuple[Path, ...]:
    return tuple(folder for folder in folders if folder.is_dir())


def _told(error: TemplateError) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}. Mend the template."
    return f"A template does not work: {error}. Mend it, or remove it to get the bundled one."


def build_sites(
    project: Project, slugs: Sequence[str], out: Path, as_of: dt.date, report: Callable[[str], None]
) -> BuildOutcome:
    """Build the sites of ``slugs`` and the portfolio into ``out/internal``; a line for each.

    One engagement's failure does not stop the others; its last good site stays.
    Raises UsageError if the portfolio itself cannot be built.
    """
    builder, target = Builder(project, as_of), _output(project, out)
    known = project.engagements()
    built: list[str] = []
    failed: list[tuple[str, str]] = []
    dead: list[str] = []
    summaries: list[Summary] = []
    pages = 0
    found: list[Finding] = []
    for slug in known:
        checked = builder.checked(slug)
        summaries.append(checked.summary)
        if slug not in slugs:
            continue
        try:
            site = builder.site(checked)
            write_site(site, target / slug, frame=builder.frame(site))
        except SourcebookError as error:
            failed.append((slug, str(error)))
            summaries[-1] = replace(checked.summary, failed=str(error))
            report(f"{slug}: failed")
            continue
        built.append(slug)
        found += [finding for finding in checked.findings if finding.accepted is None]
        pages += len(site.pages)
        dead += [
            f"{slug}: {p.page} links to {p.href!r}: {p.why}" for p in problems(site, known=("../",))
        ]
        report(f"{slug}: {len(site.pages)} pages → {_shown(target / slug, project.root)}")
    portfolio = builder.portfolio(summaries)
    write_site(portfolio, target, frame=builder.frame(portfolio), keep=known)
    report(f"portfolio → {_shown(target / 'index.html', project.root)}")
    dead += [
        f"portfolio: {p.page} links to {p.href!r}: {p.why}"
        for p in problems(portfolio, known=[f"{slug}/" for slug in known])
    ]
    pages += len(portfolio.pages)
    return BuildOutcome(tuple(built), tuple(failed), tuple(dead), pages, tuple(found))


def _output(project: Project, out: Path) -> Path:
    """The folder that the edition is built into, there and empty of anything of the project's.

    Raises UsageError if it lies among the sources, or cannot be written.
    """
    whole = out.resolve()
    sources = [project.root / name for name in ("playbooks", "site_config", "templates")]
    if whole == project.root or any(whole.is_relative_to(folder) for folder in sources):
        raise UsageError(
            f"{out} holds what the sites are made of: build into another folder, such as site/."
        )
    target = out / EDITION
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from None
    return target


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


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
