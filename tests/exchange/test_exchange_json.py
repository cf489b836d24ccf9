"""The data and the description that lie beside the pages of every site."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from render import examples
from render.playbooks import loaded, site
from sourcebook.exchange.json import SCHEMA_PATH, VERSION, playbook_json, playbook_schema
from sourcebook.exchange.llms import llms_txt
from sourcebook.model.edition import shared_edition
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.schema import stem

SLUGS = examples.project().engagements()


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(playbook_schema())


def written(book: Playbook) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(playbook_json(book, examples.AS_OF))
    return made


def shared(slug: str) -> Playbook:
    edition = shared_edition(examples.loaded(slug))
    assert edition is not None
    return edition.playbook


def test_the_schema_is_one_and_says_which() -> None:
    jsonschema.Draft202012Validator.check_schema(playbook_schema())
    assert playbook_schema()["$id"].endswith(f":{VERSION}")
    assert set(playbook_schema()["$defs"]) == {stem(key) for key in SECTIONS}


@pytest.mark.parametrize("slug", SLUGS)
def test_both_editions_of_the_examples_are_as_the_schema_says(slug: str) -> None:
    for book in (examples.loaded(slug).playbook, shared(slug)):
        made = written(book)
        assert [error.message for error in validator().iter_errors(made)] == []
        assert made["$schema"] == SCHEMA_PATH
        assert made["version"] == VERSION


def test_a_wrong_value_is_not_as_the_schema_says() -> None:
    made = written(examples.loaded().playbook)
    made["sections"]["risks"]["register"][0]["likelihood"] = "often"
    assert list(validator().iter_errors(made))


def test_what_is_given_is_there_under_the_names_of_the_files() -> None:
    made = written(examples.loaded().playbook)
    sections, source = made["sections"], examples.loaded().playbook.source.sections
    assert set(sections) == {stem(key) for key in source}
    for key, section in source.items():
        assert set(sections[stem(key)]) == set(section.data)
    first = examples.loaded().playbook.goals.goals[0]
    assert sections["goals"]["goals"][0]["title"] == first.title
    assert dt.date.fromisoformat(sections["engagement"]["end_date"])


def test_reasons_for_empty_lists_and_own_fields_are_kept() -> None:
    book = loaded(
        {"goals": {"goals": {"none": "set after discovery"}, "x-Board": {"a": 1}}}
    ).playbook
    assert written(book)["sections"]["goals"] == {
        "goals": {"none": "set after discovery"},
        "x-Board": {"a": 1},
    }


def test_the_shared_edition_has_nothing_of_the_partner() -> None:
    made = written(shared("harbourline-mobile"))
    assert made["edition"] == "shared"
    assert "partner" not in made["sections"]
    assert "partner" not in made["states"]


def test_each_page_is_told_once() -> None:
    made = site({"goals": {"goals": [{"id": "G1", "title": "A [new] goal"}]}})
    text = llms_txt(made).decode()
    assert text.startswith(f"# {made.name}\n\n> ")
    for page in made.pages:
        assert text.count(f"]({page.path}): ") == 1
    assert "\n## Plan\n" in text
