"""The guide has every section, every field and every rule."""

from __future__ import annotations

import re
from html import unescape

import pytest

from sourcebook.findings import Severity
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of, records_of
from sourcebook.model.schema import stem
from sourcebook.render.environment import environment
from sourcebook.render.views.guide import RULES, Guide, GuideRule, guide_pages, rule_address

RULE = GuideRule("ABC001", "a-rule", Severity.WARNING, "All <is> well.", "Why.", "Fix.", "Source.")


@pytest.fixture(scope="module")
def pages():
    return {page.path: page for page in guide_pages(environment(), Guide([RULE]))}


def test_each_section_has_its_page_and_is_in_the_list(pages):
    for key in SECTIONS:
        assert f"guide/sections/{stem(key)}.html" in pages
        assert f'href="sections/{stem(key)}.html"' in pages["guide/writing.html"].html


@pytest.mark.parametrize("key", SECTIONS)
def test_each_field_is_told_with_its_need_and_its_meaning(pages, key):
    html = unescape(pages[f"guide/sections/{stem(key)}.html"].html)
    told = {
        path.rpartition(".")[2].removesuffix("[]")
        for path in re.findall(r"<code>([\w.\[\]]+)</code>", html)
    }
    for record in records_of(SECTIONS[key]):
        for name in fields_of(record):
            if name not in ("meta", "not_applicable", "visibility"):
                assert name in told


def test_a_rule_stands_where_its_address_leads(pages):
    page, _, anchor = rule_address("ABC001").partition("#")
    assert page == RULES
    html = pages[page].html
    assert f'id="{anchor}"' in html
    assert "All &lt;is&gt; well." in html
    assert [b.code for b in pages[page].blocks if b.anchor == anchor] == ["ABC001"]
