"""The schemas that editors use say what the reader does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sourcebook.exchange.skeleton import skeleton
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of, records_of
from sourcebook.model.schema import DIALECT, schema_of, schemas, stem
from sourcebook.source.document import read_mapping
from sourcebook.source.extending import KEYS

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"
FILES = sorted(path for path in PLAYBOOKS.glob("*/*.yaml") if not path.parts[-2].startswith("_"))


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema)


def plain(raw: bytes) -> Any:
    """A file's data as JSON has it."""
    return json.loads(json.dumps(read_mapping("file", raw).data))


def test_that_of_layers_has_the_keys_that_the_linter_knows() -> None:
    assert set(schemas()["layer"]["properties"]) == {*KEYS}


def test_there_is_one_for_each_section_and_for_layers() -> None:
    assert set(schemas()) == {*(stem(key) for key in SECTIONS), "layer"}


@pytest.mark.parametrize(("name", "schema"), schemas().items(), ids=schemas())
def test_each_is_a_valid_schema(name: str, schema: dict[str, Any]) -> None:
    assert schema["$schema"] == DIALECT
    assert schema["title"], name
    assert schema["description"].endswith(".")
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parts[-2]}/{path.name}")
def test_the_examples_are_valid(file: Path) -> None:
    schema = schemas()[stem(file.stem)]
    data = plain(file.read_bytes())
    assert [error.message for error in validator(schema).iter_errors(data)] == []


@pytest.mark.parametrize("key", SECTIONS)
def test_skeletons_are_valid(key: str) -> None:
    text = skeleton(SECTIONS[key], lambda _spec: True)
    assert list(validator(schema_of(SECTIONS[key])).iter_errors(plain(text.encode()))) == []


@pytest.mark.parametrize("key", SECTIONS)
def test_descriptions_words_and_examples_are_there(key: str) -> None:
    schema = schema_of(SECTIONS[key])
    for record in records_of(SECTIONS[key]):
        shape = schema if record is SECTIONS[key] else schema["$defs"][record.__name__]
        for name, spec in fields_of(record).items():
            given = shape["properties"][name]
            assert given["description"] == spec.meta.description
            assert given["x-need"] == spec.meta.need.value
            for word in spec.shape.choices:
                assert f'"{word}"' in json.dumps(given), name
            if spec.meta.example is not None:
                whole = {**given, "$defs": schema["$defs"]}
                assert list(validator(whole).iter_errors(given["examples"][0])) == [], name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "objective: ~\ngoals: ~\n",
        "goals: {none: still in talks}\n",
        "x-a: [1]\ngoals: [{id: G1, x-b: 2, title: 404}]\n",
        "goals: [{id: G1, remove: true}]\n",
        "meta: {agreed_by: client-lead, status: ~, review_every_days: 30}\n",
    ],
)
def test_what_the_reader_takes_the_schema_takes(text: str) -> None:
    assert list(validator(schemas()["goals"]).iter_errors(plain(text.encode()))) == []


@pytest.mark.parametrize(
    "text",
    ["goal: []\n", "goals: [{due: soon}]\n", "goals: [{status: open}]\n", "goals: 7\n",
     "meta: {review_every_days: often}\n", "goals: [{measure: {target: high}}]\n"],
)
def test_what_the_reader_refuses_the_schema_refuses(text: str) -> None:
    assert list(validator(schemas()["goals"]).iter_errors(plain(text.encode()))) != []


def test_keys_of_ones_own_stand_in_tables_too() -> None:
    text = "activities: [{id: a, raci: {lead: A, x-note: anything}}]\n"
    assert list(validator(schemas()["roles"]).iter_errors(plain(text.encode()))) == []


def test_they_are_the_same_every_time() -> None:
    assert json.dumps(schemas()) == json.dumps(schemas())
