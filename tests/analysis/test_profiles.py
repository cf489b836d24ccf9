"""Regulatory profiles as data: what ships, what a project adds, and what each clause finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from render.playbooks import loaded
from sourcebook.analysis.clauses import Evidence, Status, active_profiles
from sourcebook.analysis.profiles import FOLDER, bundled_profiles, project_profiles, shape_at
from sourcebook.errors import UsageError

SHIPPED = {
    "dora-30-2": 10, "dora-30-3": 10, "dora-28-extras": 4, "eba-gl-2019-02-75": 17, "gdpr-28": 12,
    "hipaa-baa": 13, "iso27001-supplier": 6, "nist-csf2-gvsc": 10, "soc2-cc9-2": 10,
}  # fmt: skip

OWN = """\
id: group-rules
title: Rules of the group
clauses:
  - id: "1"
    title: Ownership
    all: [scope.ip.ownership]
"""


def own(root: Path, text: str, name: str = "group.yaml") -> Path:
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    (root / FOLDER / name).write_text(text, "utf-8")
    return root


def test_the_profiles_that_ship():
    profiles = bundled_profiles()
    assert {id: len(profile.clauses) for id, profile in profiles.items()} == SHIPPED
    for profile in profiles.values():
        assert "not legal advice" in profile.disclaimer
        assert profile.applies_when
        assert all(clause.paraphrase for clause in profile.clauses)
        assert {*profile.requires, profile.superseded_by} - {""} <= set(SHIPPED)


def test_a_project_adds_its_own_and_may_replace_a_file(tmp_path):
    assert project_profiles(tmp_path) == bundled_profiles()
    profiles = project_profiles(own(tmp_path, OWN))
    assert set(profiles) == {*SHIPPED, "group-rules"}
    own(tmp_path, OWN.replace("group-rules", "gdpr-28"), "gdpr-28.yaml")
    assert project_profiles(tmp_path)["gdpr-28"].title == "Rules of the group"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("title: Rules", "titel: Rules", 2, "unknown key 'titel'. Did you mean 'title'?"),
        ("title: Rules of the group\n", "", 1, "'title' is missing"),
        ("id: group-rules", "id: gdpr-28", 1, "profile 'gdpr-28' stands in"),
        ("scope.ip.ownership", "scope.ip.owner", 6, "'scope.ip.owner' is no field"),
        ("scope.ip.ownership", "scope", 6, "'scope' is no field"),
        ('"1"', "[1]", 4, "text is wanted under id"),
        ("    all: [scope.ip.ownership]\n", "", 4, "asks for nothing"),
        ("    all: [scope.ip.ownership]", "    all: scope.ip.ownership", 6, "a list is wanted"),
        ("    all:", "    where: {security.protocols.protects: [secrecy]}\n    all:", 6,
         "'secrecy' is no word of security.protocols.protects: availability"),
        ("    all:", "    where: {exit.triggers: [end]}\n    all:", 6, "it is no list of words"),
        ("clauses:\n", "clauses: 5\nx:\n", 4, "unknown key 'x'"),
        ("clauses:\n  -", "clauses:\n  - {id: '1', title: A, any: [exit.plan]}\n  -", 5,
         "clause '1' stands twice"),
        ("clauses:\n", "clauses: [\n", 4, "CFG001"),
        ("title: Rules", "title: &a !x Rules", 2, "CFG001"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, line, says):
    assert old in OWN
    with pytest.raises(UsageError) as error:
        len(project_profiles(own(tmp_path, OWN.replace(old, new))))
    assert says in str(error.value)
    assert str(error.value).startswith(f"CFG001 site_config/profiles/group.yaml:{line}: ")


@pytest.mark.parametrize(
    "path",
    ["security.protocols.verification", "exit.exit_manager", "security.protocols[].exceptions"],
)
def test_paths_that_lead_somewhere(path):
    assert shape_at(path) is not None


@pytest.mark.parametrize(
    "path",
    [
        *("", "exit", "exits.plan", "exit.plan.owner.x", "exit.triggers.a"),
        *("exit.data_return[].format", "exit.exit_manager.client"),
    ],
)
def test_paths_that_lead_nowhere(path):
    assert shape_at(path) is None


CLAUSES = """\
id: p
title: P
clauses:
  - {id: all, title: T, all: [exit.triggers, exit.transition_period_days]}
  - {id: any, title: T, any: [exit.triggers, exit.service_continuity]}
  - {id: answered, title: T, answered: [security.subcontracting.permitted]}
  - {id: right, title: T, all: [security.access.mfa]}
  - id: when
    title: T
    when_true: {security.subcontracting.permitted: [security.subcontractors.flow_down]}
  - id: where
    title: T
    where: {security.protocols.protects: [integrity, availability]}
  - {id: each, title: T, all: [security.protocols.owner]}
  - id: some
    title: T
    all: ["security.protocols[].exceptions"]
  - {id: group, title: T, all: [exit.data_return]}
