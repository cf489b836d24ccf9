"""What a rule is: a promise with a code, kept by a function that yields what breaks it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cached_property

from sourcebook.analysis.applicable import STANDARD, Asking
from sourcebook.analysis.members import Spot as Standing
from sourcebook.analysis.portfolio import Portfolio
from sourcebook.analysis.profiles import Profile, bundled_profiles
from sourcebook.analysis.word_lists import WordLists, bundled_words
from sourcebook.findings import Place, Severity
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook


@dataclass(frozen=True)
class Facts:
    """What a rule may know beside the playbook."""

    as_of: dt.date
    thresholds: Mapping[str, float]  # "risk.high_threshold" → 12
    work_domains: frozenset[str] = frozenset()  # where an e-mail address names nobody in private
    asking: Asking = STANDARD
    profiles: Mapping[str, Profile] = field(default_factory=bundled_profiles)  # by id
    words: WordLists = field(default_factory=bundled_words)


@dataclass(frozen=True)
class Spot:
    """A place that no key path leads to: in a comment, a hand-written page, a part of a text."""

    place: Place
    path: str = ""  # the key path around it, as findings show it
    conceal: tuple[str, ...] = ()  # what stands there, which no report may repeat


@dataclass(frozen=True)
class Hit:
    """Something that breaks a rule. The engine turns its place into file, line and column."""

    at: At
    message: str
    fix: str | None = None  # one line: what to do
    key: bool = False  # it stands at the key, not at the value
    severity: Severity | None = None  # where it differs from the rule's own
    spot: Spot | None = None  # where it stands, in place of ``at``
    profile: str | None = None  # the id of the profile that it is about, and of its clause
    clause: str | None = None
    others: tuple[At, ...] = ()  # where it stands as well: the same cause, told once
    needs_all: bool = False  # it counts, or compares: only who knows all there is can tell


Check = Callable[[Playbook, Facts], Iterable[Hit]]


@dataclass(frozen=True)
class Common:
    """Something that breaks a rule in several engagements together; it stands in the first."""

    at: Standing
    message: str
    fix: str


Across = Callable[[Portfolio, Mapping[str, float]], Iterable[Common]]
"""Looks at a whole portfolio, by its thresholds."""


@dataclass(frozen=True)
class Docs:
    """What a rule says of itself: in ``explain``, in the guide, in reports for other tools."""

    promise: str  # one sentence that holds for every playbook without the finding
    why: str
    fix: str
    source: str


@dataclass(frozen=True)
class Rule:
    """A rule. One without a ``check`` is found out while files are read, and told then."""

    code: str
    slug: str
    severity: Severity
    page: str | Docs  # its docstring, or what that would say
    check: Check | None = None
    thresholds: tuple[str, ...] = ()  # the names of those that it measures against
    across: Across | None = None  # in place of ``check``: it looks at all engagements together
    between: bool = False  # in place of ``check``: it looks at what changed between two states

    @cached_property
    def docs(self) -> Docs:
        """What it says of itself, read when somebody asks. Raises ValueError as parsed() does."""
        from inspect import cleandoc

        return self.page if isinstance(self.page, Docs) else parsed(cleandoc(self.page))


def rule(code: str, slug: str, severity: Severity, *thresholds: str) -> Callable[[Check], Rule]:
    """Make a rule of a function; its docstring is its page: promise, Why, Fix, Source."""

    def made(check: Check) -> Rule:
        return Rule(code, slug, severity, check.__doc__ or "", check, thresholds)

    return made


def rule_across(
    code: str, slug: str, severity: Severity, *thresholds: str
) -> Callable[[Across], Rule]:
    """As ``rule``, of a function that looks at a whole portfolio."""

    def made(across: Across) -> Rule:
        return Rule(code, slug, severity, across.__doc__ or "", None, thresholds, across)

    return made


def told_on_reading(code: str, slug: str, severity: Severity, page: str) -> Rule:
    """A rule whose findings come out of reading the files; ``page`` is its docstring."""
    return Rule(code, slug, severity, page)


Between = Callable[[Playbook, Playbook, Facts], Iterable[Hit]]
"""Looks at two states of a playbook; what it finds stands in the later one."""


def told_between(code: str, slug: str, severity: Severity, page: str) -> Rule:
    """A rule about what changed between two states; ``page`` is its docstring.

    Whoever lints says what finds it: comparing is no business of the linter's.
    """
    return Rule(code, slug, severity, page, between=True)


_PART = Form(r"^(Why|Fix|Source): ", re.MULTILINE)


def parsed(page: str) -> Docs:
    """The parts of a rule's docstring. Raises ValueError if one is missing or stands twice."""
    promise, *rest = _PART.split(page)
    names, texts = rest[::2], [" ".join(text.split()) for text in rest[1::2]]
    if names != ["Why", "Fix", "Source"] or not all([promise.strip(), *texts]):
        raise ValueError(f"a rule's page is its promise, Why, Fix and Source, not {page!r}")
    return Docs(" ".join(promise.split()), *texts)
