"""Skeletons load as they stand, and the linter asks for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.workspace import findings_of, make_project
from sourcebook.exchange.skeleton import skeleton
from sourcebook.lint.registry import RULES
from sourcebook.model.fields import Need
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of
from sourcebook.model.schema import stem
from sourcebook.source.document import read_mapping

TOLD_ON_READING = {rule.code for rule in RULES if rule.check is None}


@pytest.mark.parametrize("all_conditions", [False, True], ids=["none holds", "all hold"])
@pytest.mark.parametrize("key", SECTIONS)
def test_a_skeleton_loads_and_lacks_nothing_unasked(
    key: str, all_conditions: bool, tmp_path: Path
) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    text = skeleton(SECTIONS[key], lambda _spec: all_conditions)
    (folder / f"{stem(key)}.yaml").write_text(text, "utf-8")
    found = [f for f in findings_of(tmp_path) if f.section == key]
    assert not [f for f in found if f.code in TOLD_ON_READING]


@pytest.mark.parametrize("key", SECTIONS)
def test_a_skeleton_taken_out_of_its_comments_loads_too(key: str, tmp_path: Path) -> None:
    """What stands behind ``# `` as a field comes alive when the mark is taken away."""
    folder = make_project(tmp_path) / "playbooks" / "base"
    lines = skeleton(SECTIONS[key]).splitlines()
    text = "\n".join(_alive(line) for line in lines) + "\n"
    (folder / f"{stem(key)}.yaml").write_text(text, "utf-8")
    found = [f for f in findings_of(tmp_path) if f.section == key]
    assert not [f for f in found if f.code in TOLD_ON_READING]


@pytest.mark.parametrize("key", SECTIONS)
def test_each_todo_of_a_skeleton_is_told_as_that_and_as_nothing_else(
    key: str, tmp_path: Path
) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    text = skeleton(SECTIONS[key], lambda _spec: True)
    (folder / f"{stem(key)}.yaml").write_text(text, "utf-8")
    found = [f for f in findings_of(tmp_path) if f.place.file.endswith(f"/{stem(key)}.yaml")]
    told = [f.message.split() for f in found if f.code == "TXT001"]
    counts = [int(words[0]) if words[1] == "placeholders" else 1 for words in told]
    assert sum(counts) == _todos(read_mapping("file", text.encode()).data)
    assert len(told) in (sum(counts), 1)
    assert not [f.message for f in found if f.code == "REF001"]


def _todos(data: object) -> int:
    if isinstance(data, dict):
        return sum(_todos(key) + _todos(value) for key, value in data.items())
    if isinstance(data, list):
        return sum(map(_todos, data))
    return int(data == "TODO")


def test_a_new_engagement_is_a_draft_with_a_party_of_either_side() -> None:
    data = read_mapping("file", skeleton(SECTIONS["engagement"]).encode()).data
    assert data["status"] == "draft"
    assert [(party["id"], party["side"]) for party in data["parties"]] == [
        ("client", "client"),
        ("vendor", "vendor"),
    ]


def _alive(line: str) -> str:
    """A line without its comment mark, if what stands behind it looks like a field."""
    body = line.lstrip(" #")
    name = body.removeprefix("- ").partition(":")[0]
    field = body.removeprefix("- ").startswith(f"{name}:") and name.replace("_", "").isalnum()
    is_field = field and (name.islower() or name == "TODO")
    if not line.lstrip().startswith("#") or not is_field:
        return line
    indent = len(line) - len(line.lstrip())
    return " " * indent + line.lstrip()[2:]


@pytest.mark.parametrize("key", SECTIONS)
def test_a_skeleton_names_every_field(key: str) -> None:
    section = SECTIONS[key]
    text = skeleton(section)
    assert text.startswith(f"# yaml-language-server: $schema=../../.schema/{stem(key)}.json\n")
    assert section.title in text
    data = read_mapping("file", text.encode()).data
    for name, spec in fields_of(section).items():
        assert name in text
        assert (name in data) == (spec.meta.need is Need.REQUIRED)
    assert max(map(len, text.splitlines())) <= 100


def test_conditions_that_hold_bring_their_fields_to_life() -> None:
    plain, wanted = (skeleton(SECTIONS["compliance"], lambda _spec, w=w: w) for w in (False, True))
    assert "# processing:" in plain
    assert "\nprocessing:" in wanted
    assert "Required when the vendor processes personal data." in plain


def test_nothing_in_a_skeleton_looks_like_an_answer() -> None:
    """The first word of a choice would: that a protocol has passed, or a risk is low."""
    texts = {key: skeleton(section) for key, section in SECTIONS.items()}
    assert "result: pass" not in texts["security"]
    assert "format: 1" not in texts["exit"]
    assert "delivery_model:\n" in texts["engagement"]


def test_what_is_known_stands_in_place_of_a_todo() -> None:
    given = {
        "meta": {"owner": "lead"},
        "locations": [{"id": "a", "city": "Porto"}, {"id": "b", "city": "Faro"}],
    }
    text = skeleton(SECTIONS["roles"], given=given)
    data = read_mapping("file", text.encode()).data
    assert data["meta"]["owner"] == "lead"
    assert [place["city"] for place in data["locations"]] == ["Porto", "Faro"]
    assert text.count("# Time zone.") == 1  # what comments say is said once
    assert "tz" in data["locations"][1]


def test_what_a_layer_holds_is_named_and_not_laid_over() -> None:
    held = {"access": {"mfa": True, "owner": "x"}, "protocols": [{"id": "p"}]}
    text = skeleton(SECTIONS["security"], held=held)
    data = read_mapping("file", text.encode()).data
    assert "protocols" not in data
    assert "mfa" not in data["access"]
    assert "model" in data["access"]
    assert "# protocols: stands in a layer that engagement.yaml extends." in text
