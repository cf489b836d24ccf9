"""``sourcebook rename``: the id, all that points at it, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import change, make_project
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project

EXAMPLES = Path(__file__).parent.parent.parent / "playbooks"


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


def texts(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in found}


def test_everything_that_points_at_a_role(run: Run, base: Path) -> None:
    change(
        base,
        write={
            "pages/start.md": "---\ntitle: x\n---\n[lead](../roles/client-lead.html) client-lead\n"
            "[a](../roles.html#role-client-lead) [b](../roles.html#role-client-lead-2)\n"
        },
    )
    text = (base / "risks.yaml").read_text("utf-8")
    accepted = "# sourcebook: ignore[RSK003] until=2027-01-31 by=client-lead -- client-lead says so"
    (base / "risks.yaml").write_text(f"{text}{accepted}\r\n", "utf-8", newline="")
    before = texts(base)
    result = run("rename", "role", "client-lead", "client-delivery-lead")
    assert result.exit_code == 0, result.output
    after = texts(base)
    assert after.keys() == before.keys()
    for file, was in before.items():
        if file.endswith(".yaml") and file != "risks.yaml":
            expected = re.sub(r"(?<![\w-])client-lead(?![\w-])", "client-delivery-lead", was)
            assert after[file] == expected
    assert "by=client-delivery-lead -- client-lead says so\r\n" in after["risks.yaml"]
    assert after["pages/start.md"].splitlines()[3:] == [
        "[lead](../roles/client-delivery-lead.html) client-lead",
        "[a](../roles.html#role-client-delivery-lead) [b](../roles.html#role-client-lead-2)",
    ]
    told = re.search(r"may mean it: (.*)", result.output)
    assert told
    assert "playbooks/base/pages/start.md:4" in told[1]
    assert re.search(r"playbooks/base/risks.yaml:\d+", told[1])
    assert not set(run("lint", "-q").output.split()) & {"REF001", "REF002"}


@pytest.mark.parametrize("kind", ["channel", "data-class", "milestone"])
def test_there_and_back_is_where_one_was(run: Run, project: Path, kind: str) -> None:
    """In a large example with layers, comments and every way of writing."""
    for folder in ("_shared", "falkenrath-erp"):
        shutil.copytree(EXAMPLES / folder, project / "playbooks" / folder)
    shutil.rmtree(project / "playbooks" / "base")
    before = texts(project / "playbooks")
    index = load_playbook(Project.find(project), "falkenrath-erp").playbook.index
    old = [*index.by_kind[kind.replace("-", " ")]][-1]
    there = run("rename", kind, old, "renamed-9", "--everywhere")
    assert there.exit_code == 0, there.output
    assert not set(run("lint", "-q").output.split()) & {"REF001", "STR005"}
    assert texts(project / "playbooks") != before
    assert run("rename", kind, "renamed-9", old, "--everywhere").exit_code == 0
    assert texts(project / "playbooks") == before


def test_diff_shows_and_changes_nothing(run: Run, base: Path) -> None:
    before = texts(base)
    result = run("rename", "role", "client-lead", "client-boss", "--diff")
    assert result.exit_code == 0
    assert "--- a/playbooks/base/roles.yaml" in result.output
    assert "+  - {id: client-boss, title" in result.output
    assert texts(base) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rol", "client-lead", "x"), "'rol' is no kind of item. Did you mean 'role'?"),
        (("thing", "client-lead", "x"), "Kinds: action, activity"),
        (("engagement", "base", "x"), "git mv playbooks/OLD playbooks/NEW"),
        (("role", "client-laed", "x"), "Did you mean 'client-lead'?"),
        (("channel", "client-lead", "x"), "but a role: sourcebook rename role client-lead"),
        (("role", "client-lead", "vendor-lead"), "has a role 'vendor-lead' already: playbooks/"),
        (("role", "client-lead", "Client Boss"), "Use a-z, 0-9 and '-': client-boss"),
        (("role", "client-lead", "client-lead"), "is its id already"),
        (("role", "client-lead", "x", "-e", "bsae"), "Did you mean 'base'?"),
        (("role", "client-lead", "x", "-e", "base", "--everywhere"), "not both"),
    ],
)
def test_what_is_refused_changes_nothing(
    run: Run, base: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = texts(base)
    result = run("rename", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert texts(base) == before


def test_a_reference_that_would_mean_something_else(run: Run, base: Path) -> None:
    """What may point at a meeting, a report or a channel takes the first that has the id."""
    data = {
        "communication.yaml": {
            "channels:": "stakeholders: [{id: s, group: g, served_by: [here]}]\nchannels:\n"
            "  - {id: here, tool: t}",
        },
        "governance.yaml": {"forums:": "reports: [{id: there, name: n}]\nforums:"},
    }
    change(base, replace=data)
    result = run("rename", "channel", "here", "there")
    assert result.exit_code == 2
    assert "base has a report 'there', and playbooks/base/communication.yaml:" in result.stderr


def test_a_file_that_cannot_be_read_may_point_at_it(run: Run, base: Path) -> None:
    change(base, write={"exit.yaml": "plan: [\n"})
    result = run("rename", "role", "client-lead", "boss")
    assert result.exit_code == 2
    assert "playbooks/base/exit.yaml cannot be read, and may point at" in result.stderr


def test_two_with_the_same_id(run: Run, base: Path) -> None:
    change(base, replace={"roles.yaml": {"roles:": "roles:\n  - {id: client-lead}"}})
    result = run("rename", "role", "client-lead", "boss")
    assert result.exit_code == 2
    assert "Two have the id 'client-lead': playbooks/base/roles.yaml:" in result.stderr


def test_of_several_engagements_one_is_named(run: Run, project: Path) -> None:
    make_project(project, ["second"])
    result = run("rename", "role", "client-lead", "boss")
    assert result.exit_code == 2
    assert "base, second. Add --engagement" in result.stderr
    before = texts(project / "playbooks" / "base")
    assert run("rename", "role", "client-lead", "boss", "-e", "second").exit_code == 0
    assert texts(project / "playbooks" / "base") == before
    assert "client-lead" not in (project / "playbooks/second/roles.yaml").read_text("utf-8")


def test_what_a_layer_names_changes_everywhere_or_not_at_all(run: Run, project: Path) -> None:
    make_project(project, ["second"])
    layer = project / "playbooks" / "_shared" / "common"
    layer.mkdir(parents=True)
    (layer / "layer.yaml").write_text("title: Common\n", "utf-8")
    (layer / "scope.yaml").write_text("meta: {owner: client-lead}\n", "utf-8")
    for slug in ("base", "second"):
        change(
            project / "playbooks" / slug,
            replace={"engagement.yaml": {"format: 1": "format: 1\nextends: [common]"}},
        )
    refused = run("rename", "role", "client-lead", "boss", "-e", "base")
    assert refused.exit_code == 2
    assert "The layer common names 'client-lead'" in refused.stderr
    assert run("rename", "role", "client-lead", "boss", "--everywhere").exit_code == 0
    assert (layer / "scope.yaml").read_text("utf-8") == "meta: {owner: boss}\n"
    for slug in ("base", "second"):
        assert "client-lead" not in (project / f"playbooks/{slug}/roles.yaml").read_text("utf-8")


def test_a_baseline_knows_the_item_by_its_new_id(run: Run, project: Path, base: Path) -> None:
    change(base, replace={"risks.yaml": {"    owner: client-lead": "    owner: nobody"}})
    assert run("lint", "--write-baseline").exit_code == 0
    file = project / "site_config" / "lint-baseline.json"
    (path,) = (entry["path"] for entry in json.loads(file.read_text("utf-8"))["findings"])
    old = re.search(r"\[(.+?)\]", path)
    assert old
    assert run("rename", "risk", old[1], "R-99").exit_code == 0
    assert run("lint").exit_code == 0
    (path,) = (entry["path"] for entry in json.loads(file.read_text("utf-8"))["findings"])
    assert path == "register[R-99].owner"


def agreed(run: Run) -> None:
    for role in ("client-lead", "vendor-lead"):
        assert run("agree", "scope", "--as", role).exit_code == 0


def codes(run: Run) -> set[str]:
    found = json.loads(run("lint", "--format", "json").stdout)
    return {finding["code"] for finding in found["findings"]}


def digests(base: Path) -> list[str]:
    return re.findall(r"v1-[0-9a-f]{32}", (base / "scope.yaml").read_text("utf-8"))


def test_agreements_that_held_still_do(run: Run, base: Path) -> None:
    """What both sides agreed to says the same under another id, and there and back is the same."""
    agreed(run)
    before = texts(base)
    shown = run("rename", "requirement", "REQ-1", "REQ-7", "--diff").output
    assert len(re.findall(r"^[+].*digest: v1-", shown, re.MULTILINE)) == 1
    assert texts(base) == before
    result = run("rename", "requirement", "REQ-1", "REQ-7")
    assert (
        "Agreements to scope hold as they did, since nothing but ids changed: their digests are "
        "renewed. Say so in the commit.\n"
    ) in result.output
    assert len({*digests(base)}) == 1
    assert {*digests(base)}.isdisjoint(re.findall(r"v1-[0-9a-f]{32}", before["scope.yaml"]))
    assert "STR009" not in codes(run)
    assert run("rename", "requirement", "REQ-7", "REQ-1").exit_code == 0
    assert texts(base) == before


def test_an_agreement_to_an_earlier_text_is_no_other_one(run: Run, base: Path) -> None:
    """Whoever changes a section and renames something in it makes nobody agree to the change."""
    agreed(run)
    known = digests(base)
    change(base, replace={"scope.yaml": {"Runs the shop,": "Runs the shops,"}})
    result = run("rename", "requirement", "REQ-1", "REQ-7")
    assert result.exit_code == 0
    assert "Agreements" not in result.output
    assert digests(base) == known
    assert "STR009" in codes(run)


def test_agreements_to_what_has_no_such_id_stay_as_they_are(run: Run, base: Path) -> None:
    agreed(run)
    known = digests(base)
    result = run("rename", "risk", "R-1", "R-9")
    assert "Agreements" not in result.output
    assert digests(base) == known
    assert "STR009" not in codes(run)
