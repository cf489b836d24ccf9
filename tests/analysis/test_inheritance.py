"""What becomes of a layer's values in the engagements that take them."""

from __future__ import annotations

from pathlib import Path

from sourcebook.analysis.inheritance import Inherited, inheritance
from sourcebook.analysis.layer_cards import layer_cards
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project

LAYER = """
register:
  - {id: R-1, title: The architect leaves, category: people}
  - {id: R-2, title: A region fails, category: technology}
  - {id: R-3, title: Prices rise, category: financial}
  - {id: R-4, title: A law changes, category: legal}
assessment: {method: Workshop}
"""
OWN = """
register:
  - {id: R-2, status: open}
  - {id: R-3, title: Prices fall}
  - {id: R-4, remove: true}
assessment: {method: Survey}
"""


def project(root: Path) -> Project:
    for name, text in (
        ("_shared/base/risks.yaml", LAYER),
        (
            "_shared/base/layer.yaml",
            "title: Base\nlessons: [{lesson: Ask, origin: acme}]\n",
        ),
        ("_shared/bare/risks.yaml", "register: []\n"),
        ("_shared/broken/layer.yaml", "title: it is: broken\n"),
        ("acme/engagement.yaml", "format: 1\nname: Acme\nextends: [base]\n"),
        ("acme/risks.yaml", OWN),
    ):
        file = root / "playbooks" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return Project.find(root)


def test_an_item_is_taken_completed_changed_or_dropped(tmp_path: Path) -> None:
    found = inheritance(load_playbook(project(tmp_path), "acme").playbook)
    assert [(each.path, each.fate) for each in found] == [
        ("register[R-1]", "taken"),
        ("register[R-2]", "completed"),
        ("register[R-3]", "changed"),
        ("register[R-4]", "dropped"),
        ("assessment.method", "changed"),
    ]
    assert found[0] == Inherited("base", "risks", "register[R-1]", "taken", item="R-1")


def test_a_layer_on_top_is_named(tmp_path: Path) -> None:
    its = project(tmp_path)
    top = its.shared / "top"
    top.mkdir()
    (top / "risks.yaml").write_text("assessment: {method: Interview}\n", "utf-8")
    (its.playbooks / "acme" / "risks.yaml").unlink()
    (its.playbooks / "acme" / "engagement.yaml").write_text(
        "format: 1\nname: Acme\nextends: [base, top]\n", "utf-8"
    )
    found = inheritance(load_playbook(its, "acme").playbook)
    assert [(e.layer, e.fate, e.by) for e in found if e.path == "assessment.method"] == [
        ("base", "changed", "top"),
        ("top", "taken", ""),
    ]


def test_cards_of_layers_say_what_there_is(tmp_path: Path) -> None:
    bare, base, broken = layer_cards(project(tmp_path))
    assert (base.title, base.lessons[0].origin) == ("Base", "acme")
    assert (bare.title, bare.lessons) == ("bare", ())
    assert (broken.title, broken.purpose) == ("broken", "")
