"""No way of writing a file opens what is internal: what is not plainly shared is closed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.reader import load
from sourcebook.analysis.crossings import crossings
from sourcebook.model.edition import shared_edition
from sourcebook.source.handpages import read_page

WORDS = "Walnut harbour"
ITEM = "register:\n  - id: R-1\n    title: Walnut harbour\n"

CLOSED = {
    "an alias of a text of an internal item": "register:\n"
    "  - {id: R-1, title: &t Walnut harbour, visibility: internal}\n"
    "  - {id: R-2, title: *t}\n",
    "an alias of it, in a list of a key of one's own": "register:\n"
    "  - {id: R-1, title: &t Walnut harbour, visibility: internal}\n"
    "x-own: [open, {more: *t}]\n",
    "an alias of an alias": "x-a: {visibility: internal, b: &t Walnut harbour}\n"
    "x-c: {visibility: internal, d: &u {e: *t}}\nx-f: {g: *u}\n",
    "an internal item merged into a shared one": "register:\n"
    "  - &a {id: R-1, title: Walnut harbour, visibility: internal}\n"
    "  - {<<: *a, id: R-2, visibility: shared}\n",
    "two of them merged": "register:\n"
    "  - &a {id: R-1, title: Walnut harbour, visibility: internal}\n"
    "  - &b {id: R-2, category: x, visibility: internal}\n"
    "  - {<<: [*b, *a], id: R-3, visibility: shared}\n",
    "visibility twice": f"{ITEM}    visibility: shared\n    visibility: internal\n",
    "visibility twice, the other way round": f"{ITEM}    visibility: internal\n"
    "    visibility: shared\n",
    "visibility in capitals": f"{ITEM}    Visibility: internal\n",
    "visibility misspelt": f"{ITEM}    visiblity: internal\n",
    "visibility left empty": f"{ITEM}    visibility:\n",
    "a visibility that is none": f"{ITEM}    visibility: [internal]\n",
    "the section's visibility twice": "meta: {visibility: shared}\n"
    f"meta: {{visibility: internal}}\n{ITEM}",
    "the section's visibility in a list": f"meta: [{{visibility: internal}}]\n{ITEM}",
    "the section's visibility misspelt": f"meta: {{visibilty: internal}}\n{ITEM}",
    "the section's visibility outside of meta": f"visibility: internal\n{ITEM}",
    "the section's visibility left empty": f"meta: {{visibility: ~}}\n{ITEM}",
}


def shared_data(folder: Path, files: dict[str, str]) -> str:
    made = shared_edition(load(folder, {"engagement.yaml": "name: Trial\n", **files}))
    assert made is not None
    sections = made.playbook.source.sections
    pages = [(page.text, dict(page.meta)) for page in made.playbook.source.pages]
    return json.dumps([{key: each.data for key, each in sections.items()}, pages], default=str)


@pytest.mark.parametrize("text", CLOSED.values(), ids=CLOSED)
def test_what_is_not_plainly_shared_is_internal(tmp_path: Path, text: str) -> None:
    assert WORDS not in shared_data(tmp_path, {"risks.yaml": text})


SHARED = {
    "an anchor in a shared item, used in an internal one": "register:\n"
    "  - {id: R-1, title: &t Walnut harbour}\n  - {id: R-2, title: *t, visibility: internal}\n",
    "an anchor between shared items": "register:\n"
    "  - {id: R-1, title: &t Walnut harbour}\n  - {id: R-2, title: *t}\n",
    "visibility twice, and both shared": f"{ITEM}    visibility: shared\n    visibility: shared\n",
}


@pytest.mark.parametrize("text", SHARED.values(), ids=SHARED)
def test_what_is_shared_stays_so(tmp_path: Path, text: str) -> None:
    assert WORDS in shared_data(tmp_path, {"risks.yaml": text})


def test_an_alias_of_what_a_layer_keeps_internal_is_found_in_the_layer(tmp_path: Path) -> None:
    layer = tmp_path / "playbooks" / "_shared" / "base"
    layer.mkdir(parents=True)
    (layer / "layer.yaml").write_text("title: Base\n")
    (layer / "exit.yaml").write_text("alternative_providers: [&t Walnut harbour]\nx-own: *t\n")
    files = {"engagement.yaml": "extends: [base]\n", "exit.yaml": "triggers: [Insolvency]\n"}
    assert WORDS not in shared_data(tmp_path, files)


@pytest.mark.parametrize("meta", ["null", "{visibility: null}", "{}", "[]", "{owner: lead}"])
def test_a_section_that_a_layer_closes_is_opened_in_words_alone(tmp_path: Path, meta: str) -> None:
    layer = tmp_path / "playbooks" / "_shared" / "base"
    layer.mkdir(parents=True)
    (layer / "layer.yaml").write_text("title: Base\n")
    (layer / "goals.yaml").write_text(f"meta: {{visibility: internal}}\nobjective: {WORDS}\n")
    files = {"engagement.yaml": "extends: [base]\n", "goals.yaml": f"meta: {meta}\n"}
    assert WORDS not in shared_data(tmp_path, files)
    files["goals.yaml"] = "meta: {visibility: shared}\n"
    assert WORDS in shared_data(tmp_path, files)


def test_an_id_of_an_internal_item_is_no_reference_of_another_kind(tmp_path: Path) -> None:
    files = {
        "risks.yaml": "register:\n  - {id: walnut, title: x, visibility: internal}\n"
        "  - {id: R-2, title: y, owner: walnut}\n"
    }
    assert "walnut" not in shared_data(tmp_path, files)


@pytest.mark.parametrize("name", ["an alias of a text of an internal item", "two of them merged"])
def test_a_value_of_an_internal_place_is_told_where_it_is_used(tmp_path: Path, name: str) -> None:
    loaded = load(tmp_path, {"engagement.yaml": "name: Trial\n", "risks.yaml": CLOSED[name]})
    found = {
        loaded.playbook.spelled(each.at)
        for each in crossings(loaded.playbook)
        if each.kind == "value"
    }
    assert any(spot.endswith(".title") for spot in found), found


@pytest.mark.parametrize("key", ['"visib\\u0069lity"', "visibilty"])
def test_a_key_that_is_spelled_otherwise_closes_alike(tmp_path: Path, key: str) -> None:
    risks = (
        "register:\n"
        f"  - {{id: R-71, title: Walnut harbour, {key}: internal}}\n"
        "  - {id: R-72, title: After R-71}\n"
    )
    loaded = load(tmp_path, {"engagement.yaml": "name: Trial\n", "risks.yaml": risks})
    found = [(loaded.playbook.spelled(each.at), each.name) for each in crossings(loaded.playbook)]
    assert found == [("register[R-72].title", "R-71")]


PAGES = {
    "a blank line before the front matter": "\n\n---\nvisibility: internal\n---\nText\n",
    "a blank before the front matter": " ---\nvisibility: internal\n---\nText\n",
    "front matter after an empty one": "---\n---\nvisibility: internal\n---\nText\n",
    "no front matter but its words": "visibility: internal\n\nText\n",
    "the other case": "# Title\n\nVisibility: Internal\n\nText\n",
    "misspelt": "---\nvisiblity: internal\n---\nText\n",
    "twice": "---\nvisibility: shared\nvisibility: internal\n---\nText\n",
    "left empty": "---\nvisibility:\n---\nText\n",
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_a_page_that_says_in_any_way_that_it_is_internal_is(tmp_path: Path, text: str) -> None:
    assert "Text" not in shared_data(tmp_path, {"pages/a.md": text})


@pytest.mark.parametrize(
    "text", ["# Open\n\nText\n", "```yaml\nvisibility: internal\n```\n", "***\n\nText\n"]
)
def test_a_page_that_does_not_is_shared(tmp_path: Path, text: str) -> None:
    assert text.strip()[-4:] in json.loads(shared_data(tmp_path, {"pages/a.md": text}))[1][0][0]


def test_a_page_whose_front_matter_stands_elsewhere_says_so() -> None:
    _, error = read_page("a.md", "a.md", b"Notes\n\nvisibility: internal\n")
    assert error is not None
    assert "front matter" in str(error)
    assert error.line == 3


def test_an_id_that_no_file_can_be_named_after_is_none(tmp_path: Path) -> None:
    long = "b" * 101
    loaded = load(tmp_path, {"roles.yaml": f"roles:\n  - {{id: {long}, title: A}}\n"})
    assert [role.id for role in loaded.playbook.roles.roles] == [None]
    (finding,) = loaded.findings
    assert "100 characters at most" in f"{finding.message} {finding.fix}"
