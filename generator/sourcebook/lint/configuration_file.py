"""Reading site_config/lint.yml: every key and name is known, or the error says which was meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, get_args

from sourcebook.analysis.applicable import PHASES, Depth
from sourcebook.errors import UsageError
from sourcebook.findings import KeyPath, Severity
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.lint.codes import CODE
from sourcebook.lint.configuration import FILE
from sourcebook.lint.house import CONDITIONS, Assertion, house_rule, path_fault, text_fault
from sourcebook.lint.rule import Rule
from sourcebook.model.playbook import SECTIONS
from sourcebook.nearest import nearest
from sourcebook.source.document import Document
from sourcebook.source.keypaths import write_path
from sourcebook.source.scalars import as_text

ALWAYS_ON = frozenset({"STR000", "CFG001"})
"""Rules that cannot be turned off: without them a file could be passed over in silence."""

OPTIONS = ("depth", "severity", "thresholds", "required_sections", "profiles", "work_domains")
"""The keys that hold for all engagements, or under ``engagements`` for one."""

_TOP = (*OPTIONS, "house_rules", "engagements")
_DEPTHS: tuple[str, ...] = get_args(Depth)
_SEVERITIES = ("error", "warning", "info", "off")
_HOUSE = ("code", "slug", "severity", "path", "when", "must", "message", "fix")
_DOMAIN = Form(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """What the configuration may speak of."""

    rules: Collection[Rule]
    thresholds: Collection[str]
    profiles: Collection[str]
    engagements: Collection[str]


class ConfigurationFile:
    """The file, read key by key. Every method raises UsageError, with file and line."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document, self._names = document, names
        for finding in document.findings:
            raise UsageError(f"CFG001 {FILE}:{finding.place.line}: {finding.message}")
        self._keys((), _TOP)

    def house_rules(self) -> tuple[Rule, ...]:
        """The rules that are written as assertions."""
        taken = {rule.code for rule in self._names.rules}
        rules = []
        for number in range(len(self._list(("house_rules",)))):
            rule = self._house_rule(("house_rules", number))
            if rule.code in taken:
                raise self.wrong(("house_rules", number, "code"), f"the code {rule.code} is taken")
            taken.add(rule.code)
            rules.append(rule)
        return tuple(rules)

    def engagements(self) -> tuple[str, ...]:
        """The slugs that have options of their own."""
        slugs = tuple(self._mapping(("engagements",)))
        for slug in slugs:
            self._known(("engagements", slug), slug, self._names.engagements, "engagement")
            self._keys(("engagements", slug), OPTIONS)
        return slugs

    def severities(self, base: KeyPath, own: Collection[Rule]) -> dict[str, Severity | None]:
        """The severity of rules by code; ``None`` turns a rule off. ``own`` are house rules."""
        rules = [*self._names.rules, *own]
        by_name = {name: rule.code for rule in rules for name in (rule.code, rule.slug)}
        found: dict[str, Severity | None] = {}
        for name in self._mapping((*base, "severity")):
            at = (*base, "severity", name)
            self._known(at, name, by_name, "rule")
            word = self._choice(at, _SEVERITIES)
            code = by_name[name]
            if word == "off" and code in ALWAYS_ON:
                raise self.wrong(at, f"{code} cannot be turned off")
            found[code] = None if word == "off" else Severity[word.upper()]
        return found

    def thresholds(self, base: KeyPath) -> dict[str, float]:
        """The numbers that rules measure against."""
        found = {}
        for name in self._mapping((*base, "thresholds")):
            at = (*base, "thresholds", name)
            self._known(at, name, self._names.thresholds, "threshold")
            value = self._value(at)
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise self.wrong(at, f"'{as_text(value)}' is no number, 0 or more")
            found[name] = value
        return found

    def depth(self, base: KeyPath) -> str | None:
        """How much is asked for."""
        at = (*base, "depth")
        return None if self._value(at) is None else self._choice(at, _DEPTHS)

    def required_sections(self, base: KeyPath) -> dict[str, str]:
        """For sections, the phase from which on each is required."""
        found = {}
        phases = ("all", *PHASES)
        for phase in self._mapping((*base, "required_sections")):
            at = (*base, "required_sections", phase)
            self._known(at, phase, phases, "phase")
            for number, name in enumerate(self._texts(at)):
                key = name.replace("-", "_")
                self._known((*at, number), key, SECTIONS, "section")
                found[key] = phase
        return found

    def profiles(self, base: KeyPath) -> tuple[str, ...]:
        """Regulatory profiles that hold beside those that an engagement names."""
        at = (*base, "profiles")
        names = self._texts(at)
        for number, name in enumerate(names):
            self._known((*at, number), name, self._names.profiles, "profile")
        return tuple(names)

    def work_domains(self, base: KeyPath) -> frozenset[str]:
        """Domains of e-mail addresses that are nobody's private ones."""
        at = (*base, "work_domains")
        domains = self._texts(at)
        for number, name in enumerate(domains):
            if not _DOMAIN.fullmatch(name):
                raise self.wrong((*at, number), f"'{name}' is no domain, such as example.com")
        return frozenset(name.lower() for name in domains)

    def _house_rule(self, at: KeyPath) -> Rule:
        self._keys(at, _HOUSE)
        for name in ("code", "path", "must", "message"):
            if self._value((*at, name)) in (None, "", {}):
                raise self.wrong(at, f"a house rule needs '{name}'")
        code, severity = self._text((*at, "code")), (*at, "severity")
        if not CODE.fullmatch(code):
            raise self.wrong((*at, "code"), f"'{code}' is no code like ABC123 or HOUSE-RATES")
        path = tuple(self._text((*at, "path")).replace("[]", "").split("."))
        path = (path[0].replace("-", "_"), *path[1:])
        if fault := path_fault(path):
            raise self.wrong((*at, "path"), fault)
        message = self._told((*at, "message"))
        word = (
            "warning" if self._value(severity) is None else self._choice(severity, _SEVERITIES[:3])
        )
        when = {
            name: as_text(self._scalar((*at, "when", name)))
            for name in self._mapping((*at, "when"))
        }
        slug = self._value((*at, "slug"))
        fix = self._value((*at, "fix"))
        return house_rule(
            code,
            code.lower() if slug is None else self._text((*at, "slug")),
            Severity[word.upper()],
            Assertion(
                path,
                self._conditions((*at, "must")),
                message,
                when,
                None if fix is None else self._told((*at, "fix")),
            ),
        )

    def _told(self, at: KeyPath) -> str:
        """A text that a house rule tells, whose fields are all known."""
        said = self._text(at)
        if fault := text_fault(said):
            raise self.wrong(at, fault)
        return said

    def _conditions(self, at: KeyPath) -> dict[str, Any]:
        self._keys(at, tuple(CONDITIONS))
        return {name: self._condition((*at, name), name) for name in self._mapping(at)}

    def _condition(self, at: KeyPath, name: str) -> Any:
        value = self._value(at)
        if name == "one_of":
            return tuple(self._texts(at))
        if name == "filled":
            if not isinstance(value, bool):
                raise self.wrong(at, "'filled' is true or false")
        elif name == "matches":
            try:
                re.compile(value := self._text(at))
            except re.error as error:
                raise self.wrong(at, f"'{value}' is no regular expression: {error}") from None
        elif isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(at, f"'{name}' is a number")
        return value

    def wrong(self, at: KeyPath, what: str) -> UsageError:
        """The error about a place of the file."""
        line = self._document.place(at, key=True).line
        return UsageError(f"CFG001 {FILE}:{line}: {what}{'' if what.endswith(('.', '?')) else '.'}")

    def _value(self, at: KeyPath) -> Any:
        value: Any = self._document.data
        for step in at:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def _mapping(self, at: KeyPath) -> Mapping[str, Any]:
        value = self._value(at)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.wrong(at, f"'{self._shown(at)}' holds no lines of 'key: value'")
        return value

    def _list(self, at: KeyPath) -> list[Any]:
        value = self._value(at)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(at, f"'{self._shown(at)}' is no list")
        return value

    def _texts(self, at: KeyPath) -> list[str]:
        return [self._text((*at, number)) for number in range(len(self._list(at)))]

    def _scalar(self, at: KeyPath) -> Any:
        value = self._value(at)
        if isinstance(value, dict | list) or value is None:
            raise self.wrong(at, f"'{self._shown(at)}' is no text")
        return value

    def _text(self, at: KeyPath) -> str:
        return as_text(self._scalar(at)).strip()

    def _choice(self, at: KeyPath, words: Collection[str]) -> str:
        word = self._text(at)
        self._known(at, word, words, f"value of '{self._shown(at)}'")
        return word

    def _keys(self, at: KeyPath, known: Collection[str]) -> None:
        for key in self._mapping(at):
            self._known((*at, key), key, known, "key")

    def _known(self, at: KeyPath, name: str, known: Collection[str], kind: str) -> None:
        if name in known:
            return
        near = nearest(name, known)
        some = ", ".join(list(known)[:12])
        hint = f"Did you mean '{near}'?" if near else f"Known: {some or 'none'}."
        raise self.wrong(
            at,
            f"'{name}' is no {kind}. {hint}" if kind != "key" else f"unknown key '{name}'. {hint}",
        )

    def _shown(self, at: KeyPath) -> str:
        return write_path(self._document.data, at)
