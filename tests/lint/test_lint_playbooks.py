"""The examples hold the faults that they are to show, and no others; so do the layers."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from lint.workspace import DAY
from sourcebook.findings import Finding, Severity
from sourcebook.lint.configuration import configured
from sourcebook.lint.run import Request, lint_project
from sourcebook.model.loading import load_playbook
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook, State
from sourcebook.source.project import LAYERS, Project

ROOT = Path(__file__).parents[2]
PROJECT = Project.find(ROOT)

FAULTS = {
    "falkenrath-erp": {
        ("error", "KNW001", "areas[payroll-interface].holders"),
        ("error", "KNW002", "areas[payroll-interface].holders"),
        ("error", "KNW005", "sessions[KT-41].date"),
        ("warning", "TIM002", "meetings[change-board].local_time"),
    },
    "harbourline-mobile": {
        ("warning", "FRS002", "access.last_review"),
        ("warning", "TIM003", "meetings[service-review].holiday_policy"),
    },
    "northbridge-health": {("error", "TIM001", "overlap.min_minutes")},
}
"""What is above info: severity, code and path, of each example."""

ACCEPTED = {"harbourline-mobile": [("KNW001", "areas[hsm-key-ceremony].holders")]}


@cache
def found() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of all examples, and those that somebody accepts."""
    report = lint_project(PROJECT, configured(PROJECT), DAY, Request())
    return report.findings, report.accepted


@cache
def book(slug: str) -> Playbook:
    return load_playbook(PROJECT, slug).playbook


def test_every_example_is_known_here() -> None:
    assert set(PROJECT.engagements()) == set(FAULTS)


@pytest.mark.parametrize("slug", FAULTS)
def test_an_example_has_its_faults_on_purpose_and_no_others(slug: str) -> None:
    standing, accepted = found()
    above = [
        (finding.severity.word, finding.code, finding.path)
        for finding in standing
        if finding.engagement == slug and finding.severity > Severity.INFO
    ]
    assert Counter(above) == Counter(FAULTS[slug])
    assert [
        (finding.code, finding.path) for finding in accepted if finding.engagement == slug
    ] == ACCEPTED.get(slug, [])


def test_what_is_told_as_info_is_about_holidays_and_clocks() -> None:
    told = {finding.code for finding in found()[0] if finding.severity is Severity.INFO}
    assert told == {"TIM003", "TIM004"}


def test_no_layer_has_a_fault() -> None:
    within = [one for one in found()[0] if one.place.file.startswith(f"playbooks/{LAYERS}/")]
    assert within == []


@pytest.mark.parametrize("slug", FAULTS)
def test_an_example_has_every_section(slug: str) -> None:
    assert {key for key in SECTIONS if book(slug).state(key) is not State.PRESENT} == set()


def test_every_layer_says_what_it_is_for_and_is_used() -> None:
    sources = [layer for slug in FAULTS for layer in book(slug).source.layer_sources]
    assert {layer.name for layer in sources} == set(PROJECT.layers())
    for layer in sources:
        assert {"title", "purpose", "owner", "lessons"} <= layer.document.data.keys()


def test_an_engagement_takes_a_layers_item_whole_overrides_it_or_drops_it() -> None:
    taken = {
        slug: {
            str(risk.id): book(slug).origin(at)
            for at, risk in book(slug).each("risks", "register")
            if str(risk.id).startswith("RS-")
        }
        for slug in ("falkenrath-erp", "northbridge-health")
    }
    assert taken == {
        "falkenrath-erp": {"RS-01": "risk-starter-set", "RS-02": None, "RS-03": None},
        "northbridge-health": {"RS-01": None, "RS-03": "risk-starter-set"},
    }


def test_a_layer_on_a_layer_reaches_the_engagement() -> None:
    bank = book("harbourline-mobile")
    assert bank.origin(At("exit") / "transition_period_days") == "exit-terms-eu-financial"
    assert bank.origin(At("exit") / "post_exit_obligations") == "exit-terms"
    assert bank.exit.transition_period_days == 180
