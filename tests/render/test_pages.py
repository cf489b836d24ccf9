"""Every page of a playbook is there, whole, and leads somewhere."""

from __future__ import annotations

from typing import Any

import pytest

from render import examples, playbooks
from render.markup import read
from render.playbooks import everything, filled, page, site
from render.wholeness import dead, example, whole
from sourcebook.findings import Finding, Place, Severity
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of
from sourcebook.model.schema import stem
from sourcebook.render.links import section_page
from sourcebook.render.site import SECTION_VIEWS, engagement_site
from sourcebook.source.settings import Settings


def test_every_section_has_a_view_and_a_template():
    assert set(SECTION_VIEWS) == set(SECTIONS)
    folder = examples.ROOT / "templates" / "pages"
    own = {"overview" if key == "engagement" else stem(key) for key in SECTIONS}
    assert {name for name in own if not (folder / f"{name}.html.j2").is_file()} == set()


def test_every_section_stands_once_in_the_navigation():
    named = [path for group in example().nav for path in group.paths]
    assert sorted(set(named) & {section_page(key) for key in SECTIONS}) == sorted(
        section_page(key) for key in SECTIONS
    )


@pytest.mark.parametrize("slug", examples.project().engagements())
def test_an_example_is_whole(slug):
    assert whole(example(slug)) == []


EMPTY: dict[str, dict[str, Any]] = {
    "no file at all": {},
    "an empty manifest": {"engagement": {}},
    "a manifest alone": {"engagement": filled(SECTIONS["engagement"], "Words")},
    "every section empty": {key: {} for key in SECTIONS},
    "every field given": everything("Words"),
}


@pytest.mark.parametrize("sections", EMPTY.values(), ids=EMPTY)
def test_a_playbook_with_little_in_it_is_whole(sections):
    assert whole(site(sections)) == []


def test_a_missing_section_names_the_command_that_writes_it():
    made = site({"engagement": {}})
    for key in set(SECTIONS) - {"engagement"}:
        shown = read(page(made, section_page(key)).html).text
        assert f"sourcebook new section {stem(key)} --engagement demo" in shown
        assert all(name in shown for name in fields_of(SECTIONS[key]) if name != "not_applicable")


@pytest.mark.parametrize("key", SECTIONS)
def test_a_section_that_does_not_apply_says_why(key):
    """What it still holds is not shown, and nothing leads to it."""
    waiver = {"reason": "Nothing **of it** here.", "approved_by": "one", "until": "2027-01-31"}
    data = everything("one")
    data[key]["not_applicable"] = waiver
    made = site(data)
    assert whole(made) == []
    shown = read(page(made, section_page(key)).html).text
    if key != "engagement":  # the overview is there whatever the manifest says
        assert "does not apply" in shown
        assert "Nothing of it here." in shown


def test_findings_lead_to_their_lines():
    place = Place("playbooks/demo/risks.yaml", 7)
    found = Finding("RSK001", "x", Severity.ERROR, "<b>Wrong</b>", place, "demo", "risks")
    loaded = playbooks.loaded({"risks": {}})
    for repository, address in (
        ("https://github.com/a/b", "https://github.com/a/b/blob/main/playbooks/demo/risks.yaml#L7"),
        ("https://gitlab.com/a/b.git", "https://gitlab.com/a/b/-/blob/main/"),
        ("https://bitbucket.org/a/b", "risks.yaml#lines-7"),
        ("https://dev.azure.com/a/_git/b", "version=GBmain&amp;line=7"),
    ):
        made = engagement_site(
            loaded.playbook, [found], examples.AS_OF, Settings(repository=repository)
        )
        for path in ("risks.html", "findings.html"):
            assert address in page(made, path).html
            assert "&lt;b&gt;Wrong&lt;/b&gt;" in page(made, path).html


def test_the_directory_leads_to_the_holder_of_a_role():
    data = {"roles": {"roles": [{"id": "lead", "holder_ref": "a b/../c?"}]}}
    made = site(data, settings=Settings(directory_url="https://people.example/{ref}"))
    assert (
        "https://people.example/a%20b%2F..%2Fc%3F" in read(page(made, "roles/lead.html").html).links
    )


def test_texts_link_to_the_hand_written_pages_and_files_of_the_engagement():
    text = "See [the rota](pages/night/rota.md#when) and [the plan](files/plan.pdf)."
    data = {
        "roles": {"roles": [{"id": "lead", "responsibilities": [text]}]},
        "goals": {"objective": text},
    }
    made = site(data, {"night/rota.md": "# Rota\n\n## When\n\nAt night."})
    for path, root in (("goals.html", ""), ("roles/lead.html", "../")):
        links = read(page(made, path).html).links
        assert f"{root}more/night/rota.html#when" in links
        assert f"{root}files/plan.pdf" in links
    assert [p.href for p in dead(made, "../", "files/")] == []


def test_the_same_playbook_gives_the_same_pages():
    assert example() == example()


def test_a_field_with_nothing_in_it_says_so():
    data = {"overlap": {}, "language": {"working": "English"}}
    text = read(page(site({"communication": data}), "communication.html").html).text
    assert text.count("nothing is filled in yet") == 1


def test_a_matrix_of_very_long_names_scrolls_within_its_box():
    def matrix(title):
        roles = [{"id": "a", "title": title}]
        data = {"roles": roles, "activities": [{"id": "x", "title": "Run", "raci": {"a": "A"}}]}
        return page(site({"roles": data}), "roles.html").html

    assert "pb-raci--boxed" in matrix(
        "Head of the nationwide and cross-border programme, east and west"
    )
    assert "pb-raci--boxed" not in matrix("Head of the programme office")