"""


def statuses(tmp_path, sections):
    profile = project_profiles(own(tmp_path, CLAUSES))["p"]
    found = Evidence(loaded(sections).playbook).coverages(profile)
    return {c.clause.id: (c.status, tuple(piece.text for piece in c.missing)) for c in found}


def test_what_is_evidence(tmp_path):
    found = statuses(tmp_path, {
        "exit": {"triggers": ["End"], "data_return": {}},
        "security": {
            "subcontracting": {"permitted": False},
            "access": {"mfa": False},
            "protocols": [
                {"id": "a", "owner": "x", "protects": ["integrity"],
                 "exceptions": [{"reason": "b"}]},
                {"id": "b"},
            ],
        },
    })  # fmt: skip
    assert found == {
        "all": (Status.PARTLY, ("exit.transition_period_days",)),
        "any": (Status.EVIDENCED, ()),
        "answered": (Status.EVIDENCED, ()),
        "right": (Status.NOT, ("security.access.mfa",)),
        "when": (Status.EVIDENCED, ()),
        "where": (Status.NOT, ("security.protocols.protects (availability)",)),
        "each": (Status.NOT, ("security.protocols.owner",)),
        "some": (Status.EVIDENCED, ()),
        "group": (Status.NOT, ("exit.data_return",)),
    }


def test_what_a_condition_asks_for(tmp_path):
    """A list that is rightly empty, and a value that was refused, are evidence."""
    asked = {"subcontracting": {"permitted": True}}
    flow_down = "security.subcontractors.flow_down"
    for subcontractors, missing in (
        ([], (flow_down,)),
        ([{"id": "a", "flow_down": True}, {"id": "b", "flow_down": False}], (flow_down,)),
        ([{"id": "a", "flow_down": True}], ()),
        ([{"id": "a", "flow_down": "yes"}], ()),
        ({"none": "nobody"}, ()),
    ):
        found = statuses(tmp_path, {"security": {**asked, "subcontractors": subcontractors}})
        assert found["when"][1] == missing
    assert statuses(tmp_path, {"security": {"data_classes": []}})["when"] == (
        Status.NOT, ("security.subcontracting.permitted",)
    )  # fmt: skip


def test_what_is_not_asked(tmp_path):
    """A waived section, a later phase, and a clause that a note says does not apply."""
    waived = {"not_applicable": {"reason": "None", "approved_by": "x", "until": "2027-01-01"}}
    assert statuses(tmp_path, {"exit": waived})["all"] == (Status.NOT_ASKED, ())
    profile = bundled_profiles()["iso27001-supplier"]
    for phase, note, status in (
        ("selection", {}, Status.NOT_ASKED),
        ("delivery", {}, Status.NOT),
        ("delivery", {"status": "na"}, Status.NOT),
        ("delivery", {"status": "na", "note": "No development"}, Status.NOT_ASKED),
        ("delivery", {"status": "met", "note": "Clause 4"}, Status.NOT),
    ):
        book = loaded({
            "engagement": {"phase": phase},
            "security": waived,
            "compliance": {"clause_notes": [{"profile": profile.id, "clause": "A.8.30", **note}]},
        }).playbook  # fmt: skip
        last = Evidence(book).coverages(profile)[-1]
        assert (last.status, last.note is not None) == (status, True)


def test_each_profile_holds_once():
    book = loaded({"engagement": {"regulatory_profiles": ["b", "a", "b"]}}).playbook
    assert active_profiles(book) == ("b", "a")
