"""The guide to the linter: its commands, its configuration, the numbers that rules go by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from sourcebook.render.outline import outline
from sourcebook.render.pages import Page

CHECKING = "guide/checking.html"


@dataclass(frozen=True)
class Key:
    """A key of the configuration."""

    name: str
    what: str
    example: str


KEYS = (
    Key("depth", "How much is asked for: essential (eight sections, their required fields), "
        "standard, or full (recommended fields as well, as info).", "depth: essential"),
    Key("severity", "How bad a rule is, by its code or name: error, warning, info or off.",
        "severity: {text-cut-at-hash: error, RAC003: off}"),
    Key("thresholds", "The numbers that rules go by.", "thresholds: {risk.high_threshold: 15}"),
    Key("required_sections", "Sections that are required from a phase on: all, selection, "
        "transition, delivery, exit.", "required_sections: {delivery: [service-levels]}"),
    Key("profiles", "Regulatory profiles beside those that an engagement names.",
        "profiles: [iso27001-supplier]"),
    Key("work_domains", "Domains of e-mail addresses that are nobody's private ones.",
        "work_domains: [acme.example]"),
    Key("house_rules", "Rules of your own.", "house_rules: [{code: HOUSE-SIGNOFF, …}]"),
    Key("engagements", "The same for one engagement.",
        "engagements: {acme-support: {depth: full}}"),
)  # fmt: skip
"""What may stand in site_config/lint.yml."""


@dataclass(frozen=True)
class GuideThreshold:
    """A threshold as it is in the project, where it comes from, and the rules that go by it."""

    name: str
    value: str
    source: str
    rules: tuple[str, ...]


def checking_page(
    templates: Environment, thresholds: Sequence[GuideThreshold], conditions: Sequence[str]
) -> Page:
    """How playbooks are checked, and how that is tuned; ``conditions`` are those of house rules."""
    title = "Checking and tuning"
    html = templates.get_template("guide/checking.html.j2").render(
        title=title, keys=KEYS, thresholds=thresholds, conditions=conditions
    )
    description = "What the linter asks of playbooks, and how a project tunes it."
    return Page(CHECKING, title, description, html, *outline(html, title))
