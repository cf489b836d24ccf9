"""What every view of one engagement is given, and how a page is put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import Environment

from sourcebook.analysis.agreements import Accord, accords
from sourcebook.analysis.applicable import STANDARD, Asking
from sourcebook.analysis.mentions import Mentions
from sourcebook.analysis.profiles import Profile, bundled_profiles
from sourcebook.analysis.score import score
from sourcebook.analysis.shares import Share
from sourcebook.analysis.thresholds import defaults
from sourcebook.analysis.word_lists import WordLists, bundled_words
from sourcebook.findings import Finding, Place
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.render import prose, terms, wording
from sourcebook.render.addresses import source_address
from sourcebook.render.fields import Describer
from sourcebook.render.history import History
from sourcebook.render.links import Known, Link, Links, spot
from sourcebook.render.naming import engagement_name
from sourcebook.render.outline import outlined
from sourcebook.render.pages import Page
from sourcebook.render.related import Related
from sourcebook.render.retelling import Retelling
from sourcebook.render.suspects import Suspicion, suspicions
from sourcebook.render.tags import Cut
from sourcebook.render.terms import FirstSights, Term
from sourcebook.source.settings import Settings


@dataclass(frozen=True)
class Measures:
    """What a project measures its playbooks by, what git tells of the engagement's past, and what
    is to be mended before it is told what is missing."""

    thresholds: Mapping[str, float] = field(default_factory=defaults)
    profiles: Mapping[str, Profile] = field(default_factory=bundled_profiles)
    asking: Asking = STANDARD
    words: WordLists = field(default_factory=bundled_words)
    history: History | None = None  # None: nobody looked
    waits: str = ""  # nothing is, where it is empty


@dataclass(frozen=True)
class Context:
    """One engagement on one day."""

    book: Playbook
    findings: tuple[Finding, ...]
    as_of: dt.date
    settings: Settings
    thresholds: Mapping[str, float]
    templates: Environment
    profiles: Mapping[str, Profile] = field(default_factory=bundled_profiles)
    asking: Asking = STANDARD
    words: WordLists = field(default_factory=bundled_words)
    history: History | None = None
    waits: str = ""

    @cached_property
    def name(self) -> str:
        """What the engagement is called."""
        return engagement_name(self.book)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The entries of the glossary, by the alphabet."""
        return terms.terms(self.book)

    @cached_property
    def _first_sights(self) -> FirstSights:
        return FirstSights(self.terms)

    @cached_property
    def mentions(self) -> Mentions:
        """Who points at what."""
        return Mentions(self.book)

    @cached_property
    def accords(self) -> Mapping[str, Accord]:
        """The recorded agreements, by section."""
        return accords(self.book, self.as_of)

    @cached_property
    def suspicions(self) -> tuple[Suspicion, ...]:
        """What refers to something that changed, as far as the history is known."""
        return suspicions(self.mentions, self.history) if self.history else ()

    def links(self, path: str) -> Links:
        """The links of the page at that path."""
        if path not in self._links:
            self._links[path] = Links(self.book, "../" * path.count("/"), path, self._known)
        return self._links[path]

    @cached_property
    def _links(self) -> dict[str, Links]:
        return {}

    @cached_property
    def _known(self) -> Known:
        return {}

    def describer(self, path: str, *, back: bool = True) -> Describer:
        """What turns values into what the page at that path shows.

        Without ``back`` cards do not say what names their items.
        """
        links = self.links(path)
        related = Related(self.mentions, links) if back else None
        return Describer(self.book, links, self._faults, self.profiles, related)

    @cached_property
    def _faults(self) -> dict[tuple[str, str], str]:
        """What is wrong with values that cannot be read, by their section and path."""
        return {(f.section, f.path): f.message for f in self.findings if f.code == "STR004"}

    def edit(self, place: Place) -> str | None:
        """The address of a line on the repository's host; nothing where no repository is known."""
        return source_address(self.settings, place, whole=self.book.is_shared)

    @cached_property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that nobody accepts for now."""
        return tuple(finding for finding in self.findings if finding.accepted is None)

    @cached_property
    def share(self) -> Share:
        """How much of what is asked for is filled: the playbook's score."""
        return score(self.book, self.thresholds, self.asking, self.words).whole

    @cached_property
    def accepted(self) -> tuple[Finding, ...]:
        """The findings that somebody accepts for a while."""
        return tuple(finding for finding in self.findings if finding.accepted is not None)

    def findings_of(self, section: str) -> tuple[ShownFinding, ...]:
        """The findings of a section, worst first."""
        found = sorted((f for f in self.standing if f.section == section), key=lambda f: f.order)
        return tuple(self.shown(finding) for finding in found)

    def shown(self, finding: Finding) -> ShownFinding:
        """A finding as pages tell it, with a link to its line."""
        message, where = self._retelling.told(finding), spot(self.book, finding.place)
        return ShownFinding(finding, message, where, self.edit(finding.place), self._about(finding))

    def _about(self, finding: Finding) -> Link | None:
        """The item that a finding stands in, or the part of its section's page."""
        links = self.links("")  # whole addresses, for any page at the root
        if item := self.book.item_at(finding.section, finding.path):
            return links.to(item)
        part = finding.path.partition(".")[0].partition("[")[0]
        if not part or finding.section not in SECTIONS:
            return None
        href = links.at(At(finding.section) / part)
        return Link(wording.label(part), href) if "#" in href else None

    @cached_property
    def _retelling(self) -> Retelling:
        return Retelling(self.book)

    def page(self, spec: PageSpec, **view: Any) -> Page:
        """The page that a template makes of a view."""
        template = self.templates.get_template(f"pages/{spec.template}.html.j2")
        html = template.render(view, is_past=bool(self.settings.commit))
        root = "../" * spec.path.count("/")
        html = prose.placed(html, root)
        cut = Cut(html)
        if spec.path != terms.PATH:
            html = self._first_sights.marked(cut, root)
        headings, blocks = outlined(cut, spec.title, spec.code)
        return Page(
            spec.path,
            spec.title,
            spec.description,
            html,
            headings,
            blocks,
            spec.source,
            spec.label,
            spec.toc,
        )

    def place(self, section: str) -> Place:
        """Where the file of a section begins."""
        return self.book.locate(At(section))


@dataclass(frozen=True)
class PageSpec:
    """What is known of a page before it is made."""

    path: str
    title: str
    description: str
    template: str
    source: Place | None = None
    label: str = ""
    toc: bool = True
    code: str = ""  # the id of the item whose page it is


@dataclass(frozen=True)
class ShownFinding:
    """A finding on a page."""

    finding: Finding
    message: str  # what is wrong
    where: str
    href: str | None
    about: Link | None  # where that is on the site, seen from a page at its root

    @property
    def severity(self) -> Any:
        """Its severity."""
        return self.finding.severity

    @property
    def code(self) -> str:
        """Its rule's code."""
        return self.finding.code

    @property
    def profile(self) -> str | None:
        """The profile whose clause lacks evidence."""
        return self.finding.profile if self.finding.clause else None

    @property
    def fix(self) -> str | None:
        """What to do, in a line."""
        return self.finding.fix
