"""``sourcebook new section``."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import BASE, change, make_project
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.schema import stem


def test_it_writes_the_skeleton_of_a_missing_section(run: Run, project: Path) -> None:
    result = run("new", "section", "milestones")
    path = project / "playbooks" / "base" / "milestones.yaml"
    assert result.exit_code == 0
    assert "Wrote playbooks/base/milestones.yaml" in result.output
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=../../.schema/")
    assert run("lint").exit_code == 1


@pytest.mark.parametrize("name", ["service-levels", "service_levels", "Service-Levels.yaml"])
def test_a_section_goes_by_either_spelling(run: Run, project: Path, name: str) -> None:
    assert run("new", "section", name).exit_code == 0
    assert (project / "playbooks" / "base" / "service-levels.yaml").is_file()


@pytest.mark.parametrize("existing", ["service-levels.yaml", "service_levels.yml"])
def test_what_exists_is_never_touched(run: Run, project: Path, existing: str) -> None:
    change(project / "playbooks" / "base", write={existing: "x-mine: 1\n"})
    result = run("new", "section", "service-levels")
    assert result.exit_code == 2
    assert f"playbooks/base/{existing} exists already" in result.stderr
    assert (project / "playbooks" / "base" / existing).read_text("utf-8") == "x-mine: 1\n"


def test_an_unknown_section(run: Run) -> None:
    result = run("new", "section", "rsiks")
    assert result.exit_code == 2
    assert "'rsiks' is no section. Did you mean 'risks'?" in result.stderr
    assert all(stem(key) in result.stderr for key in SECTIONS)


def test_of_several_engagements_one_is_named_or_stood_in(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(project, ["second"])
    result = run("new", "section", "milestones")
    assert result.exit_code == 2
    assert "Add --engagement with one of: base, second." in result.stderr
    assert run("new", "section", "milestones", "--engagement", "second").exit_code == 0
    assert (project / "playbooks" / "second" / "milestones.yaml").is_file()
    monkeypatch.chdir(project / "playbooks" / "base")
    result = run("new", "section", "milestones")
    assert result.output.startswith("Wrote milestones.yaml.")
    assert run("new", "section", "quality", "-e", "secnd").exit_code == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Acme X", "Use a-z, 0-9 and '-': acme-x"),
        ("Café_Ñ", "Use a-z, 0-9 and '-': cafe-n"),
        ("日本", "Use a-z, 0-9 and '-', such as my-engagement"),
        ("-acme", "Use a-z, 0-9 and '-': acme"),
        ("guide", "say guide-engagement"),
    ],
)
def test_a_name_that_no_engagement_can_have(run: Run, project: Path, name: str, words: str) -> None:
    result = run("new", "section", "engagement", "-e", name)
    assert result.exit_code == 2
    assert f"'{name}' cannot name an engagement" in result.stderr
    assert words in result.stderr
    assert [folder.name for folder in (project / "playbooks").iterdir()] == ["base"]


def test_a_new_engagement(run: Run, project: Path) -> None:
    result = run("new", "section", "engagement", "-e", "acme-x")
    assert result.exit_code == 0
    assert (project / "playbooks" / "acme-x" / "engagement.yaml").is_file()


def test_conditions_of_the_engagement_count(run: Run, project: Path) -> None:
    base = project / "playbooks" / "base"
    change(base, replace={"security.yaml": {"personal: false": "personal: true"}})
    assert run("new", "section", "compliance").exit_code == 0
    text = (base / "compliance.yaml").read_text("utf-8")
    assert "\nprocessing:" in text
    assert "\n# phi:" in text


def test_every_section_can_be_begun(run: Run, project: Path) -> None:
    for file in BASE.glob("*.yaml"):
        if file.stem != "engagement":
            (project / "playbooks" / "base" / file.name).unlink()
    for key in SECTIONS:
        assert run("new", "section", key).exit_code == (2 if key == "engagement" else 0)
    output = run("lint", "--quiet").output
    assert "REF001" in output
    assert not {"STR000", "STR003", "STR004", "STR005"} & set(output.split())


def test_it_goes_by_what_the_project_asks(run: Run, project: Path) -> None:
    """The thresholds of an engagement are its own; what is wrong with them is told, not ignored."""
    risky = "thresholds: {risk.high_treshold: 5}\n"
    (project / "site_config" / "lint.yml").write_text(risky, "utf-8")
    result = run("new", "section", "milestones")
    assert result.exit_code == 2
    assert "CFG001 site_config/lint.yml:1: 'risk.high_treshold' is no" in result.stderr
    assert not (project / "playbooks" / "base" / "milestones.yaml").exists()
