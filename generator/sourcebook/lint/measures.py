"""What a rule measures against in a project, for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from sourcebook.analysis.thresholds import shipped
from sourcebook.lean import dataclass
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.rule import Rule

WHERE = "set under thresholds in site_config/lint.yml"


@dataclass(frozen=True)
class Measure:
    """A threshold as it holds: in the project, and in engagements that have their own."""

    name: str
    value: float
    shipped: float
    basis: str  # of the value that ships
    engagements: Mapping[str, float] = field(default_factory=dict)  # by slug

    @property
    def source(self) -> str:
        """Where the value comes from: ``practice``, or that the project chose another."""
        if self.value == self.shipped:
            return self.basis
        return f"this project's own; it ships as {self.shipped:g}, {self.basis}"

    @property
    def elsewhere(self) -> str:
        """The engagements that have a value of their own: ``acme: 20``."""
        return ", ".join(f"{slug}: {value:g}" for slug, value in self.engagements.items())


def measures(rule: Rule, configuration: Configuration) -> Sequence[Measure]:
    """The thresholds that a rule goes by."""
    return [
        Measure(
            name,
            configuration.common.thresholds[name],
            shipped()[name].value,
            shipped()[name].basis,
            {
                slug: options.thresholds[name]
                for slug, options in configuration.engagements.items()
                if options.thresholds[name] != configuration.common.thresholds[name]
            },
        )
        for name in rule.thresholds
    ]
