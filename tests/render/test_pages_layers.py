"""What pages say of layers, and of files that were refused."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from render import examples
from render.markup import read
from render.playbooks import filled, page, site
from render.wholeness import whole
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import SECTIONS, Loaded
from sourcebook.model.record import Item, Record, Shape, fields_of, records_of
from sourcebook.model.schema import stem
from sourcebook.render.links import section_page
from sourcebook.source.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an engagement that inherits a layer."""
    layer, own = tmp_path / "playbooks/_shared/house-rules", tmp_path / "playbooks/demo"
    layer.mkdir(parents=True)
    own.mkdir()
    (layer / "layer.yaml").write_text("title: House rules\n")
    (own / "engagement.yaml").write_text("format: 1\nname: Demo\nextends: [house-rules]\n")
    return tmp_path


def _load(root: Path) -> Loaded:
    return load_playbook(Project.find(root), "demo")


def test_an_item_of_a_layer_carries_the_layers_name(project):
    untagged = []
    for key, kind in SECTIONS.items():
        for item in records_of(kind):
            if not issubclass(item, Item) or key == "engagement":
                continue
            file = project / "playbooks/_shared/house-rules" / f"{stem(key)}.yaml"
            file.write_text(json.dumps(_only(kind, item)))
            made = site(_load(project))
            file.unlink()
            for path in {section_page(key), *(["roles/one.html"] if item.kind == "role" else [])}:
                if "house-rules</span>" not in page(made, path).html:
                    untagged.append(f"{path}: {item.kind}")
    assert untagged == []


def test_what_is_changed_of_a_layer_and_what_is_no_item_say_the_layer_too(project):
    layer, own = project / "playbooks/_shared/house-rules", project / "playbooks/demo"
    both = [{"id": f"SEC-{n}", "title": f"Rule {n}", "requirement": "Ask."} for n in (1, 2)]
    (layer / "security.yaml").write_text(json.dumps({"protocols": both}))
    changed = {"protocols": [{"id": "SEC-1", "requirement": "Ask twice."}]}
    (own / "security.yaml").write_text(json.dumps(changed))
    (layer / "communication.yaml").write_text(
        json.dumps({"async": {"handover_template_ref": "wiki, page Handover"}})
    )
    (own / "communication.yaml").write_text(json.dumps({"async": {"frequency": "daily"}}))
    made = site(_load(project))
    assert page(made, "security.html").html.count("house-rules, changed here</span>") == 1
    told = page(made, "communication.html").html
    assert re.search(r"<dt[^>]*>Handover template <span[^>]*>house-rules</span></dt>", told)


def test_lists_of_plain_words_and_single_values_say_the_layer_too(project):
    layer, own = project / "playbooks/_shared/house-rules", project / "playbooks/demo"
    (layer / "exit.yaml").write_text(
        json.dumps(
            {
                "post_exit_obligations": ["Answers for 60 days"],
                "transition_period_days": 180,
                "service_continuity": "Nothing changes until the last day.",
            }
        )
    )
    made = page(site(_load(project)), "exit.html").html
    assert "house-rules" in read(made[made.index('<h2 id="post_exit_obligations"') :]).text[:80]
    glance = made[made.index('<h2 id="at-a-glance"') : made.index('<h2 id="post_exit')]
    assert glance.count("house-rules</span>") == 2
    (own / "exit.yaml").write_text(json.dumps({"post_exit_obligations": ["Confidentiality"]}))
    made = page(site(_load(project)), "exit.html").html
    assert "house-rules" not in made[made.index('<h2 id="post_exit_obligations"') :]


def _only(kind: type[Record], item: type[Record]) -> dict[str, Any]:
    """Data with that sort of item and what is around it."""
    data = filled(kind, "Words")
    return {
        name: data[name]
        for name, spec in fields_of(kind).items()
        if name in data and (inner := _record(spec.shape)) and item in set(records_of(inner))
    }


def _record(shape: Shape) -> type[Record] | None:
    while shape.record is None and shape.inner is not None:
        shape = shape.inner
    return shape.record


def test_a_refused_file_leaves_every_other_page_as_it_was(project):
    own = project / "playbooks/demo"
    for source, target in (("_shared", own.parent / "_shared"), ("harbourline-mobile", own)):
        shutil.copytree(examples.ROOT / "playbooks" / source, target, dirs_exist_ok=True)
    before = site(_load(project))
    (own / "risks.yaml").write_text("register: [\n")
    after = site(_load(project))
    assert whole(after) == []
    assert "cannot be read" in page(after, "risks.html").html
    assert "<dt>Agreed</dt>" not in page(after, "risks.html").html
    start = read(page(after, "index.html").html).text
    assert "risks.yaml cannot be read" in start
    assert "not there yet" not in start
    assert page(after, "security.html").html == page(before, "security.html").html


def test_what_a_layer_says_of_a_refused_section_is_linked_nowhere(project):
    (project / "playbooks/_shared/house-rules/roles.yaml").write_text(
        json.dumps(filled(SECTIONS["roles"], "one"))
    )
    (project / "playbooks/demo/goals.yaml").write_text(json.dumps(filled(SECTIONS["goals"], "one")))
    (project / "playbooks/demo/roles.yaml").write_text("roles: [\n")
    assert whole(site(_load(project))) == []


def test_a_refused_manifest_leaves_a_site(project):
    (project / "playbooks/demo/engagement.yaml").write_text("name: [\n")
    made = site(_load(project))
    assert whole(made) == []
    assert "engagement.yaml cannot be read" in read(page(made, "index.html").html).text
