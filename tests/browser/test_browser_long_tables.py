"""A portfolio of many engagements: the first rows stand open, the rest is laid out when wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import AS_OF, Tab, _served
from sourcebook.analysis.plain import written
from sourcebook.findings import Severity
from sourcebook.model.loading import load_playbook
from sourcebook.render.context import Measures
from sourcebook.render.dossier import dossier
from sourcebook.render.portfolio import portfolio_site, summary
from sourcebook.render.shown import LEAD, SLACK
from sourcebook.render.views.guide import Guide, GuideRule
from sourcebook.site.write import Frame, write_site
from sourcebook.source.project import Project

pytestmark = pytest.mark.browser
Opener = Callable[..., Tab]
COUNT = LEAD + SLACK + 10
RULE = GuideRule("ABC001", "a-rule", Severity.WARNING, "All is well.", "Why.", "Fix.", "Source.")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a portfolio of bare engagements is served, every tenth of which is critical."""
    root = tmp_path_factory.mktemp("many")
    (root / "mkdocs.yml").write_text("site_name: Many\n", "utf-8")
    card = root / "playbooks" / "acme" / "engagement.yaml"
    card.parent.mkdir(parents=True)
    card.write_text("schema_version: 1\nname: Acme\nphase: delivery\n", "utf-8")
    project = Project.find(root)
    book = load_playbook(project, "acme").playbook
    facts = written(dossier(book, AS_OF, Measures()))
    first = summary(book, (), facts)
    weights = ("critical", *["low"] * 9)
    each = [
        replace(
            first,
            slug=f"acme-{number:03}",
            name=f"Acme {number:03}",
            criticality=weights[number % 10],
            there=False,
            facts=facts.replace('"acme"', f'"acme-{number:03}"'),
        )
        for number in range(COUNT)
    ]
    site = portfolio_site(each, (), Guide((RULE,)), AS_OF, project.settings)
    write_site(site, root / "site", frame=Frame())
    with _served(Path(root / "site")) as preview:
        yield preview.url


def _open(page: Page) -> list[str]:
    rows = page.locator("table[data-table=engagements] tbody tr:visible > th")
    return [text.splitlines()[0] for text in rows.all_inner_texts()]


def test_what_is_asked_for_stands_open_wherever_it_was(tab: Opener, many: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(many)
    rest = one.page.locator("details.pb-rest")
    assert len(_open(one.page)) == LEAD
    expect(rest.locator("summary")).to_have_text(f"{COUNT - LEAD} more engagements")
    tools = one.page.get_by_role("group", name="Filter engagements")
    tools.get_by_label("With the words").fill("acme 125")
    expect(tools.get_by_role("status")).to_have_text(f"1 of {COUNT} engagements")
    assert _open(one.page) == ["Acme 125"]
    expect(rest).to_be_hidden()
    tools.get_by_role("button", name="Show all").click()
    assert len(_open(one.page)) == LEAD
    one.page.get_by_role("columnheader", name="Criticality").get_by_role("button").first.click()
    assert _open(one.page)[12] == "Acme 120"  # the last of the critical ones
    one.calm()


def test_a_link_to_a_row_that_is_folded_away_opens_it(tab: Opener, many: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(f"{many}#engagement-acme-125")
    expect(one.page.locator("#engagement-acme-125")).to_be_in_viewport()
    one.calm()


def test_without_a_script_the_rest_is_there_to_be_opened(tab: Opener, many: str) -> None:
    one = tab(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    one.page.goto(many)
    last = one.page.locator("#engagement-acme-125")
    expect(last).to_be_hidden()
    one.page.locator("details.pb-rest > summary").click()
    expect(last).to_be_visible()


def test_paper_has_every_row(tab: Opener, many: str) -> None:
    one = tab(viewport={"width": 1440, "height": 900})
    one.page.goto(many)
    one.page.emulate_media(media="print")
    expect(one.page.locator("#engagement-acme-125")).to_be_visible()
