"""What a project asks of its playbooks: its rules and, for each engagement, their options.

It stands in site_config/lint.yml. A misspelt rule, threshold, profile or key is an error with its
line: a setting that nobody reads would be believed to hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sourcebook.analysis.applicable import STANDARD, Asking, Depth
from sourcebook.analysis.profiles import Profile, bundled_profiles, project_profiles
from sourcebook.analysis.thresholds import defaults
from sourcebook.analysis.word_lists import WordLists, bundled_words, project_words
from sourcebook.errors import SourceError, UsageError
from sourcebook.findings import Finding, KeyPath, Severity
from sourcebook.lean import dataclass
from sourcebook.lint.engine import lint, lint_between
from sourcebook.lint.linted import Cause
from sourcebook.lint.plugins import brought_along
from sourcebook.lint.registry import RULES
from sourcebook.lint.rule import Between, Facts, Rule
from sourcebook.lint.waiting import waits_for
from sourcebook.model.playbook import Loaded
from sourcebook.source.document import read_mapping
from sourcebook.source.folders import Entry, Kind, read_bytes
from sourcebook.source.project import Project

if TYPE_CHECKING:
    from sourcebook.lint.configuration_file import ConfigurationFile

FILE = "site_config/lint.yml"


@dataclass(frozen=True)
class Options:
    """What is asked of one engagement."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)  # by code; None is off
    thresholds: Mapping[str, float] = field(default_factory=defaults)
    asking: Asking = STANDARD
    work_domains: frozenset[str] = frozenset()
    profiles: Mapping[str, Profile] = field(default_factory=bundled_profiles)  # all that there are
    words: WordLists = field(default_factory=bundled_words)

    def facts(self, as_of: dt.date) -> Facts:
        """What rules know beside the playbook."""
        return Facts(
            as_of, self.thresholds, self.work_domains, self.asking, self.profiles, self.words
        )


@dataclass(frozen=True)
class Configuration:
    """All rules, and what is asked of each engagement."""

    rules: tuple[Rule, ...] = RULES
    common: Options = field(default_factory=Options)
    engagements: Mapping[str, Options] = field(default_factory=dict)

    @property
    def work_domains(self) -> frozenset[str]:
        """The domains that are nobody's own, for one engagement or another."""
        options = (self.common, *self.engagements.values())
        return frozenset[str]().union(*(each.work_domains for each in options))

    def options(self, slug: str) -> Options:
        """What is asked of an engagement."""
        return self.engagements.get(slug, self.common)

    def check(self, loaded: Loaded, as_of: dt.date, *, waiting: bool = True) -> tuple[Finding, ...]:
        """All findings of one engagement, as the project wants them told, and as ``lint`` has it
        without those that wait."""
        options = self.options(loaded.playbook.slug)
        facts = options.facts(as_of)
        return lint(loaded, facts, self.rules, options.severities, waiting=waiting)

    def waits_for(self, loaded: Loaded, as_of: dt.date) -> tuple[Cause, ...]:
        """What is to be mended before it is told what an engagement lacks, as ``lint`` has it."""
        options = self.options(loaded.playbook.slug)
        return waits_for(loaded, options.facts(as_of), options.severities)

    def check_between(
        self, before: Loaded, after: Loaded, as_of: dt.date, finders: Mapping[str, Between]
    ) -> tuple[Finding, ...]:
        """What rules, by their codes, find in the change from one state to a later one."""
        options = self.options(after.playbook.slug)
        asked = [(rule, finders[rule.code]) for rule in self.rules if rule.code in finders]
        return lint_between(before, after, options.facts(as_of), asked, options.severities)


def configured(project: Project) -> Configuration:
    """What a project asks; without the file, or a key of it, what ships with the product.

    Raises UsageError, with file and line, for what is not known or of the wrong kind.
    """
    path = project.root / FILE
    rules = (*RULES, *brought_along(rule.code for rule in RULES))
    profiles = project_profiles(project.root)
    bare = Options(profiles=profiles, words=project_words(project.root))
    if not path.exists():
        return Configuration(rules, bare)
    from sourcebook.lint.configuration_file import ConfigurationFile, Names

    try:
        document = read_mapping(FILE, read_bytes(_entry(path)))
    except SourceError as error:
        raise UsageError(f"CFG001 {FILE}:{error.line}: {error}") from None
    names = Names(rules, defaults(), profiles, project.engagements())
    file = ConfigurationFile(document, names)
    own = file.house_rules()
    common = _options(file, (), own, bare)
    return Configuration(
        (*rules, *own),
        common,
        {slug: _options(file, ("engagements", slug), own, common) for slug in file.engagements()},
    )


def _options(
    file: ConfigurationFile, base: KeyPath, own: Collection[Rule], common: Options
) -> Options:
    """The options that stand at a place, over those that hold for all engagements."""
    asking = common.asking
    return Options(
        {**common.severities, **file.severities(base, own)},
        {**common.thresholds, **file.thresholds(base)},
        Asking(
            cast("Depth", file.depth(base) or asking.depth),
            {**asking.from_phase, **file.required_sections(base)},
            tuple(dict.fromkeys((*asking.profiles, *file.profiles(base)))),
        ),
        common.work_domains | file.work_domains(base),
        common.profiles,
        common.words,
    )


def _entry(path: Path) -> Entry:
    return Entry(path, Kind.FOLDER if path.is_dir() else Kind.FILE)
