"""The guide to the linter and to regulatory profiles is whole, and is led to."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from render import examples
from sourcebook.analysis.profiles import Profile, bundled_profiles
from sourcebook.analysis.thresholds import defaults
from sourcebook.lint.configuration_file import _TOP as KNOWN_KEYS
from sourcebook.lint.registry import RULES
from sourcebook.render.views.guide_checking import CHECKING, KEYS
from sourcebook.render.views.guide_profiles import PROFILES, profile_address
from sourcebook.site.builder import Builder
from sourcebook.source.project import Project

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    builder = Builder(Project.find(REPOSITORY), examples.AS_OF)
    return {page.path: page.html for page in builder.portfolio(()).pages}


@pytest.mark.parametrize("profile", bundled_profiles().values(), ids=lambda profile: profile.id)
def test_each_profile_has_its_clauses_their_evidence_and_says_that_it_is_no_advice(
    pages: dict[str, str], profile: Profile
) -> None:
    page, _, anchor = profile_address(profile.id).partition("#")
    html = pages[page]
    (mine,) = re.findall(rf'id="{re.escape(anchor)}".*?(?=<h2 |\Z)', html, re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", "", mine))
    assert "not legal advice" in text
    for clause in profile.clauses:
        assert clause.id in text
        assert clause.title in text
        for path in (*clause.all, *clause.any, *clause.answered):
            assert path.text in text


def test_evidence_leads_to_pages_of_the_guide(pages: dict[str, str]) -> None:
    targets = set(re.findall(r'href="(sections/[^"]+)"', pages[PROFILES]))
    assert len(targets) > 5
    assert {f"guide/{target}" for target in targets} <= pages.keys()


def test_each_key_of_the_configuration_is_told() -> None:
    assert {key.name for key in KEYS} == {*KNOWN_KEYS}


def test_each_threshold_is_told_with_its_value_and_its_rules(pages: dict[str, str]) -> None:
    rows = dict(
        re.findall(r'<th scope="row"><code>([\w.]+)</code></th>(.*?)</tr>', pages[CHECKING])
    )
    for name, value in defaults().items():
        assert f">{value:g}</td>" in rows[name]
        for rule in RULES:
            told = f'href="rules.html#{rule.code}"' in rows[name]
            assert told is (name in rule.thresholds)


def test_a_rule_is_told_with_the_thresholds_it_goes_by(pages: dict[str, str]) -> None:
    html = pages["guide/rules.html"]
    (mine,) = re.findall(r'<section [^>]*id="RSK003".*?</section>', html, re.DOTALL)
    assert "<code>risk.high_threshold</code></a> 12" in mine
    for path in ("checking.html", "profiles.html", "rules.html"):
        assert f'href="{path}"' in pages["guide/writing.html"]
