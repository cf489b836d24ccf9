"""One cause makes one finding; drafts are softened; layers are told once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint.workspace import FACTS, change, findings_of, make_project
from sourcebook.findings import Finding, Place, Severity
from sourcebook.lint.engine import lint
from sourcebook.lint.merging import merged
from sourcebook.lint.registry import RULES
from sourcebook.lint.rule import Facts, Hit, Rule, parsed, rule
from sourcebook.model.loading import load_playbook
from sourcebook.model.paths import At
from sourcebook.model.playbook import Loaded, Playbook
from sourcebook.source.project import Project

PAGE = "Promise.\n\nWhy: it is so.\nFix: do\n    this.\nSource: here."


def loaded(root: Path, slug: str = "base") -> Loaded:
    return load_playbook(Project.find(root), slug)


def speaking(code: str, *at: At) -> Rule:
    """A rule that finds something at these places."""

    def check(_book: Playbook, _facts: Facts) -> Iterator[Hit]:
        yield from (Hit(place, "said") for place in at)

    check.__doc__ = PAGE
    return rule(code, "test-rule", Severity.ERROR)(check)


def test_a_rules_page_has_four_parts() -> None:
    assert dataclasses.astuple(parsed(PAGE)) == ("Promise.", "it is so.", "do this.", "here.")


@pytest.mark.parametrize("page", ["", "Promise.", "P.\nFix: x\nWhy: y\nSource: z", "Why: a\n"])
def test_a_page_that_lacks_a_part_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="promise, Why, Fix and Source"):
        parsed(page)


def test_what_was_refused_speaks_alone_at_its_place(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"goals.yaml": {"due: 2027-03-31": "due: soon"}})
    due, owner = At("goals") / "goals" / 0 / "due", At("goals") / "goals" / 0 / "owner"
    found = lint(loaded(tmp_path), FACTS, [speaking("ABC001", due, owner)])
    assert [(f.code, f.path) for f in found] == [
        ("ABC001", "goals[G1].owner"), ("STR004", "goals[G1].due"),
    ]


def test_an_unknown_reference_speaks_alone_at_its_place(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"roles.yaml": {"raci: {client-lead: A": "raci: {boss: A"}})
    row = At("roles") / "activities" / 0 / "raci"
    found = lint(loaded(tmp_path), FACTS, [*RULES, speaking("RAC999", row / "boss", row)])
    assert [f.code for f in found] == ["RAC999", "REF001"]


def test_a_specific_rule_speaks_in_place_of_a_missing_field(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"governance.yaml": {"    chair: client-lead\n": ""}})
    at = At("governance") / "forums" / 0 / "chair"
    found = lint(loaded(tmp_path), FACTS, [*RULES, speaking("GOV999", at)])
    assert [f.code for f in found] == ["GOV999"]


def test_a_draft_softens_errors_but_not_all(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"engagement.yaml": {"status: active": "status: draft"}})
    rules = [speaking(code, At("goals")) for code in ("ABC001", "PRV001", "REF009", "SEC008")]
    words = {f.code: f.severity.word for f in lint(loaded(tmp_path), FACTS, rules)}
    assert words == {"ABC001": "warning", "PRV001": "error", "REF009": "error", "SEC008": "error"}


def test_a_layer_that_is_a_draft_softens_nothing(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(
        folder,
        replace={"engagement.yaml": {"status: active": "extends: [rules]"}},
        write={
            "../_shared/rules/layer.yaml": "title: Rules\n",
            "../_shared/rules/engagement.yaml": "status: draft\n",
        },
    )
    found = lint(loaded(tmp_path), FACTS, [speaking("ABC001", At("goals"))])
    assert [f.severity.word for f in found] == ["error"]


def test_a_finding_of_a_layer_is_told_once_and_names_its_engagements(tmp_path: Path) -> None:
    root = make_project(tmp_path, ("one", "two"))
    for slug in ("one", "two"):
        change(
            root / "playbooks" / slug,
            replace={"engagement.yaml": {"status: active": "status: active\nextends: [rules]"}},
            write={
                "../_shared/rules/layer.yaml": "title: Rules\n",
                "../_shared/rules/exit.yaml": "assets: [{asset: Keys, owner: nobody}]\n",
            },
        )
    change(root / "playbooks" / "two", replace={"engagement.yaml": {"id: vendor": "id: seller"}})
    layers = [f for f in findings_of(root) if "_shared" in f.place.file]
    assert [(f.code, f.engagement, f.path) for f in layers] == [("REF001", "", "assets[0].owner")]
    assert layers[0].place.file == "playbooks/_shared/rules/exit.yaml"
    assert layers[0].message.endswith("(In the engagements one, two.)")


def test_what_one_engagement_leaves_open_in_a_layer_names_it(tmp_path: Path) -> None:
    root = make_project(tmp_path, ("one", "two"))
    change(
        root / "playbooks" / "two",
        replace={"engagement.yaml": {"status: active": "status: active\nextends: [rules]"}},
        write={
            "../_shared/rules/layer.yaml": "title: Rules\n",
            "../_shared/rules/goals.yaml": "goals: [{id: G9, title: Speed}]\n",
        },
    )
    layers = [f for f in findings_of(root) if "_shared" in f.place.file]
    assert layers
    assert {f.engagement for f in layers} == {"two"}
    assert all(f.message.endswith("(In the engagement two.)") for f in layers)


def test_findings_alike_in_one_engagement_stay_two() -> None:
    place = Place("playbooks/a/roles.yaml", 3, 1)
    twice = [Finding("RAC003", "x", Severity.ERROR, word, place, "a") for word in ("A", "R")]
    assert len(merged([twice])) == 2
    assert merged([]) == ()


def test_order_is_the_same_every_time(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, delete=["risks.yaml", "exit.yaml"],
           replace={"goals.yaml": {"owner: client-lead,": "owner: boss,"}})
    found = findings_of(tmp_path)
    assert [f.code for f in found] == ["STR001", "STR001", "REF001"]
    assert found == findings_of(tmp_path)
    assert [f.order for f in found] == sorted(f.order for f in found)


def test_what_a_layer_gives_is_not_missing_and_what_it_lacks_is_told_there(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    goal = "goals: [{id: G1, due: 2027-03-31}, {id: G2, title: Speed}]\n"
    change(
        folder,
        replace={
            "engagement.yaml": {"status: active": "status: active\nextends: [rules]"},
            "goals.yaml": {"    due: 2027-03-31\n": ""},
        },
        write={"../_shared/rules/layer.yaml": "title: R\n", "../_shared/rules/goals.yaml": goal},
    )
    found = findings_of(tmp_path)
    assert {f.place.file for f in found} == {"playbooks/_shared/rules/goals.yaml"}
    assert {f.path for f in found} >= {"goals[G2].statement", "goals[G2].owner"}
    assert not [f for f in found if f.path.startswith("goals[G1]")]
    assert {f.place.column for f in found} == {36}


def test_a_placeholder_speaks_alone_even_where_an_id_is_wanted(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"goals.yaml": {"    owner: client-lead": "    owner: TODO"}})
    owner, due = At("goals") / "goals" / 0 / "owner", At("goals") / "goals" / 0 / "due"
    told = [speaking("TXT001", owner), speaking("REF001", owner, due), speaking("ABC001", owner)]
    assert [f.code for f in lint(loaded(tmp_path), FACTS, told)] == ["TXT001", "REF001"]


def test_a_vague_word_of_a_goal_is_told_once(tmp_path: Path) -> None:
    goal = At("goals") / "goals" / 0
    make_project(tmp_path)
    told = [
        speaking("TXT002", goal / "statement", goal / "title"),
        speaking("TXT003", goal / "statement"), speaking("GOL002", goal / "statement"),
    ]
    found = [(f.code, f.path) for f in lint(loaded(tmp_path), FACTS, told)]
    assert found == [("TXT002", "goals[G1].title"), ("GOL002", "goals[G1].statement")]
